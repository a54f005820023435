"""Paths and probabilities of a linear chain of tags (numpy, a sentence at a time)."""

import numpy as np

from texts import BEGIN, END, INSIDE, LABELS, OUTSIDE, SINGLE, TAGS, ends, follows, starts, tag

NEVER = -1e4
# Mentions less likely than this are not told.
LEAST = 0.03
LEGAL = np.array([[0.0 if follows(a, b) else NEVER for b in range(TAGS)] for a in range(TAGS)])
FIRST = np.array([0.0 if starts(t) else NEVER for t in range(TAGS)])
LAST = np.array([0.0 if ends(t) else NEVER for t in range(TAGS)])


def log_sum(values, axis):
    top = values.max(axis=axis, keepdims=True)
    return np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)


class Chain:
    """Forward and backward sums of a sentence's scores."""

    def __init__(self, scores, transitions):
        self.scores, self.moves = scores.astype(np.float64), transitions.astype(np.float64) + LEGAL
        count = len(scores)
        self.forward, self.backward = np.zeros((count, TAGS)), np.zeros((count, TAGS))
        self.forward[0] = self.scores[0] + FIRST
        for token in range(1, count):
            self.forward[token] = log_sum(self.forward[token - 1][:, None] + self.moves, 0) + self.scores[token]
        self.backward[-1] = LAST
        for token in range(count - 2, -1, -1):
            self.backward[token] = log_sum(self.moves + (self.scores[token + 1] + self.backward[token + 1])[None, :], 1)
        self.total = log_sum(self.forward[-1] + LAST, 0)

    def marginals(self):
        """The probability of each tag at each token."""
        return np.exp(self.forward + self.backward - self.total)

    def mention(self, first, last, label):
        """The probability that tokens `first` to `last` are exactly one mention."""
        tags = [tag(label, i, last - first + 1) for i in range(last - first + 1)]
        value = self.forward[first, tags[0]] + self.backward[last, tags[-1]] - self.total
        for token in range(first + 1, last + 1):
            value += self.moves[tags[token - first - 1], tags[token - first]] + self.scores[token, tags[token - first]]
        return float(np.exp(value))


def best_mentions(marginals):
    """The legal path with the largest product of marginals, as (first token, last token, label number)."""
    scores = np.log(marginals + 1e-9)
    best, back = scores[0] + FIRST, []
    for row in scores[1:]:
        ways = best[:, None] + LEGAL
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int((best + LAST).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    path.reverse()
    mentions, first = [], 0
    for token, number in enumerate(path):
        if starts(number):
            first = token
        if number != OUTSIDE and ends(number):
            mentions.append((first, token, (number - 1) // 4))
    return mentions


def possible_mentions(marginals):
    """All (first token, last token, label number) whose tokens have each a fair probability of the tags needed."""
    fair = marginals >= LEAST
    for number in range(len(LABELS)):
        begin, inside, end, single = (1 + number * 4 + place for place in (BEGIN, INSIDE, END, SINGLE))
        for first in range(len(marginals)):
            if fair[first, single]:
                yield first, first, number
            last = first + 1
            while last < len(marginals) and fair[first, begin] and (fair[last, inside] or fair[last, end]):
                if fair[last, end]:
                    yield first, last, number
                if not fair[last, inside]:
                    break
                last += 1


def label(sentence, chains):
    """The mentions (start, end, label, probability) of the best path, the others that are possible, and the marginals.

    Probabilities are averaged over the chains of several teachers.
    """
    if not sentence.tokens:
        return [], [], np.zeros((0, TAGS))
    marginals = sum(chain.marginals() for chain in chains) / len(chains)

    def told(first, last, number):
        probability = sum(chain.mention(first, last, number) for chain in chains) / len(chains)
        return sentence.tokens[first][0], sentence.tokens[last][1], LABELS[number], probability

    best = best_mentions(marginals)
    others = (told(*mention) for mention in possible_mentions(marginals) if mention not in best)
    return [told(*mention) for mention in best], [mention for mention in others if mention[3] >= LEAST], marginals

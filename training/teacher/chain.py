"""Paths and probabilities of a linear chain of tags (numpy, a sentence at a time)."""

import numpy as np

from texts import LABELS, OUTSIDE, TAGS, ends, follows, starts, tag

NEVER = -1e4
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


def label(sentence, chains):
    """Mentions (start, end, label) with probabilities, and the marginals, averaged over the chains of several teachers."""
    if not sentence.tokens:
        return [], [], np.zeros((0, TAGS))
    marginals = sum(chain.marginals() for chain in chains) / len(chains)
    mentions, probabilities = [], []
    for first, last, number in best_mentions(marginals):
        mentions.append((sentence.tokens[first][0], sentence.tokens[last][1], LABELS[number]))
        probabilities.append(sum(chain.mention(first, last, number) for chain in chains) / len(chains))
    return mentions, probabilities, marginals

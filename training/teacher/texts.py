"""Sentences with their mentions: gold, silver, pairs of news sentences; and their tokens.

Tokens and tags are those of the Rust taggers (`src/tag/chinese.rs`, `src/tag/english.rs`, `src/tag/tagset.rs`), so that what the
teacher says of a token can be read there.
"""

import json
import os
import re
from dataclasses import dataclass, field

LABELS = ("PER", "ORG", "LOC")
OUTSIDE = 0
TAGS = 13
BEGIN, INSIDE, END, SINGLE = range(4)
APOSTROPHES = "'’"


@dataclass
class Sentence:
    """A sentence, its tokens, and its mentions where they are known."""

    text: str
    side: str
    mentions: list = field(default_factory=list)
    tokens: list = field(default_factory=list)

    def __post_init__(self):
        cut = chinese_tokens if self.side == "zh" else english_tokens
        self.tokens = cut(self.text)

    def tags(self):
        """The tag of each token. Mentions count if they share a code point with a token."""
        tags = [OUTSIDE] * len(self.tokens)
        for start, end, label in self.mentions:
            inside = [i for i, (a, b) in enumerate(self.tokens) if a < end and b > start]
            for offset, token in enumerate(inside):
                tags[token] = tag(LABELS.index(label), offset, len(inside))
        return tags


def tag(label, offset, length):
    """The tag of token `offset` of a mention of `length` tokens."""
    if length == 1:
        place = SINGLE
    else:
        place = BEGIN if offset == 0 else END if offset + 1 == length else INSIDE
    return 1 + label * 4 + place


def starts(number):
    """Whether a mention may begin with this tag, or it is outside."""
    return number == OUTSIDE or (number - 1) % 4 in (BEGIN, SINGLE)


def ends(number):
    """Whether a mention may end with this tag, or it is outside."""
    return number == OUTSIDE or (number - 1) % 4 in (END, SINGLE)


def follows(first, second):
    """Whether tag `second` may follow tag `first`."""
    if ends(first):
        return starts(second)
    return not starts(second) and (first - 1) // 4 == (second - 1) // 4


def is_han(char):
    return "\u4e00" <= char <= "\u9fff"


def is_latin(char):
    return char.isalpha() and char < "\u0250"


def run_end(text, start, belongs):
    end = start
    while end < len(text) and belongs(text[end]):
        end += 1
    return end


def chinese_tokens(text):
    """Single characters, Latin words, numbers."""
    tokens, at = [], 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
            continue
        if is_latin(char):
            belongs, joints = is_latin, "'’-"
        elif char.isnumeric() and not is_han(char):
            belongs, joints = (lambda c: c.isnumeric() and not is_han(c)), ".,"
        else:
            tokens.append((at, at + 1))
            at += 1
            continue
        end = run_end(text, at, belongs)
        while end + 1 < len(text) and text[end] in joints and belongs(text[end + 1]):
            end = run_end(text, end + 1, belongs)
        tokens.append((at, end))
        at = end
    return tokens


ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}")


def english_tokens(text):
    """Words, abbreviations with their stops, numbers, possessives, single signs."""
    tokens, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        end = english_token_end(text, at)
        tokens.append((at, end))
        at = end
    return tokens


def english_token_end(text, at):
    char = text[at]
    if char.isalpha():
        abbreviation = ABBREVIATION.match(text, at)
        if abbreviation:
            return abbreviation.end()
        end = run_end(text, at, str.isalpha)
        inner = text[end : end + 1] in APOSTROPHES and text[end : end + 1]
        if inner and len(text) > end + 3 and text[end + 1 : end + 4].isalpha():
            return run_end(text, end + 1, str.isalpha)
        return end
    if char.isnumeric():
        end = run_end(text, at, str.isnumeric)
        while text[end : end + 1] in (".", ",", ":") and text[end + 1 : end + 2].isnumeric():
            end = run_end(text, end + 1, str.isnumeric)
        return end
    possessive = char in APOSTROPHES and text[at + 1 : at + 2] == "s" and not text[at + 2 : at + 3].isalpha()
    return at + 2 if possessive else at + 1


def read_iob2(path, side):
    """Gold of Universal NER: `# text = …`, then rows of number, token and tag."""
    sentences, text, rows = [], "", []
    with open(path, encoding="utf-8") as lines:
        for line in [*lines, ""]:
            line = line.rstrip("\n")
            if line.startswith("#"):
                if line.lstrip("# ").startswith("text ="):
                    text = line.split("=", 1)[1].strip()
            elif not line.strip():
                if rows:
                    sentences.append(Sentence(text, side, mentions_of_rows(text, rows)))
                rows = []
            else:
                rows.append(line.split("\t")[1:3])
    return sentences


def mentions_of_rows(text, rows):
    """Spans of the rows' tags in the text; white space inside a token may differ."""
    at, mentions, open_label = 0, [], None
    for token, name in rows:
        pattern = r"\s*".join(re.escape(c) for c in token if not c.isspace())
        found = re.compile(pattern).search(text, at)
        if not found or found.start() > at + 8:
            raise ValueError(f"token {token!r} is not in {text!r} after {at}")
        at, label = found.end(), name[2:]
        if name.startswith("I-") and open_label == label:
            mentions[-1][1] = at
        elif name != "O":
            mentions.append([found.start(), at, label])
        open_label = label or None
    return [tuple(m) for m in mentions if m[2] in LABELS]


def read_silver(path):
    """Pairs of sentences, or single English ones, of silver JSON lines: a list of lists of sentences."""
    groups = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            group = []
            for side in ("zh", "en"):
                if side in record:
                    mentions = [tuple(m[:3]) for m in record[f"{side}_entities"] if m[2] in LABELS]
                    group.append(Sentence(record[side], side, mentions))
            groups.append(group)
    return groups


def read_pairs(path):
    """Pairs of sentences of a table of set, source language, Chinese and English."""
    pairs = []
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            _, _, chinese, english = line.rstrip("\n").split("\t")
            pairs.append([Sentence(chinese, "zh"), Sentence(english, "en")])
    return pairs


def read_articles(folder):
    """Beads of hand-annotated articles, each as a Chinese and an English sentence (joined where a bead has several)."""
    beads = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            article = json.load(file)
        for chinese, english in article["beads"]:
            if chinese and english:
                beads.append([joined(article, "zh", chinese, ""), joined(article, "en", english, " ")])
    return beads


def joined(article, side, numbers, between):
    text, mentions = "", []
    for number in numbers:
        text += between if text else ""
        for sentence, start, end, label, _ in article[f"{side}_entities"]:
            if sentence == number and label in LABELS:
                mentions.append((len(text) + start, len(text) + end, label))
        text += article[side][number]
    return Sentence(text, side, mentions)


def score(gold, found):
    """Exact-span precision, recall and F1 (per cent) for each label and for all."""
    figures = {}
    for label in (*LABELS, "all"):
        keep = lambda mentions: {m[:3] for m in mentions if label in ("all", m[2])}
        pairs = [(keep(a), keep(b)) for a, b in zip(gold, found)]
        right = sum(len(a & b) for a, b in pairs)
        precision = right / max(1, sum(len(b) for _, b in pairs))
        recall = right / max(1, sum(len(a) for a, _ in pairs))
        figures[label] = tuple(100 * x for x in (precision, recall, 2 * precision * recall / max(1e-9, precision + recall)))
    return figures


def score_line(figures):
    """The figures in one line."""
    return "  ".join(f"{label} {p:.1f}/{r:.1f}/{f:.1f}" for label, (p, r, f) in figures.items())

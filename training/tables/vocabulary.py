"""Which words the tables hold, and how frequent they are."""

import re

from sources import HAN_WORD, cedict_entries, jieba_counts, wordfreq_frequencies

# The study of the aligner measured 60 k + 40 k words against 35 k + 20 k (MAC-Dev .923 against .920) and
# 100 k + 70 k (.925 with larger vectors too).
CHINESE_WORDS = 60_000
ENGLISH_WORDS = 40_000
# Single characters beyond the 60 k most frequent words, down to this share of running text: the
# segmentation falls back on characters, and the dictionary explains them.
RAREST_CHARACTER = 1e-7
# Share of running text of a dictionary word that no frequency list holds.
UNSEEN = 1e-9
ENGLISH_WORD = re.compile(r"[a-z][a-z'\-]*")


def chinese():
    """[(word, share of running text)], most frequent first."""
    share = _chinese_shares()
    ranked = _ranked(share)
    top = ranked[:CHINESE_WORDS]
    kept = {word for word, _ in top}
    rest = [(w, f) for w, f in ranked if len(w) == 1 and f > RAREST_CHARACTER and w not in kept]
    return top + rest


def _chinese_shares():
    """Share of each Han word: the larger of jieba's and wordfreq's; CC-CEDICT adds words up to 4 characters."""
    counts, wordfreq = jieba_counts(), wordfreq_frequencies("zh")
    total = sum(counts.values())
    share = {
        word: max(count / total, wordfreq.get(word, 0.0))
        for word, count in counts.items()
        if HAN_WORD.fullmatch(word)
    }
    for word, _glosses in cedict_entries():
        if HAN_WORD.fullmatch(word) and len(word) <= 4:
            share.setdefault(word, wordfreq.get(word, UNSEEN))
    for word, frequency in wordfreq.items():
        if HAN_WORD.fullmatch(word) and len(word) == 1:
            share.setdefault(word, frequency)
    return share


def english():
    """[(word, share of running text)], most frequent first."""
    share = {w: f for w, f in wordfreq_frequencies("en").items() if ENGLISH_WORD.fullmatch(w)}
    return _ranked(share)[:ENGLISH_WORDS]


def _ranked(share):
    """Most frequent first; equal shares in code-point order, so that the order is always the same."""
    return sorted(share.items(), key=lambda item: (-item[1], item[0]))

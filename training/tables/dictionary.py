"""Word pairs of CC-CEDICT with a weight: how much an English word says about the Chinese one."""

import re

from english import content_words
from sources import cedict_entries, wordfreq_frequencies

# A gloss of more content words is a description, not a translation.
LONGEST_GLOSS = 5
# Share of running text of a gloss word that no frequency list holds.
UNSEEN_ENGLISH = 1e-8
# Weight of each word of a gloss of n content words: n to this power.
LENGTH_POWER = -0.7
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
HAN_OR_BAR = re.compile(r"[\u3400-\u9fff|]+")


def pairs():
    """{Chinese word: {English word: weight in 0..1}}, the largest weight where glosses repeat a word."""
    out = {}
    for simplified, glosses in cedict_entries():
        for gloss in filter(_explains, glosses):
            for word, weight in _weighted_words(gloss):
                entry = out.setdefault(simplified, {})
                entry[word] = max(weight, entry.get(word, 0.0))
    return out


def _explains(gloss):
    """Whether a gloss says what the word means, and not how it is counted or where to look."""
    return not (gloss.startswith(("CL:", "see ")) or "variant of" in gloss)


def _weighted_words(gloss):
    """The words of each part of a gloss between ; and , with their weights."""
    gloss = HAN_OR_BAR.sub("", BRACKETS.sub("", gloss))
    for part in re.split("[;,]", gloss):
        content = content_words(part)
        if 0 < len(content) <= LONGEST_GLOSS:
            for word in content:
                yield word, len(content) ** LENGTH_POWER


def further_english(translations, chinese, english):
    """[(word, share)] of gloss words that are too rare for the vector table; a translation needs no vector."""
    known = {word for word, _ in english}
    glosses = {word for head, _ in chinese for word in translations.get(head, {})} - known
    share = wordfreq_frequencies("en")
    return [(word, share.get(word, UNSEEN_ENGLISH)) for word in sorted(glosses)]

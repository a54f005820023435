"""English words of a dictionary gloss, as the program's tokeniser cuts them (src/lexicon/english.rs)."""

import re

TOKEN = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*")
CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}
# Function words of glosses; they carry a gloss only when nothing else does.
STOP = set(
    "a an the of to in on at for and or by with from as is are be was were been it its that this which who "
    "sb sth one's one etc esp not no".split()
)


def words(text):
    """Lower-case words without possessive and contracted endings; numbers without thousands commas."""
    out = []
    for match in TOKEN.finditer(text):
        word = match.group().replace("’", "'").lower()
        if word.endswith("'s"):
            word = word[:-2]
        elif word.endswith("n't"):
            stem = CONTRACTED.get(word[:-3], word[:-3])
            out += [stem] if stem else []
            word = "not"
        elif "'" in word:
            stem, ending = word.split("'", 1)
            word = stem if ending in ("re", "ll", "ve", "d", "m") else word
        if word:
            out.append(word.replace(",", ""))
    return out


def content_words(text):
    """The words without function words, or all of them if nothing else is left."""
    every = words(text)
    return [word for word in every if word not in STOP] or every

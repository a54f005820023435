#!/usr/bin/env python3
"""Make the aligner's embedded tables: `python make_tables.py` in this folder, about two minutes.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make_tables.py

Writes data/lexicon/*.bin. The same packages give the same bytes (SHA256SUMS beside the files says which).
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # sums in one order

import argparse
import hashlib
from pathlib import Path

import binary
import dictionary
import vectors
import vocabulary

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon" / "tables"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--out", type=Path, default=LEXICON, help="folder for the tables")
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    files = make()
    for name, content in files.items():
        (out / name).write_bytes(content)
        print(f"{name}\t{len(content)} bytes")
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    (out / "SHA256SUMS").write_text(sums)


def make():
    """{file name: content} of all tables."""
    chinese, english = vocabulary.chinese(), vocabulary.english()
    encoded = (vectors.teacher_vectors([word for word, _ in words]) for words in (chinese, english))
    chinese_rows, english_rows = (vectors.int4(rows) for rows in vectors.reduced(*encoded))
    translations = dictionary.pairs()
    english_all = english + dictionary.further_english(translations, chinese, english)
    return {
        "chinese.words": binary.words(chinese, vectors.radii(chinese_rows, english_rows)),
        "english.words": binary.words(english_all, vectors.radii(english_rows, chinese_rows)),
        "chinese.vectors": binary.vectors(chinese_rows),
        "english.vectors": binary.vectors(english_rows),
        "dictionary.pairs": binary.pairs(translations, chinese, english_all),
    }


if __name__ == "__main__":
    main()

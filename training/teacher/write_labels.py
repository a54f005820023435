"""Packs labels without their texts: `write_labels.py DATA WORK OUT FILE [LABELLED…]`.

LABELLED are the sets of `label.py` in OUT (`silver`, `news`, …). FILE gets one line a labelled sentence, gzipped,
tab-separated: `zh` or `en` for a side of `news-raw/wmt21-24.tsv`, `only` for `entities-silver-en.jsonl` or the name of a text
(`WORK/texts/NAME.txt`); the line there (from 0); the mentions of the best path as `start:end:label:probability` (code points, end-exclusive;
per mille) with spaces between them, and after `|` other mentions that are possible.
"""

import gzip
import json
import sys
from pathlib import Path


def line_numbers(data, work, names):
    """Where each text stands: (kind, text) to line."""
    numbers = {}
    for name in names:
        if "." in name:
            lines = (work / "texts" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
            numbers.update({(name, line): number for number, line in enumerate(lines)})
    with open(data / "news-raw" / "wmt21-24.tsv", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            _, _, chinese, english = line.rstrip("\n").split("\t")
            numbers.setdefault(("pair", chinese, english), number)
    with open(data / "entities-silver-en.jsonl", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            numbers.setdefault(("only", json.loads(line)["en"]), number)
    return numbers


def written(mentions):
    """Mentions with their probabilities."""
    return " ".join(f"{start}:{end}:{label}:{round(1000 * p)}" for start, end, label, p in mentions)


def rows_of(name, record, numbers):
    """The rows of one labelled record of set `name`: (kind, line, mentions)."""
    pair = numbers.get(("pair", record.get("zh"), record.get("en")))
    for side in ("zh", "en"):
        if side not in record:
            continue
        other = name if "." in name else "only"
        line, kind = (pair, side) if pair is not None else (numbers.get((other, record[side])), other)
        if line is None:
            continue
        best = [(*mention, p) for mention, p in zip(record[f"{side}_entities"], record[f"{side}_probabilities"])]
        others = record[f"{side}_others"]
        yield kind, line, written(best) + (f" | {written(others)}" if others else "")


def main():
    data, work, out, target = map(Path, sys.argv[1:5])
    numbers = line_numbers(data, work, sys.argv[5:])
    rows = set()
    for name in sys.argv[5:]:
        with open(out / f"{name}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                rows.update(rows_of(name, json.loads(line), numbers))
    text = "".join(f"{kind}\t{line}\t{mentions}\n" for kind, line, mentions in sorted(rows))
    # No name and no time in the header: the same labels give the same bytes.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {len(rows)} sentences, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Packs labels without their texts: `write_labels.py DATA OUT FILE [LABELLED…]`.

LABELLED are the sets of `label.py` in OUT (`silver`, `news`, …). FILE gets one line a labelled sentence, gzipped,
tab-separated: `zh` or `en` for a side of `news-raw/wmt21-24.tsv` or `only` for `entities-silver-en.jsonl`, the line
there (from 0), and the mentions as `start:end:label:probability` (code points, end-exclusive; per mille) with spaces
between them.
"""

import gzip
import json
import sys
from pathlib import Path


def line_numbers(data):
    """Where each text stands: (kind, text) to line."""
    numbers = {}
    with open(data / "news-raw" / "wmt21-24.tsv", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            _, _, chinese, english = line.rstrip("\n").split("\t")
            numbers.setdefault(("pair", chinese, english), number)
    with open(data / "entities-silver-en.jsonl", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            numbers.setdefault(("only", json.loads(line)["en"]), number)
    return numbers


def rows_of(record, numbers):
    """The rows of one labelled record: (kind, line, mentions)."""
    pair = numbers.get(("pair", record.get("zh"), record.get("en")))
    for side in ("zh", "en"):
        if side not in record:
            continue
        line, kind = (pair, side) if pair is not None else (numbers.get(("only", record[side])), "only")
        if line is None:
            continue
        mentions = zip(record[f"{side}_entities"], record[f"{side}_probabilities"])
        yield kind, line, " ".join(f"{m[0]}:{m[1]}:{m[2]}:{round(1000 * p)}" for m, p in mentions)


def main():
    data, out, target = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    numbers = line_numbers(data)
    rows = set()
    for name in sys.argv[4:]:
        with open(out / f"{name}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                rows.update(rows_of(json.loads(line), numbers))
    text = "".join(f"{kind}\t{line}\t{mentions}\n" for kind, line, mentions in sorted(rows))
    # No name and no time in the header: the same labels give the same bytes.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {len(rows)} sentences, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()

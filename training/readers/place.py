"""Places names that readers have listed in their sentences: `place.py DATA TEXTS OUT LIST…`.

A LIST is a text file. Its first line is `kind KIND`: `pair` for lines of `news-raw/wmt21-24.tsv`, `only` for lines of `entities-silver-en.jsonl`,
or the name of a text (`TEXTS/NAME.txt`). Each further line is about one sentence or pair, known by its line number (from 0); a later line replaces an
earlier one of the same number:

    17 P 唐纳德·特朗普 ; 特朗普 = Donald Trump ; Trump | L 美国 = US
    18
    19 L 中@1 ; 中国 = China

One entry for each thing named, `P`, `O` or `L` for its kind, the names of the Chinese side, ` = `, those of the English side; where there is one language alone, the names without
` = `. A name is meant at every place where it stands and is not part of a longer one; `@2` means its second place only. Latin names count where
they are whole words.

OUT gets the labels as `duizhao-training export-tagger --read` takes them: gzipped, tab-separated: `zh` or `en` for a side of a pair or the kind, the line, and mentions as
`start:end:label:number` (code points, end-exclusive; the number says which entry of its line a mention is of).
"""

import gzip
import json
import re
import sys
from pathlib import Path

LABELS = {"P": "PER", "O": "ORG", "L": "LOC"}
ENTRY = re.compile(r"([POL])\s+(.*)")
NUMBERED = re.compile(r"(.+)@(\d+)")


def read_texts(kind, data, texts):
    """The sentences that lists of `kind` are about: for each line a dictionary of label kind to sentence."""
    if kind == "pair":
        with open(data / "news-raw" / "wmt21-24.tsv", encoding="utf-8", newline="\n") as lines:
            return [dict(zip(("zh", "en"), line.rstrip("\n").split("\t")[2:])) for line in lines]
    if kind == "only":
        with open(data / "entities-silver-en.jsonl", encoding="utf-8") as lines:
            return [{kind: json.loads(line)["en"]} for line in lines]
    return [{kind: line} for line in (texts / f"{kind}.txt").read_text(encoding="utf-8").splitlines()]


def read_list(path):
    """The kind of a list, and for each line number its entries: the label and the names on each side."""
    first, *rows = path.read_text(encoding="utf-8").splitlines()
    entries = {}
    for row in filter(None, map(str.strip, rows)):
        number, _, rest = row.partition(" ")
        entries[int(number)] = [read_entry(part, path) for part in rest.split(" | ") if part.strip(" |")]
    return first.split()[1], entries


def read_entry(part, path):
    """Label and names of one entry."""
    matched = ENTRY.fullmatch(part.strip(" |"))
    if not matched:
        raise ValueError(f"{path}: not an entry: {part}")
    sides = re.split(r"(?:^|(?<=\s))=(?:\s|$)", matched[2], maxsplit=1)
    return LABELS[matched[1]], [[name.strip(" ;") for name in side.split(" ; ") if name.strip(" ;")] for side in sides]


def occurrences(text, name):
    """Where `name` stands, Latin names as whole words only."""
    word = lambda c: c.isascii() and c.isalnum()
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        cut = (at > 0 and word(text[at - 1]) and word(name[0])) or (end < len(text) and word(text[end]) and word(name[-1]))
        if not cut:
            yield at, end
        at = text.find(name, at + 1)


def place(text, names):
    """Mentions of `names` (name, label, number) in `text`: those with a place of their own first, then the longest."""
    mentions = []
    for name, label, number in sorted(names, key=lambda n: (not NUMBERED.fullmatch(n[0]), -len(n[0]))):
        numbered = NUMBERED.fullmatch(name)
        found = list(occurrences(text, numbered[1] if numbered else name))
        if numbered:
            found = found[int(numbered[2]) - 1 : int(numbered[2])]
        free = [(a, b) for a, b in found if all(b <= start or a >= end for start, end, _, _ in mentions)]
        if not free:
            raise ValueError(f"{name!r} is not in {text!r}")
        mentions += [(a, b, label, number) for a, b in free]
    return sorted(mentions)


def main():
    data, texts, out = map(Path, sys.argv[1:4])
    known, rows = {}, {}
    for path in map(Path, sys.argv[4:]):
        kind, lines = read_list(path)
        if kind not in known:
            known[kind] = read_texts(kind, data, texts)
        for line, entries in lines.items():
            for side, (label_kind, text) in enumerate(known[kind][line].items()):
                names = [(name, label, number) for number, (label, sides) in enumerate(entries) for name in sides[side]]
                rows[label_kind, line] = " ".join(f"{a}:{b}:{label}:{number}" for a, b, label, number in place(text, names))
    text = "".join(f"{kind}\t{line}\t{mentions}\n" for (kind, line), mentions in sorted(rows.items()))
    # No name and no time in the header: the same labels give the same bytes.
    out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{out}: {len(rows)} sentences, {text.count(':') // 3} mentions, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()

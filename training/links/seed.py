"""Names and links of the report in the seed folder against marks made by hand: seed.py DUIZHAO REPORT.

The marks, seed-gold.tsv, hold no text: side, start and end in code points of that version's text in documents.jsonl, label (PER, ORG,
LOC) and a key that mentions of one thing share. They were made by correcting what the program had found, sentence by sentence.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = {"PER", "ORG", "LOC"}


def f1(found, gold):
    right = len(found & gold)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}  ({right} right)"


def pairs(mentions):
    """The pairs of mentions across the languages that have one key."""
    zh, en = ([m for m in mentions if m[0] == side] for side in ("zh", "en"))
    return {(a[1:4], b[1:4]) for a in zh for b in en if a[4] == b[4]}


def of_output(folder):
    """(side, start, end, label, key) of every name; offsets in the version's text."""
    for line in (folder / "beads.jsonl").read_text(encoding="utf-8").splitlines():
        bead = json.loads(line)
        for side in ("zh", "en"):
            for mention in bead[f"{side}_entities"]:
                if mention["label"] in NAMES:
                    # Sentences of a bead give the place of its text in the version's.
                    inside = next(s for s in bead[f"{side}_sentences"][::-1] if place(bead, side, s) <= mention["start"])
                    shift = inside["start"] - place(bead, side, inside)
                    yield side, mention["start"] + shift, mention["end"] + shift, mention["label"], mention["entity"]


def place(bead, side, sentence):
    """Where a sentence begins in its bead's text: English sentences of a bead have a space between them."""
    at = 0
    for other in bead[f"{side}_sentences"]:
        if other["index"] == sentence["index"]:
            return at
        at += other["end"] - other["start"] + (side == "en")
    raise ValueError(sentence)


def main():
    program, report = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "build", report, "-o", folder, "--force", "-q"], check=True)
        found = set(of_output(Path(folder)))
    rows = (Path(__file__).parent / "seed-gold.tsv").read_text(encoding="utf-8").splitlines()
    gold = {(r[0], int(r[1]), int(r[2]), r[3], r[4]) for r in (row.split("\t") for row in rows)}
    for side in ("zh", "en"):
        print(side, f1({m[:4] for m in found if m[0] == side}, {m[:4] for m in gold if m[0] == side}))
    print("links", f1(pairs(found), pairs(gold)))


if __name__ == "__main__":
    main()

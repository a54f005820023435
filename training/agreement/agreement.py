"""Agreement of the second annotator's reading with the gold of the articles.

    python3 training/agreement/agreement.py [GOLD FOLDER] [--differences]

The folder is `tests/gold` unless given. Prints, for beads, mentions and cross-lingual pairs, how many
the gold has, how many the second reading has, how many both have, and F1. Needs Python 3.9, nothing else.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LABELS = {"P": "PER", "O": "ORG", "L": "LOC", "D": "DATE", "T": "TIME", "N": "NUM", "M": "MONEY",
          "%": "PERCENT", "W": "WORK"}
SIDES = {"z": "zh", "e": "en"}


def read_gold(folder):
    """The gold articles by the last part of their id."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(Path(folder).rglob("*.json"))}


def spans(sentence, side, mentions):
    """Start, end, label and key of mentions written as `L key|text; …`, each found behind the one before."""
    at = 0
    for mention in mentions.split("; "):
        label, rest = mention.split(" ", 1)
        key, text = rest.split("|", 1)
        word = re.escape(text) if side == "zh" else rf"(?<!\w){re.escape(text)}(?!\w)"
        found = re.compile(word).search(sentence, at)
        if found is None:  # a slip of the annotator: counted as a mention not made
            print(f"not in the sentence: {text!r}", file=sys.stderr)
            continue
        at = found.end()
        yield found.start(), at, LABELS[label], key


def read_second(gold):
    """The second reading, in the shape of the gold."""
    reading = {}
    for line in (HERE / "second-reading.txt").read_text("utf-8").splitlines():
        if line.startswith("//"):
            continue
        if line.startswith("# "):
            article = line[2:]
            reading[article] = {"beads": [], "zh_entities": [], "en_entities": []}
            continue
        place, rest = line.split(" ", 1)
        if place == "beads:":
            for bead in rest.split():
                sides = [[int(index) for index in side.split(",") if index] for side in bead.split("-")]
                reading[article]["beads"].append(sides)
            continue
        side, index = SIDES[place[0]], int(place[1:])
        found = spans(gold[article][side][index], side, rest)
        reading[article][side + "_entities"].extend([index, *span] for span in found)
    return reading


def beads(article):
    """The beads, for strict comparison."""
    return {(tuple(zh), tuple(en)) for zh, en in article["beads"]}


def mentions(article):
    """Side, sentence, start, end and label of every mention."""
    return {(side, *mention[:4]) for side in SIDES.values() for mention in article[side + "_entities"]}


def pairs(article):
    """Every Chinese and English mention of one label and key."""
    return {(tuple(zh[:4]), tuple(en[:4])) for zh in article["zh_entities"] for en in article["en_entities"]
            if zh[3:] == en[3:]}


def name_pairs(article):
    """The pairs of names; numbers and dates left aside."""
    return {pair for pair in pairs(article) if pair[0][3] in ("PER", "ORG", "LOC", "WORK")}


def in_all(articles, what):
    """What `what` gives for each article, in one set."""
    return {(name, item) for name, article in articles.items() for item in what(article)}


def row(title, first, second):
    both = len(first & second)
    print(f"{title:<12}{len(first):>7}{len(second):>8}{both:>7}  {2 * both / (len(first) + len(second)):.3f}")


def main():
    folders = [argument for argument in sys.argv[1:] if argument != "--differences"]
    gold = read_gold(folders[0] if folders else HERE.parent.parent / "tests" / "gold")
    second = read_second(gold)
    print(f"{'':<12}{'gold':>7}{'second':>8}{'both':>7}  F1")
    for what in (beads, mentions, pairs, name_pairs):
        row(what.__name__, in_all(gold, what), in_all(second, what))
    first_mentions, second_mentions = in_all(gold, mentions), in_all(second, mentions)
    for label in LABELS.values():
        of_label = [{item for item in items if item[1][4] == label} for items in (first_mentions, second_mentions)]
        row("  " + label, *of_label)
    if "--differences" in sys.argv:
        for name, (side, index, start, end, label) in sorted(first_mentions ^ second_mentions):
            who = "gold" if (name, (side, index, start, end, label)) in first_mentions else "second"
            print(who, name, side, index, label, gold[name][side][index][start:end], sep="\t")


if __name__ == "__main__":
    main()

"""Labels of readers (`training/readers/labels`) for the sentences that they are about."""

import gzip
import json

# Lines this near to a line of a gold of linking may be of its article.
ARTICLE = 15
# Halves are made of blocks of this many lines, so that neighbours are together.
BLOCK = 25


def half_of(line):
    """The half, 0 or 1, that a line belongs to."""
    return line // BLOCK % 2


def gold_lines(paths):
    """Lines (from 0) of the news that golds of linking are about, with those around them."""
    lines = set()
    for path in paths:
        with open(path, encoding="utf-8") as rows:
            next(rows)
            for row in rows:
                line = int(row.split("\t")[0]) - 1
                lines.update(range(line - ARTICLE, line + ARTICLE + 1))
    return lines


class Texts:
    """The sentences that labels are about, by kind and line."""

    def __init__(self, data, texts):
        self.data, self.texts, self.read = data, texts, {}

    def get(self, kind, line):
        if kind not in self.read:
            self.read[kind] = self.lines(kind)
        return self.read[kind][line]

    def lines(self, kind):
        if kind in ("zh", "en"):
            with open(self.data / "news-raw" / "wmt21-24.tsv", encoding="utf-8", newline="\n") as lines:
                return [line.rstrip("\n").split("\t")[2 if kind == "zh" else 3] for line in lines]
        if kind == "only":
            with open(self.data / "entities-silver-en.jsonl", encoding="utf-8") as lines:
                return [json.loads(line)["en"] for line in lines]
        return (self.texts / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


def read_labels(paths, data, texts, without=()):
    """What readers say: (side, sentence) to its line and its mentions. Lines of pairs near the golds `without` are left out."""
    known, left_out, labels = Texts(data, texts), gold_lines(without), {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                kind, line, written = row.rstrip("\n").split("\t")
                line = int(line)
                if kind in ("zh", "en") and line in left_out:
                    continue
                mentions = [mention.split(":") for mention in written.split()]
                mentions = [(int(start), int(end), label) for start, end, label, _ in mentions]
                side = "zh" if kind.endswith("zh") else "en"
                labels[side, known.get(kind, line)] = (line, mentions)
    return labels


def labelled(pairs, labels):
    """Of inputs with their rows those whose sentences readers have labelled, with these labels; each with its line."""
    for item, rows in pairs:
        found = [labels.get((sentence.side, sentence.text)) for sentence in item.sentences]
        if all(found):
            for sentence, (_, mentions) in zip(item.sentences, found):
                sentence.mentions = mentions
            yield found[0][0], item, rows

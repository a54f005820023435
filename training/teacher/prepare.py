"""Makes the inputs of the teacher from the data folder: `prepare.py DATA WORK [SET…]`.

A set `NAME.zh` or `NAME.en` is the text WORK/texts/NAME.zh.txt or .en.txt, one sentence a line, of which most lines without a name are left out.
"""

import random
import sys
from pathlib import Path

import torch

from encoder import PackedFile
from hints import Hints
from inputs import make_inputs, write_inputs
from texts import Sentence, read_articles, read_iob2, read_pairs, read_silver

# Pairs of news that the silver part of the training is drawn from; the order of pairs is shuffled once.
SILVER_PAIRS = 3000
SEED = 4
# Of the sentences of a text in which LAC or spaCy sees no name, one in this many is labelled.
NAMELESS = 8
# Kinds of name in the tags of LAC and spaCy.
NAMES = ("nr", "ns", "nt", "PER", "LOC", "ORG", "GPE", "FAC")


def single(sentences):
    return [[sentence] for sentence in sentences]


def news(data):
    """All pairs of news, shuffled, with the silver mentions of the study where it has some."""
    silver = {tuple(s.text for s in pair): pair for pair in read_silver(data / "entities-silver.jsonl")}
    pairs = read_pairs(data / "news-raw" / "wmt21-24.tsv")
    pairs = [silver.get((chinese.text, english.text), [chinese, english]) for chinese, english in pairs]
    random.Random(SEED).shuffle(pairs)
    return pairs


def groups_of(name, data):
    """The sentences of one set, grouped as they are read."""
    iob2 = lambda file, side: single(read_iob2(data / file, side))
    if name == "train-zh":
        return iob2("zh_gsdsimp-ud-train.iob2", "zh")
    if name == "dev-zh":
        return iob2("zh_gsdsimp-ud-dev.iob2", "zh")
    if name == "dev-en":
        return iob2("en_ewt-ud-dev.iob2", "en")
    if name == "test-zh":
        return iob2("zh_gsdsimp-ud-test.iob2", "zh")
    if name == "test-en":
        return iob2("en_ewt-ud-test.iob2", "en")
    if name == "silver":
        return news(data)[:SILVER_PAIRS]
    if name == "news":
        return news(data)[SILVER_PAIRS:]
    if name == "silver-single":
        return single([s for pair in news(data)[:SILVER_PAIRS] for s in pair])
    if name == "news-single":
        return single([s for pair in news(data)[SILVER_PAIRS:] for s in pair])
    if name == "english":
        return read_silver(data / "entities-silver-en.jsonl")
    articles = read_articles(Path(__file__).resolve().parents[2] / "tests" / "gold")
    if name == "articles":
        return articles
    if name == "articles-single":
        return single([s for pair in articles for s in pair])
    raise ValueError(f"no set {name}")


def with_names(inputs):
    """The inputs that seem to have names, and a part of the others."""
    named = lambda item: any(any(kind in row[3] for kind in NAMES) for rows in item.hints for row in rows)
    return [item for number, item in enumerate(inputs) if number % NAMELESS == 0 or named(item)]


def inputs_of(name, data, work, hints, packed):
    """The inputs of a set."""
    if "." not in name:
        return make_inputs(groups_of(name, data), hints, packed)
    lines = (work / "texts" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return with_names(make_inputs(single([Sentence(line, name.rpartition(".")[2]) for line in lines]), hints, packed))


def main():
    torch.set_num_threads(1)
    data, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    packed, hints = PackedFile(), Hints(data / "name-pairs.tsv")
    for name in sys.argv[3:]:
        if not (work / f"{name}.npy").exists():
            write_inputs(work / name, inputs_of(name, data, work, hints, packed), packed)


if __name__ == "__main__":
    main()

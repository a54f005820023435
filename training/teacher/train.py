"""Trains one teacher: `train.py WORK NAME [--seed N] …`; writes WORK/NAME.pt."""

import argparse
import random
import time
from pathlib import Path

import torch

from chain import Chain, label
from inputs import batches, read_inputs
from readers import half_of, labelled, read_labels
from teacher import TRAINED, Batch, Teacher, Vocabulary
from texts import score, score_line

LAYER_RATE = 2e-4
HEAD_RATE = 2e-3
DECAY = 0.01
WARM_UP = 0.06
# What a sentence that readers have labelled counts, as against one of the gold.
READ_WEIGHT = 0.7
# Sentences of the other half that are scored on, by kind.
SCORED = 1500
# Share of the gold sentences without mentions that is seen in an epoch; these count as much more.
EMPTY_SEEN = 0.4
# Pieces of a batch, padding included.
BATCH_PIECES = 1100


def with_rows(path):
    """Inputs with their rows: a list of pairs."""
    inputs, kept = read_inputs(path)
    return [(item, kept[item.start : item.start + item.length]) for item in inputs]


def choose(known, generator):
    """What is seen in an epoch, as (item, rows, weight): all inputs with mentions and a part of those without."""
    seen = []
    for item, rows, weight in known:
        empty = not any(sentence.mentions for sentence in item.sentences)
        if not empty or generator.random() < EMPTY_SEEN:
            seen.append((item, rows, weight / EMPTY_SEEN if empty else weight))
    return seen


def epoch_batches(seen, generator):
    """Batches of about the same length in random order."""
    seen = sorted(seen, key=lambda one: one[0].length * (1 + 0.1 * generator.random()))
    made, batch = [], []
    for one in seen:
        if batch and one[0].length * (len(batch) + 1) > BATCH_PIECES:
            made.append(batch)
            batch = []
        batch.append(one)
    made.append(batch)
    generator.shuffle(made)
    return made


def evaluate(teacher, parts):
    """Print the scores on held-out parts."""
    moves = teacher.transitions.detach().numpy()
    for name, pairs in parts.items():
        kept = {id(item): rows for item, rows in pairs}
        inputs = [item for item, _ in pairs]
        found, gold = [], []
        for items in batches(inputs):
            teacher.eval()
            with torch.inference_mode():
                batch = Batch(items, [kept[id(i)] for i in items], teacher.vocabulary)
                for sentence, scores in zip(batch.sentences, teacher(batch).numpy()):
                    gold.append(set(sentence.mentions))
                    chains = [Chain(scores[: len(sentence.tokens)], moves)] if sentence.tokens else []
                    found.append({mention[:3] for mention in label(sentence, chains)[0]})
        print(f"  {name}: {score_line(score(gold, found))}", flush=True)


def train(teacher, known, count, seed, held_out):
    """Train on `known`, (item, rows, weight), for `count` epochs."""
    generator = random.Random(seed)
    epochs = [epoch_batches(choose(known, generator), generator) for _ in range(count)]
    steps, step, begun = sum(map(len, epochs)), 0, time.time()
    layers = list(teacher.layers.parameters())
    known = {id(p) for p in layers}
    head = [p for p in teacher.parameters() if id(p) not in known]
    groups = [{"params": layers, "lr": LAYER_RATE}, {"params": head, "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    rate = lambda n: min((n + 1) / (WARM_UP * steps), (steps - n) / ((1 - WARM_UP) * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    for number, made in enumerate(epochs):
        total = 0.0
        for batch in made:
            teacher.train()
            tensors = Batch([b[0] for b in batch], [b[1] for b in batch], teacher.vocabulary, [b[2] for b in batch])
            loss = teacher.loss(tensors)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total += loss.item()
            step += 1
            if step % 50 == 0:
                print(f"  step {step}/{steps} loss {loss.item():.4f} {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {number + 1}: loss {total / len(made):.4f}, {time.time() - begun:.0f} s", flush=True)
        evaluate(teacher, held_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--layers", type=int, default=TRAINED, help="layers that are trained")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--half", type=int, default=0, help="half of the gold and of the readers' labels that is trained on")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--read", type=Path, action="append", default=[], help="labels of readers")
    parser.add_argument("--without", type=Path, action="append", default=[], help="golds of linking that are left out")
    parser.add_argument("--read-sets", default="silver,news,english,people.zh,lee.en,wiki.en,web.en", help="sets that readers have labelled")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    work = options.work
    gold, held_out = halves_of_gold(work, options.half)
    labels = read_labels(options.read, options.data, work / "texts", options.without)
    for name in options.read_sets.split(","):
        for line, item, rows in labelled(with_rows(work / name), labels):
            if half_of(line) == options.half:
                gold.append((item, rows, READ_WEIGHT))
            else:
                held_out.setdefault("pairs" if len(item.sentences) > 1 else name, []).append((item, rows))
    held_out = {name: pairs[: SCORED // len(pairs[0][0].sentences)] for name, pairs in held_out.items()}
    vocabulary = Vocabulary.of_inputs([item for item, *_ in gold])
    teacher = Teacher(vocabulary, options.layers)
    print(f"{len(gold)} inputs; {sum(p.numel() for p in teacher.parameters())} parameters", flush=True)
    train(teacher, gold, options.epochs, options.seed, held_out)
    torch.save({"vocabulary": vocabulary.columns, "layers": options.layers, "state": teacher.state_dict()}, work / f"{options.name}.pt")


def halves_of_gold(work, half):
    """The half of the gold that is trained on, and by language the other."""
    gold, held_out = [], {}
    for side, names in (("zh", ("train-zh", "dev-zh")), ("en", ("dev-en",))):
        pairs = [pair for name in names for pair in with_rows(work / name)]
        for number, (item, rows) in enumerate(pairs):
            if half_of(number) == half:
                gold.append((item, rows, 1.0))
            else:
                held_out.setdefault(side, []).append((item, rows))
    return gold, held_out


if __name__ == "__main__":
    main()

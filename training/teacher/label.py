"""Labels sets of inputs with teachers: `label.py WORK OUT --teachers A,B --read FILE SET…`; writes OUT/SET.jsonl and OUT/SET.npz.

Teacher A was trained on half 0 of what readers have labelled, B on half 1. Each labels the other's half, so that no teacher is asked about what it has
learnt by heart; all other sentences get the average of both.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from chain import Chain, label
from inputs import batches, read_inputs
from readers import half_of, read_labels
from teacher import Teacher, Vocabulary, scores_of
from texts import TAGS, score, score_line


def load(path):
    """A trained teacher."""
    saved = torch.load(path, weights_only=True)
    teacher = Teacher(Vocabulary(saved["vocabulary"]), saved["layers"])
    teacher.load_state_dict(saved["state"])
    return teacher.eval()


class Output:
    """Token probabilities of a side, sentence after sentence."""

    def __init__(self):
        self.spans, self.marginals, self.counts = [], [], []

    def add(self, tokens, marginals):
        self.counts.append(len(tokens))
        if tokens:
            self.spans.append(np.array(tokens, dtype=np.uint16))
            self.marginals.append(marginals.astype(np.float16))

    def arrays(self, side):
        join = lambda parts, width, kind: np.concatenate(parts) if parts else np.zeros((0, width), kind)
        starts = np.concatenate([[0], np.cumsum(self.counts)]).astype(np.uint32)
        return {
            f"{side}_starts": starts,
            f"{side}_spans": join(self.spans, 2, np.uint16),
            f"{side}_marginals": join(self.marginals, TAGS, np.float16),
        }


def asked(item, labels):
    """The numbers of the teachers that label an input."""
    lines = [labels[s.side, s.text][0] for s in item.sentences if (s.side, s.text) in labels]
    return [1 - half_of(lines[0])] if lines else [0, 1]


def label_set(name, work, out, teachers, labels):
    """Label one set; print how well where readers have labelled it."""
    begun = time.time()
    inputs, kept = read_inputs(work / name)
    whose = [asked(item, labels) for item in inputs]
    scores = []
    for number, teacher in enumerate(teachers):
        mine = [item for item, numbers in zip(inputs, whose) if number in numbers]
        found = iter(scores_of(teacher, mine, kept, batches))
        scores.append([next(found) if number in numbers else None for numbers in whose])
    moves = [teacher.transitions.detach().numpy() for teacher in teachers]
    outputs = {"zh": Output(), "en": Output()}
    pairs = {"zh": ([], []), "en": ([], [])}
    with open(out / f"{name}.jsonl", "w", encoding="utf-8") as file:
        for number, item in enumerate(inputs):
            record = {}
            for place, sentence in enumerate(item.sentences):
                chains = [Chain(scores[t][number][place], moves[t]) for t in whose[number]] if sentence.tokens else []
                mentions, others, marginals = label(sentence, chains)
                outputs[sentence.side].add(sentence.tokens, marginals)
                if (sentence.side, sentence.text) in labels:
                    pairs[sentence.side][0].append(set(labels[sentence.side, sentence.text][1]))
                    pairs[sentence.side][1].append({mention[:3] for mention in mentions})
                record[sentence.side] = sentence.text
                record[f"{sentence.side}_entities"] = [mention[:3] for mention in mentions]
                record[f"{sentence.side}_probabilities"] = [round(mention[3], 3) for mention in mentions]
                record[f"{sentence.side}_others"] = [(*mention[:3], round(mention[3], 3)) for mention in others]
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    np.savez(out / f"{name}.npz", **outputs["zh"].arrays("zh"), **outputs["en"].arrays("en"))
    print(f"{name}: {len(inputs)} inputs, {time.time() - begun:.0f} s")
    for side, (known, found) in pairs.items():
        if known:
            print(f"  {side} against the readers: {score_line(score(known, found))}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--teachers", required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--read", type=Path, action="append", default=[], help="labels of readers")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    teachers = [load(options.work / f"{name}.pt") for name in options.teachers.split(",")]
    labels = read_labels(options.read, options.data, options.work / "texts")
    for name in options.sets:
        label_set(name, options.work, options.out, teachers, labels)


if __name__ == "__main__":
    main()

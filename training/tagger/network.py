"""Trains the network of a tagger: sums of feature embeddings and word vectors, two convolutions, a chain.

    python network.py EXAMPLES VECTORS OUT --external FORMS [options]

EXAMPLES is a file of `duizhao-training export-tagger`, VECTORS one of data/lexicon/tables, OUT what `duizhao-training pack-tagger` reads.
With `--fold N` the gold and the news labelled by readers of that fold are left out and scored on.
"""

import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F

TAGS = 13
# Kinds of sentences (`training/src/tagger/export.rs`) of which a fifth is held out: the gold, and news that readers have labelled.
SURE = {0: "gold", 5: "news"}
# Copies of that news, which are held out with it.
COPIES = 7
FOLDS = 5
# Tokens of a batch, padding included.
BLOCK_TOKENS = 2400
# Neighbours on either side that belong to a sentence's passage, kinds of sentences that stand alone, and what the mean is multiplied by.
REACH = 4
ALONE = {0, 3}
SCALE = 4
# Components of the features' vectors are rounded to multiples of this, which packs them into half the bytes; F1 does not change.
STEP = 0.04


def follows(a, b):
    ends = lambda t: t == 0 or (t - 1) % 4 in (2, 3)
    starts = lambda t: t == 0 or (t - 1) % 4 in (0, 3)
    return starts(b) if ends(a) else not starts(b) and (a - 1) // 4 == (b - 1) // 4


ALLOWED = torch.tensor([[float(follows(a, b)) for b in range(TAGS)] for a in range(TAGS)])
STARTS = torch.tensor([t == 0 or (t - 1) % 4 in (0, 3) for t in range(TAGS)])
ENDS = torch.tensor([t == 0 or (t - 1) % 4 in (2, 3) for t in range(TAGS)])


class Examples:
    def __init__(self, path):
        raw = open(path, "rb").read()
        self.at = 12
        sentences, tokens, features = np.frombuffer(raw, "<u4", 3)

        def take(kind, count):
            array = np.frombuffer(raw, kind, count, self.at)
            self.at += array.nbytes
            return array

        self.lengths = take("<u4", sentences).astype(np.int64)
        self.mentions = take("<u2", sentences).astype(np.int64)
        self.kinds = take("u1", sentences)
        self.folds = take("u1", sentences)
        self.consistent = take("u1", sentences).astype(bool)
        self.tags = take("u1", tokens).astype(np.int64)
        self.targets = take("u1", tokens * TAGS).reshape(-1, TAGS)
        self.words = take("<u4", tokens).astype(np.int64)
        counts = take("<u2", tokens).astype(np.int64)
        self.keys = take("<u4", features)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.counts = counts
        assert self.at == len(raw)

    def number(self, train, weights, least):
        """Number the features of the sentences `train`; those that weigh less than `least` are left out."""
        keys, inverse = np.unique(self.keys, return_inverse=True)
        per_token = np.repeat(np.where(train, weights, 0), self.lengths)
        per_feature = np.repeat(per_token, self.counts)
        mass = np.bincount(inverse, per_feature, len(keys))
        kept = mass >= least
        numbers = np.where(kept, np.cumsum(kept) - 1, -1)[inverse]
        owner = np.repeat(np.arange(len(self.counts)), self.counts)
        good = numbers >= 0
        self.ids = torch.from_numpy(numbers[good])
        known = np.bincount(owner[good], minlength=len(self.counts))
        self.id_starts = np.concatenate([[0], np.cumsum(known)])
        return keys[kept]


def lexicon(path):
    """The vectors of the lexicon scaled to length 1, word 0 the zero vector."""
    raw = open(path, "rb").read()
    body = np.frombuffer(raw, "u1", offset=32)
    nibbles = np.stack([body & 15, body >> 4], 1).reshape(-1, 128).astype("f4") - 8
    nibbles /= np.maximum(1e-6, np.linalg.norm(nibbles, axis=1, keepdims=True))
    return torch.from_numpy(np.concatenate([np.zeros((1, 128), "f4"), nibbles]))


class External:
    """Vectors of forms from elsewhere, each known by the feature that says the form: they become part of its vector."""

    def __init__(self, path, data):
        table = np.load(path)
        self.keys = table["keys"]
        vectors = table["vectors"]
        self.vectors = torch.from_numpy(np.concatenate([np.zeros_like(vectors[:1]), vectors]))
        owner = np.repeat(np.arange(len(data.counts)), data.counts)
        at = np.minimum(np.searchsorted(self.keys, data.keys), len(self.keys) - 1)
        found = self.keys[at] == data.keys
        data.rows = np.zeros(len(data.counts), np.int64)
        data.rows[owner[found]] = at[found] + 1
        print(f"{(data.rows > 0).mean():.3f} of the tokens have a vector", flush=True)


def passages(data, vectors):
    """What each sentence stands in: the mean word vector of the sentence and its neighbours, as src/tag/passage.rs has it.

    Sentences of one kind follow each other as in their texts; those of the gold and of the encyclopedia stand alone."""
    sentences = len(data.lengths)
    owner = np.repeat(np.arange(sentences), data.lengths)
    sums = np.zeros((sentences, vectors.shape[1]), "f4")
    np.add.at(sums, owner, vectors.numpy()[data.words])
    counts = np.bincount(owner, data.words > 0, sentences)
    first, last = np.arange(sentences), np.arange(1, sentences + 1)
    for kind in set(data.kinds.tolist()) - ALONE:
        own = np.flatnonzero(data.kinds == kind)
        first[own] = np.maximum(own - REACH, own[0])
        last[own] = np.minimum(own + REACH + 1, own[-1] + 1)
    total = np.concatenate([np.zeros((1, vectors.shape[1])), np.cumsum(sums, 0, dtype="f8")])
    number = np.concatenate([[0], np.cumsum(counts)])
    mean = (total[last] - total[first]) / np.maximum(1, number[last] - number[first])[:, None]
    return torch.from_numpy((SCALE * mean).astype("f4"))


class Network(torch.nn.Module):
    def __init__(self, features, vectors, forms, width, hidden, layers):
        super().__init__()
        self.bag = torch.nn.EmbeddingBag(features, width, mode="sum")
        torch.nn.init.normal_(self.bag.weight, std=0.02)
        self.vectors = vectors
        self.project = torch.nn.Linear(vectors.shape[1], width, bias=False)
        torch.nn.init.normal_(self.project.weight, std=0.05)
        self.forms = forms
        self.project_forms = torch.nn.Linear(forms.shape[1], width, bias=False)
        torch.nn.init.normal_(self.project_forms.weight, std=0.05)
        self.convolutions = torch.nn.ModuleList()
        # From the mean of the units below over the sentence, and from the passage; the first layer has neither.
        self.sentence = torch.nn.ModuleList()
        self.passage = torch.nn.ModuleList()
        size = width
        for number in range(layers):
            self.convolutions.append(torch.nn.Linear(3 * size, hidden))
            if number:
                for about, below in [(self.sentence, hidden), (self.passage, vectors.shape[1])]:
                    about.append(torch.nn.Linear(below, hidden, bias=False))
                    torch.nn.init.normal_(about[-1].weight, std=0.05)
            size = hidden
        self.direct = torch.nn.Linear(width, TAGS)
        self.out = torch.nn.Linear(hidden, TAGS, bias=False)
        self.pairs = torch.nn.Parameter(torch.zeros(TAGS, TAGS))

    def forward(self, ids, offsets, words, rows, place, mask, passage, drop):
        if drop.features:
            keep = torch.rand(len(ids)) >= drop.features
            counts = torch.cat([torch.zeros(1, dtype=torch.int64), keep.cumsum(0)])
            x = self.bag(ids[keep], counts[offsets]) / (1 - drop.features)
        else:
            x = self.bag(ids, offsets)
        vectors = self.vectors[words]
        if drop.words:
            vectors = vectors * (torch.rand(len(words), 1) >= drop.words)
        x = x + self.project(vectors)
        vectors = self.forms[rows]
        if drop.words:
            vectors = vectors * (torch.rand(len(rows), 1) >= drop.words)
        x = x + self.project_forms(vectors)
        shape = (*mask.shape, x.shape[1])
        padded = torch.zeros(shape[0] * shape[1], shape[2]).index_copy(0, place, x).view(shape)
        h = padded
        for number, layer in enumerate(self.convolutions):
            if drop.hidden:
                h = F.dropout(h, drop.hidden)
            step = 1 << number
            zeros = torch.zeros(h.shape[0], step, h.shape[2])
            around = torch.cat(
                [
                    torch.cat([zeros, h[:, :-step]], 1)[:, : h.shape[1]],
                    h,
                    torch.cat([h[:, step:], zeros], 1)[:, : h.shape[1]],
                ],
                2,
            )
            sums = layer(around)
            if number:
                mean = h.sum(1) / mask.sum(1, keepdim=True)
                about = self.sentence[number - 1](mean) + self.passage[number - 1](passage)
                sums = sums + about[:, None]
            new = torch.relu(sums) * mask[:, :, None]
            h = new + h if number else new
        if drop.hidden:
            h = F.dropout(h, drop.hidden)
        return self.direct(padded) + self.out(h)


class Drop:
    def __init__(self, features=0.0, words=0.0, hidden=0.0):
        self.features, self.words, self.hidden = features, words, hidden


def log_sum(emissions, pairs, lengths):
    """Logarithm of the sum over all paths of each sentence."""
    factors = torch.exp(pairs) * ALLOWED
    top = emissions.max(2).values
    weights = torch.exp(emissions - top[:, :, None])
    alpha = weights[:, 0] * STARTS
    scale = alpha.sum(1)
    alpha = alpha / scale[:, None]
    total = top[:, 0] + torch.log(scale)
    last = alpha
    for t in range(1, emissions.shape[1]):
        alpha = (alpha @ factors) * weights[:, t]
        scale = alpha.sum(1)
        alpha = alpha / scale[:, None]
        live = t < lengths
        total = total + torch.where(live, top[:, t] + torch.log(scale), 0.0)
        last = torch.where(live[:, None], alpha, last)
    return total + torch.log((last * ENDS).sum(1) + 1e-30)


def target_score(emissions, pairs, targets, mask):
    """Expected score of the target distribution, its tokens taken as independent."""
    score = (emissions * targets).sum((1, 2))
    joint = torch.einsum("bla,blc->blac", targets[:, :-1], targets[:, 1:]) * ALLOWED
    joint = joint / joint.sum((2, 3), keepdim=True).clamp_min(1e-9) * mask[:, 1:, None, None]
    return score + (joint * pairs).sum((1, 2, 3))


def best_paths(emissions, pairs, lengths):
    scores = torch.where(ALLOWED > 0, pairs, -1e9)
    alpha = torch.where(STARTS, emissions[:, 0], -1e9)
    back, rows = [], [alpha]
    for t in range(1, emissions.shape[1]):
        value, index = (alpha[:, :, None] + scores).max(1)
        alpha = value + emissions[:, t]
        back.append(index)
        rows.append(alpha)
    paths = []
    for b, length in enumerate(lengths.tolist()):
        tag = int(torch.where(ENDS, rows[length - 1][b], -1e9).argmax())
        path = [tag]
        for t in range(length - 2, -1, -1):
            tag = int(back[t][b, tag])
            path.append(tag)
        paths.append(path[::-1])
    return paths


def spans(path):
    found, first = set(), 0
    for i, tag in enumerate(path):
        if tag == 0:
            continue
        if (tag - 1) % 4 in (0, 3):
            first = i
        if (tag - 1) % 4 in (2, 3):
            found.add((first, i, (tag - 1) // 4))
    return found


def batches(data, chosen, generator=None):
    """Batches of sentences of like length, about BLOCK_TOKENS tokens each."""
    lengths = data.lengths[chosen]
    noise = generator.random(len(chosen)) * 6 if generator is not None else 0
    order = chosen[np.argsort(lengths + noise, kind="stable")]
    groups, start = [], 0
    while start < len(order):
        longest, end = 0, start
        while end < len(order):
            longest = max(longest, data.lengths[order[end]])
            if end > start and longest * (end + 1 - start) > BLOCK_TOKENS:
                break
            end += 1
        groups.append(order[start:end])
        start = end
    if generator is not None:
        generator.shuffle(groups)
    return groups


def tensors(data, group):
    lengths = data.lengths[group]
    longest = lengths.max()
    token = np.concatenate([np.arange(data.starts[s], data.starts[s + 1]) for s in group])
    place = np.concatenate([b * longest + np.arange(n) for b, n in enumerate(lengths)])
    known = data.id_starts[token + 1] - data.id_starts[token]
    offsets = np.concatenate([[0], np.cumsum(known)[:-1]])
    ids = torch.cat([data.ids[data.id_starts[data.starts[s]] : data.id_starts[data.starts[s + 1]]] for s in group])
    mask = torch.from_numpy((np.arange(longest)[None] < lengths[:, None]).astype("f4"))
    place = torch.from_numpy(place)
    targets = torch.zeros(len(group) * longest, TAGS)
    targets[place] = target(data, token)
    return (
        ids,
        torch.from_numpy(offsets),
        torch.from_numpy(data.words[token]),
        torch.from_numpy(data.rows[token]),
        place,
        mask,
        data.passages[torch.from_numpy(group)],
        targets.view(len(group), longest, TAGS),
        torch.from_numpy(lengths),
    )


def target(data, token):
    """The probability of each tag."""
    targets = torch.from_numpy(data.targets[token]).float()
    return targets / targets.sum(1, keepdim=True)


def write(path, network, keys, external):
    """The sizes; the keys of the features; all numbers, in the order in which `duizhao-training pack-tagger` reads them."""
    with torch.no_grad():
        vectors = network.bag.weight.numpy().copy()
        added = network.project_forms(external.vectors[1:]).numpy()
    place = {key: number for number, key in enumerate(keys.tolist())}
    new = [n for n, key in enumerate(external.keys.tolist()) if key not in place]
    for number, key in enumerate(external.keys.tolist()):
        if key in place:
            vectors[place[key]] += added[number]
    keys = np.concatenate([keys, external.keys[new]])
    vectors = np.concatenate([vectors, added[new]])
    vectors = np.round(vectors / np.float32(STEP)) * np.float32(STEP)
    layers = list(network.convolutions)
    with open(path, "wb") as out:
        out.write(np.array([*vectors.shape, layers[0].out_features, len(layers)], "<u4").tobytes())
        out.write(keys.astype("<u4").tobytes())
        out.write(vectors.astype("<f4").tobytes())
        parts = [network.project.weight]
        for number, layer in enumerate(layers):
            parts += [layer.weight, layer.bias]
            if number:
                parts += [network.sentence[number - 1].weight, network.passage[number - 1].weight]
        parts += [network.direct.weight, network.direct.bias, network.out.weight, network.pairs]
        for part in parts:
            out.write(part.detach().numpy().astype("<f4").tobytes())


def evaluate(network, data, chosen):
    right = found_count = 0
    gold = int(data.mentions[chosen].sum())
    with torch.no_grad():
        for group in batches(data, chosen):
            ids, offsets, words, rows, place, mask, passage, _, lengths = tensors(data, group)
            emissions = network(ids, offsets, words, rows, place, mask, passage, Drop())
            for s, path in zip(group, best_paths(emissions, network.pairs, lengths)):
                found = spans(path)
                true = spans(data.tags[data.starts[s] : data.starts[s + 1]])
                right += len(found & true)
                found_count += len(found)
    return 200 * right / max(1, found_count + gold), 100 * right / max(1, found_count), 100 * right / max(1, gold)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("examples")
    parser.add_argument("vectors")
    parser.add_argument("output")
    parser.add_argument("--fold", type=int, default=-1)
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--gold", type=float, default=3.0)
    parser.add_argument("--copies", type=float, default=0.5)
    parser.add_argument("--encyclopedia", type=float, default=2.0)
    parser.add_argument("--texts", type=float, default=0.5)
    parser.add_argument("--read", type=float, default=2.0)
    parser.add_argument("--read-texts", type=float, default=1.0)
    parser.add_argument("--written", type=float, default=1.0)
    parser.add_argument("--least", type=float, default=12.5)
    parser.add_argument("--features", type=float, default=0.25)
    parser.add_argument("--words", type=float, default=0.1)
    parser.add_argument("--drop", type=float, default=0.25)
    parser.add_argument("--external", required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(options.threads)
    generator = np.random.default_rng(1)
    data = Examples(options.examples)
    held = np.isin(data.kinds, [*SURE, COPIES]) & (data.folds == options.fold)
    weight = np.choose(
        data.kinds, [options.gold, 1.0, options.copies, options.encyclopedia, options.texts, options.read, options.read_texts, options.copies, options.written, options.copies]
    )
    train = ~held & data.consistent & (data.lengths > 0)
    # With a fifth held out there is a fifth less to weigh.
    least = options.least if options.fold < 0 else options.least * (FOLDS - 1) / FOLDS
    keys = data.number(train, weight, least)
    vectors = lexicon(options.vectors)
    external = External(options.external, data)
    data.passages = passages(data, vectors)
    network = Network(len(keys), vectors, external.vectors, options.width, options.hidden, options.layers)
    print(f"{train.sum()} sentences, {data.lengths[train].sum()} tokens, {len(keys)} features, {len(data.ids)} instances", flush=True)
    chosen = np.flatnonzero(train)
    held = {name: np.flatnonzero(held & (data.kinds == kind) & (data.lengths > 0)) for kind, name in SURE.items()}
    dense = [p for n, p in network.named_parameters() if not n.startswith("bag")]
    optimiser = torch.optim.Adam(
        [{"params": dense, "lr": options.rate}, {"params": network.bag.parameters(), "lr": options.rate}],
        betas=(0.9, 0.98),
        fused=True,
    )
    drop = Drop(options.features, options.words, options.drop)
    steps = len(batches(data, chosen)) * options.epochs
    step = 0
    start = time.time()
    for epoch in range(options.epochs):
        total = 0.0
        for group in batches(data, chosen, generator):
            ids, offsets, words, rows, place, mask, passage, targets, lengths = tensors(data, group)
            emissions = network(ids, offsets, words, rows, place, mask, passage, drop)
            loss = log_sum(emissions, network.pairs, lengths) - target_score(emissions, network.pairs, targets, mask)
            share = torch.from_numpy(weight[group].astype("f4"))
            loss = (loss * share).sum() / 100
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            rate = options.rate * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
            for g in optimiser.param_groups:
                g["lr"] = rate
            optimiser.step()
            step += 1
            total += float(loss.detach())
        line = f"epoch {epoch} loss {total:.1f} {time.time() - start:.0f} s"
        for name, sentences in held.items():
            if len(sentences) and (epoch % 2 == 1 or epoch + 1 == options.epochs):
                f1, p, r = evaluate(network, data, sentences)
                line += f"  {name} F1 {f1:.2f} P {p:.2f} R {r:.2f}"
        print(line, flush=True)
    write(options.output, network, keys, external)


if __name__ == "__main__":
    main()

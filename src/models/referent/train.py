"""Trains the model of this folder from nothing and measures it: python3 train.py [out] (stock PyTorch, one CPU core, minutes).
More than 250 lines, so that one file makes everything that this folder ships.

A Transformer of two layers of attention with four heads each, without feed-forward layers, LayerNorm and biases:
    x = E[words] + P[positions];  x = x + heads(x) W_O, twice;  logits = x U
It learns two things with the same weights. Sentences of language.json, read from both sides: at the word “it” the model names
the noun that is meant, which the adjective decides, the last word. And random words that repeat, read from left to right
(causal mask): it says the next word, wherever that word is determined.

Writes weights.json (8 bits a weight, one scale a row), results.json (the training curve, and what was measured after
rounding, on data that training never saw) and vectors.json (activations for the tests of the inference in TypeScript).
"""
import base64
import itertools
import json
import math
import random
import sys
import time
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).resolve().parents[2] / "mechanisms"))
from vectors import write  # noqa: E402

HERE = Path(__file__).resolve().parent
SEED, STEPS, BATCH, RATE, DECAY, THRIFT = 7, 2500, 64, 3e-3, 0.05, 0.02
LAYERS, HEADS, WIDTH, LENGTH = 2, 4, 48, 16
LANGUAGE = json.loads((HERE / "language.json").read_text())
KINDS = list(LANGUAGE["nouns"])


def vocabulary():
    """The English words in the order of language.json, each once: nouns, adjectives, verbs, adverbs, the sentence's own."""
    groups = [group for part in ("nouns", "adjectives", "verbs") for group in LANGUAGE[part].values()]
    fixed = [part for part in LANGUAGE["sentence"] if not isinstance(part, str)]
    return list(dict.fromkeys(word for group in [*groups, LANGUAGE["adverbs"], fixed] for word, _ in group))


WORDS = vocabulary()
INDEX = {word: i for i, word in enumerate(WORDS)}
NOUNS = {kind: [word for word, _ in LANGUAGE["nouns"][kind]] for kind in KINDS}
KIND = {noun: kind for kind in KINDS for noun in NOUNS[kind]}


# ---- data

def held_out():
    """A fifth of the pairs of nouns of different kinds, which training never sees together; animal and street among them."""
    pairs = [p for a, b in itertools.combinations(KINDS, 2) for p in itertools.product(NOUNS[a], NOUNS[b])]
    chosen = random.Random(SEED).sample(pairs, len(pairs) // 5)
    return {frozenset(p) for p in chosen} | {frozenset(("animal", "street"))}, {frozenset(p) for p in pairs}


def sentence(first, verb, second, adjective, adverbs=()):
    parts = {"first": first, "verb": verb, "second": second, "adjective": adjective}
    return [*adverbs, *(parts[p] if isinstance(p, str) else p[0] for p in LANGUAGE["sentence"])]


def sentences(pairs):
    """Every sentence with one of these pairs of nouns, either first, with its referent."""
    for pair in pairs:
        for first, second in itertools.permutations(sorted(pair)):
            for verb, _ in LANGUAGE["verbs"][f"{KIND[first]} {KIND[second]}"]:
                for referent in (first, second):
                    for adjective, _ in LANGUAGE["adjectives"][KIND[referent]]:
                        for adverb in [(), ("yesterday",), ("today",)]:
                            yield sentence(first, verb, second, adjective, adverb), referent


def repeated(rng, block=None, length=LENGTH, twice=False):
    """A few random words, then a block of random words, again and again; and from where on the next word is determined."""
    prefix = rng.randint(*LANGUAGE["repeats"]["prefix"])
    block = block or rng.randint(*LANGUAGE["repeats"]["block"])
    words = rng.sample(WORDS, prefix + block)
    unit = words[prefix:]
    if twice:  # a word that stands twice in the block, so that it alone does not say what follows
        unit[rng.randrange(2, block)] = unit[0]
    return (words[:prefix] + unit * length)[:length], prefix + block


def tensor(rows):
    return torch.tensor([[INDEX[w] for w in row] for row in rows])


def by_length(examples):
    """Sentences of one length together, as (words, the place of “it”, referents)."""
    for _, group in itertools.groupby(sorted(examples, key=lambda e: len(e[0])), key=lambda e: len(e[0])):
        rows, referents = zip(*group)
        yield tensor(rows), rows[0].index("it"), torch.tensor([INDEX[r] for r in referents])


# ---- model

def new_model():
    generator = torch.Generator().manual_seed(SEED)
    make = lambda *shape: torch.randn(shape, generator=generator) / math.sqrt(WIDTH)  # noqa: E731
    model = {"embed": make(len(WORDS), WIDTH), "position": make(LENGTH, WIDTH), "unembed": make(len(WORDS), WIDTH)}
    for layer in range(LAYERS):
        for name in ("wq", "wk", "wv", "wo"):
            model[f"{name}{layer}"] = make(WIDTH, WIDTH)
    return model


def forward(model, words, causal=False, ablate=()):
    """Words (B, T) to a dict: logits (B, T, V), the weights of each layer (B, H, T, T), and the stream after it (B, T, E).
    `ablate` lists heads as [layer, head] whose output is set to zero."""
    x = model["embed"][words] + model["position"][: words.shape[-1]]
    split = lambda y: y.unflatten(-1, (HEADS, -1)).transpose(-3, -2)  # noqa: E731
    trace = {}
    for layer in range(LAYERS):
        q, k, v = (split(x @ model[f"{name}{layer}"].T) for name in ("wq", "wk", "wv"))
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH / HEADS)
        if causal:
            scores = scores.masked_fill(torch.ones(scores.shape[-2:]).triu(1).bool(), -math.inf)
        weights = scores.softmax(-1)
        heads = weights @ v
        keep = [0.0 if [layer, h] in [list(a) for a in ablate] else 1.0 for h in range(HEADS)]
        heads = heads * torch.tensor(keep, dtype=x.dtype).view(HEADS, 1, 1)
        x = x + heads.transpose(-3, -2).flatten(-2) @ model[f"wo{layer}"].T
        trace |= {f"weights{layer}": weights, f"stream{layer}": x}
    return trace | {"logits": x @ model["unembed"].T}


# ---- training

def train():
    rng = random.Random(SEED)
    model = {name: w.requires_grad_() for name, w in new_model().items()}
    optimiser = torch.optim.AdamW(model.values(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=STEPS, pct_start=0.05)
    unseen, pairs = held_out()
    seen = list(sentences(sorted(pairs - unseen, key=sorted)))
    test, repeats = list(sentences(sorted(unseen, key=sorted))), [repeated(random.Random(99 + i)) for i in range(256)]
    sample = random.Random(1).sample(test, 512)
    curve, start = [], time.time()
    for step in range(STEPS + 1):
        if step % 100 == 0:
            with torch.no_grad():
                curve.append([step, accuracy(model, sample), next_word(model, repeats)])
            print(*curve[-1], f"{time.time() - start:.0f}s", flush=True)
        if step == STEPS:
            return {name: w.detach() for name, w in model.items()}, curve
        loss = torch.zeros(())
        for words, it, referents in by_length(rng.sample(seen, BATCH)):
            logits = forward(model, words)["logits"][:, it]
            loss = loss + torch.nn.functional.cross_entropy(logits, referents, reduction="sum") / BATCH
        words, mask = marked([repeated(rng) for _ in range(BATCH)])
        logits = forward(model, words, causal=True)["logits"][:, :-1]
        loss = loss + torch.nn.functional.cross_entropy(logits[mask], words[:, 1:][mask])
        loss = loss + THRIFT * sum(norms(model))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def norms(model):
    """The length of each head's W_V and W_O. A penalty on them switches off heads that are not needed (a group lasso)."""
    for values, outs in map(parts(model), range(LAYERS)):
        yield from (part.norm() for part in (*values, *outs))


def parts(model):
    """For a layer: the W_V (D, E) of each head, and its part (E, D) of W_O."""
    return lambda layer: (
        model[f"wv{layer}"].view(HEADS, -1, WIDTH).unbind(0),
        model[f"wo{layer}"].view(WIDTH, HEADS, -1).unbind(1),
    )


def marked(examples):
    """Words (B, T), and a mask (B, T − 1) of the positions whose next word is determined."""
    rows, starts = zip(*examples)
    words = tensor(rows)
    return words, torch.arange(words.shape[1] - 1) >= torch.tensor(starts)[:, None]


# ---- measuring

def accuracy(model, examples, ablate=()):
    """The share of sentences whose referent the model names."""
    right = sum((forward(model, w, ablate=ablate)["logits"][:, it].argmax(-1) == r).sum().item() for w, it, r in by_length(examples))
    return right / len(examples)


def next_word(model, examples, ablate=()):
    """The share of determined next words that the model says."""
    words, mask = marked(examples)
    right = forward(model, words, causal=True, ablate=ablate)["logits"][:, :-1].argmax(-1) == words[:, 1:]
    return right[mask].float().mean().item()


def looks(model, test, repeats):
    """For each head: the mean weight from “it” on the noun that is meant and on the other one, and on the adjective from either
    noun and from “it”; in repeats the mean weight on the previous position, and on the positions that follow an earlier
    occurrence of the present word."""
    asking = {"first to adjective": -9, "second to adjective": -5, "it to adjective": -3}
    total = {name: torch.zeros(LAYERS, HEADS) for name in ("referent", "other", *asking, "previous", "induction")}
    for words, it, referents in by_length(test):
        trace = forward(model, words)
        nouns = torch.tensor([w in KIND for w in WORDS])[words]
        meant = words == referents[:, None]
        for layer in range(LAYERS):
            row = trace[f"weights{layer}"][:, :, it]
            total["referent"][layer] += (row * meant[:, None]).sum((0, 2)) / len(test)
            total["other"][layer] += (row * (nouns & ~meant)[:, None]).sum((0, 2)) / len(test)
            for name, place in asking.items():
                total[name][layer] += trace[f"weights{layer}"][:, :, place, -1].sum(0) / len(test)
    words, mask = marked(repeats)
    trace = forward(model, words, causal=True)
    after = torch.zeros(words.shape + (LENGTH,))
    after[..., 1:] = (words[:, :, None] == words[:, None, :]).float().tril(-1)[..., :-1]  # what follows an earlier occurrence
    for layer in range(LAYERS):
        weights = trace[f"weights{layer}"][:, :, :-1]
        total["induction"][layer] = (weights * after[:, None, :-1]).sum(-1).permute(1, 0, 2)[:, mask].mean(-1)
        total["previous"][layer] = trace[f"weights{layer}"].diagonal(-1, -2, -1).mean((0, 2))
    return {name: [[round(x, 4) for x in row] for row in value.tolist()] for name, value in total.items()}


def asks(model, test):
    """For each head of layer 1, the mean weight from a noun on the adjective: a row for each kind of noun, a column for each kind of
    adjective. And without each of these heads, the share of right answers by the kind of noun that is meant."""
    kind = lambda words, of: torch.tensor([of[WORDS[w]] for w in words])  # noqa: E731
    nouns = {noun: KINDS.index(k) for noun, k in KIND.items()}
    adjectives = {word: KINDS.index(k) for k in KINDS for word, _ in LANGUAGE["adjectives"][k]}
    total, count = torch.zeros(HEADS, 9), torch.zeros(9)
    right, meant = torch.zeros(HEADS, 3), torch.zeros(3)
    for words, it, referents in by_length(test):
        weights = forward(model, words)["weights0"]
        for place in (-9, -5):
            cell = torch.nn.functional.one_hot(3 * kind(words[:, place], nouns) + kind(words[:, -1], adjectives), 9).float()
            total += torch.einsum("bh,bc->hc", weights[:, :, place, -1], cell)
            count += cell.sum(0)
        row = torch.nn.functional.one_hot(kind(referents, nouns), 3).float()
        meant += row.sum(0)
        for head in range(HEADS):
            said = forward(model, words, ablate=[(0, head)])["logits"][:, it].argmax(-1)
            right[head] += ((said == referents)[:, None] * row).sum(0)
    return {"weights": (total / count).view(HEADS, 3, 3).tolist(), "ablated": (right / meant).tolist()}


def measure(model):
    unseen, pairs = held_out()
    test, seen = list(sentences(sorted(unseen, key=sorted))), list(sentences(sorted(pairs - unseen, key=sorted)))
    draws = lambda seed, **options: [repeated(random.Random(seed + i), **options) for i in range(1000)]  # noqa: E731
    repeats = draws(10_000)
    heads = list(itertools.product(range(LAYERS), range(HEADS)))
    both = lambda ablate: {"referent": accuracy(model, test, ablate), "repeats": next_word(model, repeats, ablate)}  # noqa: E731
    shifted = [(["yesterday", "today", *words[-10:]], referent) for words, referent in test]
    return {
        "parameters": sum(w.numel() for w in model.values()),
        "pairs": {"all": len(pairs), "unseen": len(unseen)},
        "sentences": {"seen": len(seen), "unseen": len(test)},
        "accuracy": {"seen": accuracy(model, seen), **both(())},
        "ablated": [{"layer": layer, "head": head, **both([(layer, head)])} for layer, head in heads],
        "layers": [both([(layer, head) for head in range(HEADS)]) for layer in range(LAYERS)],
        "writes": [[round((o @ v).norm().item(), 4) for v, o in zip(values, outs)] for values, outs in map(parts(model), range(LAYERS))],
        "looks": looks(model, test, repeats),
        "asks": asks(model, test),
        "failures": {
            "two adverbs": accuracy(model, shifted),
            "nouns of one kind": one_kind(model),
            "block": {str(n): next_word(model, draws(20_000, block=n)) for n in range(2, 13)},
            "a word twice in the block": next_word(model, draws(30_000, block=6, twice=True)),
        },
        "wrong": wrong(model, test),
    }


def one_kind(model):
    """Sentences with two nouns of one kind, about which the language says nothing: how often the model names either, and how sure."""
    rows = [
        sentence(a, LANGUAGE["verbs"][next(p for p in LANGUAGE["verbs"] if p.startswith(k))][0][0], b, adjective)
        for k in KINDS for a, b in itertools.permutations(NOUNS[k], 2) for adjective, _ in LANGUAGE["adjectives"][k]
    ]
    words = tensor(rows)
    best = forward(model, words)["logits"][:, rows[0].index("it")].softmax(-1).max(-1)
    share = lambda place: (best.indices == words[:, place]).float().mean().item()  # noqa: E731
    return {"first": share(1), "second": share(5), "certainty": best.values.mean().item()}


def wrong(model, test, most=5):
    """Sentences of the unseen pairs that the model gets wrong."""
    found = []
    for words, it, referents in by_length(test):
        said = forward(model, words)["logits"][:, it].argmax(-1)
        for i in (said != referents).nonzero().flatten().tolist():
            found.append({"words": [WORDS[w] for w in words[i]], "said": WORDS[said[i]], "meant": WORDS[referents[i]]})
    return {"count": len(found), "examples": random.Random(3).sample(found, min(most, len(found)))}


# ---- files

def quantise(w):
    """8 bits a weight and one scale a row: what ships, and the same as float64, to be measured."""
    scale = torch.tensor([float(f"{s:.6g}") for s in (w.abs().amax(-1) / 127).tolist()], dtype=torch.float64)
    rounded = (w.double() / scale[:, None]).round().clamp(-127, 127)
    data = base64.b64encode(bytes(int(x) % 256 for x in rounded.flatten().tolist())).decode()
    return {"shape": list(w.shape), "scale": scale.tolist(), "data": data}, rounded * scale[:, None]


def digits(value):
    if isinstance(value, dict):
        return {k: digits(v) for k, v in value.items()}
    if isinstance(value, list):
        return [digits(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


def main(out=HERE):
    torch.set_num_threads(1)
    start = time.time()
    model, curve = train()
    minutes = (time.time() - start) / 60
    shipped = {name: quantise(w) for name, w in model.items()}
    exact = {name: w for name, (_, w) in shipped.items()}
    model = {name: w.float() for name, w in exact.items()}
    with torch.no_grad():
        results = {
            "torch": torch.__version__.split("+")[0], "seed": SEED, "steps": STEPS, "batch": BATCH,
            "rate": RATE, "decay": DECAY, "minutes": minutes, "curve": curve, **measure(model),
        }
    config = {"layers": LAYERS, "heads": HEADS, "words": WORDS, "unseen": sorted(sorted(p) for p in held_out()[0])}
    dump = lambda name, value: (Path(out) / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")  # noqa: E731
    dump("weights.json", {**config, "tensors": {name: file for name, (file, _) in shipped.items()}})
    dump("results.json", digits(results))
    rows = [
        ("referent, an animal", sentence("animal", "cross", "street", "tired"), {}),
        ("referent, a place", sentence("animal", "cross", "street", "wide"), {}),
        ("referent, after an adverb", sentence("bridge", "hold", "piano", "heavy", ["yesterday"]), {}),
        ("repeats", repeated(random.Random(5))[0], {"causal": True}),
        ("heads taken out", repeated(random.Random(6))[0], {"causal": True, "ablate": [[0, 1], [1, 2]]}),
        ("one word", ["it"], {}),
    ]
    cases = [(name, {"words": tensor([row])[0]}, options) for name, row, options in rows]
    write(Path(out) / "train.py", "forward", lambda words, **options: forward(exact, words, **options), cases)
    print(json.dumps(digits({k: v for k, v in results.items() if k != "curve"}), indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Encodings of positions: sinusoids added to the embeddings (Vaswani et al. 2017, section 3.5), vectors for distances (Shaw et al. 2018)."""
import math

import torch


def sinusoidal_encoding(positions, d, base=10000.0, layout="interleaved", spacing="paper"):
    """positions: (T) → (T, d). Of an odd d the last column is a sine, or zeros with the spacing of tensor2tensor."""
    pairs = (d + 1) // 2 if spacing == "paper" else d // 2
    step = 2 / d if spacing == "paper" else 1 / max(pairs - 1, 1)
    rates = torch.tensor([base ** (-i * step) for i in range(pairs)], dtype=torch.float64)
    angles = positions[:, None] * rates  # (T, pairs)
    waves = [angles.sin(), angles.cos()]
    columns = torch.stack(waves, -1).flatten(-2) if layout == "interleaved" else torch.cat(waves, -1)
    return torch.nn.functional.pad(columns, (0, d - columns.shape[-1]))  # drops a column, or adds one of zeros


def positional_attention(
    x, parameters, encoding="sinusoidal", past=0, relativeKeys=None, relativeValues=None, mask=None, causal=False, **sinusoids
):
    """x: (…, T, D); projections (out, D); learned encoding (T, D); vectors for the distances −c … c: (2c + 1, out)."""
    length, d = x.shape[-2:]
    trace = {}
    if encoding == "sinusoidal":
        encoding = sinusoidal_encoding(torch.arange(past, past + length), d, **sinusoids)
    if isinstance(encoding, torch.Tensor):
        trace["encoding"] = encoding
        x = x + encoding
    q, k, v = (x @ parameters[name].T for name in ("wq", "wk", "wv"))
    trace.update(input=x, q=q, k=k, v=v)

    places = torch.arange(length)
    distances = places - places[:, None]  # (T, S): how far key j lies after query i
    if causal:
        earlier = distances <= 0
        mask = earlier if mask is None else mask & earlier

    def vectors(table):
        c = len(table) // 2
        return table[distances.clamp(-c, c) + c]  # (T, S, out)

    trace["products"] = q @ k.transpose(-2, -1)  # (…, T, S)
    total = trace["products"]
    if relativeKeys is not None:
        trace["relative"] = torch.einsum("...td,tsd->...ts", q, vectors(relativeKeys))
        total = total + trace["relative"]
    scores = total / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = torch.softmax(scores, -1).nan_to_num(0)  # a row with everything masked: zeros
    output = weights @ v
    if relativeValues is not None:
        output = output + torch.einsum("...ts,tse->...te", weights, vectors(relativeValues))
    return {**trace, "scores": scores, "weights": weights, "output": output}


def cases():
    """What the kernel is tested on."""
    eye = torch.eye(2, dtype=torch.float64)
    three = torch.tensor([[1, 0], [0, 1], [1, 1]], dtype=torch.float64)
    plain = dict(wq=eye, wk=eye, wv=eye)
    yield "three words, no projections", dict(x=three, parameters=plain), {}
    yield "three words, nothing added", dict(x=three, parameters=plain), dict(encoding="none")

    def projections(d, out=None, seed=10):
        return {name: short(out or d, d, seed=seed + i, scale=0.6) for i, name in enumerate(("wq", "wk", "wv"))}

    five = dict(x=short(5, 6, seed=1), parameters=projections(6))
    odd = dict(x=short(4, 7, seed=2), parameters=projections(7, 4))
    batch = dict(x=short(2, 3, 4, seed=3), parameters=projections(4, 3))
    for layout in ("interleaved", "halves"):
        for spacing in ("paper", "tensor2tensor"):
            options = dict(layout=layout, spacing=spacing)
            yield f"{layout}, {spacing}", five, options
            yield f"{layout}, {spacing}, odd d", odd, options
            yield f"{layout}, {spacing}, base 100, after 1000 others", five, dict(options, base=100, past=1000)
    yield "two features as tensor2tensor has them", dict(x=three, parameters=plain), dict(spacing="tensor2tensor")
    yield "one feature", dict(x=short(3, 1, seed=4), parameters=projections(1)), {}
    yield "position 100 000", five, dict(past=100000)
    yield "batch", batch, {}
    yield "learned", batch, dict(encoding=short(3, 4, seed=5))
    yield "one token", dict(x=short(1, 4, seed=6), parameters=projections(4)), {}
    yield "causal", five, dict(causal=True)
    dead = torch.tensor([[True, True, False, True, True], [False] * 5] + [[True] * 5] * 3)
    yield "a mask, a row with nothing open", five, dict(mask=dead)
    for clip in (0, 1, 2, 6):
        keys, values = short(2 * clip + 1, 6, seed=20 + clip), short(2 * clip + 1, 6, seed=30 + clip)
        yield f"distances clipped at {clip}, keys", five, dict(encoding="none", relativeKeys=keys)
        yield f"distances clipped at {clip}, keys and values", five, dict(
            encoding="none", relativeKeys=keys, relativeValues=values
        )
    keys, values = short(3, 3, seed=41), short(3, 3, seed=42)
    yield "distances, batch, values only", batch, dict(encoding="none", relativeValues=values)
    yield "distances and sinusoids, causal", batch, dict(relativeKeys=keys, relativeValues=values, causal=True)
    yield "distances, a mask", five, dict(encoding="none", relativeKeys=short(3, 6, seed=43), mask=dead)
    large = dict(x=short(5, 6, seed=7, scale=40), parameters=projections(6))
    yield "saturated", large, dict(relativeKeys=short(3, 6, seed=44, scale=20))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "positionalAttention", positional_attention, cases())

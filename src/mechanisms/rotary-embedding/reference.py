"""Rotary position embedding: pairs of features of queries and keys turn with the position (Su et al. 2021), in PyTorch."""
import math

import torch


def rotate(x, positions, base=10000.0, layout="interleaved", dims=None):
    """x: (…, T, D); positions: (T), or a shape that stretches to (…, T). The first `dims` features turn, in pairs."""
    dims = dims or x.shape[-1]
    rates = torch.tensor([base ** (-2 * i / dims) for i in range(dims // 2)], dtype=torch.float64)
    angles = positions[..., None] * rates  # (…, T, dims / 2)
    turning, rest = x[..., :dims], x[..., dims:]
    a, b = (turning[..., 0::2], turning[..., 1::2]) if layout == "interleaved" else turning.chunk(2, -1)
    turned = [a * angles.cos() - b * angles.sin(), a * angles.sin() + b * angles.cos()]
    joined = torch.stack(turned, -1).flatten(-2) if layout == "interleaved" else torch.cat(turned, -1)
    return torch.cat([joined, rest], -1)


def rotary_attention(
    q, k, v, past=0, queryPositions=None, keyPositions=None, scale=None, mask=None, causal=False, **rotation
):
    """q: (…, T, D), k: (…, S, D), v: (…, S, E); the values do not turn."""
    after = torch.arange(past, past + q.shape[-2])
    before = torch.arange(k.shape[-2])
    rotated_q = rotate(q, after if queryPositions is None else queryPositions, **rotation)
    rotated_k = rotate(k, before if keyPositions is None else keyPositions, **rotation)
    keys, values = rotated_k, v
    if q.dim() > 2 and k.shape[-3] != q.shape[-3]:  # fewer heads of keys and values: neighbouring query heads share one
        keys, values = (x.repeat_interleave(q.shape[-3] // k.shape[-3], -3) for x in (keys, values))
    products = rotated_q @ keys.transpose(-2, -1)  # (…, T, S)
    scores = products * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if causal:
        earlier = before <= after[:, None]
        mask = earlier if mask is None else mask & earlier
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = torch.softmax(scores, -1).nan_to_num(0)  # a row with everything masked: zeros
    return {
        "rotatedQ": rotated_q,
        "rotatedK": rotated_k,
        "products": products,
        "scores": scores,
        "weights": weights,
        "output": weights @ values,
    }


def cases():
    """What the kernel is tested on."""
    one = torch.tensor([[1, 0], [1, 0], [1, 0]], dtype=torch.float64)
    yield "three equal words of one pair", dict(q=one, k=one, v=torch.tensor([[0, 10, 20]], dtype=torch.float64).T), {}

    def qkv(*leading, T=4, S=5, D=6, E=3, seed=1, scale=1.0):
        shapes = ((T, D), (S, D), (S, E))
        return {name: short(*leading, *shape, seed=seed + i, scale=scale) for i, (name, shape) in enumerate(zip("qkv", shapes))}

    plain = qkv()
    for layout in ("interleaved", "halves"):
        yield f"{layout}", plain, dict(layout=layout)
        yield f"{layout}, base 100", plain, dict(layout=layout, base=100)
        yield f"{layout}, base 500 000", plain, dict(layout=layout, base=500000)
        for dims in (2, 4):
            yield f"{layout}, {dims} features turn", plain, dict(layout=layout, dims=dims)
        yield f"{layout}, batch and heads", qkv(2, 2, T=3, S=3, D=4, seed=4), dict(layout=layout)
        yield f"{layout}, causal, after 2 in a cache", plain, dict(layout=layout, causal=True, past=1)
    yield "far positions", plain, dict(past=100000, keyPositions=torch.arange(100000, 100005))
    yield "positions between tokens", plain, dict(
        queryPositions=torch.tensor([0, 0.5, 1, 1.5], dtype=torch.float64),
        keyPositions=torch.tensor([0, 0.25, 0.5, 1, 3], dtype=torch.float64),
    )
    batched = qkv(2, 2, T=3, S=3, D=4, seed=7)
    starts = torch.tensor([[[0, 1, 2]], [[7, 9, 4]]])
    yield "positions of each sequence", batched, dict(queryPositions=starts, keyPositions=starts)
    shared = dict(q=short(4, 3, 4, seed=20), k=short(2, 3, 4, seed=21), v=short(2, 3, 2, seed=22))
    yield "shared keys and values", shared, {}
    dead = torch.tensor([[True] * 5, [False] * 5, [True, False, True, False, True], [True] * 5])
    yield "a mask, a row with nothing open", plain, dict(mask=dead)
    yield "a scale", plain, dict(scale=0.25)
    yield "one token", qkv(T=1, S=1, seed=10), {}
    yield "one key, queries after it", qkv(T=3, S=1, seed=13), dict(past=5)
    yield "saturated", qkv(scale=30, seed=16), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "rotaryAttention", rotary_attention, cases())

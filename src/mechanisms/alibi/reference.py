"""ALiBi, attention with linear biases (Press, Smith and Lewis 2022, section 3), in PyTorch."""
import math

import torch


def alibi_attention(q, k, v, symmetric=False, form="distance", past=0, causal=None, mask=None):
    """q: (…, H, T, D), k: (…, H, S, D), v: (…, H, S, E); the boolean mask (true = may attend) stretches to (…, H, T, S)."""
    H, T, D = q.shape[-3:]
    S = k.shape[-2]
    if k.shape[:-2] != q.shape[:-2]:  # fewer key/value heads than query heads: neighbours share one
        k = k.repeat_interleave(H // k.shape[-3], dim=-3)
        v = v.repeat_interleave(H // v.shape[-3], dim=-3)
    if causal is None:
        causal = not symmetric

    slopes = torch.tensor(get_slopes(H), dtype=q.dtype)
    i = past + torch.arange(T, dtype=q.dtype).view(T, 1)
    j = torch.arange(S, dtype=q.dtype)
    distance = (-j).expand(T, S) if form == "position" else i - j
    if symmetric:
        distance = distance.abs()
    bias = -slopes.view(H, 1, 1) * distance  # (H, T, S)

    products = q @ k.transpose(-2, -1)  # (…, H, T, D) · (…, H, D, S) → (…, H, T, S)
    scores = products / math.sqrt(D) + bias
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    if causal:
        scores = scores.masked_fill(j > i, -math.inf)
    all_masked = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(all_masked, 0)
    output = weights @ v  # (…, H, T, S) · (…, H, S, E) → (…, H, T, E)
    return dict(products=products, slopes=slopes, bias=bias, scores=scores, weights=weights, output=output)


def get_slopes(n):
    """The rule of the authors' code (github.com/ofirpress/attention_with_linear_biases), for any number of heads."""

    def power_of_2(n):
        start = 2 ** (-(2 ** -(math.log2(n) - 3)))
        return [start * start**h for h in range(n)]

    if math.log2(n).is_integer():
        return power_of_2(n)
    closest = 2 ** math.floor(math.log2(n))
    return power_of_2(closest) + get_slopes(2 * closest)[0::2][: n - closest]


def cases():
    """What the kernel is tested on."""

    def qkv(H, T, S, D, E, seed, batch=(), scale=1.0):
        draw = lambda shape, i: short(*batch, H, *shape, seed=10 * seed + i, scale=scale)
        return dict(q=draw((T, D), 1), k=draw((S, D), 2), v=draw((S, E), 3))

    for H in [*range(1, 17), 20, 24, 40, 112]:
        yield f"{H} heads", qkv(H, 1, 2, 1, 1, H), dict(past=1)

    plain = qkv(3, 4, 4, 2, 3, 200)
    yield "three heads", plain, {}
    yield "three heads, m j", plain, dict(form="position")
    yield "three heads, not causal", plain, dict(causal=False)
    yield "three heads, m j, not causal", plain, dict(form="position", causal=False)
    yield "three heads, symmetric", plain, dict(symmetric=True)
    yield "three heads, symmetric and causal", plain, dict(symmetric=True, causal=True)
    yield "batch", qkv(2, 3, 3, 4, 2, 201, batch=(2,)), {}
    yield "queries with a past", qkv(2, 2, 5, 4, 2, 202), dict(past=3)
    yield "queries with a past, m j", qkv(2, 2, 5, 4, 2, 202), dict(past=3, form="position")
    yield "symmetric with a past", qkv(2, 2, 5, 4, 2, 202), dict(past=2, symmetric=True)
    yield "one query, one key", qkv(2, 1, 1, 4, 2, 203), {}
    yield "one key", qkv(2, 3, 1, 4, 2, 204), {}
    yield "many keys", qkv(8, 1, 64, 2, 2, 205), dict(past=63)

    mask = torch.tensor([[True, False, True, True], [True] * 4, [False] * 4, [False, False, False, True]])
    yield "a mask, a row with nothing open", plain, dict(mask=mask)
    yield "a mask, symmetric", plain, dict(mask=mask, symmetric=True)
    shared = qkv(4, 3, 3, 2, 2, 206)
    yield "fewer keys than queries have heads", {**shared, "k": shared["k"][:2], "v": shared["v"][:2]}, {}
    large = qkv(2, 4, 4, 2, 2, 207)
    yield "saturated", {**large, "q": large["q"] * 10000}, {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "alibiAttention", alibi_attention, cases())

"""Scaled dot-product attention, softmax(QKᵀ / √d) V (Vaswani et al. 2017, section 3.2.1), in PyTorch."""
import math

import torch


def scaled_dot_product_attention(
    q, k, v, scale=None, softcap=0, bias=None, mask=None, causal=False, past=0, normalize="rows"
):
    """q: (…, T, D), k: (…, S, D), v: (…, S, E); bias and boolean mask (true = may attend) stretch to (…, T, S)."""
    if k.shape[:-2] != q.shape[:-2]:  # fewer key/value heads than query heads: neighbours share one
        group = q.shape[-3] // k.shape[-3]
        k = k.repeat_interleave(group, dim=-3)
        v = v.repeat_interleave(group, dim=-3)
    if scale is None:
        scale = 1 / math.sqrt(q.shape[-1])

    products = q @ k.transpose(-2, -1)  # (…, T, D) · (…, D, S) → (…, T, S)
    scores = products if scale is False else products * scale
    if softcap:
        scores = softcap * torch.tanh(scores / softcap)
    if bias is not None:
        scores = scores + bias
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    if causal:  # query i is at position past + i, and sees no later key
        T, S = scores.shape[-2:]
        later = torch.ones(T, S, dtype=torch.bool).triu(past + 1)
        scores = scores.masked_fill(later, -math.inf)
    weights = normalized(scores, over=normalize)
    output = weights @ v  # (…, T, S) · (…, S, E) → (…, T, E)
    return {"products": products, "scores": scores, "weights": weights, "output": output}


def normalized(scores, over="rows"):
    """The softmax of each row; or of each column, of everything, or no softmax. What is all masked gets zeros."""
    if over == "none":
        return scores.masked_fill(scores == -math.inf, 0)
    if over == "all":
        return normalized(scores.flatten(-2), "rows").view_as(scores)
    dim = -1 if over == "rows" else -2
    all_masked = (scores == -math.inf).all(dim, keepdim=True)
    return torch.softmax(scores, dim).masked_fill(all_masked, 0)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    tokens = torch.tensor([[1, 0], [0, 1], [1, 1]], dtype=torch.float64)
    values = torch.tensor([[10, 0], [0, 10], [5, 5]], dtype=torch.float64)
    yield "three tokens, two features", dict(q=tokens, k=tokens, v=values), {}

    def qkv(q, k, v, seed, scale=1.0):
        draw = lambda shape, i: short(*shape, seed=10 * seed + i, scale=scale)
        return dict(q=draw(q, 1), k=draw(k, 2), v=draw(v, 3))

    yield "batch and heads", qkv((2, 2, 3, 4), (2, 2, 3, 4), (2, 2, 3, 4), 1), {}
    yield "fewer queries than keys", qkv((2, 4), (5, 4), (5, 4), 2), {}
    yield "more queries than keys", qkv((5, 4), (2, 4), (2, 4), 3), {}
    yield "values wider than keys", qkv((3, 2), (4, 2), (4, 5), 4), {}
    yield "one query", qkv((1, 4), (4, 4), (4, 2), 5), {}
    yield "one key", qkv((3, 4), (1, 4), (1, 2), 6), {}
    yield "one feature", qkv((3, 1), (3, 1), (3, 1), 7), {}

    plain = qkv((3, 4), (4, 4), (4, 3), 8)
    headed = qkv((2, 2, 3, 4), (2, 2, 4, 4), (2, 2, 4, 3), 9)
    bias = short(3, 4, seed=101)
    hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
    dead_row = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
    dead_column = torch.tensor([[yes, no, no, yes], [yes, no, yes, no], [no, no, yes, yes]])
    padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 1, 4)
    hole_bias = bias.masked_fill(~hole, -math.inf)

    yield "another scale", plain, dict(scale=0.1)
    yield "a scale of zero", plain, dict(scale=0)
    yield "no scale", plain, dict(scale=False)
    yield "softcap", plain, dict(softcap=0.5)
    yield "bias", plain, dict(bias=bias)
    yield "bias for each head", headed, dict(bias=short(2, 1, 4, seed=102))
    yield "bias that masks", plain, dict(bias=hole_bias)
    yield "mask", plain, dict(mask=hole)
    yield "mask, a row with nothing open", plain, dict(mask=dead_row)
    yield "mask of padding, for each batch entry", headed, dict(mask=padding)
    yield "causal", qkv((4, 4), (4, 4), (4, 2), 10), dict(causal=True)
    yield "causal, fewer queries than keys", plain, dict(causal=True)
    yield "causal, more queries than keys", qkv((4, 2), (2, 2), (2, 2), 11), dict(causal=True)
    yield "causal with a past", qkv((2, 4), (5, 4), (5, 2), 12), dict(causal=True, past=3)
    yield "softcap before bias and mask", plain, dict(softcap=0.5, bias=bias, mask=hole)
    yield "softcap before a bias that masks", plain, dict(softcap=0.5, bias=hole_bias)
    everything = dict(scale=0.7, softcap=2, bias=short(1, 2, 3, 4, seed=103), mask=padding, causal=True)
    yield "all options", headed, everything
    yield "causal and a mask that leave a row nothing", headed, dict(mask=hole.flip(-1), causal=True)

    yield "four query heads, two key/value heads", qkv((1, 4, 2, 3), (1, 2, 3, 3), (1, 2, 3, 2), 13), {}
    yield "four query heads, one key/value head", qkv((4, 2, 3), (1, 3, 3), (1, 3, 2), 14), {}
    grouped = qkv((2, 6, 2, 2), (2, 3, 2, 2), (2, 3, 2, 2), 15)
    yield "six query heads, three key/value heads, causal", grouped, dict(causal=True)

    for over in ("rows", "columns", "all", "none"):
        yield f"normalize {over}", plain, dict(normalize=over)
    for over in ("rows", "columns", "all", "none"):
        yield f"normalize {over}, masked", plain, dict(normalize=over, mask=dead_column)
    yield "normalize all, each head by itself", headed, dict(normalize="all")
    yield "normalize rows, all masked", plain, dict(normalize="rows", mask=hole & ~hole)
    yield "normalize columns, all masked", plain, dict(normalize="columns", mask=hole & ~hole)
    yield "normalize all, all masked", plain, dict(normalize="all", mask=hole & ~hole)

    apart = qkv((3, 4), (4, 4), (4, 2), 16)
    yield "saturated: products in the ten thousands", {**apart, "q": apart["q"] * 10000}, {}
    yield "saturated, no scale", {**apart, "q": apart["q"] * 100}, dict(scale=False)
    yield "saturated, capped", {**apart, "q": apart["q"] * 10000}, dict(softcap=5)
    positive = {**apart, "k": apart["k"].abs()}
    yield "all scores negative", {**positive, "q": -10 * apart["q"].abs()}, {}
    yield "scores near zero", qkv((3, 4), (4, 4), (4, 2), 17, scale=0.02), {}
    tie = torch.tensor([[100, 100], [100, 100], [99, 101]], dtype=torch.float64)
    yield "large and tied", dict(q=tie * 10, k=tie, v=values), dict(scale=1)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "scaledDotProductAttention", scaled_dot_product_attention, cases())

"""Masked attention: a score is −∞ before the softmax where a query may not look (Vaswani et al. 2017, section 3.2.3)."""
import math

import torch


def masked_attention(
    q, k, v, mask=None, causal=False, past=None, align="top-left", fill=-math.inf, added=False, when="before"
):
    """q: (…, T, D), k: (…, S, D), v: (…, S, E); the boolean mask (true = may attend) stretches to (…, T, S)."""
    T, S = q.shape[-2], k.shape[-2]
    if past is None:
        past = S - T if align == "bottom-right" else 0

    products = q @ k.transpose(-2, -1)  # (…, T, D) · (…, D, S) → (…, T, S)
    open = torch.ones_like(products, dtype=torch.bool)
    if mask is not None:
        open = open & mask
    if causal:  # query i stands at position past + i, and sees no later key
        open = open & torch.ones(T, S, dtype=torch.bool).tril(past)
    allowed = open.to(q.dtype)

    scaled = products / math.sqrt(q.shape[-1])
    hidden = scaled + fill if added else torch.full_like(scaled, fill)
    scores = torch.where(open, scaled, hidden) if when == "before" else scaled
    weights = softmax(scores)
    if when != "before":
        weights = weights * allowed
    if when == "renormalised":
        weights = (weights / weights.sum(-1, keepdim=True)).nan_to_num(0)  # 0/0 where nothing is open
    output = weights @ v  # (…, T, S) · (…, S, E) → (…, T, E)
    return {"products": products, "allowed": allowed, "scores": scores, "weights": weights, "output": output}


def softmax(scores):
    """Zeros for a row in which everything is −∞; torch.softmax alone gives NaN there."""
    empty = (scores == -math.inf).all(-1, keepdim=True)
    return torch.softmax(scores, -1).masked_fill(empty, 0)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False

    def qkv(q, k, v, seed, scale=1.0):
        draw = lambda shape, i: short(*shape, seed=10 * seed + i, scale=scale)
        return dict(q=draw(q, 1), k=draw(k, 2), v=draw(v, 3))

    plain = qkv((3, 4), (4, 4), (4, 3), 1)
    square = qkv((4, 4), (4, 4), (4, 2), 2)
    headed = qkv((2, 2, 3, 4), (2, 2, 4, 4), (2, 2, 4, 3), 3)
    hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
    dead_row = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
    padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 1, 4)

    yield "nothing masked", plain, {}
    yield "mask", plain, dict(mask=hole)
    yield "mask of one row for all queries", plain, dict(mask=hole[:1])
    yield "a row with nothing open", plain, dict(mask=dead_row)
    yield "everything masked", plain, dict(mask=hole & ~hole)
    yield "mask of padding, batch and heads", headed, dict(mask=padding)
    yield "a mask for each head", headed, dict(mask=torch.stack([hole, dead_row]))
    yield "causal", square, dict(causal=True)
    yield "causal and padding", headed, dict(causal=True, mask=padding)
    yield "causal and a mask that leave a row nothing", plain, dict(causal=True, mask=hole.flip(-1))
    yield "causal, fewer queries than keys, top left", plain, dict(causal=True, align="top-left")
    yield "causal, fewer queries than keys, bottom right", plain, dict(causal=True, align="bottom-right")
    tall = qkv((4, 2), (2, 2), (2, 2), 4)
    yield "causal, more queries than keys, top left", tall, dict(causal=True, align="top-left")
    yield "causal, more queries than keys, bottom right", tall, dict(causal=True, align="bottom-right")
    yield "causal with a past", qkv((2, 4), (5, 4), (5, 2), 5), dict(causal=True, past=3)
    yield "causal with a past of which keys are missing", plain, dict(causal=True, past=-1)
    yield "one query with a past", qkv((1, 4), (4, 4), (4, 2), 6), dict(causal=True, past=3)
    yield "one key", qkv((3, 4), (1, 4), (1, 2), 7), dict(causal=True)

    for when in ("after", "renormalised"):
        yield f"masked after the softmax, {when}", plain, dict(mask=hole, when=when)
        yield f"masked after the softmax, {when}, a row with nothing open", plain, dict(mask=dead_row, when=when)
        yield f"masked after the softmax, {when}, causal with heads", headed, dict(causal=True, mask=padding, when=when)
    for fill in (-1e9, -1e4, -2.0):
        yield f"fill {fill:g}", plain, dict(mask=hole, fill=fill)
        yield f"fill {fill:g}, a row with nothing open", plain, dict(mask=dead_row, fill=fill)
        yield f"fill {fill:g} added", plain, dict(mask=hole, fill=fill, added=True)
    yield "fill -16 added, a row with nothing open", plain, dict(mask=dead_row, fill=-16.0, added=True)
    yield "minus infinity added, a row with nothing open", plain, dict(mask=dead_row, added=True)

    apart = qkv((3, 4), (4, 4), (4, 2), 8)
    large = {**apart, "q": apart["q"] * 10000}
    yield "saturated", large, dict(mask=hole)
    yield "saturated, causal", {**square, "q": square["q"] * 10000}, dict(causal=True)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "maskedAttention", masked_attention, cases())

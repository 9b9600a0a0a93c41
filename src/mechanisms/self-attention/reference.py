"""Self-attention: queries, keys and values from one sequence (Vaswani et al. 2017, sections 3.2.1 and 3.2.3), in PyTorch."""
import math

import torch
from torch.nn.functional import linear


def self_attention(x, parameters, scale=None, softcap=0, bias=None, mask=None, causal=False):
    """x: (…, T, C); wq, wk: (D, C), wv: (E, C), wo: (F, E) or absent; bias and mask (true = may attend) stretch to (…, T, T)."""
    p = parameters
    q = linear(x, p["wq"], p.get("bq"))  # x Wᵀ + b: (…, T, D)
    k = linear(x, p["wk"], p.get("bk"))  # (…, T, D)
    v = linear(x, p["wv"], p.get("bv"))  # (…, T, E)
    products = q @ k.transpose(-2, -1)  # (…, T, T)
    if scale is None:
        scale = 1 / math.sqrt(q.shape[-1])
    scores = products if scale is False else products * scale
    if softcap:
        scores = softcap * torch.tanh(scores / softcap)
    if bias is not None:
        scores = scores + bias
    T = x.shape[-2]
    allowed = torch.ones(T, T, dtype=torch.bool) if mask is None else mask
    if causal:  # no position sees a later one
        allowed = allowed & torch.ones(T, T, dtype=torch.bool).tril()
    scores = scores.masked_fill(~allowed, -math.inf)
    empty = (scores == -math.inf).all(-1, keepdim=True)  # a row with nothing open gets zeros
    weights = torch.softmax(scores.masked_fill(empty, 0), -1).masked_fill(empty, 0)
    head = weights @ v  # (…, T, T) · (…, T, E) → (…, T, E)
    trace = {"q": q, "k": k, "v": v, "products": products, "scores": scores, "weights": weights}
    if "wo" in p:
        return {**trace, "head": head, "output": linear(head, p["wo"], p.get("bo"))}
    return {**trace, "output": head}


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    number = lambda rows: torch.tensor(rows, dtype=torch.float64)
    three, one = number([[1, 0], [0, 1], [1, 1]]), torch.eye(2, dtype=torch.float64)
    yield "three tokens, no projection", dict(x=three, parameters=dict(wq=one, wk=one, wv=one)), {}
    yield "keys of the second feature only", dict(x=three, parameters=dict(wq=one, wk=number([[0, 0], [1, 0]]), wv=one)), {}
    yield "one-hot tokens", dict(x=torch.eye(4, dtype=torch.float64), parameters={n: torch.eye(4, dtype=torch.float64) for n in ("wq", "wk", "wv")}), {}

    def drawn(*shape, D, E, seed, scale=1.0, biased=False, F=None):
        draw = lambda i, *size: short(*size, seed=100 * seed + i, scale=scale)
        C = shape[-1]
        p = dict(wq=draw(1, D, C), wk=draw(2, D, C), wv=draw(3, E, C))
        if biased:
            p |= dict(bq=draw(4, D), bk=draw(5, D), bv=draw(6, E))
        if F is not None:
            p |= dict(wo=draw(7, F, E)) | (dict(bo=draw(8, F)) if biased else {})
        return dict(x=draw(9, *shape), parameters=p)

    plain = drawn(4, 3, D=3, E=3, seed=1)
    yield "random projections", plain, {}
    yield "a batch of sequences", drawn(2, 4, 3, D=2, E=5, seed=2), {}
    yield "batch and another axis", drawn(2, 2, 3, 4, D=4, E=4, seed=3), {}
    yield "biases", drawn(4, 3, D=2, E=3, seed=4, biased=True), {}
    yield "output projection", drawn(4, 3, D=2, E=5, seed=5, F=3), {}
    yield "biases and output projection", drawn(2, 4, 3, D=2, E=3, seed=6, F=4, biased=True), {}
    yield "one token", drawn(1, 3, D=3, E=3, seed=7), {}
    yield "one feature", drawn(5, 1, D=1, E=1, seed=8), {}
    yield "equal tokens", dict(plain, x=plain["x"][[0, 1, 0, 0]]), {}
    yield "saturated", drawn(4, 3, D=3, E=3, seed=9, scale=20.0), {}
    yield "causal", plain, dict(causal=True)
    yield "no scale", plain, dict(scale=False)
    yield "another scale", plain, dict(scale=2.5)
    yield "softcap", plain, dict(softcap=0.5)
    yield "bias on the scores", plain, dict(bias=short(4, 4, seed=90))
    open_ = torch.tensor([[yes, no, yes, yes], [no, no, no, no], [no, yes, no, no], [yes, yes, yes, no]])
    yield "mask, with a row with nothing open", plain, dict(mask=open_)
    yield "mask and causal", plain, dict(mask=open_, causal=True)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "selfAttention", self_attention, cases())

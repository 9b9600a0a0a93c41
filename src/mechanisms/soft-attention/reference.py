"""Soft attention: the expectation of the values under weights made from scores (Bahdanau et al. 2014), in PyTorch."""
import math

import torch


def soft_attention(scores, v, temperature=1.0, normalizer="softmax", alpha=None, mask=None):
    """scores: (…, T, S), v: (…, S, E); the boolean mask (true = may attend) stretches to (…, T, S)."""
    scores = scores / temperature
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    if alpha is not None:
        weights = entmax(scores, alpha)
    else:
        weights = {"softmax": softmax, "entmax15": entmax15, "sparsemax": sparsemax}[normalizer](scores)
    output = weights @ v  # (…, T, S) · (…, S, E) → (…, T, E)
    return {"scores": scores, "weights": weights, "output": output}


def without_empty_rows(weigh):
    """Weights for rows with everything masked: zeros."""

    def weighed(x, *options):
        empty = (x == -math.inf).all(-1, keepdim=True)
        return weigh(x.masked_fill(empty, 0), *options).masked_fill(empty, 0)

    return weighed


@without_empty_rows
def softmax(x):
    return torch.softmax(x, -1)


@without_empty_rows
def sparsemax(x):
    """Martins and Astudillo 2016, algorithm 1: max(0, x − τ), where the support is found by sorting."""
    z = x.sort(-1, descending=True).values
    rank = torch.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    inside = 1 + rank * z > z.cumsum(-1)
    size = inside.sum(-1, keepdim=True)
    tau = (z.masked_fill(~inside, 0).sum(-1, keepdim=True) - 1) / size
    return (x - tau).clamp(min=0)


@without_empty_rows
def entmax15(x):
    """Peters et al. 2019, algorithm 2: max(0, x/2 − τ)², where the support is found by sorting."""
    x = (x - x.amax(-1, keepdim=True)) / 2  # the largest is 0; what is below −1 gets nothing
    z = x.sort(-1, descending=True).values.clamp(min=-2)
    rank = torch.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    mean = z.cumsum(-1) / rank
    variance = (z**2).cumsum(-1) / rank - mean**2
    tau = mean - (1 / rank - variance).clamp(min=0).sqrt()
    size = (tau <= z).sum(-1, keepdim=True)
    return (x - tau.gather(-1, size - 1)).clamp(min=0) ** 2


@without_empty_rows
def entmax(x, alpha):
    """Peters et al. 2019, algorithm 1: max(0, (α−1)x − τ) ** 1/(α−1), where τ is found by bisection."""
    if alpha == 1:
        return torch.softmax(x, -1)
    z = (alpha - 1) * (x - x.amax(-1, keepdim=True))
    low = torch.full_like(z[..., :1], -1)
    high = torch.full_like(low, -(x.shape[-1] ** (1 - alpha)))
    for _ in range(100):
        tau = (low + high) / 2
        enough = ((z - tau).clamp(min=0) ** (1 / (alpha - 1))).sum(-1, keepdim=True) >= 1
        low, high = torch.where(enough, tau, low), torch.where(enough, high, tau)
    return (z - low).clamp(min=0) ** (1 / (alpha - 1))


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    normalizers = ("softmax", "entmax15", "sparsemax")
    shares = torch.tensor([[0.5, 0.3, 0.2]], dtype=torch.float64)
    three = dict(scores=torch.round(shares.log(), decimals=6), v=torch.tensor([[0, 10, 20]], dtype=torch.float64).T)
    yield "three values, shares of 0.5, 0.3 and 0.2", three, {}

    plain = dict(scores=short(3, 5, seed=1), v=short(5, 4, seed=2))
    headed = dict(scores=short(2, 2, 3, 4, seed=3), v=short(2, 2, 4, 3, seed=4))
    hole = torch.tensor([[yes, yes, no, yes, no], [no, yes, yes, no, yes], [yes, no, no, no, no]])
    dead_row = torch.tensor([[yes, yes, no, yes, yes], [no, no, no, no, no], [no, no, no, yes, no]])
    padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 1, 4)
    tie = dict(scores=torch.tensor([[2, 2, 0], [1, 1, 1], [0, 0.5, 0.5]], dtype=torch.float64), v=short(3, 2, seed=5))
    apart = dict(scores=short(3, 5, seed=6, scale=1000), v=short(5, 2, seed=7))
    for name in normalizers:
        yield f"{name}", plain, dict(normalizer=name)
        yield f"{name}, batch and heads", headed, dict(normalizer=name)
        for temperature in (0.1, 0.5, 3, 100):
            yield f"{name}, temperature {temperature}", plain, dict(normalizer=name, temperature=temperature)
        yield f"{name}, mask", plain, dict(normalizer=name, mask=hole)
        yield f"{name}, a row with nothing open", plain, dict(normalizer=name, mask=dead_row)
        yield f"{name}, mask of padding", headed, dict(normalizer=name, mask=padding, temperature=0.5)
        yield f"{name}, ties", tie, dict(normalizer=name)
        yield f"{name}, saturated", apart, dict(normalizer=name)
        yield f"{name}, one key", dict(scores=short(2, 1, seed=8), v=short(1, 3, seed=9)), dict(normalizer=name)
        many = dict(scores=short(1, 64, seed=10, scale=0.5), v=short(64, 2, seed=11))
        yield f"{name}, many keys", many, dict(normalizer=name)
    for alpha in (1, 1.1, 1.25, 1.5, 1.75, 2, 3):
        yield f"alpha {alpha}", plain, dict(alpha=alpha)
        yield f"alpha {alpha}, mask and temperature", plain, dict(alpha=alpha, mask=hole, temperature=0.5)
    yield "alpha 1.25, a row with nothing open", plain, dict(alpha=1.25, mask=dead_row)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "softAttention", soft_attention, cases())

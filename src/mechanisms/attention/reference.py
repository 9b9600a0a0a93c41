"""Attention as a kernel average, Σⱼ K(qᵢ, kⱼ) vⱼ / Σⱼ K(qᵢ, kⱼ) (Nadaraya 1964; Watson 1964), in PyTorch."""
import math

import torch


def kernel_attention(q, k, v, kernel="gaussian", bandwidth=1, mask=None):
    """q: (…, T, D), k: (…, S, D), v: (…, S, E); a boolean mask (true = may attend) stretches to (…, T, S)."""
    apart = q.unsqueeze(-2) - k.unsqueeze(-3)  # (…, T, 1, D) − (…, 1, S, D) → (…, T, S, D)
    distances = (apart * apart).sum(-1)  # (…, T, S), squared

    scores = logarithm(kernel, distances, bandwidth)  # ln K
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)

    nearest = scores.max(-1, keepdim=True).values
    nearest = nearest.masked_fill(nearest == -math.inf, 0)
    shares = torch.exp(scores - nearest)  # K, times a factor that is the same in the whole row and cancels
    total = shares.sum(-1, keepdim=True)
    weights = torch.where(total > 0, shares / total, 0.0)  # no share at all: zeros
    output = weights @ v  # (…, T, S) · (…, S, E) → (…, T, E)
    return {"distances": distances, "scores": scores, "weights": weights, "output": output}


def logarithm(kernel, distances, bandwidth):
    """ln K of squared distances."""
    if kernel == "uniform":
        return torch.zeros_like(distances)
    if kernel == "boxcar":
        return torch.zeros_like(distances).masked_fill(distances > bandwidth**2, -math.inf)
    return -distances / (2 * bandwidth**2)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    column = lambda *numbers: torch.tensor([[x] for x in numbers], dtype=torch.float64)
    readings = dict(q=column(13, 9, 20), k=column(9, 12, 15), v=column(10, 16, 19))
    for kernel in ("uniform", "boxcar", "gaussian"):
        yield f"three readings, {kernel}", readings, dict(kernel=kernel, bandwidth=2.5)

    def qkv(q, k, v, seed, scale=1.0):
        draw = lambda shape, i: short(*shape, seed=10 * seed + i, scale=scale)
        return dict(q=draw(q, 1), k=draw(k, 2), v=draw(v, 3))

    yield "defaults", qkv((3, 2), (4, 2), (4, 3), 1), {}
    yield "batch and heads", qkv((2, 2, 3, 4), (2, 2, 3, 4), (2, 2, 3, 4), 2), dict(bandwidth=1.5)
    yield "one query", qkv((1, 4), (4, 4), (4, 2), 3), {}
    yield "one key", qkv((3, 4), (1, 4), (1, 2), 4), {}
    yield "more queries than keys", qkv((5, 3), (2, 3), (2, 2), 5), {}
    for kernel in ("uniform", "boxcar", "gaussian"):
        batch = qkv((2, 3, 2), (2, 4, 2), (2, 4, 2), 6)
        yield f"a batch, {kernel}", batch, dict(kernel=kernel, bandwidth=1.25)

    plain = qkv((3, 2), (4, 2), (4, 3), 7)
    hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
    dead = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
    padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 4)
    for kernel in ("uniform", "boxcar", "gaussian"):
        yield f"mask, {kernel}", plain, dict(kernel=kernel, bandwidth=1.5, mask=hole)
        yield f"mask, a row with nothing open, {kernel}", plain, dict(kernel=kernel, bandwidth=1.5, mask=dead)
    yield "mask of padding, for each batch entry", qkv((2, 3, 2), (2, 4, 2), (2, 4, 3), 8), dict(mask=padding)

    yield "a wide bandwidth: nearly the mean", plain, dict(bandwidth=1000)
    yield "a narrow bandwidth: the nearest neighbour", plain, dict(bandwidth=0.01)
    yield "a narrow box: nothing is near", plain, dict(kernel="boxcar", bandwidth=0.01)
    yield "far from all keys", {**plain, "q": plain["q"] + 40}, {}
    yield "tied", dict(q=column(1, 2, 3), k=column(1, 3, 3), v=column(10, 20, 30)), dict(bandwidth=0.5)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "kernelAttention", kernel_attention, cases())

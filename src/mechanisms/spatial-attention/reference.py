"""Spatial attention in PyTorch: a gate for each place, an average for a query, and an average for every place."""
import math

import torch
from torch.nn import functional as F


def spatial_attention(x, form, **options):
    """x: features (…, C, H, W)."""
    return {"gate": gate, "query": query, "pairs": pairs}[form](x, **options)


def gate(x, filter, bias=None, norm=None):
    """CBAM's (Woo et al. 2018, equation 3). filter: (1, 2, k, k), over the plane of maxima and the plane of means."""
    maximum, mean = x.amax(-3), x.mean(-3)  # (…, H, W)
    planes = torch.stack([maximum, mean], -3).view(-1, 2, *x.shape[-2:])  # (B, 2, H, W)
    mixed = F.conv2d(planes, filter, bias, padding=filter.shape[-1] // 2)  # (B, 1, H, W)
    if norm is not None:
        mixed = F.batch_norm(mixed, norm["mean"], norm["variance"], norm["gamma"], norm["beta"], eps=1e-5)
    scores = mixed.view(mean.shape)
    weights = torch.sigmoid(scores)  # (…, H, W), no sum is fixed
    output = x * weights.unsqueeze(-3)  # one gate for all channels
    return {"max": maximum, "mean": mean, "scores": scores, "weights": weights, "output": output}


def query(x, q, score="dot", **parameters):
    """Soft attention over the grid (Xu et al. 2015, section 4.2): q (…, T, D) → one vector for each query."""
    places = x.flatten(-2).mT  # (…, N, C), N = H·W
    scores = score_of(q, places, score, **parameters)  # (…, T, N)
    weights = torch.softmax(scores, -1)
    return {"places": places, "scores": scores, "weights": weights, "output": weights @ places}


def pairs(x, score="dot", wq=None, wk=None, wv=None):
    """Every place attends to every place (Wang et al. 2018, section 3)."""
    places = x.flatten(-2).mT  # (…, N, C)
    q, k, v = (places if w is None else places @ w.T for w in (wq, wk, wv))
    scores = score_of(q, k, score)  # (…, N, N)
    weights = torch.softmax(scores, -1)
    output = (weights @ v).mT.unflatten(-1, x.shape[-2:])  # (…, C, H, W)
    return {"places": places, "scores": scores, "weights": weights, "output": output}


def score_of(q, k, score, wa=None, ua=None, va=None):
    if score == "additive":  # v · tanh(W q + U k), the network f_att of Xu et al.
        return (torch.tanh((q @ wa.T).unsqueeze(-2) + (k @ ua.T).unsqueeze(-3)) @ va.T).squeeze(-1)
    return q @ k.mT / (math.sqrt(k.shape[-1]) if score == "scaled" else 1)


def cases():
    """What the kernel is tested on."""
    x = short(3, 4, 5, seed=1)
    batch = short(2, 3, 4, 4, seed=2)
    seven = short(1, 2, 7, 7, seed=3, scale=0.3)
    three = short(1, 2, 3, 3, seed=4)
    one = torch.tensor([1.0], dtype=torch.float64)
    norm = dict(gamma=1.5 * one, beta=-0.25 * one, mean=0.4 * one, variance=2 * one)
    for name, features in (("", x), (", batch", batch), (", one place", short(3, 1, 1, seed=5)), (", one channel", short(1, 3, 3, seed=6))):
        yield f"gate, 7×7{name}", dict(x=features), dict(form="gate", filter=seven)
        yield f"gate, 3×3{name}", dict(x=features), dict(form="gate", filter=three)
    yield "gate, bias", dict(x=x), dict(form="gate", filter=three, bias=-2 * one)
    yield "gate, batch normalization", dict(x=batch), dict(form="gate", filter=seven, norm=norm)
    yield "gate, saturated", dict(x=short(2, 3, 3, seed=7, scale=1000)), dict(form="gate", filter=three)
    yield "gate, all one colour", dict(x=torch.full((2, 3, 3), 0.5, dtype=torch.float64)), dict(form="gate", filter=three)

    q = short(2, 3, seed=8)
    network = dict(wa=short(5, 4, seed=9), ua=short(5, 3, seed=10), va=short(1, 5, seed=11))
    yield "query", dict(x=x), dict(form="query", q=q)
    yield "query, scaled", dict(x=x), dict(form="query", q=q, score="scaled")
    yield "query, additive", dict(x=x), dict(form="query", q=short(1, 4, seed=12), score="additive", **network)
    yield "query, batch", dict(x=batch), dict(form="query", q=short(2, 1, 3, seed=13))
    yield "query, one place", dict(x=short(3, 1, 1, seed=14)), dict(form="query", q=q)
    yield "query, saturated", dict(x=short(3, 2, 3, seed=15, scale=100)), dict(form="query", q=q)

    projections = dict(wq=short(2, 3, seed=16), wk=short(2, 3, seed=17), wv=short(4, 3, seed=18))
    yield "pairs", dict(x=x), dict(form="pairs")
    yield "pairs, scaled", dict(x=x), dict(form="pairs", score="scaled")
    yield "pairs, projections", dict(x=x), dict(form="pairs", **projections)
    yield "pairs, batch", dict(x=batch), dict(form="pairs", score="scaled", **projections)
    yield "pairs, one place", dict(x=short(3, 1, 1, seed=19)), dict(form="pairs")
    yield "pairs, saturated", dict(x=short(3, 2, 3, seed=20, scale=100)), dict(form="pairs")


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "spatialAttention", spatial_attention, cases())

"""Cross-attention with one head: queries from one sequence, keys and values from another (Vaswani et al. 2017, section
3.2.3), in PyTorch."""
import math

import torch
from torch.nn.functional import linear


def cross_attention(x, memory, parameters, scale=None, mask=None):
    """x: (…, T, E), memory: (…, S, C), parameters wq (D, E), wk (D, C), wv (V, C), wo (O, V) or none, and biases;
    the boolean mask (true = may attend) stretches to (…, T, S)."""
    p = {name: parameters.get(name) for name in ("wq", "wk", "wv", "wo", "bq", "bk", "bv", "bo")}
    q = linear(x, p["wq"], p["bq"])  # (…, T, E) → (…, T, D)
    k = linear(memory, p["wk"], p["bk"])  # (…, S, C) → (…, S, D)
    v = linear(memory, p["wv"], p["bv"])  # (…, S, C) → (…, S, V)
    if scale is None:
        scale = 1 / math.sqrt(q.shape[-1])

    products = q @ k.transpose(-2, -1)  # (…, T, D) · (…, D, S) → (…, T, S)
    scores = products if scale is False else products * scale
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    all_masked = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(all_masked, 0)
    mean = weights @ v  # (…, T, S) · (…, S, V) → (…, T, V)

    steps = {"q": q, "k": k, "v": v, "products": products, "scores": scores, "weights": weights}
    if p["wo"] is None:
        return {**steps, "output": mean}
    return {**steps, "mean": mean, "output": linear(mean, p["wo"], p["bo"])}  # (…, T, V) → (…, T, O)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False

    def draw(seed, x, memory, D, V, O=None, biases=False):
        E, C = x[-1], memory[-1]
        shapes = dict(wq=(D, E), wk=(D, C), wv=(V, C))
        if O is not None:
            shapes["wo"] = (O, V)
        if biases:
            shapes.update(bq=(D,), bk=(D,), bv=(V,))
            if O is not None:
                shapes["bo"] = (O,)
        parameters = {name: short(*shape, seed=100 * seed + i) for i, (name, shape) in enumerate(shapes.items())}
        return dict(x=short(*x, seed=100 * seed + 50), memory=short(*memory, seed=100 * seed + 51), parameters=parameters)

    two_to_three = dict(
        x=torch.tensor([[1, 0], [0, 1]], dtype=torch.float64),
        memory=torch.tensor([[1, 0, 1], [0, 1, 1], [1, 1, 0]], dtype=torch.float64),
        parameters=dict(
            wq=torch.tensor([[1, 0], [0, 2]], dtype=torch.float64),
            wk=torch.tensor([[1, 0, 0], [0, 1, 0]], dtype=torch.float64),
            wv=torch.tensor([[0, 0, 10], [10, 0, 0]], dtype=torch.float64),
        ),
    )
    yield "two vectors read three", two_to_three, {}
    yield "batch and heads", draw(1, (2, 2, 3, 4), (2, 2, 5, 3), 4, 2), {}
    yield "every width another", draw(2, (3, 4), (5, 6), 2, 7, O=3), {}
    yield "biases", draw(3, (3, 4), (5, 3), 4, 2, biases=True), {}
    yield "output projection and biases", draw(4, (2, 3, 4), (2, 5, 3), 4, 2, O=6, biases=True), {}
    yield "one query", draw(5, (1, 4), (5, 3), 4, 2), {}
    yield "one vector to read", draw(6, (4, 4), (1, 3), 4, 2, O=4), {}
    yield "one feature everywhere", draw(7, (3, 1), (2, 1), 1, 1, O=1), {}
    yield "a memory longer than the queries", draw(8, (2, 3), (7, 3), 3, 3), {}
    yield "more queries than memory", draw(9, (7, 3), (2, 3), 3, 3), {}

    own = draw(10, (4, 3), (4, 3), 3, 3, O=3)
    yield "self-attention: the memory is the sequence itself", {**own, "memory": own["x"]}, {}

    plain = draw(11, (3, 4), (4, 3), 4, 2, O=4)
    batch = draw(12, (2, 3, 4), (2, 4, 3), 4, 2, O=4, biases=True)
    hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
    dead_row = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
    lengths = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 4)
    yield "another scale", plain, dict(scale=0.1)
    yield "no scale", plain, dict(scale=False)
    yield "mask", plain, dict(mask=hole)
    yield "mask, a row with nothing open", plain, dict(mask=dead_row)
    yield "mask of the memory's padding", batch, dict(mask=lengths)
    yield "an empty memory for one entry of the batch", batch, dict(mask=lengths & (torch.arange(2) > 0).view(2, 1, 1))
    yield "mask and scale", batch, dict(mask=lengths, scale=0.5)

    apart = draw(13, (3, 4), (4, 3), 4, 2)
    yield "saturated", {**apart, "x": apart["x"] * 10000}, {}
    yield "scores near zero", {**apart, "x": apart["x"] * 0.01}, {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "crossAttention", cross_attention, cases())

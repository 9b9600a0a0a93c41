"""Axial attention (Ho et al. 2019) and position-sensitive axial attention (Wang et al. 2020, section 3.1), in PyTorch."""
import math

import torch
from torch.nn.functional import linear


def attend_along(x, axis, p, heads=1, scale=None):
    """x: (…, C, H, W). Self-attention inside each row (axis "row") or column; one set of parameters p for all lines."""
    lines = x.movedim(-3, -1)  # (…, H, W, C): the rows
    if axis == "column":
        lines = lines.transpose(-3, -2)  # (…, W, H, C)
    split = lambda t: t.unflatten(-1, (heads, t.shape[-1] // heads)).transpose(-3, -2)
    q, k, v = (split(linear(lines, p[w])) for w in ("wq", "wk", "wv"))  # (…, lines, heads, L, D)
    scores = torch.einsum("...od,...pd->...op", q, k)
    L = lines.shape[-2]

    def steps(table):  # (2m + 1, D) → (L, L, D): the vector of the step p − o from query o to key p
        m = table.shape[0] // 2
        step = torch.arange(L) - torch.arange(L)[:, None]
        return table[step.clamp(-m, m) + m]

    if "rq" in p:
        scores = scores + torch.einsum("...od,opd->...op", q, steps(p["rq"]))
    if "rk" in p:
        scores = scores + torch.einsum("...pd,opd->...op", k, steps(p["rk"]))
    if scale is not False:
        scores = scores * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    weights = torch.softmax(scores, -1)  # (…, lines, heads, L, L)
    found = weights @ v  # (…, lines, heads, L, E)
    if "rv" in p:
        found = found + torch.einsum("...op,ope->...oe", weights, steps(p["rv"]))
    output = found.transpose(-3, -2).flatten(-2)  # (…, lines, L, heads · E)
    if "wo" in p:
        output = linear(output, p["wo"])
    if axis == "column":
        output = output.transpose(-3, -2)
    return scores, weights, output.movedim(-1, -3)  # back to (…, features, H, W)


def axial_attention(x, parameters, arrangement="sequence", first="row", residual=False, **options):
    """Both axes: one after the other, or each on x and their outputs added. parameters: {"row": …, "column": …}."""
    second = {"row": "column", "column": "row"}[first]
    found = {first: attend_along(x, first, parameters[first], **options)}
    onward = x + found[first][2] if residual else found[first][2]
    seen = x if arrangement == "sum" else onward
    found[second] = attend_along(seen, second, parameters[second], **options)
    output = onward + found[second][2] if arrangement == "sum" or residual else found[second][2]
    trace = {}
    for axis in ("row", "column"):
        for name, tensor in zip(("Scores", "Weights", "Output"), found[axis]):
            trace[axis + name] = tensor
    return {**trace, "output": output}


def cases():
    """What the kernel is tested on."""
    draw = lambda *size, seed, scale=1.0: short(*size, seed=seed, scale=scale)

    def line(seed, C, D, E, F=None, m=None, heads=1, scale=1.0):
        p = dict(wq=draw(D, C, seed=seed + 1, scale=scale), wk=draw(D, C, seed=seed + 2, scale=scale), wv=draw(E, C, seed=seed + 3))
        if F is not None:
            p["wo"] = draw(F, E, seed=seed + 4)
        if m is not None:
            p |= {r: draw(2 * m + 1, size // heads, seed=seed + i) for r, size, i in (("rq", D, 5), ("rk", D, 6), ("rv", E, 7))}
        return p

    def drawn(*shape, seed, D=2, E=None, **more):
        C = shape[-3]
        E = C if E is None else E
        both = dict(row=line(100 * seed, C, D, E, **more), column=line(100 * seed + 50, C, D, E, **more))
        return dict(x=draw(*shape, seed=100 * seed + 99), parameters=both)

    number = lambda rows: torch.tensor(rows, dtype=torch.float64)
    one = dict(wq=number([[1]]), wk=number([[1]]), wv=number([[1]]))
    yield "one channel, to be checked by hand", dict(x=number([[[1, 0, 2], [0, 1, 0], [0, 0, 3]]]), parameters=dict(row=one, column=one)), {}
    plain = drawn(3, 4, 5, seed=1)
    yield "in sequence", plain, {}
    yield "columns first", plain, dict(first="column")
    yield "as a sum", plain, dict(arrangement="sum")
    yield "as a sum, columns first", plain, dict(arrangement="sum", first="column")
    yield "in sequence, with residuals", plain, dict(residual=True)
    yield "as a sum, with a residual", plain, dict(arrangement="sum", residual=True)
    yield "no scale", plain, dict(scale=False)
    yield "another scale", plain, dict(scale=2.5)
    yield "heads", drawn(4, 3, 2, seed=2, D=4), dict(heads=2)
    yield "heads and their output projection", drawn(4, 2, 3, seed=3, D=4, E=6, F=4), dict(heads=2)
    yield "a batch", drawn(2, 3, 2, 4, seed=4), {}
    yield "a batch of clips", drawn(2, 2, 2, 3, 2, seed=5), dict(residual=True)
    yield "position-sensitive", drawn(3, 3, 4, seed=6, m=3), dict(scale=False)
    yield "position-sensitive, heads, a batch, scaled", drawn(2, 4, 3, 2, seed=7, D=4, m=2, heads=2), dict(heads=2)
    yield "position-sensitive, long steps count as the longest", drawn(2, 4, 5, seed=8, m=1), dict(scale=False)
    yield "position-sensitive, the longer table's middle", drawn(2, 2, 3, seed=9, m=5), dict(arrangement="sum")
    only = drawn(2, 3, 3, seed=10, m=2)
    for name in ("rq", "rk", "rv"):
        p = {axis: {w: t for w, t in only["parameters"][axis].items() if w[0] == "w" or w == name} for axis in ("row", "column")}
        yield f"only {name}", dict(x=only["x"], parameters=p), {}
    yield "one row", drawn(3, 1, 5, seed=11), {}
    yield "one column", drawn(3, 5, 1, seed=12), {}
    yield "one place", drawn(3, 1, 1, seed=13, m=1), {}
    yield "saturated", drawn(3, 3, 3, seed=14, scale=20.0), {}
    yield "all places alike", dict(plain, x=torch.full((3, 4, 5), 0.5, dtype=torch.float64)), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "axialAttention", axial_attention, cases())

"""A priority map of visual search: bottom-up contrast plus top-down match (after Wolfe 1994), in PyTorch."""
import math

import torch


def priority_map(template, features, places, v, topDown=1, bottomUp=1, reach=1, events=None, mask=None):
    """template: (…, T, F), features: (…, N, F), places: (…, N, 2), v: (…, N, E); events (…, 1, N), mask (…, T, N)."""
    n = features.shape[-2]
    alone = torch.eye(n, dtype=torch.bool)  # an item is not its own neighbour
    nearness = torch.exp(-squared_distances(places) / (2 * reach**2)).masked_fill(alone, 0)
    total = nearness.sum(-1, keepdim=True)
    closeness = torch.where(total > 0, nearness / total, torch.zeros_like(nearness))  # (…, N, N), rows sum to 1
    unlike = squared_distances(features) / 2  # (…, N, N)
    contrast = (closeness * unlike).sum(-1).unsqueeze(-2)  # (…, 1, N)

    match = template @ features.transpose(-2, -1)  # (…, T, F) · (…, F, N) → (…, T, N)
    salience = contrast if events is None else contrast + events
    scores = topDown * match + bottomUp * salience  # (…, T, N)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    nothing = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(nothing, 0)  # (…, T, N), rows sum to 1
    output = weights @ v  # (…, T, N) · (…, N, E) → (…, T, E)
    return {
        "closeness": closeness,
        "contrast": contrast,
        "match": match,
        "scores": scores,
        "weights": weights,
        "output": output,
    }


def squared_distances(x):
    """‖x_i − x_j‖² between all rows: (…, N, F) → (…, N, N)."""
    return (x.unsqueeze(-2) - x.unsqueeze(-3)).square().sum(-1)


def cases():
    """What the kernel is tested on."""
    red_upright, red_flat, green_upright = [1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0]
    line = [[0, 0], [1, 0], [2, 0], [3, 0]]
    looked_for = [[0.5, 0, 0.5, 0]]
    told = [[1, 0], [2, 0], [3, 1], [4, 0]]

    def scene(*items):
        rows = [looked_for, list(items), line[: len(items)], told[: len(items)]]
        names = ("template", "features", "places", "v")
        return {name: torch.tensor(row, dtype=torch.float64) for name, row in zip(names, rows)}

    popping = scene(green_upright, green_upright, red_upright, green_upright)
    mixed = scene(green_upright, red_flat, red_upright, green_upright)
    yield "pop-out", popping, {}
    yield "conjunction", mixed, {}
    yield "only bottom-up", popping, dict(topDown=0, bottomUp=3)
    yield "only top-down", mixed, dict(topDown=5, bottomUp=0)
    yield "near neighbours only", popping, dict(reach=0.5)
    yield "the whole scene", popping, dict(reach=100)
    yield "an event in another sense", mixed, dict(events=torch.tensor([[0, 0, 0, 2.5]], dtype=torch.float64))
    yield "one item", scene(red_upright), {}
    yield "equal items", scene(red_flat, red_flat, red_flat), {}

    def random(*leading, items=5, templates=2, seed=1):
        draw = lambda shape, i: short(*leading, *shape, seed=10 * seed + i)
        shapes = dict(template=(templates, 3), features=(items, 3), places=(items, 2), v=(items, 2))
        return {name: draw(shape, i) for i, (name, shape) in enumerate(shapes.items())}

    yes, no = True, False
    open_to = torch.tensor([[yes, no, yes, yes, no], [no, no, no, no, no]])
    yield "two templates", random(), dict(topDown=0.7, bottomUp=1.3, reach=0.8)
    yield "a batch", random(2, seed=2), dict(reach=2)
    yield "a batch of batches", random(2, 2, seed=3), {}
    yield "a mask, a row with nothing open", random(seed=4), dict(mask=open_to)
    yield "far apart, so that no neighbour counts", {**random(seed=5), "places": 1000 * random(seed=5)["places"]}, dict(reach=0.1)
    yield "saturated", random(seed=6), dict(topDown=1000, bottomUp=1000)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "priorityMap", priority_map, cases())

"""The non-local block: every position of an image reads every position (Wang et al. 2018), in PyTorch."""
import torch
from torch.nn.functional import batch_norm, conv2d, max_pool2d, relu


def non_local(x, parameters, pairwise="embedded", scaled=False, pool="none", residual=True):
    """x: (…, C, H, W); parameters as of 1×1 convolutions: w_theta, w_phi, w_g (D, C), w_z (C, D), and for concat w_f (1, 2D)."""
    *batch, C, H, W = x.shape
    image = x.reshape(-1, C, H, W)
    p = parameters
    read = max_pool2d(image, 2) if pool == "before" else image
    after = (lambda maps: max_pool2d(maps, 2)) if pool == "after" else (lambda maps: maps)

    if pairwise == "gaussian":
        theta, phi = image, after(read)
    else:
        theta = point_by_point(image, p["wTheta"], p.get("bTheta"))
        phi = after(point_by_point(read, p["wPhi"], p.get("bPhi")))
    g = after(point_by_point(read, p["wG"], p.get("bG")))
    theta, phi, g = rows(theta), rows(phi), rows(g)  # (B, N, D), (B, S, D), (B, S, D)

    if pairwise == "concat":
        T, S = theta.shape[1], phi.shape[1]
        pairs = torch.cat([theta[:, :, None].expand(-1, T, S, -1), phi[:, None].expand(-1, T, S, -1)], -1)
        scores = relu(pairs @ p["wF"][0])  # (B, N, S, 2D) · (2D) → (B, N, S)
    else:
        scores = theta @ phi.transpose(1, 2)  # (B, N, D) · (B, D, S) → (B, N, S)
    if pairwise in ("embedded", "gaussian"):
        if scaled:
            scores = scores * theta.shape[-1] ** -0.5
        weights = scores.softmax(-1)
    else:
        weights = scores / phi.shape[1]  # S, the number of positions that are read

    y = weights @ g  # (B, N, S) · (B, S, D) → (B, N, D)
    maps = y.transpose(1, 2).reshape(-1, g.shape[-1], H, W)
    change = point_by_point(maps, p["wZ"], p.get("bZ"))
    if "norm" in p:
        n = p["norm"]
        change = batch_norm(change, n["mean"], n["variance"], n["gamma"], n["beta"], eps=n.get("eps", 1e-5))
    output = image + change if residual else change

    trace = dict(theta=theta, phi=phi, g=g, scores=scores, weights=weights, y=y, change=change, output=output)
    return {name: one.reshape(*batch, *one.shape[1:]) for name, one in trace.items()}


def point_by_point(maps, w, b=None):
    """A 1×1 convolution: the same matrix at every position."""
    return conv2d(maps, w[:, :, None, None], b)


def rows(maps):
    """(B, D, H, W) → (B, H·W, D): one row for each position, row by row of the image."""
    return maps.flatten(2).transpose(1, 2)


def drawn(C, D, seed, bias=False, norm=False):
    """Parameters of every pairwise function, drawn from a seed."""
    p = {
        "wTheta": short(D, C, seed=seed), "wPhi": short(D, C, seed=seed + 1), "wG": short(D, C, seed=seed + 2),
        "wZ": short(C, D, seed=seed + 3), "wF": short(1, 2 * D, seed=seed + 4),
    }
    if bias:
        p |= {"bTheta": short(D, seed=seed + 5), "bPhi": short(D, seed=seed + 6), "bG": short(D, seed=seed + 7)}
        p |= {"bZ": short(C, seed=seed + 8)}
    if norm:
        p["norm"] = {
            "gamma": short(C, seed=seed + 9), "beta": short(C, seed=seed + 10),
            "mean": short(C, seed=seed + 11), "variance": short(C, seed=seed + 12).abs() + 0.5,
        }
    return p


def cases():
    """What the kernel is tested on."""
    hand = dict(
        x=torch.tensor([[[1, 0], [1, 2]], [[0, 2], [1, 0]]], dtype=torch.float64),
        parameters={
            "wTheta": torch.tensor([[1, 0], [0, 1]], dtype=torch.float64),
            "wPhi": torch.tensor([[1, 0], [0, -1]], dtype=torch.float64),
            "wG": torch.tensor([[10, 0], [0, 10]], dtype=torch.float64),
            "wZ": torch.tensor([[0.1, 0], [0, 0.1]], dtype=torch.float64),
            "wF": torch.tensor([[1, 0, 0, 1]], dtype=torch.float64),
        },
    )
    for pairwise in ("embedded", "gaussian", "dot", "concat"):
        one = dict(pairwise=pairwise)
        yield f"{pairwise}, by hand", hand, one
        image = short(4, 2, 3, seed=1)
        yield f"{pairwise}", dict(x=image, parameters=drawn(4, 2, seed=10)), one
        yield f"{pairwise}, biases", dict(x=image, parameters=drawn(4, 2, seed=30, bias=True)), one
        full = drawn(4, 2, seed=50, bias=True, norm=True)
        for pool in ("after", "before"):
            yield f"{pairwise}, pooled {pool}", dict(x=short(4, 3, 4, seed=2), parameters=full), dict(one, pool=pool)
        yield f"{pairwise}, normalised", dict(x=image, parameters=full), one
        yield f"{pairwise}, scaled", dict(x=image, parameters=full), dict(one, scaled=True)
        yield f"{pairwise}, batch", dict(x=short(2, 3, 2, 3, seed=3), parameters=drawn(3, 2, seed=70)), one
        yield f"{pairwise}, batch, pooled", dict(x=short(2, 1, 3, 2, 4, seed=4), parameters=drawn(3, 2, seed=80)), dict(one, pool="after")
        yield f"{pairwise}, no residual", dict(x=image, parameters=drawn(4, 3, seed=90)), dict(one, residual=False)
        yield f"{pairwise}, one position", dict(x=short(3, 1, 1, seed=5), parameters=drawn(3, 1, seed=100)), one
        yield f"{pairwise}, constant", dict(x=torch.ones(3, 2, 2, dtype=torch.float64), parameters=drawn(3, 2, seed=110)), one
        saturated = short(3, 2, 3, seed=6, scale=40)
        yield f"{pairwise}, saturated", dict(x=saturated, parameters=drawn(3, 2, seed=120)), one
        still = drawn(4, 2, seed=130, norm=True)
        still["norm"] |= {"gamma": torch.zeros(4, dtype=torch.float64), "beta": torch.zeros(4, dtype=torch.float64)}
        yield f"{pairwise}, as it begins: gamma 0", dict(x=image, parameters=still), one


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "nonLocal", non_local, cases())

"""Coordinate attention (Hou et al. 2021), in PyTorch: every feature times a gate of its row and a gate of its column."""
import torch
import torch.nn.functional as F


def coordinate_attention(x, w1, b1, norm, wh, bh, ww, bw, activation="hswish"):
    """x: (…, C, H, W); w1 (M, C), b1 (M); norm: gamma, beta, mean, variance (M); wh, ww (C, M), bh, bw (C)."""
    H, W = x.shape[-2:]
    rows = x.mean(-1)  # z^h: (…, C, H)
    columns = x.mean(-2)  # z^w: (…, C, W)
    strips = torch.cat([rows, columns], -1)  # (…, C, H + W)
    hidden = w1 @ strips + b1[:, None]  # a 1×1 convolution: (…, M, H + W)
    normalized = batch_norm(hidden, **norm)
    f = {"hswish": hswish, "relu": torch.relu}[activation](normalized)
    fh, fw = f.split([H, W], -1)  # (…, M, H) and (…, M, W)
    gh = torch.sigmoid(wh @ fh + bh[:, None])  # (…, C, H)
    gw = torch.sigmoid(ww @ fw + bw[:, None])  # (…, C, W)
    plane = gh[..., :, None] * gw[..., None, :]  # (…, C, H, W)
    output = x * plane
    return {
        "strips": strips, "hidden": hidden, "normalized": normalized, "f": f,
        "gh": gh, "gw": gw, "plane": plane, "output": output,
    }


def batch_norm(x, gamma, beta, mean, variance, eps=1e-5):
    """After training: the mean and the variance of each channel are the stored ones. x: (…, M, L)."""
    scaled = (x - mean[:, None]) / (variance[:, None] + eps).sqrt()
    return scaled * gamma[:, None] + beta[:, None]


def hswish(x):
    return x * (x + 3).clamp(0, 6) / 6


def with_modules(x, w1, b1, norm, wh, bh, ww, bw):
    """The same as a network has it, x: (B, C, H, W): 2-D convolutions, BatchNorm2d in evaluation, columns turned to rows."""
    (M, C), (H, W) = w1.shape, x.shape[-2:]
    first, standard = torch.nn.Conv2d(C, M, 1).double(), torch.nn.BatchNorm2d(M).double().eval()
    to_rows, to_columns = torch.nn.Conv2d(M, C, 1).double(), torch.nn.Conv2d(M, C, 1).double()
    for layer, weight, bias in ((first, w1, b1), (to_rows, wh, bh), (to_columns, ww, bw)):
        layer.load_state_dict({"weight": weight[..., None, None], "bias": bias})
    stored = {"running_mean": norm["mean"], "running_var": norm["variance"], "num_batches_tracked": torch.tensor(1)}
    standard.load_state_dict({"weight": norm["gamma"], "bias": norm["beta"], **stored})
    rows = F.adaptive_avg_pool2d(x, (None, 1))  # (B, C, H, 1)
    columns = F.adaptive_avg_pool2d(x, (1, None)).transpose(2, 3)  # (B, C, W, 1)
    shared = F.hardswish(standard(first(torch.cat([rows, columns], 2))))
    fh, fw = shared.split([H, W], 2)
    return x * torch.sigmoid(to_columns(fw.transpose(2, 3))) * torch.sigmoid(to_rows(fh))


def cases():
    """What the kernel is tested on."""

    def parameters(C, M, seed, scale=1.0):
        shapes = dict(w1=(M, C), b1=(M,), gamma=(M,), beta=(M,), mean=(M,), variance=(M,), wh=(C, M), bh=(C,), ww=(C, M), bw=(C,))
        drawn = {name: short(*shape, seed=seed + i, scale=scale) for i, (name, shape) in enumerate(shapes.items())}
        norm = {name: drawn.pop(name) for name in ("gamma", "beta", "mean", "variance")}
        return {**drawn, "norm": {**norm, "variance": norm["variance"].abs() + 0.1}}

    def numbers(*values):
        return torch.tensor(values, dtype=torch.float64)

    pixel = torch.zeros(1, 8, 8, dtype=torch.float64)
    pixel[0, 2, 5] = 1
    norm = dict(gamma=numbers(1), beta=numbers(-3), mean=numbers(0), variance=numbers(1))
    gates = dict(wh=numbers([2]), bh=numbers(-3), ww=numbers([2]), bw=numbers(-3))
    yield "one bright pixel", dict(x=pixel), dict(w1=numbers([48]), b1=numbers(0), norm=norm, **gates)

    batch = short(2, 6, 3, 5, seed=1)
    own = parameters(6, 8, seed=10)
    assert torch.allclose(coordinate_attention(batch, **own)["output"], with_modules(batch, **own))
    yield "a batch, wider than high", dict(x=batch), own
    yield "as a network without a batch", dict(x=short(6, 4, 4, seed=2)), parameters(6, 8, seed=30)
    yield "two leading axes", dict(x=short(2, 2, 3, 2, 3, seed=3)), parameters(3, 2, seed=50)
    yield "relu", dict(x=short(4, 3, 3, seed=4)), dict(**parameters(4, 8, seed=70), activation="relu")
    other_eps = parameters(4, 8, seed=90)
    other_eps["norm"]["eps"] = 0.1
    yield "another eps", dict(x=short(4, 3, 3, seed=5)), other_eps
    yield "one place", dict(x=short(3, 1, 1, seed=6)), parameters(3, 2, seed=110)
    yield "one row", dict(x=short(3, 1, 6, seed=7)), parameters(3, 2, seed=130)
    yield "one column", dict(x=short(3, 6, 1, seed=8)), parameters(3, 2, seed=150)
    yield "one channel, one hidden", dict(x=short(1, 4, 4, seed=9)), parameters(1, 1, seed=170)
    yield "saturated", dict(x=short(3, 4, 4, seed=10, scale=100)), parameters(3, 4, seed=190, scale=5)
    yield "a constant map", dict(x=torch.full((3, 4, 4), 0.5, dtype=torch.float64)), parameters(3, 4, seed=210)
    flat = parameters(3, 4, seed=230)
    flat["norm"]["variance"] = torch.zeros(4, dtype=torch.float64)
    yield "a stored variance of 0", dict(x=short(3, 4, 4, seed=11, scale=0.01)), flat


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "coordinateAttention", coordinate_attention, cases())

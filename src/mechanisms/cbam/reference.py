"""CBAM (Woo et al. 2018), in PyTorch: the module as one would use it, and the same step by step."""
import torch
from torch import nn


class ChannelAttention(nn.Module):
    """What: a gate for every channel. One MLP for both descriptors."""

    def __init__(self, channels, ratio=16):
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(channels, channels // ratio), nn.ReLU(), nn.Linear(channels // ratio, channels)
        )

    def forward(self, x):
        scores = self.mlp(x.mean((-2, -1))) + self.mlp(x.amax((-2, -1)))  # (B, C)
        return torch.sigmoid(scores)[:, :, None, None]


class SpatialAttention(nn.Module):
    """Where: a gate for every place."""

    def __init__(self, kernel_size=7):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)
        self.norm = nn.BatchNorm2d(1, eps=1e-5, momentum=0.01)

    def forward(self, x):
        planes = torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], 1)  # (B, 2, H, W)
        return torch.sigmoid(self.norm(self.conv(planes)))


class CBAM(nn.Module):
    def __init__(self, channels, ratio=16, kernel_size=7):
        super().__init__()
        self.channel = ChannelAttention(channels, ratio)
        self.spatial = SpatialAttention(kernel_size)

    def forward(self, x):  # (B, C, H, W), and so is what it returns
        x = self.channel(x) * x
        return self.spatial(x) * x


def cbam(x, parameters, order="channel first"):
    """x: (…, C, H, W). The same with given parameters, in any order, and every step of it."""
    if order == "spatial first":
        where = spatial_gate(x, **parameters["spatial"])
        refined = x * where["spatialGates"].unsqueeze(-3)
        what = channel_gate(refined, **parameters["channel"])
        output = refined * what["channelGates"][..., None, None]
        return {**what, "refined": refined, **where, "output": output}
    what = channel_gate(x, **parameters["channel"])
    refined = x * what["channelGates"][..., None, None]
    where = spatial_gate(x if order == "parallel" else refined, **parameters["spatial"])
    output = refined * where["spatialGates"].unsqueeze(-3)
    if order == "parallel":
        return {**what, **where, "output": output}
    if "b1" in parameters["channel"] and "norm" in parameters["spatial"]:
        module = with_parameters(parameters)
        assert torch.allclose(module(x.reshape(-1, *x.shape[-3:])).reshape(x.shape), output)
    return {**what, "refined": refined, **where, "output": output}


def channel_gate(x, w1, w2, b1=None, b2=None):
    def mlp(descriptor):
        return nn.functional.linear(nn.functional.linear(descriptor, w1, b1).relu(), w2, b2)

    mean, largest = x.mean((-2, -1)), x.amax((-2, -1))
    scores = mlp(mean) + mlp(largest)
    return {
        "mean": mean,
        "max": largest,
        "meanScores": mlp(mean),
        "maxScores": mlp(largest),
        "channelScores": scores,
        "channelGates": torch.sigmoid(scores),
    }


def spatial_gate(x, filter, norm=None):
    planes = torch.stack([x.amax(-3), x.mean(-3)], -3)
    images = planes.reshape(-1, *planes.shape[-3:])
    scores = nn.functional.conv2d(images, filter, padding=filter.shape[-1] // 2)
    if norm:
        scores = (scores - norm["mean"]) / torch.sqrt(norm["variance"] + 1e-5) * norm["gamma"] + norm["beta"]
    scores = scores.reshape(*x.shape[:-3], *x.shape[-2:])
    return {"planes": planes, "spatialScores": scores, "spatialGates": torch.sigmoid(scores)}


def with_parameters(parameters):
    """The module, with these parameters, as it is used after training."""
    mlp, filter, norm = parameters["channel"], parameters["spatial"]["filter"], parameters["spatial"]["norm"]
    hidden, channels = mlp["w1"].shape
    module = CBAM(channels, channels // hidden, filter.shape[-1]).double().eval()
    state = {
        "channel.mlp.0.weight": mlp["w1"],
        "channel.mlp.0.bias": mlp["b1"],
        "channel.mlp.2.weight": mlp["w2"],
        "channel.mlp.2.bias": mlp["b2"],
        "spatial.conv.weight": filter,
        "spatial.norm.weight": norm["gamma"],
        "spatial.norm.bias": norm["beta"],
        "spatial.norm.running_mean": norm["mean"],
        "spatial.norm.running_var": norm["variance"],
    }
    module.load_state_dict(state, strict=False)
    return module


def cases():
    """What the kernel is tested on."""

    def double(*numbers):
        return torch.tensor(numbers, dtype=torch.float64)

    def drawn(channels, hidden, side=7, seed=1, scale=1.0, biases=True, norm=True):
        mlp = dict(w1=short(hidden, channels, seed=seed, scale=scale), w2=short(channels, hidden, seed=seed + 1, scale=scale))
        if biases:
            mlp.update(b1=short(hidden, seed=seed + 2), b2=short(channels, seed=seed + 3))
        spatial = dict(filter=short(1, 2, side, side, seed=seed + 4, scale=scale * 0.3))
        if norm:
            spatial["norm"] = dict(gamma=double(1.5), beta=double(-0.25), mean=double(0.4), variance=double(0.81))
        return dict(channel=mlp, spatial=spatial)

    image = short(8, 3, 4, seed=10)
    for order in ("channel first", "spatial first", "parallel"):
        yield order, dict(x=image, parameters=drawn(8, 2)), dict(order=order)
    batch = short(2, 8, 2, 3, seed=11)
    yield "batch", dict(x=batch, parameters=drawn(8, 2)), {}
    yield "batch, spatial first", dict(x=batch, parameters=drawn(8, 2)), dict(order="spatial first")
    yield "two leading axes", dict(x=short(2, 2, 4, 2, 2, seed=12), parameters=drawn(4, 1, side=3)), {}
    yield "r = 16", dict(x=short(32, 1, 2, seed=13), parameters=drawn(32, 2, side=3, scale=0.4)), {}
    yield "r = 1", dict(x=short(3, 4, 4, seed=14), parameters=drawn(3, 3)), {}
    yield "no biases", dict(x=image, parameters=drawn(8, 2, biases=False)), {}
    yield "no batch normalisation", dict(x=image, parameters=drawn(8, 2, norm=False)), {}
    yield "neither", dict(x=image, parameters=drawn(8, 2, biases=False, norm=False)), {}
    for side in (1, 3, 5):
        yield f"a filter of {side} by {side}", dict(x=image, parameters=drawn(8, 2, side=side)), {}
    yield "one place", dict(x=short(4, 1, 1, seed=15), parameters=drawn(4, 2)), {}
    yield "one channel", dict(x=short(1, 3, 3, seed=16), parameters=drawn(1, 1)), {}
    yield "constant features", dict(x=torch.full((4, 3, 3), 0.5, dtype=torch.float64), parameters=drawn(4, 2)), {}
    yield "saturated", dict(x=short(4, 3, 3, seed=17, scale=100), parameters=drawn(4, 2, scale=10)), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "cbam", cbam, cases())

"""Channel attention in PyTorch: squeeze-and-excitation (Hu et al. 2018) and efficient channel attention (Wang et al. 2020)."""
import math

import torch
from torch.nn.functional import conv1d, linear


def squeeze_excitation(x, w1, w2, b1=None, b2=None):
    """x: (…, C, H, W), w1: (C/r, C), w2: (C, C/r); the biases b1: (C/r), b2: (C) are in the authors' code, not in their formula."""
    descriptor = x.mean((-2, -1))  # squeeze: (…, C)
    hidden = linear(descriptor, w1, b1).relu()  # (…, C/r)
    scores = linear(hidden, w2, b2)  # (…, C)
    gates = scores.sigmoid()
    output = x * gates[..., None, None]
    return {"descriptor": descriptor, "hidden": hidden, "scores": scores, "gates": gates, "output": output}


def efficient_channel_attention(x, filter):
    """x: (…, C, H, W), filter: (k), k odd: one filter for all channels, without a bias."""
    descriptor = x.mean((-2, -1))  # (…, C)
    row = descriptor.reshape(-1, 1, x.shape[-3])  # (B, 1, C): the channels are the sequence
    scores = conv1d(row, filter.view(1, 1, -1), padding=len(filter) // 2).view_as(descriptor)
    gates = scores.sigmoid()
    output = x * gates[..., None, None]
    return {"descriptor": descriptor, "scores": scores, "gates": gates, "output": output}


def kernel_size(channels, gamma=2, b=1):
    """The length of ECA's filter, as in the paper's listing."""
    t = int(abs((math.log(channels, 2) + b) / gamma))
    return t if t % 2 else t + 1


def channel_attention(x, parameters):
    return (efficient_channel_attention if "filter" in parameters else squeeze_excitation)(x, **parameters)


def cases():
    """What the kernel is tested on."""

    def numbers(rows):
        return torch.tensor(rows, dtype=torch.float64)

    def block(channels, hidden, seed, biases=False, scale=1.0):
        parameters = dict(w1=short(hidden, channels, seed=seed, scale=scale), w2=short(channels, hidden, seed=seed + 1, scale=scale))
        if biases:
            parameters.update(b1=short(hidden, seed=seed + 2), b2=short(channels, seed=seed + 3))
        return parameters

    by_hand = numbers([[1, 1, 3, 3], [0, 0, 4, 0], [0, 2, 0, 2], [1, 1, 1, 1]]).view(4, 2, 2)
    halves = dict(w1=numbers([[1, 0, -1, 0], [0, 1, 0, 1]]), w2=numbers([[1, 0], [0, 1], [-1, 1], [0, -2]]))
    yield "four channels by hand", dict(x=by_hand, parameters=halves), {}
    biases = dict(b1=numbers([-1, 0.5]), b2=numbers([0, 0, 1, -1]))
    yield "four channels by hand, biases", dict(x=by_hand, parameters={**halves, **biases}), {}
    yield "four channels by hand, ECA", dict(x=by_hand, parameters=dict(filter=numbers([-1, 2, -1]))), {}

    image = short(6, 3, 4, seed=1)
    batch = short(2, 3, 8, 2, 3, seed=2)
    for hidden in (1, 2, 3, 6):
        yield f"squeeze-and-excitation, {hidden} hidden units", dict(x=image, parameters=block(6, hidden, 10)), {}
        yield f"biases, {hidden} hidden units", dict(x=image, parameters=block(6, hidden, 20, biases=True)), {}
    yield "batch", dict(x=batch, parameters=block(8, 2, 30)), {}
    yield "batch, biases", dict(x=batch, parameters=block(8, 2, 30, biases=True)), {}
    yield "only the second bias", dict(x=image, parameters={**block(6, 2, 40), "b2": short(6, seed=44)}), {}
    yield "no hidden unit answers", dict(x=image.abs(), parameters={**block(6, 2, 50), "w1": -torch.ones(2, 6, dtype=torch.float64)}), {}
    yield "an empty image", dict(x=torch.zeros(6, 2, 2, dtype=torch.float64), parameters=block(6, 2, 60)), {}
    yield "an empty image, biases", dict(x=torch.zeros(6, 2, 2, dtype=torch.float64), parameters=block(6, 2, 60, biases=True)), {}
    yield "one position", dict(x=short(6, 1, 1, seed=3), parameters=block(6, 2, 70)), {}
    yield "one channel", dict(x=short(1, 3, 3, seed=4), parameters=block(1, 1, 80, biases=True)), {}
    yield "saturated", dict(x=short(6, 2, 2, seed=5, scale=100), parameters=block(6, 3, 90, scale=10)), {}

    for channels in (1, 2, 3, 12, 64):
        size = kernel_size(channels)
        inputs = dict(x=short(channels, 2, 2, seed=channels), parameters=dict(filter=short(size, seed=100 + size)))
        yield f"ECA, {channels} channels, filter of {size}", inputs, {}
    for size in (1, 5, 11):
        yield f"ECA, filter of {size}", dict(x=image, parameters=dict(filter=short(size, seed=110 + size))), {}
    yield "ECA, batch", dict(x=batch, parameters=dict(filter=short(3, seed=120))), {}
    yield "ECA, saturated", dict(x=short(6, 2, 2, seed=6, scale=1000), parameters=dict(filter=short(3, seed=121))), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "channelAttention", channel_attention, cases())

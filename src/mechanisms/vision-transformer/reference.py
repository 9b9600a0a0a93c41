"""The Vision Transformer (Dosovitskiy et al. 2020), with PyTorch's own encoder layers, and attention rollout."""
import torch
from torch.nn.functional import conv2d, layer_norm, linear, unfold


def vision_transformer(image, parameters, patch, heads, pool=None, normFirst=True, eps=1e-6):
    """image: (…, C, H, W); w_E (E, C·P²); class token (E); positions (T, E); layers by their number."""
    *batch, C, H, W = image.shape
    p = parameters
    pictures = image.reshape(-1, C, H, W)
    patches = unfold(pictures, patch, stride=patch).transpose(1, 2)  # (B, N, C·P²)
    projected = linear(patches, p["wE"], p.get("bE"))  # (B, N, E)
    # The same as a convolution whose stride is the size of its kernel: what code has.
    kernel = p["wE"].reshape(-1, C, patch, patch)
    same = conv2d(pictures, kernel, p.get("bE"), stride=patch).flatten(2).transpose(1, 2)
    assert torch.allclose(same, projected)

    x = projected
    if "classToken" in p:
        x = torch.cat([p["classToken"].expand(len(x), 1, -1), x], 1)
    if "positions" in p:
        x = x + p["positions"]
    tokens, weights = x, []
    for one in p["layers"].values():
        layer = encoder_layer(one, heads, normFirst, eps)
        at = layer.norm1(x) if normFirst else x
        weights.append(layer.self_attn(at, at, at, average_attn_weights=False)[1].detach())  # (B, H, T, T)
        x = layer(x).detach()
    norm = p.get("norm", {})
    output = layer_norm(x, x.shape[-1:], norm.get("gain"), norm.get("bias"), eps)
    first = 1 if "classToken" in p else 0
    pool = pool or ("class" if first else "mean")
    summary = output[:, 0] if pool == "class" else output[:, first:].mean(1)

    trace = dict(patches=patches, projected=projected, tokens=tokens, weights=torch.stack(weights, 1), output=output, summary=summary)
    return {name: one.reshape(*batch, *one.shape[1:]) for name, one in trace.items()}


@torch.no_grad()
def encoder_layer(p, heads, normFirst, eps):
    E, F = len(p["self"]["wo"]), len(p["feed"]["w1"])
    layer = torch.nn.TransformerEncoderLayer(E, heads, F, 0.0, "gelu", eps, True, normFirst, dtype=torch.float64)
    attention = layer.self_attn
    attention.in_proj_weight.copy_(torch.cat([p["self"][f"w{one}"] for one in "qkv"]))
    attention.in_proj_bias.copy_(torch.cat([p["self"][f"b{one}"] for one in "qkv"]))
    attention.out_proj.weight.copy_(p["self"]["wo"])
    attention.out_proj.bias.copy_(p["self"]["bo"])
    for module, w, b in ((layer.linear1, "w1", "b1"), (layer.linear2, "w2", "b2")):
        module.weight.copy_(p["feed"][w])
        module.bias.copy_(p["feed"][b])
    for norm, one in ((layer.norm1, p["selfNorm"]), (layer.norm2, p["feedNorm"])):
        norm.weight.copy_(one["gain"])
        norm.bias.copy_(one["bias"])
    return layer


def rollout(weights):
    """(L, H, T, T) → (L, T, T): the mean of the heads plus the identity, rows brought to 1, multiplied over the layers."""
    mixed = weights.mean(1) + torch.eye(weights.shape[-1], dtype=weights.dtype)
    mixed = mixed / mixed.sum(-1, keepdim=True)
    rolled = [mixed[0]]
    for one in mixed[1:]:
        rolled.append(one @ rolled[-1])
    return {"rollout": torch.stack(rolled)}


def drawn(C, P, N, E, layers, seed, token=True, positions=True, scale=1.0):
    """Parameters, drawn from a seed."""
    def weights(rows, columns, place):
        return short(rows, columns, seed=seed + place, scale=scale / columns**0.5)

    def norm(place):
        return {"gain": 1 + short(E, seed=seed + place, scale=0.2), "bias": short(E, seed=seed + place + 1, scale=0.2)}

    def layer(place):
        own = {f"w{name}": weights(E, E, place + i) for i, name in enumerate("qkvo")}
        own |= {f"b{name}": short(E, seed=seed + place + 4 + i, scale=0.2) for i, name in enumerate("qkvo")}
        feed = {"w1": weights(2 * E, E, place + 8), "b1": short(2 * E, seed=seed + place + 9, scale=0.2)}
        feed |= {"w2": weights(E, 2 * E, place + 10), "b2": short(E, seed=seed + place + 11, scale=0.2)}
        return {"self": own, "selfNorm": norm(place + 12), "feed": feed, "feedNorm": norm(place + 14)}

    p = {"wE": weights(E, C * P * P, 1), "bE": short(E, seed=seed + 2, scale=0.2), "norm": norm(3)}
    if token:
        p["classToken"] = short(E, seed=seed + 5)
    if positions:
        p["positions"] = short(N + token, E, seed=seed + 6, scale=0.5)
    return p | {"layers": {str(i): layer(100 * (i + 1)) for i in range(layers)}}


def cases():
    """What the kernel is tested on."""
    picture, two = short(3, 4, 6, seed=1), dict(patch=2, heads=2)
    for normFirst in (True, False):
        kind = dict(two, normFirst=normFirst)
        name = "pre-norm" if normFirst else "post-norm"
        yield f"{name}, two layers", dict(image=picture, parameters=drawn(3, 2, 6, 4, 2, seed=1000)), kind
        yield f"{name}, mean of the patches", dict(image=picture, parameters=drawn(3, 2, 6, 4, 1, seed=2000)), dict(kind, pool="mean")
        yield f"{name}, no class token", dict(image=picture, parameters=drawn(3, 2, 6, 4, 1, seed=3000, token=False)), kind
        yield f"{name}, no positions", dict(image=picture, parameters=drawn(3, 2, 6, 4, 1, seed=4000, positions=False)), kind
        yield f"{name}, batch", dict(image=short(2, 1, 4, 4, seed=2), parameters=drawn(1, 2, 4, 4, 2, seed=5000)), kind
        yield f"{name}, two axes before", dict(image=short(2, 1, 1, 4, 4, seed=3), parameters=drawn(1, 2, 4, 4, 1, seed=6000)), kind
        yield f"{name}, one patch", dict(image=short(1, 2, 2, seed=4), parameters=drawn(1, 2, 1, 4, 1, seed=7000)), kind
        yield f"{name}, pixels as patches", dict(image=short(2, 2, 3, seed=5), parameters=drawn(2, 1, 6, 6, 1, seed=8000)), dict(kind, patch=1, heads=3)
        yield f"{name}, one colour", dict(image=torch.ones(3, 4, 4, dtype=torch.float64), parameters=drawn(3, 2, 4, 4, 1, seed=9000)), kind
        yield f"{name}, saturated", dict(image=picture, parameters=drawn(3, 2, 6, 4, 1, seed=10000, scale=20)), kind
        yield f"{name}, a large eps", dict(image=picture, parameters=drawn(3, 2, 6, 4, 1, seed=11000)), dict(kind, eps=0.1)


def rolled():
    """What rollout is tested on."""
    for name, shape in {"one layer": (1, 2, 3, 3), "three layers": (3, 2, 4, 4), "one token": (2, 1, 1, 1)}.items():
        yield name, dict(weights=short(*shape, seed=7).softmax(-1)), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "visionTransformer", vision_transformer, cases())
    write(__file__, "rollout", rollout, rolled(), "rollout.json")

"""A layer of the Transformer, encoder's or decoder's (Vaswani et al. 2017, sections 3.1 to 3.3), and whole stacks, in PyTorch."""
import math

import torch
from torch.nn.functional import gelu, layer_norm, linear, relu


def transformer_layer(x, parameters, heads, normFirst=False, activation="relu", mask=None, causal=False,
                      memory=None, memoryMask=None, eps=1e-5):
    """x: (…, T, E); with a memory (…, S, E) a decoder layer. Boolean masks: true = may attend."""
    trace = {}

    def norm(at, name):
        return layer_norm(at, at.shape[-1:], parameters[name]["gain"], parameters[name]["bias"], eps)

    def residual(x, name, result, summed, after, f):
        """x + f(x), and the normalisation: after the sum, or before f."""
        at = x
        if normFirst:
            at = trace[f"{name}Input"] = norm(x, f"{name}Norm")
        trace.update(f(at))
        total = x + trace[result]
        if normFirst:
            trace["output" if name == "feed" else summed] = total
            return total
        trace[summed] = total
        trace[after] = norm(total, f"{name}Norm")
        return trace[after]

    def attend(at):
        seen = causal_mask(x.shape[-2]) & (mask if mask is not None else torch.tensor(True)) if causal else mask
        weights, attended = attention(at, at, heads, seen, **parameters["self"])
        return {"selfWeights": weights, "attended": attended}

    def cross(at):
        weights, crossed = attention(at, memory, heads, memoryMask, **parameters["cross"])
        return {"crossWeights": weights, "crossed": crossed}

    def feed(at):
        p = parameters["feed"]
        hidden = {"relu": relu, "gelu": gelu}[activation](linear(at, p["w1"], p.get("b1")))
        return {"hidden": hidden, "fed": linear(hidden, p["w2"], p.get("b2"))}

    x = residual(x, "self", "attended", "selfSum", "selfNormed", attend)
    if memory is not None:
        x = residual(x, "cross", "crossed", "crossSum", "crossNormed", cross)
    residual(x, "feed", "fed", "feedSum", "output", feed)
    return trace


def attention(query, key, heads, mask, wq, wk, wv, wo, bq=None, bk=None, bv=None, bo=None):
    """Multi-head attention of (…, T, E) to (…, S, E); a query that may attend to nothing has weights of 0."""
    def split(x):
        return x.unflatten(-1, (heads, -1)).transpose(-2, -3)  # (…, T, H·D) → (…, H, T, D)

    q, k, v = split(linear(query, wq, bq)), split(linear(key, wk, bk)), split(linear(key, wv, bv))
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    empty = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores.masked_fill(empty, 0), -1).masked_fill(empty, 0)
    found = (weights @ v).transpose(-2, -3).flatten(-2)  # (…, H, T, D) → (…, T, H·D)
    return weights, linear(found, wo, bo)


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril()


def transformer(source, target, parameters, sourceMask=None, memoryMask=None, mask=None, causal=True, **options):
    """Both stacks, each with a normalisation at its end, as torch.nn.Transformer has them."""
    def stack(x, at, **more):
        for layer in at["layers"].values():
            x = transformer_layer(x, layer, **options, **more)["output"]
        return layer_norm(x, x.shape[-1:], at["norm"]["gain"], at["norm"]["bias"], options.get("eps", 1e-5))

    memory = stack(source, parameters["encoder"], mask=sourceMask)
    output = stack(target, parameters["decoder"], mask=mask, causal=causal, memory=memory, memoryMask=memoryMask)
    return {"memory": memory, "output": output}


def cases():
    """What the layer is tested on."""
    yes, no = True, False
    small = dict(x=short(3, 4, seed=1), parameters=drawn(4, 8, seed=2))
    batch = dict(x=short(2, 4, 6, seed=3), parameters=drawn(6, 8, seed=4))
    decoder = dict(batch, parameters=drawn(6, 8, seed=14, decoder=True))
    memory = short(2, 3, 6, seed=5)
    one = dict(x=short(1, 4, seed=6), parameters=drawn(4, 16, seed=7, decoder=True))
    large = dict(x=short(3, 4, seed=8, scale=100), parameters=drawn(4, 8, seed=9, scale=10))
    plain = dict(x=short(3, 4, seed=10), parameters=drawn(4, 8, seed=11, biases=False))
    constant = dict(x=torch.full((2, 4), 3.0, dtype=torch.float64), parameters=drawn(4, 8, seed=12))
    hole = torch.tensor([[yes, yes, no], [no, yes, yes], [yes, no, yes]])
    dead_row = torch.tensor([[yes, no, no], [no, no, no], [no, yes, yes]])
    padding = torch.tensor([[yes] * 4, [yes, yes, no, no]]).view(2, 1, 1, 4)
    memory_padding = torch.tensor([[yes, yes, no], [yes, yes, yes]]).view(2, 1, 1, 3)
    for normFirst in (False, True):
        kind = "pre-norm" if normFirst else "post-norm"
        for activation in ("relu", "gelu"):
            options = dict(heads=2, normFirst=normFirst, activation=activation)
            yield f"encoder, {kind}, {activation}", small, options
            yield f"encoder, {kind}, {activation}, batch and padding", batch, dict(options, heads=3, mask=padding)
            yield f"encoder, {kind}, {activation}, causal", batch, dict(options, causal=True)
            yield f"decoder, {kind}, {activation}", decoder, dict(options, causal=True, memory=memory)
            yield f"decoder, {kind}, {activation}, masks", decoder, dict(
                options, heads=6, causal=True, mask=padding, memory=memory, memoryMask=memory_padding)
        options = dict(heads=2, normFirst=normFirst)
        yield f"encoder, {kind}, one head", small, dict(options, heads=1)
        yield f"encoder, {kind}, one token", one, dict(options, heads=4)
        yield f"encoder, {kind}, mask", small, dict(options, mask=hole)
        yield f"encoder, {kind}, a token that sees nothing", small, dict(options, mask=dead_row)
        yield f"encoder, {kind}, large numbers, saturated weights", large, options
        yield f"encoder, {kind}, no biases", plain, options
        yield f"encoder, {kind}, constant vectors", constant, options
        yield f"encoder, {kind}, a large eps", small, dict(options, eps=0.1)
        yield f"decoder, {kind}, one token, one of memory", one, dict(options, causal=True, memory=short(1, 4, seed=13))
        yield f"decoder, {kind}, not causal", decoder, dict(options, memory=memory)


def stacks():
    """What whole Transformers are tested on."""
    sequences = dict(source=short(2, 4, 6, seed=20), target=short(2, 3, 6, seed=21))
    padding = torch.tensor([[True] * 4, [True, True, False, False]]).view(2, 1, 1, 4)
    for normFirst in (False, True):
        kind = "pre-norm" if normFirst else "post-norm"
        for activation, layers in (("relu", 1), ("gelu", 2)):
            encoder = {str(i): drawn(6, 12, seed=100 + i) for i in range(layers)}
            decoder = {str(i): drawn(6, 12, seed=200 + i, decoder=True) for i in range(layers)}
            parameters = dict(
                encoder=dict(layers=encoder, norm=normal(6, seed=31)), decoder=dict(layers=decoder, norm=normal(6, seed=33)))
            inputs = dict(sequences, parameters=parameters)
            options = dict(heads=2, normFirst=normFirst, activation=activation)
            yield f"{kind}, {activation}, {layers} layers", inputs, options
            yield f"{kind}, {activation}, {layers} layers, padding", inputs, dict(
                options, sourceMask=padding, memoryMask=padding)


def drawn(E, F, seed, scale=1.0, biases=True, decoder=False):
    """Parameters of one layer, in the shapes of torch.nn: linear layers are (out, in)."""
    def weights(rows, columns, place):
        return short(rows, columns, seed=1000 * seed + place, scale=scale / math.sqrt(columns))

    def bias(size, place):
        return short(size, seed=1000 * seed + place, scale=0.3)

    def attention(place):
        w = {f"w{name}": weights(E, E, place + i) for i, name in enumerate("qkvo")}
        return {**w, **({f"b{name}": bias(E, place + 4 + i) for i, name in enumerate("qkvo")} if biases else {})}

    feed = dict(w1=weights(F, E, 40), w2=weights(E, F, 41))
    if biases:
        feed.update(b1=bias(F, 42), b2=bias(E, 43))
    names = ("self", "cross", "feed") if decoder else ("self", "feed")
    norms = {f"{name}Norm": normal(E, 1000 * seed + 50 + 2 * i) for i, name in enumerate(names)}
    return {"self": attention(0), **({"cross": attention(20)} if decoder else {}), "feed": feed, **norms}


def normal(E, seed):
    return dict(gain=1 + short(E, seed=seed, scale=0.3), bias=short(E, seed=seed + 1, scale=0.3))


def module_of(parameters, E, F, heads, normFirst, activation, eps, decoder):
    """torch.nn.TransformerEncoderLayer or TransformerDecoderLayer with these parameters."""
    kind = torch.nn.TransformerDecoderLayer if decoder else torch.nn.TransformerEncoderLayer
    layer = kind(E, heads, F, 0.0, activation, eps, batch_first=True, norm_first=normFirst, dtype=torch.float64)
    load(layer, parameters, decoder)
    return layer


@torch.no_grad()
def load(layer, p, decoder):
    attentions = [("self", layer.self_attn)] + ([("cross", layer.multihead_attn)] if decoder else [])
    for name, attention in attentions:
        attention.in_proj_weight.copy_(torch.cat([p[name][f"w{one}"] for one in "qkv"]))
        attention.in_proj_bias.copy_(torch.cat([p[name].get(f"b{one}", torch.zeros(len(p[name]["wq"]))) for one in "qkv"]))
        attention.out_proj.weight.copy_(p[name]["wo"])
        attention.out_proj.bias.copy_(p[name].get("bo", torch.zeros(1)))
    for name, linear in (("1", layer.linear1), ("2", layer.linear2)):
        linear.weight.copy_(p["feed"][f"w{name}"])
        linear.bias.copy_(p["feed"].get(f"b{name}", torch.zeros(1)))
    for place, name in enumerate(["self", "cross", "feed"] if decoder else ["self", "feed"], start=1):
        set_norm(getattr(layer, f"norm{place}"), p[f"{name}Norm"])


@torch.no_grad()
def set_norm(norm, p):
    norm.weight.copy_(p["gain"])
    norm.bias.copy_(p["bias"])


def masked(mask, *shape):
    """A mask of this site as torch.nn has it: true = must not attend."""
    return None if mask is None else ~mask.reshape(shape)


def check_layer(x, parameters, heads, normFirst=False, activation="relu", mask=None, causal=False, memory=None,
                memoryMask=None, eps=1e-5):
    """The trace of the formula; its output is that of PyTorch's own layer, where that does not give NaN."""
    options = dict(heads=heads, normFirst=normFirst, activation=activation, mask=mask, causal=causal, memory=memory,
                   memoryMask=memoryMask, eps=eps)
    trace = transformer_layer(x, parameters, **options)
    E, F = x.shape[-1], len(parameters["feed"]["w1"])
    layer = module_of(parameters, E, F, heads, normFirst, activation, eps, memory is not None).train()
    batch = x if x.dim() == 3 else x.unsqueeze(0)
    T = batch.shape[1]
    own = None if mask is None or mask.dim() == 4 else ~mask
    if causal:
        own = ~causal_mask(T)
    padding = masked(mask, len(batch), T) if mask is not None and mask.dim() == 4 else None
    if memory is None:
        output = layer(batch, own, padding)
    else:
        remembered = memory if memory.dim() == 3 else memory.unsqueeze(0)
        forbidden = None if memoryMask is None else masked(memoryMask, len(batch), remembered.shape[1])
        output = layer(batch, remembered, own, None, padding, forbidden)
    output = output if x.dim() == 3 else output.squeeze(0)
    assert output.isnan().any() or torch.allclose(output, trace["output"], rtol=1e-10, atol=1e-10)
    return trace


def check_stack(source, target, parameters, heads, normFirst, activation, sourceMask=None, memoryMask=None):
    """The same for torch.nn.Transformer."""
    options = dict(heads=heads, normFirst=normFirst, activation=activation)
    trace = transformer(source, target, parameters, sourceMask=sourceMask, memoryMask=memoryMask, **options)
    encoder, decoder = parameters["encoder"]["layers"], parameters["decoder"]["layers"]
    E, F = source.shape[-1], len(encoder["0"]["feed"]["w1"])
    model = torch.nn.Transformer(E, heads, len(encoder), len(decoder), F, 0.0, activation, batch_first=True,
                                 norm_first=normFirst, dtype=torch.float64).train()
    for stack, layers, name in ((model.encoder, encoder, "encoder"), (model.decoder, decoder, "decoder")):
        for layer, p in zip(stack.layers, layers.values()):
            load(layer, p, name == "decoder")
        set_norm(stack.norm, parameters[name]["norm"])
    padding = masked(sourceMask, *source.shape[:2])
    later = ~causal_mask(target.shape[1])
    output = model(source, target, None, later, None, padding, None, masked(memoryMask, *source.shape[:2]))
    assert torch.allclose(output, trace["output"], rtol=1e-10, atol=1e-10)
    return trace


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "transformerLayer", check_layer, cases())
    write(__file__, "transformer", check_stack, stacks(), "torch.json")

"""Multi-head attention (Vaswani et al. 2017, section 3.2.2), in PyTorch: the formula, and torch.nn.MultiheadAttention itself."""
import math

import torch
from torch.nn.functional import linear


def multi_head_attention(
    query, key, value, p, heads, mask=None, bias=None, causal=False, past=0, zero=False, average=False, scale=None
):
    """query: (…, T, Q), key: (…, S, K), value: (…, S, V); parameters p are (out, in); bias and mask stretch to (…, H, T, S)."""

    def split(x):  # (…, S, H·D) → (…, H, S, D)
        return x.unflatten(-1, (heads, -1)).transpose(-2, -3)

    q = linear(query, p["wq"], p.get("bq"))  # (…, T, H·D)
    k = append(linear(key, p["wk"], p.get("bk")), p.get("extraKey"), zero)  # (…, S, H·D)
    v = append(linear(value, p["wv"], p.get("bv")), p.get("extraValue"), zero)  # (…, S, H·E)
    q, k, v = split(q), split(k), split(v)

    products = q @ k.transpose(-2, -1)  # (…, H, T, D) · (…, H, D, S) → (…, H, T, S)
    scores = products * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    T, S = query.shape[-2], key.shape[-2]  # what stands for no token comes after S: always open, no bias
    if bias is not None:
        scores[..., :S] += bias
    if mask is not None:
        scores[..., :S].masked_fill_(~mask, -math.inf)
    if causal:  # query i is at position past + i, and sees no later key
        scores[..., :S].masked_fill_(torch.ones(T, S, dtype=torch.bool).triu(past + 1), -math.inf)
    nothing_open = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(nothing_open, 0)  # where PyTorch gives NaN, zeros
    found = weights @ v  # (…, H, T, S) · (…, H, S, E) → (…, H, T, E)
    output = linear(found.transpose(-2, -3).flatten(-2), p["wo"], p.get("bo"))  # (…, T, H·E) → (…, T, out)

    trace = {"q": q, "k": k, "v": v, "products": products, "scores": scores, "weights": weights}
    trace |= {"heads": found, "output": output}
    return {**trace, "average": weights.mean(-3)} if average else trace


def append(x, extra, zero):
    """Keys or values that stand for no token, after the last one: a learned one, then one of zeros."""
    last = [] if extra is None else [extra.expand(*x.shape[:-2], 1, -1)]
    last += [torch.zeros_like(x[..., :1, :])] if zero else []
    return torch.cat([x, *last], -2)


def from_module(query, key, value, state, heads, zero=False, average=True, forbidden=None, bias=None, ignored=None):
    """torch.nn.MultiheadAttention itself, with the parameters of `state`; its masks are true where one must *not* attend."""
    width = query.shape[-1]
    module = torch.nn.MultiheadAttention(
        *(width, heads),
        bias="in_proj_bias" in state,
        add_bias_kv="bias_k" in state,
        add_zero_attn=zero,
        kdim=key.shape[-1],
        vdim=value.shape[-1],
        batch_first=True,
        dtype=torch.float64,
    )  # in training mode, so that no fast path is taken
    module.load_state_dict(state)
    with torch.no_grad():
        output, weights = module(
            *(query, key, value),
            key_padding_mask=ignored,
            attn_mask=bias if forbidden is None else forbidden,
            average_attn_weights=average,
        )
    return {"average" if average else "weights": weights, "output": output}


def parameters(seed, heads, width=2, values=None, inputs=(4, 4, 4), out=None, biases=True, extra=False):
    """Learned numbers, drawn at random: heads of `width` features, whose values have `values`."""
    hd, he = heads * width, heads * (values or width)
    shapes = dict(wq=(hd, inputs[0]), wk=(hd, inputs[1]), wv=(he, inputs[2]), wo=(out or inputs[0], he))
    if biases:
        shapes |= dict(bq=(hd,), bk=(hd,), bv=(he,), bo=(out or inputs[0],))
    if extra:
        shapes |= dict(extraKey=(hd,), extraValue=(he,))
    return {name: short(*shape, seed=100 * seed + i) for i, (name, shape) in enumerate(shapes.items())}


def inputs(query, key, value, seed):
    draw = lambda shape, i: short(*shape, seed=10 * seed + i)
    return dict(query=draw(query, 1), key=draw(key, 2), value=draw(value, 3))


def itself(*shape, seed):
    x = short(*shape, seed=10 * seed)
    return dict(query=x, key=x, value=x)


yes, no = True, False
hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
dead_row = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]])


def cases():
    """What the kernel is tested on: the formula."""
    given = lambda sequences, p: {**sequences, "parameters": p}
    two = parameters(1, 2)
    yield "self-attention, two heads", given(itself(3, 4, seed=1), two), dict(heads=2)
    yield "without biases", given(itself(3, 4, seed=2), parameters(2, 2, biases=False)), dict(heads=2)
    yield "one head", given(itself(3, 4, seed=3), parameters(3, 1, width=4)), dict(heads=1)
    yield "as many heads as features", given(itself(3, 4, seed=4), parameters(4, 4, width=1)), dict(heads=4)
    yield "a batch", given(itself(2, 3, 4, seed=5), two), dict(heads=2)
    yield "two axes before the tokens", given(itself(2, 2, 3, 4, seed=6), two), dict(heads=2)
    cross = given(inputs((3, 4), (4, 4), (4, 4), 7), two)
    yield "cross-attention", cross, dict(heads=2)
    other = parameters(8, 3, width=2, values=3, inputs=(4, 3, 5), out=2)
    yield "widths of their own", given(inputs((3, 4), (4, 3), (4, 5), 8), other), dict(heads=3)
    yield "one key", given(inputs((3, 4), (1, 4), (1, 4), 9), two), dict(heads=2)
    yield "one query", given(inputs((1, 4), (4, 4), (4, 4), 10), two), dict(heads=2)

    yield "mask", cross, dict(heads=2, mask=hole)
    yield "mask for each head", cross, dict(heads=2, mask=torch.stack([hole, hole.flip(0)]))
    yield "mask, a row with nothing open", cross, dict(heads=2, mask=dead_row)
    batch = given(inputs((2, 3, 4), (2, 4, 4), (2, 4, 4), 11), two)
    yield "padding", batch, dict(heads=2, mask=padding.view(2, 1, 1, 4))
    yield "bias", cross, dict(heads=2, bias=short(3, 4, seed=12))
    yield "bias for each head", batch, dict(heads=2, bias=short(2, 1, 4, seed=13))
    yield "bias that masks", cross, dict(heads=2, bias=short(3, 4, seed=14).masked_fill(~hole, -math.inf))
    yield "causal", given(itself(4, 4, seed=15), two), dict(heads=2, causal=True)
    yield "causal, more keys than queries", cross, dict(heads=2, causal=True)
    yield "causal with a past", cross, dict(heads=2, causal=True, past=1)
    yield "another scale", cross, dict(heads=2, scale=0.1)
    yield "averaged", batch, dict(heads=2, average=True)

    extra = {**batch, "parameters": parameters(1, 2, extra=True)}
    yield "a learned key more", extra, dict(heads=2)
    yield "a key of zeros more", batch, dict(heads=2, zero=True)
    yield "a learned key and one of zeros", extra, dict(heads=2, zero=True, average=True)
    everything = dict(heads=2, zero=True, average=True, bias=short(1, 4, seed=16), causal=True)
    yield "all options", extra, {**everything, "mask": padding.view(2, 1, 1, 4)}
    yield "all masked but a key of zeros", batch, dict(heads=2, zero=True, mask=hole & ~hole)
    yield "all masked", batch, dict(heads=2, mask=hole & ~hole)

    loud = {**two, "wq": two["wq"] * 10000}
    yield "saturated: scores in the ten thousands", given(itself(3, 4, seed=17), loud), dict(heads=2)


def module_cases():
    """The same by the module, with the parameters as it stores them and masks in its own sense."""

    def packed(p):
        state = {"in_proj_weight": torch.cat([p["wq"], p["wk"], p["wv"]]), "out_proj.weight": p["wo"]}
        return named(p, state)

    def named(p, state):
        if "bq" in p:
            state |= {"in_proj_bias": torch.cat([p["bq"], p["bk"], p["bv"]]), "out_proj.bias": p["bo"]}
        if "extraKey" in p:
            state |= {"bias_k": p["extraKey"].view(1, 1, -1), "bias_v": p["extraValue"].view(1, 1, -1)}
        return state

    given = lambda sequences, state: {**sequences, "state": state}
    two, extra = packed(parameters(1, 2)), packed(parameters(1, 2, extra=True))
    yield "averaged", given(itself(3, 4, seed=1), two), dict(heads=2)
    yield "each head", given(itself(2, 3, 4, seed=5), two), dict(heads=2, average=False)
    bare = packed(parameters(2, 2, biases=False))
    yield "without biases", given(itself(3, 4, seed=2), bare), dict(heads=2, average=False)
    batch = given(inputs((2, 3, 4), (2, 4, 4), (2, 4, 4), 11), two)
    yield "cross-attention", batch, dict(heads=2, average=False)
    p = parameters(18, 2, inputs=(4, 3, 5))
    state = {f"{name[1]}_proj_weight": p[name] for name in ("wq", "wk", "wv")} | {"out_proj.weight": p["wo"]}
    wide = given(inputs((2, 3, 4), (2, 4, 3), (2, 4, 5), 18), named(p, state))
    yield "kdim and vdim", wide, dict(heads=2, average=False)
    yield "boolean attn_mask", batch, dict(heads=2, average=False, forbidden=~hole)
    each = torch.stack([hole, hole.flip(0), hole.flip(1), hole | hole.flip(0)])
    yield "boolean attn_mask for each head", batch, dict(heads=2, average=False, forbidden=~each)
    yield "attn_mask of numbers", batch, dict(heads=2, average=False, bias=short(3, 4, seed=12))
    yield "key_padding_mask", batch, dict(heads=2, average=False, ignored=~padding)
    both = dict(forbidden=torch.ones(3, 4, dtype=torch.bool).triu(1), ignored=~padding)
    yield "causal attn_mask and key_padding_mask", batch, dict(heads=2, average=False, **both)
    yield "add_bias_kv", {**batch, "state": extra}, dict(heads=2, average=False)
    yield "add_zero_attn", batch, dict(heads=2, average=False, zero=True)
    yield "everything", {**batch, "state": extra}, dict(heads=2, zero=True, average=True, **both)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "multiHeadAttention", multi_head_attention, cases())
    write(__file__, "multiHeadAttention", from_module, module_cases(), file="torch.json")

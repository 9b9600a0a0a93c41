"""Six scores for attention (Luong 2015, section 3.1; Bahdanau 2014; Graves 2014; Vaswani 2017) in PyTorch, formula by formula."""
import math

import torch


def attention_scores(q, k, kind, wa=None, ua=None, ba=0, va=None, beta=1):
    """q: (…, T, D), k: (…, S, E). Parameters are (out, in). Returns the scores (…, T, S) and what they are made from."""
    if kind == "dot":  # qᵀk
        return {"scores": torch.einsum("...td,...sd->...ts", q, k)}
    if kind == "scaled":  # qᵀk / √d
        return {"scores": torch.einsum("...td,...sd->...ts", q, k) / math.sqrt(k.shape[-1])}
    if kind == "cosine":  # β cos(q, k)
        queries, keys = direction(q), direction(k)
        return {"queries": queries, "keys": keys, "scores": beta * (queries @ keys.mT)}
    if kind == "general":  # kᵀ W_a q
        return {"queries": q @ wa.T, "scores": torch.einsum("...se,ed,...td->...ts", k, wa, q)}
    if kind == "additive":  # v_aᵀ tanh(W_a q + U_a k)
        if ua is None:  # concat: v_aᵀ tanh(W_a [q; k])
            wa, ua = wa[:, : q.shape[-1]], wa[:, q.shape[-1] :]
        queries, keys = q @ wa.T + ba, k @ ua.T
        hidden = torch.tanh(queries.unsqueeze(-2) + keys.unsqueeze(-3))  # (…, T, S, A)
        return {"queries": queries, "keys": keys, "hidden": hidden, "scores": hidden @ va.squeeze(0)}
    if kind == "location":  # W_a q, of which S entries are used
        scores, S = q @ wa.T, k.shape[-2]
        longer = torch.full((*scores.shape[:-1], max(0, S - scores.shape[-1])), -math.inf, dtype=q.dtype)
        return {"scores": torch.cat([scores, longer], -1)[..., :S]}
    raise ValueError(f"invalid kind: {kind}")


def direction(x):
    """Each row divided by its length; a row of zeros stays zero."""
    length = x.norm(dim=-1, keepdim=True)
    return torch.where(length > 0, x / length, torch.zeros_like(x))


def scored_attention(q, k, v, kind, mask=None, wc=None, bc=0, bend=True, **parameters):
    """v: (…, S, F); boolean mask (true = may attend) stretches to (…, T, S); wc, bc: Luong's attentional state."""
    trace = attention_scores(q, k, kind, **parameters)
    if mask is not None:
        trace["scores"] = trace["scores"].masked_fill(~mask, -math.inf)
    all_masked = (trace["scores"] == -math.inf).all(-1, keepdim=True)
    trace["weights"] = torch.softmax(trace["scores"], -1).masked_fill(all_masked, 0)
    trace["output"] = trace["weights"] @ v  # the context vector c
    if wc is not None:  # h̃ = tanh(W_c [c; q])
        mixed = torch.cat([trace["output"], q], -1) @ wc.T + bc
        trace["state"] = torch.tanh(mixed) if bend else mixed
    return trace


def translation_library(q, memory, kind, wa=None, ua=None, ba=None, va=None, wc=None, bc=None):
    """The same on (batch, length, dim) as translation libraries spell it: by linear layers and batched products."""
    linear = torch.nn.functional.linear
    if kind == "additive":
        pairs = [[va @ torch.tanh(linear(a, wa, ba) + linear(b, ua)) for a in q[0]] for b in memory[0]]
        align = torch.stack([torch.cat(row) for row in pairs], -1).unsqueeze(0)
    else:
        align = torch.bmm(q if kind == "dot" else linear(q, wa), memory.transpose(1, 2))
    context = torch.bmm(align.softmax(-1), memory)
    state = linear(torch.cat([context, q], 2), wc, bc)
    return align.softmax(-1), state if kind == "additive" else torch.tanh(state)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    draw = lambda *shape, seed: short(*shape, seed=seed)
    plain = dict(q=draw(3, 4, seed=1), k=draw(5, 4, seed=2), v=draw(5, 3, seed=3))
    uneven = dict(q=draw(3, 2, seed=4), k=draw(5, 4, seed=5), v=draw(5, 3, seed=6))
    headed = dict(q=draw(2, 2, 3, 4, seed=7), k=draw(2, 2, 5, 4, seed=8), v=draw(2, 2, 5, 3, seed=9))
    square = dict(wa=draw(4, 4, seed=10))
    network = dict(wa=draw(6, 4, seed=11), ua=draw(6, 4, seed=12), va=draw(1, 6, seed=13))
    parameters = {
        "dot": {},
        "scaled": {},
        "cosine": dict(beta=2.5),
        "general": square,
        "additive": network,
        "location": dict(wa=draw(5, 4, seed=14)),
    }
    some = torch.tensor([[yes, yes, no, yes, no], [no, no, no, no, no], [yes, yes, yes, yes, yes]])
    for kind, own in parameters.items():
        options = dict(kind=kind, **own)
        yield kind, plain, options
        yield f"{kind}, batch and heads", headed, options
        yield f"{kind}, masked, a row with nothing open", plain, dict(**options, mask=some)
        yield f"{kind}, one key", {**plain, "k": plain["k"][:1], "v": plain["v"][:1]}, options
        yield f"{kind}, a query and a key of zeros", {
            "q": plain["q"] * torch.tensor([[1.0], [0], [1]]),
            "k": plain["k"] * torch.tensor([[1.0], [1], [0], [1], [1]]),
            "v": plain["v"],
        }, options
        yield f"{kind}, long vectors", {**plain, "q": 100 * plain["q"], "k": 100 * plain["k"]}, options

    yield "general between widths", uneven, dict(kind="general", wa=draw(4, 2, seed=15))
    wide = dict(wa=draw(6, 2, seed=16), ua=draw(6, 4, seed=17), va=draw(1, 6, seed=18))
    yield "additive between widths", uneven, dict(kind="additive", **wide)
    concat = dict(wa=torch.cat([wide["wa"], wide["ua"]], 1), va=wide["va"])
    yield "concat is additive with one matrix", uneven, dict(kind="additive", **concat)
    yield "one hidden unit", plain, dict(
        kind="additive", wa=draw(1, 4, seed=19), ua=draw(1, 4, seed=20), va=draw(1, 1, seed=21)
    )
    yield "cosine, a sharpness for each query", plain, dict(
        kind="cosine", beta=torch.tensor([[0.0], [1], [20]], dtype=torch.float64)
    )
    yield "location, room for more keys", plain, dict(kind="location", wa=draw(8, 4, seed=22))
    yield "location, too long a sentence", plain, dict(kind="location", wa=draw(2, 4, seed=23))

    memory = draw(1, 5, 4, seed=24)
    steps = dict(q=draw(1, 3, 4, seed=25), k=memory, v=memory)
    biases = dict(ba=draw(4, seed=26), bc=draw(4, seed=27))
    wc, small = draw(4, 8, seed=28), dict(wa=draw(4, 4, seed=29), ua=draw(4, 4, seed=30), va=draw(1, 4, seed=31))
    for name, options in {
        "dot": dict(kind="dot", wc=wc),
        "general": dict(kind="general", wc=wc, wa=square["wa"]),
        "mlp": dict(kind="additive", wc=wc, **small, **biases),
    }.items():
        own = {**options, "bend": options["kind"] != "additive"}
        trace, (weights, state) = scored_attention(**steps, **own), translation_library(steps["q"], memory, **options)
        assert torch.allclose(trace["weights"], weights) and torch.allclose(trace["state"], state)
        yield f"attentional state as in OpenNMT-py: {name}", steps, own


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "scoredAttention", scored_attention, cases())

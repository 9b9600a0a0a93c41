"""Additive attention (Bahdanau, Cho and Bengio 2014, section 3.1 and appendix A.1.2) in PyTorch."""
import math

import torch


def additive_attention(s, h, wa, ua, va, ba=None, mask=None, keys=None):
    """s: states (…, T, N), h: annotations (…, S, M); parameters (out, in); mask (true = may attend) stretches to (…, T, S)."""
    linear = torch.nn.functional.linear
    queries = linear(s, wa, ba)  # W_a s: (…, T, A)
    keys = linear(h, ua) if keys is None else keys  # U_a h: (…, S, A)
    hidden = torch.tanh(queries.unsqueeze(-2) + keys.unsqueeze(-3))  # (…, T, S, A)
    scores = linear(hidden, va).squeeze(-1)  # v_aᵀ tanh(W_a s + U_a h)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    all_masked = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(all_masked, 0)
    output = weights @ h  # the context vectors c: (…, T, M)
    return {"queries": queries, "keys": keys, "hidden": hidden, "scores": scores, "weights": weights, "output": output}


def as_in_the_paper(s, h, wa, ua, va):
    """One target word after the other, one source word after the other: e_ij, α_ij, c_i."""
    contexts = []
    for state in s:
        e = torch.stack([va[0] @ torch.tanh(wa @ state + ua @ annotation) for annotation in h])
        alpha = e.exp() / e.exp().sum()
        contexts.append(sum(a * annotation for a, annotation in zip(alpha, h)))
    return torch.stack(contexts)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    parameters = dict(wa=short(6, 3, seed=1), ua=short(6, 4, seed=2), va=short(1, 6, seed=3))
    plain = dict(s=short(3, 3, seed=4), h=short(5, 4, seed=5))
    assert torch.allclose(additive_attention(**plain, **parameters)["output"], as_in_the_paper(**plain, **parameters))
    yield "three states, five annotations", plain, parameters
    yield "a bias inside the tanh", plain, dict(**parameters, ba=short(6, seed=6))
    ready = plain["h"] @ parameters["ua"].T
    yield "keys computed before", plain, dict(**parameters, keys=ready)

    batch = dict(s=short(2, 3, 3, seed=7), h=short(2, 5, 4, seed=8))
    headed = dict(s=short(2, 2, 3, 3, seed=9), h=short(2, 2, 5, 4, seed=10))
    yield "batch", batch, parameters
    yield "batch and heads", headed, parameters
    yield "one state at a time", dict(s=batch["s"][:, :1], h=batch["h"]), parameters
    yield "one annotation", dict(s=plain["s"], h=plain["h"][:1]), parameters

    hole = torch.tensor([[yes, yes, no, yes, no], [no, yes, yes, no, yes], [yes, no, no, no, no]])
    dead = torch.tensor([[yes, yes, no, yes, yes], [no, no, no, no, no], [no, no, no, yes, no]])
    padding = torch.tensor([[yes, yes, yes, no, no], [yes, yes, yes, yes, yes]]).view(2, 1, 5)
    yield "mask", plain, dict(**parameters, mask=hole)
    yield "a row with nothing open", plain, dict(**parameters, mask=dead)
    yield "mask of padding, biases", batch, dict(**parameters, ba=short(6, seed=6), mask=padding)

    yield "long vectors: every tanh at its end", dict(s=100 * plain["s"], h=100 * plain["h"]), parameters
    sharp = {**parameters, "va": 1000 * parameters["va"]}
    yield "a large v_a: saturated weights", plain, sharp
    yield "one hidden unit", plain, {name: x[:1] if name != "va" else x[:, :1] for name, x in parameters.items()}
    zero = dict(s=plain["s"] * 0, h=plain["h"])
    yield "states of zeros: some annotations are still preferred", zero, parameters


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "additiveAttention", additive_attention, cases())

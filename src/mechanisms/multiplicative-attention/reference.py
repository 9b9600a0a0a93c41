"""Multiplicative attention (Luong, Pham and Manning 2015, section 3) in PyTorch: scores, windows, attentional state."""
import math

import torch

linear = torch.nn.functional.linear


def compared(h, memory, score, wa, va):
    """The scores (…, T, S) of states h (…, T, N) and source states memory (…, S, M), and what they are made from."""
    if score == "dot":
        return {"scores": h @ memory.mT}
    if score == "general":  # h_sᵀ W_a h_t
        queries = linear(h, wa)
        return {"queries": queries, "scores": queries @ memory.mT}
    wide = h.shape[-1]  # concat: v_aᵀ tanh(W_a [h_t; h_s])
    queries, keys = linear(h, wa[:, :wide]), linear(memory, wa[:, wide:])
    hidden = torch.tanh(queries.unsqueeze(-2) + keys.unsqueeze(-3))
    return {"queries": queries, "keys": keys, "hidden": hidden, "scores": linear(hidden, va).squeeze(-1)}


def multiplicative_attention(
    h, memory, score="dot", wa=None, va=None, reach="global", D=None, wp=None, vp=None, lengths=None, wc=None, bc=None,
    mask=None, first=1, sigma=None, over="window", renormalize=False, whole=False, clamp=False,
):
    """The trace. The options are those of the kernel; a mask is true where a state may read a source word."""
    T, S = h.shape[-2], memory.shape[-2]
    trace = compared(h, memory, score, wa, va)
    scores, inside, gaussian = trace.pop("scores"), None, None
    words = torch.arange(first, first + S, dtype=h.dtype)
    if reach == "local-m":
        centers = torch.arange(first, first + T, dtype=h.dtype).unsqueeze(-1)
        centers = centers.clamp(max=first + S - 1) if clamp else centers
        inside = (words - centers).abs() <= D
    if reach == "local-p":
        centers = (S if lengths is None else lengths) * torch.sigmoid(linear(torch.tanh(linear(h, wp)), vp))
        inside = (words - (centers.floor() if whole else centers)).abs() <= D
        gaussian = torch.exp(-((words - centers) ** 2) / (2 * (D / 2 if sigma is None else sigma) ** 2))
    if inside is not None:
        trace["centers"] = centers
        if over == "window":
            scores = scores.masked_fill(~inside, -math.inf)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    nothing = (scores == -math.inf).all(-1, keepdim=True)
    weights = torch.softmax(scores, -1).masked_fill(nothing, 0)
    trace["scores"] = scores
    if gaussian is not None:
        trace["shares"], trace["gaussian"] = weights, gaussian
    if inside is not None and over == "all":
        weights = weights.masked_fill(~inside, 0)
    if gaussian is not None:
        weights = weights * gaussian
    if renormalize:
        total = weights.sum(-1, keepdim=True)
        weights = torch.where(total > 0, weights / total, torch.zeros_like(weights))
    trace["weights"] = weights
    trace["output"] = weights @ memory
    if wc is not None:
        trace["state"] = torch.tanh(linear(torch.cat([trace["output"], h], -1), wc, bc))
    return trace


def local_p_as_in_the_paper(h, memory, wa, wp, vp, D):
    """General scores, one target word after the other: equations 7, 9 and 10, with words counted from 1."""
    contexts, S = [], len(memory)
    for state in h:
        p = S * torch.sigmoid(vp[0] @ torch.tanh(wp @ state))
        near = [s for s in range(1, S + 1) if p - D <= s <= p + D]
        align = torch.softmax(torch.stack([state @ wa.T @ memory[s - 1] for s in near]), 0)
        fade = torch.stack([torch.exp(-((s - p) ** 2) / (2 * (D / 2) ** 2)) for s in near])
        contexts.append(sum(a * g * memory[s - 1] for a, g, s in zip(align, fade, near)))
    return torch.stack(contexts)


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    plain = dict(h=short(4, 3, seed=1), memory=short(6, 3, seed=2))
    headed = dict(h=short(2, 2, 3, 3, seed=3), memory=short(2, 2, 5, 3, seed=4))
    general = dict(score="general", wa=short(3, 3, seed=5))
    joined = dict(score="concat", wa=short(4, 6, seed=6), va=short(1, 4, seed=7))
    state = dict(wc=short(3, 6, seed=8))
    place = dict(reach="local-p", wp=short(4, 3, seed=9), vp=short(1, 4, seed=10))
    kinds = {"dot": dict(score="dot"), "general": general, "concat": joined}
    mask = torch.tensor([[yes, yes, no, yes, no, yes], [no] * 6, [yes] * 6, [no, no, no, no, no, yes]])
    for name, kind in kinds.items():
        yield f"{name}, global", plain, {**kind, **state}
        yield f"{name}, batch and heads", headed, kind
        yield f"{name}, local-m", plain, dict(**kind, **state, reach="local-m", D=1)
        yield f"{name}, local-p", plain, dict(**kind, **state, **place, D=2)
        yield f"{name}, mask with a closed row", plain, dict(**kind, mask=mask)
        yield f"{name}, one source word", dict(h=plain["h"], memory=plain["memory"][:1]), {**kind, **place, "D": 2}
        yield f"{name}, long vectors", dict(h=100 * plain["h"], memory=100 * plain["memory"]), kind
    want = local_p_as_in_the_paper(**plain, wa=general["wa"], wp=place["wp"], vp=place["vp"], D=2)
    assert torch.allclose(multiplicative_attention(**plain, **general, **place, D=2)["output"], want)

    uneven = dict(h=short(4, 2, seed=11), memory=short(6, 3, seed=12))
    yield "general between widths, a bias", uneven, dict(
        score="general", wa=short(3, 2, seed=13), wc=short(4, 5, seed=14), bc=short(4, seed=15)
    )
    yield "concat between widths", uneven, dict(score="concat", wa=short(4, 5, seed=16), va=short(1, 4, seed=17))

    more = dict(h=short(6, 3, seed=18), memory=short(3, 3, seed=19))
    yield "local-m, more steps than words", more, dict(reach="local-m", D=1)
    yield "local-m, steps beyond the end at the last word", more, dict(reach="local-m", D=1, clamp=True)
    yield "local-m, a window of one word", plain, dict(reach="local-m", D=0)
    yield "local-m, a window wider than the source", plain, dict(reach="local-m", D=10)
    yield "local-m, counted from 0", plain, dict(reach="local-m", D=1, first=0)
    yield "local-m, softmax over all words", plain, dict(reach="local-m", D=1, over="all")
    yield "local-m, softmax over all words, renormalized", plain, dict(reach="local-m", D=1, over="all", renormalize=True)
    yield "local-m, mask", plain, dict(reach="local-m", D=1, mask=mask)

    p = dict(**general, **place)
    yield "local-p, counted from 0", plain, dict(**p, D=2, first=0)
    yield "local-p, a window around a whole number", plain, dict(**p, D=2, first=0, whole=True)
    yield "local-p, renormalized", plain, dict(**p, D=2, renormalize=True)
    yield "local-p, softmax over all words", plain, dict(**p, D=2, over="all")
    yield "local-p, a width of its own", plain, dict(**p, D=2, sigma=0.5)
    yield "local-p, a narrow window that may hold no word", plain, dict(**p, D=0.3)
    yield "local-p, mask", plain, dict(**p, D=2, mask=mask)
    yield "local-p, batch and heads", headed, dict(**p, D=1.5)
    batch = dict(h=short(2, 3, 3, seed=20), memory=short(2, 5, 3, seed=21))
    padding = torch.tensor([[yes, yes, yes, no, no], [yes] * 5]).view(2, 1, 5)
    lengths = torch.tensor([3.0, 5.0], dtype=torch.float64).view(2, 1, 1)
    yield "local-p, padding", batch, dict(**p, D=2, mask=padding, lengths=lengths)


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "multiplicativeAttention", multiplicative_attention, cases())

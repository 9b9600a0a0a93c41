"""Hard attention: one location drawn from the weights (Xu et al. 2015, section 4.1), and its gradients, in PyTorch."""
import math

import torch
import torch.nn.functional as F


def hard_attention(
    scores, v, choose="sample", uniform=None, gumbels=None, tau=1, hard=True, k=1, mask=None
):
    """scores: (…, T, S), v: (…, S, E), uniform: (…, T, 1), gumbels: (…, T, S); mask: true = may attend."""
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = softmax(scores)
    if choose == "sample":
        choice = draw(weights, uniform)
    elif choose == "gumbel":
        choice = gumbel_softmax(scores, gumbels, tau, hard)
    else:
        choice = largest(weights, k if choose == "topk" else 1)
    return {"scores": scores, "weights": weights, "choice": choice, "output": choice @ v}


def softmax(scores):
    """The softmax of each row; a row with everything masked gets zeros."""
    return torch.softmax(scores, -1).masked_fill((scores == -math.inf).all(-1, keepdim=True), 0)


def draw(weights, uniform):
    """What torch.multinomial does, with the noise as an argument: the first location where the sum exceeds u."""
    total = weights.cumsum(-1)
    shape = torch.broadcast_shapes(total.shape[:-1], uniform.shape[:-1])
    total = total.expand(*shape, total.shape[-1]).contiguous()
    index = torch.searchsorted(total, uniform.expand(*shape, 1).contiguous(), right=True)
    index = index.clamp(max=weights.shape[-1] - 1)  # only where nothing is open
    open_rows = weights.sum(-1, keepdim=True) > 0
    return torch.zeros_like(total).scatter(-1, index, 1.0) * open_rows


def largest(weights, k):
    """The k largest weights, divided by their sum; of equal ones the first."""
    order = weights.sort(dim=-1, descending=True, stable=True).indices[..., :k]
    kept = weights * torch.zeros_like(weights).scatter(-1, order, 1.0)
    return torch.nan_to_num(kept / kept.sum(-1, keepdim=True))


def gumbel_softmax(logits, gumbels, tau=1, hard=False):
    """torch.nn.functional.gumbel_softmax, with the noise as an argument."""
    soft = softmax((logits + gumbels) / tau)
    if not hard:
        return soft
    one = largest(soft.detach(), 1)
    return one - soft.detach() + soft  # forwards the one-hot vector, backwards the soft one


def reinforce(logits, reward, choice, baseline=0):
    """(R − b) ∂ log α_s / ∂logits for each draw: logits (S), reward (N, 1), one-hot choice (N, S)."""
    logits = logits.expand_as(choice).detach().requires_grad_()
    log_probability = (torch.log_softmax(logits, -1) * choice).sum(-1, keepdim=True)
    ((reward - baseline) * log_probability).sum().backward()
    return logits.grad


def cases():
    """What the kernel is tested on."""
    yes, no = True, False
    f64 = dict(dtype=torch.float64)
    urn = dict(scores=torch.tensor([[5.0, 3.0, 2.0]], **f64).log(), v=torch.tensor([[0.0], [10], [20]], **f64))
    for u in (0.0, 0.2, 0.6, 0.9, 0.9999):
        yield f"three locations, u = {u}", urn, dict(uniform=torch.tensor([[u]], **f64))
    yield "three locations, argmax", urn, dict(choose="argmax")
    for k in (1, 2, 3, 7):
        yield f"three locations, top {k}", urn, dict(choose="topk", k=k)
    draws = torch.rand(20, 1, 1, generator=torch.Generator().manual_seed(1), **f64).round(decimals=3)
    yield "twenty draws", urn, dict(uniform=draws)

    def inputs(scores, v, seed, scale=1.0):
        return dict(scores=short(*scores, seed=10 * seed, scale=scale), v=short(*v, seed=10 * seed + 1))

    def uniform(*shape, seed):
        return torch.rand(shape, generator=torch.Generator().manual_seed(seed), **f64).round(decimals=3)

    def noise(*shape, seed):
        return -(-uniform(*shape, seed=seed).clamp(0.001, 0.999).log()).log().round(decimals=3)

    plain = inputs((3, 4), (4, 2), 1)
    headed = inputs((2, 2, 3, 4), (2, 2, 4, 3), 2)
    hole = torch.tensor([[yes, yes, no, yes], [no, yes, yes, no], [yes, no, no, no]])
    dead_row = torch.tensor([[yes, yes, no, yes], [no, no, no, no], [no, no, no, yes]])
    padding = torch.tensor([[yes, yes, yes, no], [yes, yes, no, no]]).view(2, 1, 1, 4)
    ways = {
        "sample": lambda *shape, seed: dict(choose="sample", uniform=uniform(*shape, 3, 1, seed=seed)),
        "argmax": lambda *shape, seed: dict(choose="argmax"),
        "top 2": lambda *shape, seed: dict(choose="topk", k=2),
        "Gumbel": lambda *shape, seed: dict(choose="gumbel", gumbels=noise(*shape, 3, 4, seed=seed)),
        "soft Gumbel": lambda *shape, seed: dict(
            choose="gumbel", gumbels=noise(*shape, 3, 4, seed=seed), hard=False
        ),
    }
    for seed, (name, way) in enumerate(ways.items()):
        yield f"{name}", plain, way(seed=seed)
        yield f"{name}, batch and heads", headed, way(2, 2, seed=10 + seed)
        yield f"{name}, mask", plain, {**way(seed=20 + seed), "mask": hole}
        yield f"{name}, a row with nothing open", plain, {**way(seed=30 + seed), "mask": dead_row}
        yield f"{name}, padding", headed, {**way(2, 2, seed=40 + seed), "mask": padding}
        yield f"{name}, one key", inputs((3, 1), (1, 2), 3), {
            **way(seed=50 + seed),
            **(dict(gumbels=noise(3, 1, seed=60 + seed)) if "Gumbel" in name else {}),
        }
        yield f"{name}, saturated", inputs((3, 4), (4, 2), 4, scale=300.0), way(seed=70 + seed)
        yield f"{name}, values of many features", inputs((3, 4), (4, 9), 5), way(seed=80 + seed)

    gumbels = noise(3, 4, seed=90)
    for tau in (0.1, 0.5, 2, 10):
        for hard in (no, yes):
            options = dict(choose="gumbel", gumbels=gumbels, tau=tau, hard=hard)
            yield f"Gumbel-softmax, τ = {tau}{', hard' if hard else ''}", plain, options
    torch.manual_seed(1)  # the function that PyTorch has, given its noise
    official = {hard: F.gumbel_softmax(plain["scores"], 0.7, hard) for hard in (no, yes)}
    torch.manual_seed(1)
    for hard, want in official.items():
        drawn = -torch.empty_like(plain["scores"]).exponential_().log()
        assert torch.allclose(gumbel_softmax(plain["scores"], drawn, 0.7, hard), want)
        options = dict(choose="gumbel", gumbels=drawn.round(decimals=6), tau=0.7, hard=hard)
        yield f"the noise of torch.nn.functional.gumbel_softmax, {'hard' if hard else 'soft'}", plain, options
    ties = dict(scores=torch.tensor([[1.0, 2, 2, 1], [3, 3, 3, 3]], **f64), v=plain["v"])
    yield "ties, argmax: the first", ties, dict(choose="argmax")
    for k in (2, 3):
        yield f"ties, top {k}: the first", ties, dict(choose="topk", k=k)


def gradient_cases():
    """Gradients of the expected reward by the logits: REINFORCE, from each draw."""
    f64 = dict(dtype=torch.float64)
    logits = torch.tensor([5.0, 3.0, 2.0], **f64).log()
    reward = torch.tensor([[0.0], [10], [20]], **f64)
    every = dict(logits=logits, reward=reward, choice=torch.eye(3, **f64))
    for b in (0, 7, 10.1):
        yield f"every location once, b = {b}", dict(**every, baseline=b), {}
    wide = dict(logits=short(6, seed=1), reward=short(5, 1, seed=2, scale=3.0))
    picks = torch.tensor([0, 5, 2, 2, 3])
    yield "five draws of six", dict(**wide, choice=F.one_hot(picks, 6).to(torch.float64), baseline=0.5), {}
    saturated = {**every, "logits": torch.tensor([100.0, 0, -100], **f64)}
    yield "saturated", dict(**saturated, baseline=7), {}


def gumbel_gradient(logits, gumbels, reward, tau, hard):
    """The gradient of the reward, Σ y·R, by the logits through a sample y of Gumbel-softmax."""
    logits = logits.clone().requires_grad_()
    (gumbel_softmax(logits, gumbels, tau, hard) @ reward).sum().backward()
    return logits.grad


def gumbel_cases():
    """Gradients through Gumbel-softmax, soft and straight-through: they are the same."""
    f64 = dict(dtype=torch.float64)
    logits = torch.tensor([[5.0, 3.0, 2.0]], **f64).log()
    reward = torch.tensor([[0.0], [10], [20]], **f64)
    gumbels = torch.tensor([[0.4, 0.9, 1.3]], **f64)
    for tau in (0.1, 0.5, 1, 3):
        for hard in (False, True):
            inputs = dict(logits=logits, gumbels=gumbels, reward=reward, tau=tau, hard=hard)
            yield f"τ = {tau}, {'straight-through' if hard else 'soft'}", inputs, {}
    wide = dict(logits=short(2, 5, seed=1), gumbels=short(2, 5, seed=2), reward=short(5, 1, seed=3))
    yield "two rows of five", dict(**wide, tau=0.7, hard=True), {}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from vectors import short, write

    write(__file__, "hardAttention", hard_attention, cases())
    estimates = lambda *inputs: {"gradient": reinforce(*inputs)}
    write(__file__, "reinforce", estimates, gradient_cases(), "gradients.json")
    through = lambda *inputs: {"gradient": gumbel_gradient(*inputs)}
    write(__file__, "gumbelGradient", through, gumbel_cases(), "gumbel-gradients.json")

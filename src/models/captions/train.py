"""Trains the tellers and writes weights.json, evaluation.json and vectors.json. Seeded; minutes on one core of a CPU."""
import json
import random
import sys
import time
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

folder = Path(__file__).resolve().parent
sys.path.append(str(folder.parent))
from data import draw_sets, tensors, vocabulary  # noqa: E402
from measure import evaluate  # noqa: E402
from model import Teller, sizes  # noqa: E402
from shipped import quantise  # noqa: E402
from vectors import vectors  # noqa: E402
from world import world  # noqa: E402

seed, batch, rate, dropout = 5, 64, 3e-3, 0.2
reinforce, entropy = 0.3, 0.01  # λ_r and λ_e of section 4.1
steps = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
scenes, held = 20_000, 1000
splits, noises = ["heldOut", "newPairs", "fourThings"], [k / 20 for k in range(11)]
torch.set_num_threads(1)
sets = draw_sets(seed, scenes, held)


def losses(model, pixels, target, counted, baseline):
    """What is made small, the mean negative log-probability of a word, and what the places brought."""
    soft = torch.rand(len(target)) < 0.5 if model.look == "hard" else None
    logits, weights, choice = model(pixels, target, soft)
    each = -cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none").reshape(target.shape) * counted
    loss, rewards = -each.sum(1).mean(), baseline
    if model.look == "hard":  # section 4.1: REINFORCE with a moving baseline, and the entropy of the places
        log = weights.clamp_min(1e-9).log()
        drawn = (choice * log).sum(-1)  # log p(s_t | a)
        spread = -(weights * log).sum(-1)  # H[s_t]
        # log p(y | s, a) from this word on: a place cannot change what was written before it, which the paper counts as well
        rewards = each.detach().flip(1).cumsum(1).flip(1)
        credit = ((rewards - baseline[: target.shape[1]]) * drawn * counted).sum(1) * ~soft
        loss = loss - reinforce * credit.mean() - entropy * (spread * counted).sum(1).mean()
    return loss, -each.sum() / counted.sum(), rewards


def train(look):
    """Adam, the right words given; the rate falls to 0 along a cosine."""
    torch.manual_seed(seed)
    model = Teller(len(vocabulary), look, dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    order, source = [], random.Random(seed + 1)
    curve, total, since, baseline = [], 0.0, 0, torch.zeros(16)
    start = time.process_time()
    for step in range(1, steps + 1):
        if len(order) < batch:
            order = list(range(scenes))
            source.shuffle(order)
        pixels, target, counted = tensors([sets["training"][order.pop()] for _ in range(batch)])
        pixels = pixels + world["noise"] * torch.randn(pixels.shape)
        loss, word, rewards = losses(model, pixels, target, counted, baseline)
        if look == "hard":  # b, for each word of a caption
            long = target.shape[1]
            baseline[:long] = 0.9 * baseline[:long] + 0.1 * (rewards * counted).sum(0) / counted.sum(0).clamp_min(1)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total, since = total + word.item(), since + 1
        if step % 200 == 0 or step in (1, 100, 300, 500):
            result, _ = evaluate(model, sets["heldOut"][:500], world["noise"])
            point = {"step": step, "loss": total / since, **{name: result[name] for name in ("exact", "words", "looked")}}
            curve.append({name: round(value, 4) for name, value in point.items()})
            print(look, f"{time.process_time() - start:.0f}s", curve[-1], flush=True)
            total, since = 0.0, 0
    return model, curve, (time.process_time() - start) / 60


def measure(look, model, curve, minutes):
    """What the page says of a model; from here on its parameters are those of the bytes."""
    before, _ = evaluate(model, sets["heldOut"], world["noise"])
    weights = quantise(model)
    found = {name: evaluate(model, sets[name], world["noise"]) for name in splits}
    for name, (shares, wrong) in found.items():
        print(look, name, shares, [(" ".join(one["want"]), " ".join(one["got"])) for one in wrong[:6]])
    return weights, {
        "minutes": round(minutes, 1),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "exactBefore": before["exact"],
        "curve": curve,
        "splits": {name: shares for name, (shares, _) in found.items()},
        "likeliest": {name: evaluate(model, sets[name], world["noise"], sample=False)[0] for name in splits},
        "byNoise": [{"noise": noise, **evaluate(model, sets["heldOut"], noise)[0]} for noise in noises],
        "failures": {
            name: [{key: " ".join(one[key]) for key in ("want", "got")} for one in wrong[:12]]
            for name, (_, wrong) in found.items()
        },
    }


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_text(text + "\n")
    print(name, f"{len(text.encode()) / 1000:.0f} kB")


def finish(trained):
    """look → (model, curve, minutes): measures all, and writes the three files."""
    parts = {look: measure(look, *trained[look]) for look in trained}
    shipped = {look: weights for look, (weights, _) in parts.items() if look != "mean"}
    write("weights.json", {"sizes": sizes, "words": vocabulary, "parameters": shipped})
    about = {"torch": torch.__version__.split("+")[0], "seed": seed, "steps": steps, "batch": batch, "scenes": scenes}
    chances = {"reinforce": reinforce, "entropy": entropy, "dropout": dropout}
    write("evaluation.json", {**about, **chances, "models": {look: measured for look, (_, measured) in parts.items()}})
    write("vectors.json", vectors({look: trained[look][0] for look in shipped}, sets))


if __name__ == "__main__":
    finish({look: train(look) for look in ["soft", "hard", "mean"]})

"""What PyTorch computes, for the tests of the same in TypeScript."""
import random

import torch

from data import pixels_of, vocabulary
from measure import evaluate
from model import Teller, end
from shipped import rounded
from world import caption, cell, inside, world


@torch.no_grad()
def case(look, model, scene, uniforms):
    """One caption in float64, step by step. The numbers draw the places of hard attention; without them: the likeliest."""
    exact = Teller(len(vocabulary), look).double().eval()
    exact.load_state_dict(model.state_dict())
    a, state = exact.encode(pixels_of(scene).double()[None])
    made = {"look": look, "scene": scene, "uniforms": uniforms, "annotations": rounded(a)}
    trace = {name: [] for name in ("states", "weights", "scores", "choices", "contexts")}
    word, words, probabilities = torch.tensor([end]), [], []
    for t in range(16):
        uniform = torch.tensor([[uniforms[t]]], dtype=torch.float64) if uniforms else None
        state, logits, scores, weights, choice, context = exact.step(state, word, a, exact.ua(a), uniform)
        for name, value in zip(trace, (state, weights, scores, choice, context)):
            trace[name] += rounded(value)
        word = logits.argmax(-1)
        words.append(vocabulary[int(word)])
        probabilities.append(float(logits.softmax(-1).max()))
        if int(word) == end:
            break
    return {**made, "words": words, "probabilities": probabilities, **trace}


def bitmaps():
    """Which pixels of a cell each shape covers, for every shift: rows of # and ·."""
    rows = []
    shifts = range(-world["shift"], world["shift"] + 1)
    for shape in world["shapes"]:
        for shift in [(x, y) for y in shifts for x in shifts]:
            centre = [k + 0.5 - cell / 2 for k in range(cell)]
            lines = ["".join("#" if inside(shape, x - shift[0], y - shift[1]) else "·" for x in centre) for y in centre]
            rows.append({"shape": shape, "shift": shift, "lines": lines})
    return rows


def vectors(models, sets):
    source = random.Random(1)
    three = [scene for scene in sets["heldOut"] if len(scene) == 3]
    cases = [case("soft", models["soft"], scene, None) for scene in three[:2]]
    cases += [case("hard", models["hard"], three[0], None)]
    cases += [case("hard", models["hard"], scene, [round(source.random(), 6) for _ in range(16)]) for scene in three[:2]]
    samples = {name: sets[name][:40] for name in ("heldOut", "newPairs", "fourThings")}
    likeliest = {
        look: {name: evaluate(model, scenes, 0, sample=False)[0]["exact"] for name, scenes in samples.items()}
        for look, model in models.items()
    }
    captions = {name: [[scene, *caption(scene)] for scene in scenes] for name, scenes in samples.items()}
    return {"bitmaps": bitmaps(), "cases": cases, "samples": captions, "likeliest": likeliest}

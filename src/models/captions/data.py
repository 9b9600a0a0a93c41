"""The sets of scenes: for training, and three kinds that training never sees; and scenes as tensors."""
import random

import torch

from model import end, places
from world import caption, draw, is_withheld, patch, world

vocabulary = [".", *world["words"], *world["colours"], *world["shapes"]]
ids = {word: i for i, word in enumerate(vocabulary)}


def draw_sets(seed, training, held):
    """Scenes that differ in more than small shifts. Every twelfth of those that training might see is held out."""
    source = random.Random(seed)
    want = {"training": training, "heldOut": held, "newPairs": held, "fourThings": held}
    sets, known = {name: [] for name in want}, set()
    while any(len(sets[name]) < count for name, count in want.items()):
        four = source.random() < 0.1
        scene = draw(source, world["most"] + 1 if four else source.choices(range(1, world["most"] + 1), [1, 4, 5])[0])
        key = " ".join(sorted(f"{t['colour']} {t['shape']} {t['row']} {t['column']}" for t in scene))
        if key in known:
            continue
        known.add(key)
        if four:
            name = None if is_withheld(scene) else "fourThings"
        elif is_withheld(scene):
            name = "newPairs"
        else:
            name = "heldOut" if len(known) % 12 == 0 else "training"
        if name is not None and len(sets[name]) < want[name]:
            sets[name].append(scene)
    return sets


patches = {}


def pixels_of(scene):
    """(16, 192): the cells of a scene, as rows of pixels."""
    rows = [(None,)] * places
    for t in scene:
        rows[t["row"] * world["grid"] + t["column"]] = (t["colour"], t["shape"], *t["shift"])
    for row in rows:
        if row not in patches:
            thing = None if row == (None,) else {"colour": row[0], "shape": row[1], "shift": row[2:]}
            patches[row] = torch.tensor(patch(thing))
    return torch.stack([patches[row] for row in rows])


def tensors(scenes):
    """Pixels (B, 16, 192), words with their end (B, T), and which of them count (B, T)."""
    lines = [[ids[word] for word in caption(scene)[0]] + [end] for scene in scenes]
    longest = max(map(len, lines))
    words = torch.tensor([line + [end] * (longest - len(line)) for line in lines])
    lengths = torch.tensor([len(line) for line in lines])
    return torch.stack([pixels_of(scene) for scene in scenes]), words, torch.arange(longest) < lengths[:, None]

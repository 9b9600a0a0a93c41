"""Drawings of cats and of other things, 32 × 32 pixels: scenes are drawn with chances, and scenes become pixels.

A scene is plain data: a background, perhaps a floor, clutter, and a thing whose parts stand somewhere. drawing.ts makes the same pixels of it.
"""
import json
from pathlib import Path

import torch

data = json.loads((Path(__file__).resolve().parent / "figures.json").read_text())
figures, arrangement = data["figures"], data["arrangement"]
side = 32
parts = ["head", "body", "tail"]  # a pixel of a cat's part is 1, 2 or 3; one of anything else that is drawn is 4
chances = {"cat": 0.5, "heap": 0.22, "dog": 0.12, "house": 0.06, "shapes": 0.1}


# Scenes.
def between(source, low, high):
    return round(source.uniform(low, high), 3)


def color(source, *others):
    """A colour that can be told from others."""
    while True:
        found = [source.randint(12, 243) for _ in range(3)]
        if all(sum(abs(a - b) for a, b in zip(found, other)) > 130 for other in others):
            return found


def palette(source, *behind):
    """The colours of a thing: fur, its stripes, what is light, eyes that can be seen, and a nose."""
    fur = color(source, *behind)
    eye = [30, 32, 30] if sum(fur) > 280 else [240, 240, 200]
    light = [source.randint(205, 255) for _ in range(3)]
    return {"fur": fur, "stripe": [round(0.6 * x) for x in fur], "light": light, "eye": eye, "nose": color(source, light)}


def clutter(source, most, *behind):
    """A few small shapes behind whatever is drawn."""
    found = []
    for _ in range(source.randint(0, most)):
        kind = source.choice(["ellipse", "box", "triangle", "stroke"])
        at = [between(source, 0.05, 0.95), between(source, 0.05, 0.95)]
        shape = {"kind": kind, "color": color(source, *behind), "at": at}
        if kind == "stroke":
            to = [round(x + source.uniform(-0.25, 0.25), 3) for x in at]
            shape.update(to=to, reach=between(source, 0.02, 0.04))
        else:
            shape.update(size=[between(source, 0.04, 0.11), between(source, 0.04, 0.11)])
        found.append(shape)
    return found


def animal(source):
    """Where head, body and tail of an animal are: (places, scale, whether it looks to the right)."""
    while True:
        scale, flip = between(source, 0.6, 1.05), source.random() < 0.5
        body = [between(source, 0.2, 0.8), between(source, 0.3, 0.85)]
        at = {"body": body}
        for part, ranges in arrangement.items():
            across = source.uniform(*ranges["across"]) * scale * (-1 if flip else 1)
            at[part] = [round(body[0] + across, 3), round(body[1] + source.uniform(*ranges["down"]) * scale, 3)]
        if all(0.13 <= x <= 0.87 for place in at.values() for x in place):
            return at, scale, flip


def is_arranged(at, scale, flip, margin=0.0):
    """Whether head and tail stand to the body as an animal's do, give or take a margin."""
    for part, ranges in arrangement.items():
        across = (at[part][0] - at["body"][0]) / scale * (-1 if flip else 1)
        down = (at[part][1] - at["body"][1]) / scale
        for value, (low, high) in [(across, ranges["across"]), (down, ranges["down"])]:
            if not low - margin <= value <= high + margin:
                return False
    return True


def heap(source):
    """An animal's parts where none has them: one of them moved away, or all of them anywhere."""
    while True:
        at, scale, flip = animal(source)
        for part in [source.choice(["head", "tail"])] if source.random() < 0.5 else parts:
            at[part] = [between(source, 0.13, 0.87), between(source, 0.13, 0.87)]
        if not is_arranged(at, scale, flip, 0.12) and not is_arranged(at, scale, not flip, 0.12):
            return at, scale, flip


def scene(source, kind=None):
    """A scene of a kind, or of one that is drawn with its chance."""
    kind = kind or source.choices(list(chances), list(chances.values()))[0]
    background = color(source)
    behind = [background]
    made = {"kind": kind, "background": background}
    if source.random() < 0.5:
        made["floor"] = {"color": color(source), "from": between(source, 0.55, 0.9)}
        behind.append(made["floor"]["color"])
    made["clutter"] = clutter(source, 8 if kind == "shapes" else 2, *behind)
    colors = palette(source, *behind)
    if kind == "house":
        scale, x, y = between(source, 0.6, 1.05), between(source, 0.3, 0.7), between(source, 0.4, 0.75)
        at, flip = {"wall": [x, y], "roof": [x, round(y - 0.25 * scale, 3)]}, False
    elif kind != "shapes":
        at, scale, flip = heap(source) if kind == "heap" else animal(source)
    if kind != "shapes":
        figure = "cat" if kind == "heap" else kind
        made["thing"] = {"figure": figure, "at": at, "scale": scale, "flip": flip, "colors": colors}
    return made


def site_cat(at):
    """The cat of the site's articles, with its parts at places of the picture."""
    site = data["siteCat"]
    thing = {"figure": "cat", "at": at, "scale": 1, "flip": False, "colors": site["colors"]}
    return {"kind": "cat", "background": site["background"], "floor": site["floor"], "clutter": [], "thing": thing}


# Pixels.
def shapes_of(scene):
    """All shapes in the order in which they are painted, in places of the picture: (shape, colour, part)."""
    found = [(shape, shape["color"], 4) for shape in scene["clutter"]]
    if "thing" not in scene:
        return found
    thing = scene["thing"]
    scale, figure = thing["scale"], figures[thing["figure"]]
    across = -scale if thing["flip"] else scale
    for part, (x, y) in ((part, thing["at"][part]) for part in figure if part in thing["at"]):
        for local in figure[part]:
            shape = {"kind": local["kind"]}
            for name in ("at", "to"):
                if name in local:
                    shape[name] = [x + across * local[name][0], y + scale * local[name][1]]
            if "size" in local:
                shape["size"] = [scale * local["size"][0], scale * local["size"][1]]
            if "reach" in local:
                shape["reach"] = scale * local["reach"]
            number = 1 + parts.index(part) if thing["figure"] == "cat" else 4
            found.append((shape, thing["colors"][local["color"]], number))
    return found


centres = (torch.arange(side, dtype=torch.float64) + 0.5) / side
down, across = torch.meshgrid(centres, centres, indexing="ij")


def covers(shape):
    """Which pixels have their centre in a shape, (32, 32) of booleans."""
    x, y = shape["at"]
    if shape["kind"] == "stroke":  # straight, with round ends
        dx, dy = shape["to"][0] - x, shape["to"][1] - y
        t = (((across - x) * dx + (down - y) * dy) / (dx * dx + dy * dy)).clamp(0, 1)
        u, v = across - x - t * dx, down - y - t * dy
        return u * u + v * v <= shape["reach"] * shape["reach"]
    width, height = shape["size"]
    if shape["kind"] == "ellipse":
        u, v = (across - x) / width, (down - y) / height
        return u * u + v * v <= 1
    if shape["kind"] == "box":
        return ((across - x).abs() <= width) & ((down - y).abs() <= height)
    # A triangle from its top: half its base, and its height.
    return (down >= y) & (down <= y + height) & ((across - x).abs() <= width * (down - y) / height)


def paint(scene):
    """A scene's pixels (3, 32, 32) in 0…1, what part each of them shows, and the number of the shape that it shows."""
    shapes = shapes_of(scene)
    colors, shown = [scene["background"]], [0]
    top = torch.zeros(side, side, dtype=torch.long)
    if "floor" in scene:
        top[down > scene["floor"]["from"]] = 1
        colors.append(scene["floor"]["color"])
        shown.append(0)
    for shape, its_color, part in shapes:
        top[covers(shape)] = len(colors)
        colors.append(its_color)
        shown.append(part)
    pixels = torch.tensor([[x / 255 for x in one] for one in colors])[top].permute(2, 0, 1)
    return pixels, torch.tensor(shown)[top], top

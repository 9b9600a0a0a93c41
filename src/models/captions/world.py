"""The world of world.json: scenes of coloured shapes on a grid, their pixels, and their captions by rule. world.ts does the same."""
import json
from pathlib import Path

world = json.loads((Path(__file__).resolve().parent / "world.json").read_text())
side, grid = world["side"], world["grid"]
cell = side // grid
kinds = [(colour, shape) for colour in world["colours"] for shape in world["shapes"]]


def inside(shape, x, y):
    """Whether a shape around (0, 0), about 6 pixels wide, covers a point; y points down."""
    if shape == "circle":
        return x * x + y * y <= 10
    if shape == "square":
        return max(abs(x), abs(y)) <= 2.75
    if shape == "triangle":
        return y <= 2.75 and 2 * abs(x) <= y + 3.25
    return max(abs(x), abs(y)) <= 3 and min(abs(x), abs(y)) <= 1


def patch(thing):
    """The pixels of a cell, row by row, red green blue; None is an empty one. Each pixel is decided at its centre."""
    pixels = []
    for row in range(cell):
        for column in range(cell):
            rgb = world["background"]
            if thing is not None:
                x, y = column + 0.5 - cell / 2 - thing["shift"][0], row + 0.5 - cell / 2 - thing["shift"][1]
                if inside(thing["shape"], x, y):
                    rgb = world["colours"][thing["colour"]]["rgb"]
            pixels += rgb
    return pixels


def in_order(scene):
    """The things from left to right, and from top to bottom in a column. A thing: {colour, shape, row, column, shift}."""
    return sorted(scene, key=lambda thing: (thing["column"], thing["row"]))


def caption(scene):
    """The words, and for each the places (row · grid + column) of the things that it is about."""
    words, places, before = [], [], None
    for thing in in_order(scene):
        place = thing["row"] * grid + thing["column"]
        if before is not None:
            words.append("above" if before["column"] == thing["column"] else "left of")
            places.append([before["row"] * grid + before["column"], place])
        words += ["a", thing["colour"], thing["shape"]]
        places += [[place]] * 3
        before = thing
    return words, places


def is_withheld(scene):
    return any(f"{thing['colour']} {thing['shape']}" in world["withheld"] for thing in scene)


def draw(random, count):
    """Different places, and any kinds."""
    places = random.sample(range(grid * grid), count)
    scene = []
    for place in places:
        colour, shape = random.choice(kinds)
        shift = [random.randint(-world["shift"], world["shift"]) for _ in range(2)]
        scene.append({"colour": colour, "shape": shape, "row": place // grid, "column": place % grid, "shift": shift})
    return scene

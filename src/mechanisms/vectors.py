"""Writes vectors.json: what a reference computes, for its kernel to be tested against. src/math/vectors.ts reads it."""
import json
import math
from pathlib import Path

import torch


def write(path, kernel, reference, cases, file="vectors.json"):
    """Runs `reference` on every case and writes vectors.json, or another `file`, beside the file `path`.

    kernel     the name of the function that the vectors are for
    reference  takes the inputs in order and the options by name; returns a dict of tensors, the trace
    cases      (name, inputs, options) each, with inputs a dict whose order is that of the arguments;
               the numbers are float64 and short decimals, so that they are exact in the file
    """
    folder = Path(path).resolve().parent
    cases = list(cases)
    head = {
        "mechanism": folder.name,
        "kernel": kernel,
        "arguments": list(cases[0][1]),
        "source": Path(path).name,
        "torch": torch.__version__.split("+")[0],
        "tolerance": {"abs": 1e-6, "rel": 1e-5},
    }
    lines = []
    for name, inputs, options in cases:
        case = {"name": name, "inputs": encode(inputs)}
        if options:
            case["options"] = encode(options)
        case["outputs"] = encode(reference(*inputs.values(), **options))
        lines.append(json.dumps(case, allow_nan=False, separators=(",", ":")))
    text = json.dumps(head, indent=2)[:-2] + ',\n  "cases": [\n    ' + ",\n    ".join(lines) + "\n  ]\n}\n"
    (folder / file).write_text(text)
    print(f"{len(cases)} cases, {len(text) / 1000:.0f} kB")


def short(*shape, seed, digits=2, scale=1.0):
    """Normal numbers, rounded to a few digits."""
    normal = torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return torch.round(normal * scale, decimals=digits)


def encode(value):
    """Tensors, and dicts and plain values around them, as strict JSON: 12 significant digits, "-inf" for −∞."""
    if isinstance(value, dict):
        return {name: encode(entry) for name, entry in value.items()}
    if not isinstance(value, torch.Tensor):
        return value
    kind = {torch.bool: {"dtype": "bool"}, torch.int64: {"dtype": "int32"}}.get(value.dtype, {})
    return {"shape": list(value.shape), **kind, "data": [number(x) for x in value.flatten().tolist()]}


def number(x):
    if not math.isfinite(x):
        return str(float(x))
    rounded = float(f"{x:.12g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded

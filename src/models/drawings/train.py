"""Trains the networks and writes weights.json, results.json and vectors.json. Seeded; under a quarter of an hour on one
core of a CPU. Several pairs of networks, with CBAM and without, from several seeds; the first with CBAM is the one that is shipped."""
import base64
import copy
import json
import random
import sys
import time
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

import measure
from drawing import chances, paint, scene, site_cat
from model import Network

folder = Path(__file__).resolve().parent
seeds, batch, rate = [1, 2, 3, 4, 5], 64, 6e-3
drawings, held = 20_000, 2000
steps = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
torch.set_num_threads(1)


def train(network, seed, data):
    """AdamW on the cross-entropy of “cat”; the rate rises and falls along a cosine."""
    pixels, _, truth = data
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    source = torch.Generator().manual_seed(seed)
    network.train()
    for _ in range(steps):
        chosen = torch.randint(drawings, (batch,), generator=source)
        loss = binary_cross_entropy_with_logits(network(pixels[chosen])[0], truth[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()


def rounded(values, digits=6):
    return [float(f"{x:.{digits}g}") for x in values]


@torch.no_grad()
def quantise(network):
    """Every matrix as bytes −127…127 with one scale for each output, every vector as it is; the network then has what they say."""
    shipped = {}
    for name, value in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if value.dim() == 1:
            numbers = rounded(value.tolist())
            value.copy_(torch.tensor(numbers))
            shipped[name] = {"shape": list(value.shape), "numbers": numbers}
            continue
        rows = value.reshape(value.shape[0], -1)
        scales = rounded((rows.abs().amax(1) / 127).clamp_min(1e-12).tolist())
        data = torch.round(rows / torch.tensor(scales)[:, None]).clamp(-127, 127)
        value.copy_((data * torch.tensor(scales)[:, None]).reshape(value.shape))
        text = base64.b64encode(data.to(torch.int8).numpy().tobytes()).decode()
        shipped[name] = {"shape": list(value.shape), "scales": scales, "data": text}
    return shipped


def pair(seed, data, test, scenes):
    """Two networks of one seed, and all that is measured of them; the one with CBAM also as it was before training."""
    pixels, labels, truth = test
    cats = truth > 0.5
    found, shipped = {"seed": seed}, {}
    for name in ("cbam", "plain"):
        torch.manual_seed(seed)
        network = Network(attention=name == "cbam")
        before = copy.deepcopy(network).folded()
        start = time.time()
        train(network, seed, data)
        unrounded = measure.accuracy(measure.run(network, pixels)[0], truth)
        network = network.folded()
        weights = quantise(network)
        logits, gates = measure.run(network, pixels)
        found[name] = {
            "right": measure.accuracy(logits, truth),
            "beforeRounding": unrounded,
            "byKind": measure.by_kind(logits, truth, scenes),
            "without": measure.without(network, [one for one in scenes if one["kind"] == "cat"]),
        }
        if name == "cbam":
            shipped = {"trained": weights, "untrained": quantise(before)}
            at_start, gates_at_start = measure.run(before, pixels)
            found["trained"] = measure.maps_of(gates, cats, labels)
            found["untrained"] = measure.maps_of(gates_at_start, cats, labels)
            found["channels"] = measure.channel_correlations(gates, cats, labels)
            found["channelsUntrained"] = measure.channel_correlations(gates_at_start, cats, labels)
            found["heldStill"] = measure.held_still(network, pixels, truth, gates)
            kept = network
        print(f"{time.time() - start:.0f} s", seed, name, found[name], flush=True)
    print(json.dumps({key: found[key] for key in ("trained", "untrained", "heldStill", "channels", "channelsUntrained")}), flush=True)
    return found, shipped, kept


def vectors(network, scenes):
    """What PyTorch makes of a few scenes, in float64: the shape that each pixel shows, the logit, and all gates."""
    exact = copy.deepcopy(network).double()
    found = []
    for one in scenes:
        pixels, _, top = paint(one)
        logits, gates = measure.run(exact, pixels[None].double())
        case = {"scene": one, "top": "".join("0123456789abcdefghijklmnopqrstuvwxyz"[i] for i in top.flatten().tolist())}
        made = [{name: rounded(gate[name].flatten().tolist()) for name in ("channel", "spatial")} for gate in gates]
        found.append({**case, "logit": logits.item(), "gates": made})
    return found


def compact(value):
    """The same with fewer digits."""
    if isinstance(value, dict):
        return {key: compact(one) for key, one in value.items()}
    if isinstance(value, list):
        return [compact(one) for one in value]
    return round(value, 5) if isinstance(value, float) else value


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_text(text + "\n")
    print(name, f"{len(text.encode()) / 1000:.0f} kB")


def main():
    start = time.time()
    source = random.Random(seeds[0])
    data = measure.stack([scene(source) for _ in range(drawings)])
    scenes = [scene(source) for _ in range(held)]
    test = measure.stack(scenes)
    print(f"{time.time() - start:.0f} s for the drawings", flush=True)
    runs, shipped, network = [], None, None
    for seed in seeds:
        found, its_weights, its_network = pair(seed, data, test, scenes)
        runs.append(found)
        if network is None:
            shipped, network = its_weights, its_network
    write("weights.json", shipped)
    write(
        "results.json",
        compact(
            {
                "torch": torch.__version__.split("a")[0].split("+")[0],
                "steps": steps,
                "batch": batch,
                "drawings": drawings,
                "held": held,
                "cats": int(test[2].sum()),
                "chances": chances,
                "parameters": {
                    name: sum(one.numel() for one in Network(name == "cbam").folded().parameters())
                    for name in ("cbam", "plain")
                },
                "minutes": round((time.time() - start) / 60, 1),
                "samples": scenes[:24],
                "runs": runs,
            }
        ),
    )
    middle = {"head": [0.3, 0.36], "body": [0.52, 0.66], "tail": [0.82, 0.44]}
    chosen = [site_cat(middle), site_cat({**middle, "tail": [0.25, 0.85]})]
    chosen += [one for kind in chances for one in [one for one in scenes if one["kind"] == kind][:2]]
    write("vectors.json", vectors(network, chosen))


if __name__ == "__main__":
    main()

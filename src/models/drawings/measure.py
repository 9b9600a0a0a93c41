"""What is measured of a network on drawings that training never showed."""
import torch
from torch.nn.functional import avg_pool2d

from drawing import paint, parts

shown = ["background", *parts, "clutter"]  # what a pixel can show, by its number


def stack(scenes):
    """Pixels (N, 3, 32, 32), what each pixel shows (N, 32, 32), and 1 for each cat."""
    painted = [paint(scene) for scene in scenes]
    truth = torch.tensor([float(scene["kind"] == "cat") for scene in scenes])
    return torch.stack([one[0] for one in painted]), torch.stack([one[1] for one in painted]), truth


@torch.no_grad()
def run(network, pixels):
    """Logits (N), and for each CBAM what came in and its gates: features (N, C, H, W), channel (N, C), spatial (N, H, W)."""
    network.eval()
    made = [network(some) for some in pixels.split(250)]
    gates = [
        {
            "features": torch.cat([trace[i]["features"] for _, trace in made]),
            "channel": torch.cat([trace[i]["channel"] for _, trace in made]),
            "spatial": torch.cat([trace[i]["spatial"][:, 0] for _, trace in made]),
        }
        for i in range(len(made[0][1]))
    ]
    return torch.cat([logits for logits, _ in made]), gates


def accuracy(logits, truth):
    return ((logits > 0) == (truth > 0.5)).float().mean().item()


def by_kind(logits, truth, scenes):
    kinds = [scene["kind"] for scene in scenes]
    chosen = {kind: torch.tensor([one == kind for one in kinds]) for kind in dict.fromkeys(kinds)}
    return {kind: accuracy(logits[at], truth[at]) for kind, at in chosen.items()}


def areas(labels, size):
    """How much of each cell of a size × size grid shows what: (N, 5, size, size)."""
    each = torch.stack([(labels == i).float() for i in range(len(shown))], 1)
    return avg_pool2d(each, labels.shape[-1] // size)


def shares(maps, labels):
    """Of what a map has above its own mean, the share that lies on each part; the same of what it lacks below; and the
    shares of the picture's area, which is what a map that knows nothing would have. Means over drawings.

    above and below are told for the map of the drawing, and, as aboveOther and belowOther, for that of another drawing laid
    over it: what a map has there that knows where things mostly are, and nothing of this drawing."""
    inside = areas(labels, maps.shape[-1])
    apart = maps - maps.mean((1, 2), keepdim=True)
    found = {"area": inside.mean((0, 2, 3)).tolist()}
    other = apart.roll(1, 0)
    found_in = {"above": apart, "below": -apart, "aboveOther": other, "belowOther": -other}
    for name, part in ((name, some.clamp_min(0)) for name, some in found_in.items()):
        total = part.sum((1, 2)).clamp_min(1e-12)
        found[name] = ((inside * part[:, None]).sum((2, 3)) / total[:, None]).mean(0).tolist()
    return found


def maps_of(gates, cats, labels):
    """For each CBAM the shares, over the drawings of cats, and how far its gates spread."""
    return [
        {
            **shares(one["spatial"][cats], labels[cats]),
            "spread": one["spatial"][cats].std((1, 2)).mean().item(),  # of a map over its places
            "moves": one["channel"].std(0).mean().item(),  # of a channel's gate over the drawings
        }
        for one in gates
    ]


def channel_correlations(gates, cats, labels):
    """For each CBAM, whether channels that show more of the cat have larger gates: over the channels, the correlation between
    the share of a feature map on head, body and tail and the mean gate."""
    found = []
    for one in gates:
        features = one["features"][cats]
        inside = areas(labels[cats], features.shape[-1])[:, 1:4].sum(1)
        on = (features * inside[:, None]).sum((0, 2, 3)) / features.sum((0, 2, 3)).clamp_min(1e-9)
        alive = features.sum((0, 2, 3)) > 0  # a channel that shows nothing shows no cat
        both = torch.stack([on[alive], one["channel"][cats].mean(0)[alive]])
        found.append(torch.corrcoef(both)[0, 1].item())
    return found


def held_still(network, pixels, truth, gates):
    """Accuracy when gates no longer follow the drawing, but are what they are on average: in each place, in each channel."""
    found = {}
    for name in ("spatial", "channel"):
        for cbam, one in zip(network.cbams, gates):
            mean = one[name].mean(0)
            cbam.replace = {name: mean[None, None] if name == "spatial" else mean[None]}
        found[name] = accuracy(run(network, pixels)[0], truth)
    for cbam in network.cbams:
        cbam.replace = {}
    return found


def without(network, cats):
    """The share of drawings of cats that are still called a cat when a part is not drawn."""
    found = {"nothing": accuracy(run(network, stack(cats)[0])[0], torch.ones(len(cats)))}
    for part in parts:
        less = [{**one, "thing": {**one["thing"], "at": {k: v for k, v in one["thing"]["at"].items() if k != part}}} for one in cats]
        found[part] = accuracy(run(network, stack(less)[0])[0], torch.ones(len(cats)))
    return found

"""How good a teller is on a list of scenes."""
import torch

from data import tensors, vocabulary
from model import end
from world import caption


@torch.no_grad()
def evaluate(model, scenes, noise, sample=True):
    """Shares of captions and of words that are right; and in right captions, of the colours and shapes that were written
    while looking (most) at the thing that they name, and of the things that were looked at for any of their three words.
    With what was wrong."""
    training = model.training
    model.eval()
    torch.manual_seed(0)
    pixels, *_ = tensors(scenes)
    words, looks = model.tell(pixels + noise * torch.randn(pixels.shape), sample)
    exact, right, count, hits, glimpses, wrong = 0, 0, 0, [], [], []
    for scene, line, at in zip(scenes, words.tolist(), looks.tolist()):
        want, places = caption(scene)
        got = [vocabulary[n] for n in (line[: line.index(end)] if end in line else line)]
        right += sum(a == b for a, b in zip(got, want))
        count += max(len(want), len(got))
        if got != want:
            wrong.append({"want": want, "got": got})
            continue
        exact += 1
        for t in range(0, len(want), 4):  # a, colour, shape, and how the next one stands
            seen = [at[t + k] in places[t + k] for k in range(3)]
            hits += seen[1:]
            glimpses.append(any(seen))
    model.train(training)
    n = len(scenes)
    return {
        "scenes": n,
        "exact": exact / n,
        "words": right / count,
        "looked": round(sum(hits) / max(1, len(hits)), 4),
        "glimpsed": round(sum(glimpses) / max(1, len(glimpses)), 4),
    }, wrong

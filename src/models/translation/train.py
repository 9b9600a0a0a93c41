"""Trains the translator and writes weights.json, evaluation.json and vectors.json. Seeded; well under half an hour on one core of a CPU."""
import json
import random
import sys
import time
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

sys.path.append(str(Path(__file__).resolve().parents[1]))
from shipped import quantise, rounded  # noqa: E402
from language import draw, is_withheld, language, translate
from model import Translator, end, pad, sizes

folder = Path(__file__).resolve().parent
seed, batch, rate = 4, 64, 4e-3
sentences, held = 20_000, 1000
steps = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
torch.set_num_threads(1)
torch.manual_seed(seed)


def draw_sets():
    """Distinct sentences: for training, and three kinds that training never sees."""
    source = random.Random(seed)
    shortest = {"training": sentences, "heldOut": held, "newPairs": held, "longer": held}
    sets, known = {name: [] for name in shortest}, set()
    while any(len(sets[name]) < count for name, count in shortest.items()):
        clause = draw(source)
        words, target, places = translate(clause)
        text = " ".join(words)
        if text in known or len(words) > language["longest"]:
            continue
        if len(words) > language["longestTrained"]:
            name = None if is_withheld(clause) else "longer"
        elif is_withheld(clause):
            name = "newPairs"
        else:
            name = "training" if len(sets["training"]) < sentences else "heldOut"
        if name is None or len(sets[name]) == shortest[name]:
            continue
        known.add(text)
        sets[name].append((words, target, places))
    return sets


sets = draw_sets()
source_words = ["·", "."] + sorted({word for words, _, _ in sets["training"] for word in words})
target_words = ["·", "."] + sorted({word for _, words, _ in sets["training"] for word in words})
source_ids = {word: i for i, word in enumerate(source_words)}
target_ids = {word: i for i, word in enumerate(target_words)}


def rows(lists):
    """Lists of numbers as one matrix, filled up."""
    longest = max(map(len, lists))
    return torch.tensor([numbers + [pad] * (longest - len(numbers)) for numbers in lists])


def tensors(pairs):
    """Source words and their end, how many there are, target words and their end."""
    source = [[source_ids[word] for word in words] + [end] for words, _, _ in pairs]
    target = [[target_ids[word] for word in words] + [end] for _, words, _ in pairs]
    return rows(source), torch.tensor([len(numbers) for numbers in source]), rows(target)


def evaluate(model, pairs):
    """How many sentences are exactly right, how many words, and where a right word
    looks at one of the words that the grammar makes it from, for articles and for all others."""
    model.eval()
    exact, right, words_in_all, wrong = 0, 0, 0, []
    looked = {"articles": [], "others": []}
    for at in range(0, len(pairs), 250):
        part = pairs[at : at + 250]
        source, lengths, _ = tensors(part)
        numbers, weights = model.translate(source, lengths)
        for (words, want, places), line, alpha in zip(part, numbers.tolist(), weights):
            got = [target_words[n] for n in (line[: line.index(end)] if end in line else line)]
            exact += got == want
            right += sum(a == b for a, b in zip(got, want))
            words_in_all += max(len(want), len(got))
            if got == want:
                for row, place in zip(alpha, places):
                    kind = "articles" if {words[i] for i in place} <= set(language["determiners"]) else "others"
                    looked[kind].append(int(row.argmax()) in place)
            else:
                wrong.append({"source": " ".join(words), "want": " ".join(want), "got": " ".join(got)})
    model.train()
    return {
        "sentences": len(pairs),
        "exact": exact / len(pairs),
        "words": right / words_in_all,
        "aligned": {kind: sum(hits) / max(1, len(hits)) for kind, hits in looked.items()},
    }, wrong


def train(model):
    """Adam on cross-entropy, the right words given; the rate falls to 0 along a cosine."""
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    order, source = [], random.Random(seed + 1)
    curve, total, since = [], 0.0, 0
    start = time.time()
    for step in range(1, steps + 1):
        if len(order) < batch:
            order = list(range(sentences))
            source.shuffle(order)
        chosen = [sets["training"][order.pop()] for _ in range(batch)]
        words, lengths, target = tensors(chosen)
        loss = cross_entropy(model(words, lengths, target).flatten(0, 1), target.flatten(), ignore_index=pad)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total, since = total + loss.item(), since + 1
        if step % 100 == 0 or step in (1, 50, 150, 250, 350, 450):
            result, _ = evaluate(model, sets["heldOut"][:500])
            curve.append({"step": step, "loss": total / since, "exact": result["exact"], "words": result["words"]})
            print(f"{time.time() - start:.0f}s", curve[-1], f"aligned {result['aligned']}", flush=True)
            total, since = 0.0, 0
    return curve


def vectors(model, pairs):
    """What PyTorch computes for a few sentences, in float64: annotations, and each step's state, scores, weights, context, word."""
    exact = Translator(len(source_words), len(target_words)).double()
    exact.load_state_dict(model.state_dict())
    exact.eval()
    cases = []
    for words, _, _ in pairs:
        source, lengths, _ = tensors([(words, [], [])])
        with torch.no_grad():
            h, mask, state = exact.encode(source, lengths)
            case = {"source": words, "annotations": rounded(h), "first": rounded(state)}
            trace = {"state": [], "weights": [], "scores": [], "context": [], "logits": []}
            word, target = torch.tensor([end]), []
            for _ in range(32):
                state, logits, weights, scores, context = exact.step(state, word, h, mask)
                for name, value in [("state", state), ("weights", weights), ("scores", scores), ("context", context), ("logits", logits)]:
                    trace[name] += rounded(value)
                word = logits.argmax(-1)
                target.append(target_words[int(word)])
                if int(word) == end:
                    break
        cases.append({**case, "target": target, **trace})
    return cases


def by_length(model):
    """The shares by the number of source words, where there are ten sentences or more."""
    everything = sets["heldOut"] + sets["longer"]
    found = [(length, [pair for pair in everything if len(pair[0]) == length]) for length in range(language["longest"] + 1)]
    return [{"length": length, **evaluate(model, pairs)[0]} for length, pairs in found if len(pairs) >= 10]


def unaligned(shares):
    """Without the shares that are about where words look: with one vector there is nowhere to look."""
    return {name: value for name, value in shares.items() if name != "aligned"}


def compact(curve):
    return [{name: round(value, 5) for name, value in point.items()} for point in curve]


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_text(text + "\n")
    print(name, f"{len(text.encode()) / 1000:.0f} kB")


def main():
    model = Translator(len(source_words), len(target_words), dropout=0.1)
    start = time.time()
    curve = train(model)
    minutes = (time.time() - start) / 60
    before, _ = evaluate(model, sets["heldOut"])
    weights = quantise(model)
    splits, failures = {}, {}
    for name in ["heldOut", "newPairs", "longer"]:
        splits[name], failures[name] = evaluate(model, sets[name])
        print(name, splits[name], failures[name][:8])
    print("exact before quantisation", before["exact"], "after", splits["heldOut"]["exact"])
    lengths = by_length(model)
    torch.manual_seed(seed)
    blind = Translator(len(source_words), len(target_words), dropout=0.1, one_vector=True)
    blind_curve = train(blind)
    write("weights.json", {"sizes": sizes, "source": source_words, "target": target_words, "parameters": weights})
    write(
        "evaluation.json",
        {
            "torch": torch.__version__.split("+")[0],
            "seed": seed,
            "steps": steps,
            "batch": batch,
            "sentences": sentences,
            "parameters": sum(parameter.numel() for parameter in model.parameters()),
            "minutes": round(minutes, 1),
            "exactBefore": before["exact"],
            "curve": compact(curve),
            "splits": splits,
            "byLength": lengths,
            "oneVector": {
                "curve": compact(blind_curve),
                "splits": {name: unaligned(evaluate(blind, sets[name])[0]) for name in splits},
                "byLength": [unaligned(shares) for shares in by_length(blind)],
            },
            "failures": {name: wrong[:16] for name, wrong in failures.items()},
        },
    )
    sample = {
        name: [[" ".join(words), " ".join(target), places] for words, target, places in sets[name][:40]]
        for name in splits
    }
    results = {name: evaluate(model, sets[name][:40])[0] for name in splits}
    chosen = [sets["heldOut"][i] for i in range(2)] + [sets["newPairs"][0], sets["longer"][0]]
    write("vectors.json", {"cases": vectors(model, chosen), "sample": sample, "results": results})


if __name__ == "__main__":
    main()

import { readFileSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compare } from '../../math/vectors.ts';
import { evaluation } from './evaluation.ts';
import { write, type Written } from './model.ts';
import vectors from './vectors.json' with { type: 'json' };

// Twenty steps of float32, each fed with the one before, against float64.
const tolerance = { abs: 1e-5, rel: 1e-4 };

const of = {
  annotations: (made: Written) => made.annotations,
  state: (made: Written) => made.states,
  scores: (made: Written) => made.scores,
  weights: (made: Written) => made.weights,
  context: (made: Written) => made.contexts,
} as const;

describe.each(vectors.cases)('PyTorch on “$source”', (one) => {
  const made = write(one.source);

  it('writes the same words', () => expect(made.target).toEqual(one.target));

  it.each(Object.keys(of) as (keyof typeof of)[])('has the same %s', (name) => {
    const { difference, allowed } = compare(of[name](made).flat(), one[name], tolerance);
    expect(difference).toBeLessThanOrEqual(allowed);
  });
});

describe.each(Object.entries(vectors.sample))('on sentences %s', (name, pairs) => {
  it('is as often right as train.py says', () => {
    let exact = 0;
    const looked: Record<'articles' | 'others', boolean[]> = { articles: [], others: [] };
    for (const [source, target, places] of pairs as [string, string, number[][]][]) {
      const { target: got, weights } = write(source.split(' '));
      if (got.slice(0, -1).join(' ') !== target) continue;
      exact += 1;
      for (const [i, from] of places.entries()) {
        const row = weights[i] ?? [];
        const isArticle = from.every((at) => ['the', 'a'].includes(source.split(' ')[at] ?? ''));
        looked[isArticle ? 'articles' : 'others'].push(from.includes(row.indexOf(Math.max(...row))));
      }
    }
    const want = vectors.results[name as keyof typeof vectors.results];
    expect(exact / pairs.length).toBeCloseTo(want.exact, 6);
    for (const [kind, share] of Object.entries(want.aligned)) {
      const hits = looked[kind as keyof typeof looked];
      expect(hits.filter(Boolean).length / hits.length).toBeCloseTo(share, 2);
    }
  });
});

describe('what it writes', () => {
  it('ends, and each row of weights sums to 1', () => {
    const { source, target, weights, probabilities } = write(['the', 'cat', 'saw', 'him']);
    expect(target.at(-1)).toBe('.');
    expect(source.at(-1)).toBe('.');
    for (const row of weights) expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 5);
    for (const p of probabilities) expect(p > 0 && p <= 1).toBe(true);
  });

  it('is bounded, whatever is read', () => {
    expect(write(Array<string>(16).fill('a')).target.length).toBeLessThanOrEqual(24);
  });

  it('leaves no tensor behind', () => {
    write(['he', 'saw', 'her']);
    const before = memory().numTensors;
    write(['he', 'saw', 'him']);
    expect(memory().numTensors).toBe(before);
  });

  it('knows only its words', () => expect(() => write(['elephant'])).toThrow(/elephant/));
});

describe('what the article says of it', () => {
  const weightOn = (line: string, row: number, word: string): number => {
    const { source, weights } = write(line.split(' '));
    return weights[row]?.[source.indexOf(word)] ?? Number.NaN;
  };

  it('writes “une” for a door and “un” for a boat, and looks at neither of them much', () => {
    expect(write('he sees a small door'.split(' ')).target[2]).toBe('une');
    expect(write('he sees a small boat'.split(' ')).target[2]).toBe('un');
    expect(weightOn('he sees a small door', 2, 'door')).toBeLessThan(0.2);
    for (const [one, other] of [
      ['a', 'a'],
      ['small', 'small'],
      ['door', 'boat'],
    ] as const) {
      const moved = weightOn('he sees a small door', 2, one) - weightOn('he sees a small boat', 2, other);
      expect(Math.abs(moved)).toBeLessThan(0.1);
    }
  });

  it('looks at the noun for its article', () => {
    expect(weightOn("the white cat did not see the woman 's car", 0, 'cat')).toBeGreaterThan(0.5);
  });

  it('mixes du and de l’oiseau where a pair was kept from it', () => {
    expect(write('the boy found a tree near the black bird'.split(' ')).target).toContain('oiseau');
  });

  it('gets worse on sentences longer than those of training, and not on others', () => {
    const { heldOut, newPairs, longer } = evaluation.splits;
    expect(Math.min(heldOut.exact, newPairs.exact)).toBeGreaterThan(0.99);
    expect(longer.exact).toBeLessThan(newPairs.exact);
  });

  it('is better than one vector at every length, which falls from word to word', () => {
    for (const [i, { exact }] of evaluation.oneVector.byLength.entries()) {
      expect(exact).toBeLessThanOrEqual(evaluation.byLength[i]?.exact ?? Number.NaN);
      expect(exact).toBeLessThanOrEqual(evaluation.oneVector.byLength[i - 1]?.exact ?? 1);
    }
  });
});

it('ships in less than 200 kB, and is as good as before its numbers were made bytes', () => {
  expect(readFileSync(new URL('weights.json', import.meta.url)).length).toBeLessThan(200_000);
  expect(Math.abs(evaluation.splits.heldOut.exact - evaluation.exactBefore)).toBeLessThan(0.02);
});

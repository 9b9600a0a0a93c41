import { describe, expect, it } from 'vitest';
import { attend, grid } from './bank.ts';
import { biased, byHand, randomBlock, tensors, type Block } from './blocks.ts';
import { arranged, channels, other, reordered, slopes } from './order.ts';

/** Maps that are constant, each its own number. */
const flat = (levels: readonly number[]): Float32Array =>
  Float32Array.from({ length: channels * grid * grid }, (_, i) => levels[Math.floor(i / grid ** 2)] ?? 0);

const levels = Array.from({ length: channels }, (_, c) => ((c * 5) % 7) / 10);
const scoresOf = (block: Block, at: readonly number[]) => attend(flat(at), () => tensors(block));

describe('channels', () => {
  it('move the scores as the slopes say', () => {
    const block = randomBlock(channels, 3, 7);
    const before = scoresOf(block, levels);
    const table = slopes(block, before.hidden ?? []);
    for (const from of [0, 4, 11]) {
      const after = scoresOf(
        block,
        levels.map((level, c) => level + (c === from ? 0.001 : 0)),
      );
      table.forEach((row, to) => {
        const slope = ((after.scores[to] ?? 0) - (before.scores[to] ?? 0)) / 0.001;
        expect(Math.abs(slope - (row[from] ?? 0))).toBeLessThan(0.05);
      });
    }
  });

  it('keep their gates in another order when their parameters go with them', () => {
    const block = randomBlock(channels, 4, 3);
    const before = scoresOf(block, levels).gates;
    const after = attend(arranged(flat(levels), other), () => tensors(reordered(block, other))).gates;
    other.forEach((c, i) => expect(after[i]).toBeCloseTo(before[c] ?? 0, 5));
  });
});

describe('blocks', () => {
  it('open colour on colours, contours on contours, and bright in the dark', () => {
    const gates = (at: readonly number[]) => Array.from(scoresOf(byHand, at).gates);
    const only = (...loud: number[]) =>
      gates(Array.from({ length: channels }, (_, c) => (loud.includes(c) ? 0.2 : 0)));
    expect(only(2, 5)[2]).toBeGreaterThan(0.9);
    expect(only(6, 7, 8, 9)[6]).toBeGreaterThan(0.8);
    expect(only(6, 7, 8, 9)[2]).toBeLessThan(0.2);
    expect(only(1)[0]).toBeGreaterThan(0.8);
  });

  it('have gates of one half for nothing, and others with biases', () => {
    const nothing = levels.map(() => 0);
    expect(new Set(scoresOf(byHand, nothing).gates)).toEqual(new Set([0.5]));
    expect(scoresOf(biased(byHand), nothing).gates[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 5);
  });
});

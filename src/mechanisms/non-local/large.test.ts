import { tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { features } from '../../math/filter-bank.ts';
import { matrix, toMatrix } from '../../math/tensor.ts';
import { pixelsOf } from '../../widget/picture.ts';
import { atOnce } from '../../widget/compute.ts';
import { channels, embeddings, featuresOf, positions, rowOf } from './inputs.ts';
import { pairwiseWeights } from './kernel.ts';
import { attendAll, featuresByTiles, oneRow } from './large.ts';

const side = 128;
const pixels = pixelsOf('cat', side);

describe('a large picture in slices', () => {
  it('has the features of the whole, tile by tile', () => {
    const whole = features(pixels, side, side / 8);
    const tiled = atOnce(featuresByTiles(pixels, side));
    expect(tiled).toHaveLength(whole.length);
    whole.forEach((x, i) => expect(Math.abs(x - (tiled[i] ?? Number.NaN))).toBeLessThan(1e-6));
  });

  it('tells its progress, which only grows', () => {
    const shares = [...attendAll(featuresOf('cat'), 'colour', 1)];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('has the rows and the sums of columns of the whole matrix', () => {
    const x = featuresOf('cat');
    const { wTheta, wPhi } = embeddings('shape', 2);
    const rows = Array.from({ length: 64 }, (_, i) =>
      Array.from(positions(x).slice(i * channels, (i + 1) * channels)),
    );
    const read = (w: number[][]) =>
      matrix(rows.map((row) => w.map((line) => line.reduce((sum, a, c) => sum + a * row[c]!, 0))));
    const weights = tidy(() =>
      toMatrix(pairwiseWeights(read(wTheta), read(wPhi), {}, { scaled: true }).weights),
    );
    const whole = atOnce(attendAll(x, 'shape', 2));
    whole.received.forEach((sum, j) =>
      expect(sum).toBeCloseTo(
        weights.reduce((total, row) => total + row[j]!, 0),
        4,
      ),
    );
    oneRow(whole, 9).forEach((weight, j) => expect(weight).toBeCloseTo(weights[9]![j]!, 5));
    rowOf({ x, at: 9, compared: 'shape', gain: 2 }, { scaled: true }).weights.forEach((weight, j) =>
      expect(weight).toBeCloseTo(weights[9]![j]!, 5),
    );
  });

  it('has even shares where everything is alike', () => {
    const flat = atOnce(attendAll(featuresOf('pad:'), 'colour', 3));
    flat.received.forEach((sum) => expect(sum).toBeCloseTo(1, 4));
  });
});

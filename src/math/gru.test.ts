import { tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { matrix, toMatrix } from './tensor.ts';
import { gruInputs, gruStep } from './gru.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** One input and one unit, as torch.nn.GRUCell writes it. */
function byHand(
  x: number,
  h: number,
  [wr, wz, wn]: number[],
  [ur, uz, un]: number[],
  bi: number[],
  bh: number[],
) {
  const [r, z] = [sigmoid(wr! * x + bi[0]! + ur! * h + bh[0]!), sigmoid(wz! * x + bi[1]! + uz! * h + bh[1]!)];
  const n = Math.tanh(wn! * x + bi[2]! + r * (un! * h + bh[2]!));
  return (1 - z) * n + z * h;
}

describe('a step of a GRU', () => {
  const [wi, wh, bi, bh] = [
    [0.5, -1, 2],
    [0.25, 1, -0.5],
    [0.1, 0.2, 0.3],
    [-0.1, 0, 0.4],
  ] as const;
  const gru = {
    wi: matrix(wi.map((w) => [w])),
    wh: matrix(wh.map((w) => [w])),
    bi: tensor([...bi]),
    bh: tensor([...bh]),
  };

  it.each([
    [1, 0],
    [-2, 0.5],
    [0, -0.9],
  ])('is what the formula says for x = %d, h = %d', (x, h) => {
    const got = toMatrix(gruStep(gruInputs(matrix([[x]]), gru), matrix([[h]]), gru))[0]?.[0];
    expect(got).toBeCloseTo(byHand(x, h, [...wi], [...wh], [...bi], [...bh]), 6);
  });

  it('stays within ±1 when it starts there, however large its input', () => {
    const [[y = Number.NaN] = []] = toMatrix(gruStep(gruInputs(matrix([[1e6]]), gru), matrix([[-1]]), gru));
    expect(Math.abs(y)).toBeLessThanOrEqual(1);
  });
});

import { memory, ones, range, reshape, tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fromTorch, fromTorchMasks } from './torch-attention.ts';

describe('fromTorch', () => {
  const out = { 'out_proj.weight': ones([2, 2]) };

  it('cuts the packed projections into three', () => {
    const packed = reshape(range(0, 12), [6, 2]);
    const { wq, wk, wv, bq, bk, bv } = fromTorch({
      ...out,
      in_proj_weight: packed,
      in_proj_bias: range(0, 6),
    });
    expect([wq, wk, wv].map((w) => w.arraySync())).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
      [[8, 9], [10, 11]], // prettier-ignore
    ]);
    expect([bq, bk, bv].map((b) => b?.arraySync())).toEqual([[0, 1], [2, 3], [4, 5]]); // prettier-ignore
  });

  it('takes three projections of their own, and what else there is', () => {
    const [q, k, v] = [ones([2, 2]), ones([2, 3]), ones([2, 4])];
    const own = { q_proj_weight: q, k_proj_weight: k, v_proj_weight: v, bias_k: ones([1, 1, 2]) };
    const { wq, wk, wv, bq, bo, extraKey } = fromTorch({ ...out, ...own });
    expect([wq, wk, wv, bq, bo]).toEqual([q, k, v, undefined, undefined]);
    expect(extraKey?.shape).toEqual([2]);
  });
});

describe('fromTorchMasks', () => {
  it('turns the sense round', () => {
    const mask = fromTorchMasks({ attention: tensor([[0, 1]], [1, 2], 'bool') }, 2);
    expect([mask?.dtype, mask?.arraySync()]).toEqual(['bool', [[1, 0]]]);
  });

  it('gives every head and every query the padding of its sequence', () => {
    const padding = tensor([[0, 1], [0, 0]], [2, 2], 'bool'); // prettier-ignore
    expect(fromTorchMasks({ padding }, 3)?.shape).toEqual([2, 1, 1, 2]);
    const both = fromTorchMasks({ padding, attention: zeros([6, 4, 2], 'bool') }, 3);
    expect(both?.shape).toEqual([2, 3, 4, 2]);
    expect(fromTorchMasks({ padding: tensor([0, 1], [2], 'bool') }, 3)?.shape).toEqual([2]);
  });

  it('gives no mask where there is none', () => expect(fromTorchMasks({}, 2)).toBeUndefined());

  it('leaves one tensor behind', () => {
    const masks = { padding: zeros([2, 3], 'bool'), attention: zeros([4, 5, 3], 'bool') };
    const before = memory().numTensors;
    fromTorchMasks(masks, 2)?.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

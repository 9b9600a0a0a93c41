import { memory, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { activations, gelu, hswish, relu } from './activation.ts';

const x = [-5, -1, -0.5, 0, 0.5, 1, 3];

describe('relu', () => {
  it('cuts off what is negative', () => {
    expect([...relu(tensor(x)).dataSync()]).toEqual([0, 0, 0, 0, 0.5, 1, 3]);
  });

  it('hides no NaN', () => expect(relu(tensor([NaN])).dataSync()[0]).toBeNaN());
});

describe('gelu', () => {
  it('has the values of torch.nn.functional.gelu', () => {
    const want = [-1.43326e-6, -0.15865525, -0.15426877, 0, 0.34573123, 0.84134475, 2.99595031];
    gelu(tensor(x))
      .dataSync()
      .forEach((y, i) => expect(Math.abs(y - want[i]!)).toBeLessThan(1e-6));
  });

  it('is x far to the right and nothing far to the left', () => {
    const [far, none] = gelu(tensor([100, -100])).dataSync();
    expect(far).toBe(100);
    expect(Math.abs(none!)).toBe(0);
  });

  it('hides no NaN', () => expect(gelu(tensor([NaN])).dataSync()[0]).toBeNaN());
});

it('has each by its name, and leaves one tensor behind', () => {
  const at = tensor([1, 2]);
  const before = memory().numTensors;
  for (const activation of Object.values(activations)) activation(at).dispose();
  expect(memory().numTensors).toBe(before);
});

describe('hswish', () => {
  it('has the values of torch.nn.functional.hardswish', () => {
    const want = [0, -1 / 3, -0.5 * (2.5 / 6), 0, 0.5 * (3.5 / 6), 2 / 3, 3];
    hswish(tensor(x))
      .dataSync()
      .forEach((y, i) => expect(Math.abs(y - want[i]!)).toBeLessThan(1e-6));
  });

  it('is x from 3 on, and hides no NaN', () => {
    const [far, bad] = hswish(tensor([1e30, NaN])).dataSync();
    expect(far).toBeCloseTo(1e30, -24);
    expect(bad).toBeNaN();
  });
});

import { describe, expect, it } from 'vitest';
import { pick } from './text.ts';
import { readMatrices } from './paste.ts';

const known = ['Q', 'K', 'V'];

/** The matrices of a text, or what is said of it in English. */
function read(text: string, into: string | null = null) {
  const result = readMatrices(text, known, into);
  return 'problem' in result ? pick(result.problem, 'en') : result.matrices;
}

describe('reads', () => {
  const identity = [
    [1, 0],
    [0, 1],
  ];

  it.each([
    ['JSON', '[[1, 0], [0, 1]]'],
    ['what PyTorch prints', 'tensor([[1., 0.],\n        [0., 1.]])'],
    ['PyTorch with a type', 'tensor([[1., 0.],\n        [0., 1.]], dtype=torch.float64)'],
    [
      'PyTorch in scientific notation',
      'tensor([[1.0000e+00, 0.0000e+00],\n        [0.0000e+00, 1.0000e+00]])',
    ],
    ['what NumPy prints', '[[1. 0.]\n [0. 1.]]'],
    ['the repr of NumPy', 'array([[1, 0],\n       [0, 1]])'],
    ['an expression of NumPy', 'np.array([[1, 0], [0, 1]])'],
    ['rows of a spreadsheet', '1\t0\n0\t1'],
    ['rows with commas', '1, 0\n0, 1\n'],
    ['MATLAB without brackets', '1 0; 0 1'],
  ])('%s, into the matrix that it was pasted on', (_name, text) => {
    expect(read(text, 'K')).toEqual({ K: identity });
  });

  it.each([
    ['JSON', '{"Q": [[1, 0], [0, 1]], "V": [[1, 0], [0, 1]]}'],
    ['Python', 'q = torch.tensor([[1, 0], [0, 1]])\nv = tensor([[1., 0.], [0., 1.]])'],
    ['a Python dict', "{'q': [[1, 0], [0, 1]],\n 'v': [[1, 0], [0, 1]]}"],
  ])('several by name: %s', (_name, text) => {
    expect(read(text)).toEqual({ Q: identity, V: identity });
  });

  it('lets a name say where a matrix goes, wherever it was pasted', () => {
    expect(read('V = [[1, 0], [0, 1]]', 'K')).toEqual({ V: identity });
  });

  it('puts a matrix without a name where only one can be meant', () => {
    expect(readMatrices('[[1]]', ['W'], null)).toEqual({ matrices: { W: [[1]] } });
  });

  it('reads signs, exponents and bare points', () => {
    expect(read('[[-1.5, +2, .5], [1e-3, 2E2, 3.]]', 'Q')).toEqual({
      Q: [
        [-1.5, 2, 0.5],
        [0.001, 200, 3],
      ],
    });
  });
});

describe('refuses', () => {
  it.each([
    ['nothing', '', 'no matrix'],
    ['words', 'hello there', 'no matrix'],
    ['a matrix that might go anywhere', '[[1, 0]]', 'Name the one you mean: Q, K, V'],
    ['an unknown name', 'W = [[1, 0]]', 'No matrix here is called “W”. Known: Q, K, V'],
    ['a tensor with three axes', 'Q = [[[1, 0], [0, 1]], [[2, 0], [0, 2]]]', 'more than two axes'],
    ['the same name twice', 'Q = [[1]]\nQ = [[2]]', '“Q” is given twice'],
  ])('%s', (_name, text, message) => {
    expect(read(text)).toContain(message);
  });

  it('refuses two matrices on one', () => {
    expect(read('[[1]] [[2]]', 'K')).toContain('“K” is given twice');
  });

  it.each(['[[1, nan]]', '[[1, inf]]', '[[1, ...]]', '[[1, x]]', '[[1, 0x1]]'])(
    'leaves NaN for the control to refuse: %s',
    (text) => {
      expect(read(text, 'Q')).toEqual({ Q: [[1, Number.NaN]] });
    },
  );
});

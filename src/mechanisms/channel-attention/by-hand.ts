// Squeeze-and-excitation, or ECA, on features and parameters that a reader types.
import { reshape, tensor1d, tensor3d } from '@tensorflow/tfjs-core';
import { matrices, matrix, type Matrix } from '../../math/tensor.ts';
import { numbered } from '../../widget/format.ts';
import { InputProblem } from '../../widget/problem.ts';
import { channelAttention } from './kernel.ts';
import type { By, Context } from './trace.ts';

/** What every bias is: a hidden unit answers later, a gate is more open. */
const bias = { hidden: -1, gate: 1 } as const;

/** The filter of ECA: a channel counts for itself and against its neighbours. */
export const filter = [-1, 2, -1] as const;

const width = (m: Matrix): number => m[0]?.length ?? 0;

function mustFit(x: Matrix, w1: Matrix, w2: Matrix): void {
  const sides = [
    [width(w1), x.length, 'columns of W₁', 'rows of X', 'W₁ 的列数', 'X 的行数'],
    [w2.length, x.length, 'rows of W₂', 'rows of X', 'W₂ 的行数', 'X 的行数'],
    [width(w2), w1.length, 'columns of W₂', 'rows of W₁', 'W₂ 的列数', 'W₁ 的行数'],
  ] as const;
  for (const [a, b, enA, enB, zhA, zhB] of sides) {
    if (a === b) continue;
    throw new InputProblem({
      en: `The ${enA} are ${a} and the ${enB} are ${b}: both must be as many.`,
      zh: `${zhA}是 ${a}，${zhB}是 ${b}：两者必须相等。`,
    });
  }
}

/** The walk: features are a matrix, a channel in each row. */
export function walkOf(by: By, x: Matrix, w1: Matrix, w2: Matrix, biases: boolean) {
  if (by === 'se') mustFit(x, w1, w2);
  const b1 = biases ? w1.map((): number => bias.hidden) : [];
  const b2 = biases ? x.map((): number => bias.gate) : [];
  const trace = matrices(() => {
    const { descriptor, hidden, scores, gates, output } = channelAttention(
      tensor3d(x.flat(), [x.length, 1, width(x)]),
      by === 'eca'
        ? { filter: tensor1d([...filter]) }
        : {
            w1: matrix(w1),
            w2: matrix(w2),
            ...(biases ? { b1: tensor1d(b1), b2: tensor1d(b2) } : {}),
          },
    );
    return {
      descriptor: reshape(descriptor, [-1, 1]),
      ...(hidden ? { hidden: reshape(hidden, [-1, 1]) } : {}),
      scores: reshape(scores, [-1, 1]),
      gates: reshape(gates, [-1, 1]),
      output: reshape(output, [x.length, width(x)]),
    };
  });
  const context: Context = { w1, w2, b1, b2, filter: by === 'eca' ? filter : null };
  return {
    matrices: { x, ...trace },
    axes: {
      channels: numbered('c', x.length),
      places: numbered('p', width(x)),
      units: numbered('h', w1.length),
    },
    context,
  };
}

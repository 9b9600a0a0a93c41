// The formula, step by step, on a picture of four positions and two channels that can be computed by hand.
import { reshape, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { walk } from '../../../figures/walk.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { nonLocal } from '../kernel.ts';
import { pairwiseNames, steps, type Choices, type Context } from '../trace.ts';

const identity: Matrix = [
  [1, 0],
  [0, 1],
];

/** What the matrices must agree in: `C` channels of the image, `D` of the embeddings. */
const shapes = {
  wTheta: { name: 'W_θ', rows: 'D', columns: 'C' },
  wPhi: { name: 'W_φ', rows: 'D', columns: 'C' },
  wG: { name: 'W_g', rows: 'D', columns: 'C' },
  wZ: { name: 'W_z', rows: 'C', columns: 'D' },
} as const;

type Given = Record<keyof typeof shapes | 'x', Matrix>;

function mustFit(given: Given): void {
  const sizes = { C: given.x[0]?.length ?? 0, D: given.wTheta.length };
  const wanted = Object.entries(shapes).map(
    ([key, { name, rows, columns }]) =>
      [name, given[key as keyof typeof shapes], sizes[rows], sizes[columns]] as const,
  );
  for (const [name, rows, high, wide] of wanted) {
    if (rows.length === high && rows[0]?.length === wide) continue;
    throw new InputProblem({
      en: `${name} is ${rows.length} × ${rows[0]?.length}. With ${sizes.C} channels and ${sizes.D} rows of W_θ it must be ${high} × ${wide}.`,
      zh: `${name} 是 ${rows.length} × ${rows[0]?.length}。有 ${sizes.C} 个通道，W_θ 有 ${sizes.D} 行，它就必须是 ${high} × ${wide}。`,
    });
  }
}

/** The row of the concatenation: it reads the first entry of θ and the last of φ. */
const joint = (D: number): Matrix => [
  Array.from({ length: 2 * D }, (_, i) => (i === 0 || i === 2 * D - 1 ? 1 : 0)),
];

/** The trace on positions (N, C): the two images in it are turned back into rows. */
const traceOf = ({ x, ...parameters }: Given & { wF: Matrix }, choices: Choices): Record<string, Matrix> =>
  matrices<Record<string, Tensor>>(() => {
    const [N, C] = [x.length, x[0]?.length ?? 0];
    const image = reshape(transpose(tensor(x)), [C, 1, N]);
    const own = Object.fromEntries(Object.entries(parameters).map(([name, rows]) => [name, tensor(rows)]));
    const trace = nonLocal(image, own as Record<keyof typeof parameters, Tensor>, choices);
    const rows = (one: Tensor): Tensor => transpose(reshape(one, [C, N]));
    return { ...trace, change: rows(trace.change), output: rows(trace.output) };
  });

const parameter = (name: string, of: { en: string; zh: string }, value: Matrix) =>
  matrix({
    label: { en: `${name}, ${of.en}`, zh: `${name}，${of.zh}` },
    symbol: name,
    value,
    maxRows: 4,
    maxColumns: 4,
  });

export default defineWidget({
  id: 'non-local/walk',
  title: { en: 'Four positions, step by step', zh: '四个位置，一步一步算' },
  provenance: {
    en: 'Constructed: a picture of 2 × 2 positions and two channels, one position in each row. The row w_f of the concatenation reads the first entry of θ and the last of φ. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：一张 2 × 2 的图，两个通道，每行是一个位置。拼接用的 w_f 读 θ 的第一个数和 φ 的最后一个数。每个数可以左右拖动，也可以键入，还可以粘贴自己的矩阵。',
  },
  mechanism: 'non-local',
  controls: {
    pairwise: choice({
      label: { en: 'pairwise function', zh: '成对函数' },
      options: pairwiseNames,
      value: 'embedded',
    }),
    scaled: toggle({ label: { en: 'scores over √D', zh: '分数除以 √D' }, value: false }),
    x: matrix({
      label: { en: 'x, the positions', zh: '各个位置 x' },
      symbol: 'x',
      step: 1,
      value: [
        [1, 0],
        [0, 2],
        [1, 1],
        [2, 0],
      ],
    }),
    wTheta: parameter('Wθ', { en: 'what asks', zh: '去问的' }, identity),
    wPhi: parameter('Wφ', { en: 'what is compared', zh: '来比的' }, [
      [1, 0],
      [0, -1],
    ]),
    wG: parameter('Wg', { en: 'what is taken', zh: '取走的' }, [
      [10, 0],
      [0, 10],
    ]),
    wZ: parameter('Wz', { en: 'back to the channels', zh: '变回通道' }, [
      [0.1, 0],
      [0, 0.1],
    ]),
  },
  compute({ pairwise, scaled, ...given }) {
    mustFit(given);
    const choices = { pairwise, scaled };
    const names = numbered('p', given.x.length);
    const all = { ...given, wF: joint(given.wTheta.length) };
    const matrices: Record<string, Matrix> = { ...all, ...traceOf(all, choices) };
    return {
      matrices,
      axes: { queries: names, keys: names },
      context: choices,
    };
  },
  figures: walk<Choices, Context>(steps),
  goals: {
    // A function whose weights are divided by N, and the first position's sum above 1.
    more: ({ matrices: { weights = [] } }, { pairwise }) =>
      pairwise === 'dot' && (weights[0] ?? []).reduce((sum, weight) => sum + weight, 0) > 1.2,
  },
  readout({ matrices: { weights = [] } }, _params, lang) {
    const sums = weights.map((row) => fixed(row.reduce((sum, weight) => sum + weight, 0)));
    return lang === 'zh'
      ? `各行权重之和：${sums.join('，')}。`
      : `Sum of each row of weights: ${sums.join(', ')}.`;
  },
});

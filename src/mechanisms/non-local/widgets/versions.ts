// The block as the paper writes it, and with what implementations add or leave out: scale, pooling, normalisation.
import { fill, ones, slice, tensor3d, tidy, transpose, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { numbers as table } from '../../../figures/numbers.ts';
import { picture as pictureFigure, type PictureData } from '../../../figures/picture.ts';
import { matrix } from '../../../math/tensor.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import type { Lang } from '../../../widget/text.ts';
import {
  channels,
  columnControl,
  comparedControl,
  embeddings,
  explainRead,
  featuresOf,
  gainControl,
  grid,
  pictureControl,
  provenance,
  rowControl,
  side,
  type Compared,
} from '../inputs.ts';
import { nonLocal, type Options } from '../kernel.ts';

interface Version extends Options {
  readonly gamma: number;
}

/** The formula: no scale, no pooling, no normalisation. */
const formula: Version = { scaled: false, pool: 'none', gamma: 1 };

interface Result {
  /** The row of the chosen position: 64 weights, or 16 of windows. */
  readonly weights: readonly number[];
  readonly change: Float32Array;
  /** How many weights the whole matrix has. */
  readonly count: number;
}

function run(
  x: Float32Array,
  at: number,
  compared: Compared,
  gain: number,
  { gamma, ...options }: Version,
): Result {
  return tidy(() => {
    const { wTheta, wPhi } = embeddings(compared, gain);
    const wG = matrix(embeddings(compared, 1).wPhi);
    const zero = zeros([channels]) as Tensor;
    const norm = {
      gamma: fill([channels], gamma) as Tensor,
      beta: zero,
      mean: zero,
      variance: ones([channels]) as Tensor,
    };
    const parameters = { wTheta: matrix(wTheta), wPhi: matrix(wPhi), wG, wZ: transpose(wG), norm };
    const trace = nonLocal(tensor3d(x, [channels, grid, grid]), parameters, options);
    return {
      weights: Array.from(slice(trace.weights, [at, 0], [1, -1]).dataSync()),
      change: trace.change.dataSync() as Float32Array,
      count: trace.weights.size,
    };
  });
}

/** A row of windows as a map of positions: every position has the weight of its window. */
function mapOf(weights: readonly number[]): number[][] {
  const across = Math.sqrt(weights.length);
  const span = grid / across;
  return Array.from({ length: grid }, (_, i) =>
    Array.from(
      { length: grid },
      (__, j) => weights[Math.floor(i / span) * across + Math.floor(j / span)] ?? Number.NaN,
    ),
  );
}

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))), 0);

function overlaid(
  { weights }: Result,
  { picture, row, column }: { picture: string; row: number; column: number },
  lang: Lang,
): PictureData {
  const values = mapOf(weights);
  return {
    label: lang === 'zh' ? '图片和权重' : 'the picture and the weights',
    side,
    pixels: pixelsOf(picture, side),
    overlay: {
      name: lang === 'zh' ? '权重' : 'weights',
      values,
      scale: 'weights',
      extent: Math.max(...weights),
      opacity: 0.65,
    },
    at: { row, column },
    explain: (i: number, j: number) => explainRead(values, i, j, weights.length < grid * grid, lang),
  };
}

export default defineWidget({
  id: 'non-local/versions',
  title: { en: 'Which version?', zh: '哪个版本？' },
  provenance,
  mechanism: 'non-local',
  controls: {
    picture: pictureControl,
    row: rowControl,
    column: columnControl,
    compared: comparedControl,
    gain: gainControl(),
    scaled: toggle({ label: { en: 'scores over √D', zh: '分数除以 √D' }, value: true }),
    pool: choice({
      label: { en: '2 × 2 max pooling', zh: '2 × 2 最大池化' },
      options: {
        none: { en: 'none', zh: '没有' },
        after: { en: 'after φ and g', zh: '在 φ、g 之后' },
        before: { en: 'before φ and g', zh: '在 φ、g 之前' },
      },
      value: 'before',
    }),
    gamma: range({
      label: { en: 'γ of the normalisation', zh: '归一化的 γ' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 1,
    }),
  },
  compute({ picture, row, column, compared, gain, scaled, pool, gamma }) {
    const x = featuresOf(picture);
    const at = row * grid + column;
    const [plain, yours] = [formula, { scaled, pool, gamma }].map((one) =>
      run(x, at, compared, gain, one),
    ) as [Result, Result];
    return { plain, yours, apart: difference(plain.change, yours.change) };
  },
  figures: [
    {
      name: 'formula',
      title: { en: 'As the formula says', zh: '按公式' },
      formula: String.raw`a_i=\softmax(\role{query}{\theta_i}\cdot\role{key}{\phi_j})`,
      type: pictureFigure,
      data: ({ plain }, params, lang) => overlaid(plain, params, lang),
      pick: ({ row, column }) => ({ row, column }),
    },
    {
      name: 'version',
      title: { en: 'In your version', zh: '按你选的版本' },
      caption: {
        en: 'With pooling, the four positions of a window share one key, and one weight.',
        zh: '有池化时，一个窗口的四个位置共用一个键、一个权重。',
      },
      type: pictureFigure,
      data: ({ yours }, params, lang) => overlaid(yours, params, lang),
      pick: ({ row, column }) => ({ row, column }),
    },
    {
      name: 'numbers',
      title: { en: 'What is different', zh: '差别有多大' },
      caption: {
        en: 'Size: root mean square of what is added. Difference: the largest one, from the formula.',
        zh: '改动有多大：加上去的数的均方根。输出之差：与公式相比，最大的一处。',
      },
      type: table,
      data: ({ plain, yours, apart }, _params, lang) => {
        const [one, other] = lang === 'zh' ? ['按公式', '你的版本'] : ['the formula', 'your version'];
        const of = (result: Result): number[] => [
          result.count,
          rootMeanSquare(result.change),
          result === plain ? 0 : apart,
        ];
        return {
          head:
            lang === 'zh'
              ? ['版本', '权重的个数', '改动有多大', '输出之差']
              : ['version', 'weights', 'size of the change', 'difference of the outputs'],
          rows: [
            { label: one ?? '', values: of(plain) },
            { label: other ?? '', values: of(yours) },
          ],
          show: (value: number) => (Number.isInteger(value) ? String(value) : fixed(value, 3)),
        };
      },
    },
  ],
  goals: {
    // What training starts from: the block changes nothing.
    identity: ({ yours }) => rootMeanSquare(yours.change) === 0,
  },
  readout({ plain, yours, apart }, { gamma }, lang) {
    const [a, b] = [plain, yours].map(({ weights }) => fixed(Math.max(...weights), 3));
    if (lang === 'zh')
      return gamma === 0
        ? 'γ = 0：输出就是输入，这个模块什么也不改。'
        : `最大的权重：公式 ${a}，你的版本 ${b}；输出最多差 ${fixed(apart, 3)}。`;
    return gamma === 0
      ? 'γ = 0: the output is the input, the block changes nothing.'
      : `Largest weight: ${a} by the formula, ${b} in your version; the outputs differ by at most ${fixed(apart, 3)}.`;
  },
});

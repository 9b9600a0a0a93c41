// The four pairwise functions for one position of a picture, side by side.
import { maps } from '../../../figures/maps.ts';
import { numbers as table } from '../../../figures/numbers.ts';
import { handlesOf, picture as pictureFigure } from '../../../figures/picture.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { pick } from '../../../widget/text.ts';
import {
  asGrid,
  columnControl,
  explainWeight,
  featuresOf,
  gainControl,
  grid,
  pictureControl,
  rowControl,
  rowOf,
  side,
} from '../inputs.ts';
import type { Pairwise } from '../kernel.ts';
import { pairwiseNames } from '../trace.ts';

const kinds = Object.keys(pairwiseNames) as Pairwise[];
/** Names that fit above a small map. */
const shortNames: typeof pairwiseNames = {
  ...pairwiseNames,
  embedded: { en: 'embedded', zh: '嵌入高斯' },
  concat: { en: 'concat', zh: '拼接' },
};
const sumOf = (row: readonly number[]): number => row.reduce((sum, weight) => sum + weight, 0);
const largest = (row: readonly number[]): number => Math.max(...row.map(Math.abs)) || 1;

export default defineWidget({
  id: 'non-local/functions',
  title: { en: 'Four pairwise functions, one position', zh: '四种成对函数，同一个位置' },
  provenance: {
    en: 'Constructed: θ and φ keep the six channels of colour. Random, from the seed: the row w_f of the concatenation. Nothing is trained.',
    zh: '人为构造：θ 和 φ 取六个颜色通道。随机：拼接用的 w_f，由随机种子生成。没有经过训练。',
  },
  mechanism: 'non-local',
  controls: {
    picture: pictureControl,
    row: rowControl,
    column: columnControl,
    gain: gainControl(),
    shown: choice({
      label: { en: 'on the picture', zh: '画在图上的' },
      options: pairwiseNames,
      value: 'dot',
    }),
    seed: range({ label: { en: 'seed of w_f', zh: 'w_f 的随机种子' }, min: 1, max: 20, step: 1, value: 1 }),
  },
  compute({ picture, row, column, gain, seed }) {
    const x = featuresOf(picture);
    const at = row * grid + column;
    const of = (pairwise: Pairwise) => rowOf({ x, at, compared: 'colour', gain, seed }, { pairwise });
    return { at, gaussian: of('gaussian'), embedded: of('embedded'), dot: of('dot'), concat: of('concat') };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'One of them on the picture', zh: '其中一种，画在图上' },
      caption: {
        en: 'Blue-green is a positive weight, orange-brown a negative one. Click another place.',
        zh: '青色是正的权重，橙褐色是负的。点一点别的位置。',
      },
      type: pictureFigure,
      data: (trace, { picture, row, column, shown }, lang) => ({
        label: lang === 'zh' ? '图片和权重' : 'the picture and the weights',
        side,
        pixels: pixelsOf(picture, side),
        overlay: {
          name: pick(pairwiseNames[shown], lang),
          values: asGrid(trace[shown].weights),
          scale: 'scores',
          extent: largest(trace[shown].weights),
          opacity: 0.65,
        },
        at: { row, column },
        handles: handlesOf(partsOf(picture), lang),
        explain: (i: number, j: number) =>
          explainWeight(trace[shown].weights, trace[shown].scores, trace.at, i * grid + j, lang),
      }),
      pick: ({ row, column }) => ({ row, column }),
      drag: (point, { picture }, _trace, name) => ({ picture: movePart(picture, name, point) }),
    },
    {
      name: 'maps',
      title: { en: 'The weights of all four', zh: '四种函数的权重' },
      caption: {
        en: 'Each map has its full colour at its own largest weight.',
        zh: '每张图的满色是它自己最大的权重。',
      },
      type: maps,
      data: (trace, _params, lang) => ({
        maps: kinds.map((kind) => ({
          label: pick(shortNames[kind], lang),
          values: asGrid(trace[kind].weights.map((weight) => weight / largest(trace[kind].weights))),
          note: `Σ = ${fixed(sumOf(trace[kind].weights))}`,
        })),
        scale: 'scores',
        extent: 1,
        labelTitle: lang === 'zh' ? '权重 / 最大的权重' : 'weight / largest weight',
        columns: 2,
      }),
    },
    {
      name: 'numbers',
      title: { en: 'The four rows in numbers', zh: '四行权重的数字' },
      type: table,
      data: (trace, _params, lang) => ({
        head:
          lang === 'zh'
            ? ['函数', '权重之和', '最大', '最小', '为负的个数']
            : ['function', 'sum of the weights', 'largest', 'smallest', 'negative ones'],
        rows: kinds.map((kind) => {
          const { weights } = trace[kind];
          return {
            label: pick(pairwiseNames[kind], lang),
            values: [
              sumOf(weights),
              Math.max(...weights),
              Math.min(...weights),
              weights.filter((weight) => weight < 0).length,
            ],
          };
        }),
        show: (value: number) => (Number.isInteger(value) ? String(value) : fixed(value, 3)),
      }),
    },
  ],
  readout(trace, { gain }, lang) {
    const [soft, dot] = [trace.embedded.weights, trace.dot.weights].map((row) => fixed(Math.max(...row), 3));
    return lang === 'zh'
      ? `θ 乘以 ${fixed(gain, 1)}：嵌入高斯最大的权重是 ${soft}，点积的是 ${dot}。`
      : `With θ times ${fixed(gain, 1)}, the largest weight of the embedded Gaussian is ${soft}, and that of the dot product ${dot}.`;
  },
});

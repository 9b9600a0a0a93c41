// Two heads, the second of which becomes the first: equal projections give equal weights.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import type { Lang } from '../../../widget/text.ts';
import {
  attend,
  drawParameters,
  drawTokens,
  features,
  input,
  randomVectors,
  rowsOf,
  seedControl,
} from '../sentence.ts';

/** The rows of head 2 on the way to those of head 1. */
function blended(parameters: Matrix, share: number): Matrix {
  const [first, second] = [rowsOf(parameters, 0, 2), rowsOf(parameters, 1, 2)];
  return [
    ...first,
    ...second.map((row, i) => row.map((x, j) => (1 - share) * x + share * (first[i]?.[j] ?? 0))),
  ];
}

const map = (values: Matrix, tokens: readonly string[], lang: Lang, scale: HeatmapData['scale']) => ({
  values,
  rows: tokens,
  columns: tokens,
  rowTitle: lang === 'zh' ? '查询' : 'queries',
  columnTitle: lang === 'zh' ? '键' : 'keys',
  scale,
});

export default defineWidget({
  id: 'multi-head-attention/twins',
  title: { en: 'Two heads, more and more alike', zh: '两个头，越来越像' },
  provenance: randomVectors,
  mechanism: 'multi-head-attention',
  controls: {
    text: input,
    share: range({
      label: { en: 'head 1 in head 2', zh: '头 2 里头 1 占多少' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 0,
    }),
    seed: seedControl,
  },
  compute({ text: line, share, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const drawn = drawParameters(seed);
    const { wq, wk, wv, wo } = drawn;
    const parameters = { wq: blended(wq, share), wk: blended(wk, share), wv: blended(wv, share), wo };
    const x = drawTokens(tokens, lang, seed);
    const [first = [], second = []] = attend(x, x, parameters, { heads: 2 }).weights;
    const difference = second.map((row, i) => row.map((weight, j) => weight - (first[i]?.[j] ?? 0)));
    return { tokens, first, second, difference, apart: Math.max(...difference.flat().map(Math.abs)) };
  },
  figures: [
    {
      name: 'first',
      title: { en: 'Weights of head 1', zh: '头 1 的权重' },
      formula: String.raw`A_1`,
      type: heatmap,
      data: ({ first, tokens }, _params, lang) => map(first, tokens, lang, 'weights'),
    },
    {
      name: 'second',
      title: { en: 'Weights of head 2', zh: '头 2 的权重' },
      formula: String.raw`A_2`,
      type: heatmap,
      data: ({ second, tokens }, _params, lang) => map(second, tokens, lang, 'weights'),
    },
    {
      name: 'difference',
      title: { en: 'What head 2 gives more', zh: '头 2 多给的' },
      formula: String.raw`A_2-A_1`,
      type: heatmap,
      data: ({ difference, tokens }, _params, lang) => ({
        ...map(difference, tokens, lang, 'scores'),
        extent: 1,
      }),
    },
  ],
  readout({ apart }, { share }, lang) {
    return lang === 'zh'
      ? `头 2 的参数里，头 1 占 ${fixed(share)}。两张权重图最多相差 ${fixed(apart, 3)}。每头 ${features / 2} 个特征。`
      : `Head 2 is ${fixed(share)} of head 1. The two maps differ by at most ${fixed(apart, 3)}. Each head has ${features / 2} features.`;
  },
});

// The whole formula on the reader's sentence, one head at a time: projections, attention, heads side by side, output.
import { walk, type Step } from '../../../figures/walk.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import {
  attend,
  drawParameters,
  drawTokens,
  features,
  headsControl,
  input,
  randomVectors,
  rowsOf,
  seedControl,
} from '../sentence.ts';
import { joined, steps, type Context } from '../trace.ts';
import type { Choices } from '../../scaled-dot-product/trace.ts';

const { average: _average, output, ...ofOneHead } = steps;

const walkSteps: Record<string, Step<Choices, Context>> = {
  x: {
    title: { en: 'X, the words', zh: '词向量 X' },
    formula: String.raw`X\colon n\times d`,
    scale: 'scores',
    axes: ['tokens', 'features'],
  },
  ...ofOneHead,
  joined,
  output,
};

export default defineWidget({
  id: 'multi-head-attention/walk',
  title: { en: 'Your sentence through every head', zh: '你的句子经过每一个头' },
  provenance: randomVectors,
  mechanism: 'multi-head-attention',
  controls: {
    text: input,
    head: range({ label: { en: 'head shown', zh: '看第几头' }, min: 1, max: 8, step: 1, value: 1 }),
    heads: headsControl({ value: 1 }),
    scaled: toggle({ label: { en: 'divide by √d', zh: '除以 √d' }, value: true }),
    normalize: choice({
      label: { en: 'softmax', zh: 'softmax' },
      options: { rows: { en: 'over keys', zh: '对键' }, none: { en: 'none', zh: '不做' } },
      value: 'rows',
    }),
    seed: seedControl,
  },
  compute({ text: line, head, heads: power, scaled, normalize, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const heads = 2 ** power;
    const shown = Math.min(head, heads) - 1;
    const x = drawTokens(tokens, lang, seed);
    const drawn = drawParameters(seed);
    const width = features / heads;
    const scale = scaled ? 1 / Math.sqrt(width) : 1;
    const trace = attend(x, x, drawn, { heads, scale, normalize });
    const { joined: sideBySide, output: mixed, average, ...each } = trace;
    const one = Object.fromEntries(Object.entries(each).map(([name, all]) => [name, all[shown] ?? []]));
    const projections = { wq: drawn.wq, wk: drawn.wk, wv: drawn.wv };
    const own = Object.fromEntries(
      Object.entries(projections).map(([name, rows]) => [name, rowsOf(rows, shown, heads)]),
    );
    return {
      matrices: { x, ...own, ...one, joined: sideBySide, wo: drawn.wo, output: mixed, average },
      axes: { tokens, queries: tokens, keys: tokens },
      context: {
        scale,
        normalize,
        all: trace.weights,
        head: shown,
        width,
      },
      shown,
      heads,
      tokens,
    };
  },
  figures: walk<Choices, Context>(walkSteps),
  readout({ context: { all, width }, shown, heads, tokens }, _params, lang) {
    const row = all[shown]?.at(-1) ?? [];
    const total = fixed(row.reduce((sum, weight) => sum + weight, 0));
    const best = row.indexOf(Math.max(...row));
    const [last, first] = [tokens.at(-1) ?? '', tokens[best] ?? ''];
    const weight = fixed(row[best] ?? Number.NaN);
    return lang === 'zh'
      ? `第 ${shown + 1} 头，共 ${heads} 头，每头 ${width} 个特征。在这个头里，“${last}”给“${first}”的权重最大：${weight}；这一行权重之和为 ${total}。`
      : `Head ${shown + 1} of ${heads}, with ${width} ${width === 1 ? 'feature' : 'features'} each. In this head “${last}” gives its largest weight, ${weight}, to “${first}”; its row of weights sums to ${total}.`;
  },
});

// The whole formula on the reader's sentence, one head at a time: projections, attention, heads side by side, output.
import { walk, type Step } from '../../../figures/walk.ts';
import { range, toggle } from '../../../widget/controls.ts';
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

const { average: _average, output, ...ofOneHead } = steps;

const walkSteps: Record<string, Step<object, Context>> = {
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
    causal: toggle({ label: { en: 'causal mask', zh: '因果掩码' }, value: false }),
    seed: seedControl,
  },
  compute({ text: line, head, heads: power, causal, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const heads = 2 ** power;
    const shown = Math.min(head, heads) - 1;
    const x = drawTokens(tokens, lang, seed);
    const drawn = drawParameters(seed);
    const trace = attend(x, x, drawn, { heads, causal });
    const { joined: sideBySide, output: mixed, average, ...each } = trace;
    const one = Object.fromEntries(Object.entries(each).map(([name, all]) => [name, all[shown] ?? []]));
    const projections = { wq: drawn.wq, wk: drawn.wk, wv: drawn.wv };
    const own = Object.fromEntries(
      Object.entries(projections).map(([name, rows]) => [name, rowsOf(rows, shown, heads)]),
    );
    const width = features / heads;
    return {
      matrices: { x, ...own, ...one, joined: sideBySide, wo: drawn.wo, output: mixed, average },
      axes: { tokens, queries: tokens, keys: tokens },
      context: {
        scale: 1 / Math.sqrt(width),
        normalize: 'rows' as const,
        all: trace.weights,
        head: shown,
        width,
      },
      shown,
      heads,
      tokens,
    };
  },
  figures: walk<object, Context>(walkSteps),
  readout({ context: { all, width }, shown, heads, tokens }, _params, lang) {
    const row = all[shown]?.at(-1) ?? [];
    const best = row.indexOf(Math.max(...row));
    const [last, first] = [tokens.at(-1) ?? '', tokens[best] ?? ''];
    const weight = fixed(row[best] ?? Number.NaN);
    return lang === 'zh'
      ? `第 ${shown + 1} 头，共 ${heads} 头，每头 ${width} 个特征。在这个头里，“${last}”给“${first}”的权重最大：${weight}。`
      : `Head ${shown + 1} of ${heads}, with ${width} ${width === 1 ? 'feature' : 'features'} each. In this head “${last}” gives its largest weight, ${weight}, to “${first}”.`;
  },
});

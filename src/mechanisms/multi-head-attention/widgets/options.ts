// Which convention? What true means in a mask, one map for each head or their mean, and a key of zeros after all others.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { attend, drawParameters, drawTokens, input, randomVectors, seedControl } from '../sentence.ts';

const axes = { en: ['queries', 'keys'], zh: ['查询', '键'] } as const;

export default defineWidget({
  id: 'multi-head-attention/options',
  title: { en: 'Which convention?', zh: '按哪种约定？' },
  provenance: randomVectors,
  mechanism: 'multi-head-attention',
  controls: {
    text: input,
    marked: range({
      label: { en: 'last tokens marked true', zh: '末尾标为真的词元' },
      min: 0,
      max: 8,
      step: 1,
      value: 2,
    }),
    sense: choice({
      label: { en: 'true means', zh: '真表示' },
      options: {
        ignored: { en: 'ignored (MultiheadAttention)', zh: '忽略（MultiheadAttention）' },
        open: { en: 'may attend (this site)', zh: '可以关注（本站）' },
      },
      value: 'ignored',
    }),
    shown: choice({
      label: { en: 'weights shown', zh: '显示的权重' },
      options: {
        first: { en: 'head 1', zh: '头 1' },
        second: { en: 'head 2', zh: '头 2' },
        mean: { en: 'mean (PyTorch’s default)', zh: '平均（PyTorch 默认）' },
      },
      value: 'mean',
    }),
    zero: toggle({ label: { en: 'a key of zeros more', zh: '多一个零键' }, value: false }),
    seed: seedControl,
  },
  compute({ text: line, marked, sense, shown, zero, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const x = drawTokens(tokens, lang, seed);
    const open = tokens.map((_, i) => i >= tokens.length - marked === (sense === 'open'));
    const { weights, average } = attend(x, x, drawParameters(seed), { heads: 2, open, zero });
    const map = shown === 'mean' ? average : (weights[shown === 'first' ? 0 : 1] ?? []);
    return { tokens, keys: zero ? [...tokens, '0'] : tokens, open, map };
  },
  figures: [
    {
      name: 'mask',
      title: { en: 'Keys that are open', zh: '开放的键' },
      caption: { en: '1: every query may attend to it.', zh: '1：每个查询都可以关注它。' },
      type: heatmap,
      data: ({ tokens, open }, _params, lang): HeatmapData => ({
        values: [open.map(Number)],
        rows: [''],
        columns: tokens,
        rowTitle: '',
        columnTitle: axes[lang][1],
        scale: 'weights',
      }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      formula: {
        variants: {
          head: String.raw`\sym{weights}{A_i}`,
          mean: String.raw`\tfrac12(\sym{weights}{A_1}+\sym{weights}{A_2})`,
        },
        pick: ({ shown }) => (shown === 'mean' ? 'mean' : 'head'),
      },
      type: heatmap,
      data: ({ tokens, keys, map }, _params, lang): HeatmapData => ({
        values: map,
        rows: tokens,
        columns: keys,
        rowTitle: axes[lang][0],
        columnTitle: axes[lang][1],
        scale: 'weights',
      }),
    },
  ],
  readout({ open, map, tokens }, _params, lang) {
    const count = open.filter(Boolean).length;
    const sum = fixed((map[0] ?? []).reduce((total, weight) => total + weight, 0));
    const nothing = sum === '0.00';
    if (lang === 'zh')
      return `${tokens.length} 个键里开放 ${count} 个。每一行权重之和：${sum}${nothing ? '。没有开放的键，本站给零，PyTorch 给出的不是数' : ''}。`;
    return `${count} of ${tokens.length} keys are open. Each row of weights sums to ${sum}${nothing ? ': nothing is open, where this site gives zeros and PyTorch gives no numbers' : ''}.`;
  },
});

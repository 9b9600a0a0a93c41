// How many steps it takes until the last token can know of each earlier one.
import { heatmap } from '../../../figures/heatmap.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import type { Text } from '../../../widget/text.ts';
import { pick } from '../../../widget/text.ts';

const n = 16;

/** How many tokens, counted from the last, a number of steps can reach. */
const kinds: readonly { readonly label: Text; reach(steps: number, k: number): number }[] = [
  { label: { en: 'recurrence', zh: '循环' }, reach: (steps) => steps + 1 },
  { label: { en: 'convolution', zh: '卷积' }, reach: (steps, k) => steps * (k - 1) + 1 },
  { label: { en: 'dilated', zh: '空洞卷积' }, reach: (steps, k) => k ** steps },
  { label: { en: 'window', zh: '窗口注意力' }, reach: (steps) => 3 * steps + 1 },
  { label: { en: 'attention', zh: '注意力' }, reach: (steps) => (steps === 0 ? 1 : n) },
];

export default defineWidget({
  id: 'recurrence-vs-attention/reach',
  title: { en: 'Who can have heard of whom', zh: '谁能听说谁' },
  provenance: {
    en: 'Counted: sixteen tokens. A window shows each token itself and the three before it; a step is a layer, and in recurrence a token.',
    zh: '计数：十六个词元。窗口内是词元自己和前面三个；一步是一层，循环里一步是一个词元。',
  },
  mechanism: 'scaled-dot-product',
  controls: {
    steps: range({
      label: { en: 'steps', zh: '步数' },
      min: 0,
      max: n - 1,
      step: 1,
      value: 2,
      play: { perSecond: 2 },
    }),
    k: range({ label: { en: 'convolution over k', zh: '卷积宽度 k' }, min: 2, max: 5, step: 1, value: 3 }),
  },
  compute({ steps, k }) {
    const reached = kinds.map(({ reach }) => Math.min(n, reach(steps, k)));
    const needed = kinds.map(({ reach }) => {
      let at = 0;
      while (reach(at, k) < n) at += 1;
      return at;
    });
    return { reached, needed };
  },
  figures: [
    {
      name: 'reached',
      title: { en: 'Tokens that the last one can know of', zh: '最后一个词元可能知道的词元' },
      type: heatmap,
      data: ({ reached }, _params, lang) => ({
        values: reached.map((count) => Array.from({ length: n }, (_, j) => (n - j <= count ? 1 : 0))),
        rows: kinds.map(({ label }) => pick(label, lang)),
        columns: Array.from({ length: n }, (_, j) => String(j + 1)),
        rowTitle: '',
        columnTitle: lang === 'zh' ? '词元' : 'tokens',
        scale: 'weights',
      }),
    },
  ],
  goals: {
    dilated: ({ reached }, { k, steps }) => k === 2 && reached[2] === n && steps === 4,
  },
  readout({ needed }, _params, lang) {
    const parts = kinds.map(({ label }, i) => `${pick(label, lang)} ${needed[i]}`);
    return lang === 'zh'
      ? `走到第一个词元需要的步数：${parts.join('，')}。`
      : `Steps to the first token: ${parts.join(', ')}.`;
  },
});

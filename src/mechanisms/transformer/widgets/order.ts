// An encoder without positions does not know the order: shuffle the words, and the outputs are shuffled with them.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { toMatrix, type Matrix } from '../../../math/tensor.ts';
import { range, text, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { scientific } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import type { Lang } from '../../../widget/text.ts';
import { transformerStack } from '../kernel.ts';
import { drawStack, embed, heads, parametersOf, read, seedControl, untrained } from '../shared.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence, maxTokens: 10 });

const grid = (values: Matrix, rows: readonly string[], lang: Lang): HeatmapData => ({
  values,
  rows,
  columns: (values[0] ?? []).map((_, i) => String(i + 1)),
  rowTitle: lang === 'zh' ? '词' : 'words',
  columnTitle: lang === 'zh' ? '特征' : 'features',
  scale: 'output',
  extent: 2,
});

export default defineWidget({
  id: 'transformer/order',
  title: { en: 'The same words in another order', zh: '同样的词，换个次序' },
  provenance: untrained,
  mechanism: 'transformer',
  controls: {
    text: input,
    turn: range({ label: { en: 'turn by', zh: '轮转' }, min: 0, max: 7, step: 1, value: 3 }),
    positions: toggle({ label: { en: 'add positions', zh: '加上位置' }, value: false }),
    layers: range({ label: { en: 'layers', zh: '层数' }, min: 1, max: 3, step: 1, value: 2 }),
    seed: seedControl,
  },
  compute({ text: line, turn, positions, layers, seed }, lang) {
    const tokens = readTokens(input, line, lang);
    const order = tokens.map((_, i) => (i + turn) % tokens.length);
    const turned = order.map((i) => tokens[i] ?? '');
    const [plain, other] = read(() => {
      const parameters = drawStack(parametersOf(seed), layers);
      const run = (words: readonly string[]) =>
        toMatrix(transformerStack(embed(words, lang, seed, { positions }), parameters, { heads }).output);
      return [run(tokens), run(turned)];
    }) as [Matrix, Matrix];
    const apart = Math.max(
      ...order.flatMap((from, i) => (other[i] ?? []).map((x, f) => Math.abs(x - (plain[from]?.[f] ?? 0)))),
    );
    return { tokens, turned, plain, other, apart };
  },
  figures: [
    {
      name: 'plain',
      title: { en: 'Output, as written', zh: '原来次序的输出' },
      type: heatmap,
      data: ({ plain, tokens }, _params, lang) => grid(plain, tokens, lang),
    },
    {
      name: 'turned',
      title: { en: 'Output, turned', zh: '轮转之后的输出' },
      type: heatmap,
      data: ({ other, turned }, _params, lang) => grid(other, turned, lang),
    },
  ],
  readout({ apart }, _params, lang) {
    const text = apart < 1e-5 ? (lang === 'zh' ? '0（只差舍入）' : '0, but for rounding') : scientific(apart);
    return lang === 'zh'
      ? `同一个词在两个输出里最大相差：${text}。`
      : `Largest difference of the same word in the two outputs: ${text}.`;
  },
});

// The data that the translator was trained on: sentences drawn by chance, and their French by rule, which also knows what comes from what.
import { links } from '../../../figures/links.ts';
import { numbers } from '../../../figures/numbers.ts';
import { drawClause } from '../../../models/translation/draw.ts';
import { language, translate, type Translation } from '../../../models/translation/language.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';

const shown = 4;

/** Pairs of lines that cross: two target words that come from source words in the other order. */
function crossings({ places }: Translation): number {
  const links = places.flatMap((from, i) => from.map((j) => ({ i, j })));
  return links.reduce(
    (sum, a, k) =>
      sum + links.slice(k + 1).filter((b) => a.i !== b.i && (a.i - b.i) * (a.j - b.j) < 0).length,
    0,
  );
}

export default defineWidget({
  id: 'additive-attention/language',
  title: { en: 'Sentences of the little language', zh: '小语言里的句子' },
  provenance: {
    en: 'Generated: drawn from the number of the sentence with the chances of language.json, translated by rule. No model is asked.',
    zh: '自动生成：由句子的编号，按 language.json 里的概率抽取，再按规则翻译。这里没有用到模型。',
  },
  mechanism: 'additive-attention',
  controls: {
    number: range({
      label: { en: 'sentence number', zh: '句子编号' },
      min: 1,
      max: 500,
      step: 1,
      value: 14,
    }),
  },
  compute: ({ number }) => Array.from({ length: shown }, (_, k) => translate(drawClause(number + k))),
  figures: [
    {
      name: 'rule',
      title: { en: 'Which words the first one’s words come from', zh: '第一句里，每个词从哪些词来' },
      type: links,
      data: ([first], _params, lang) => ({
        source: first?.source ?? [],
        target: first?.target ?? [],
        sourceTitle: lang === 'zh' ? '英语' : 'English',
        targetTitle: lang === 'zh' ? '法语' : 'French',
        weights: (first?.places ?? []).map((from) =>
          (first?.source ?? []).map((_, j) => (from.includes(j) ? 1 / from.length : 0)),
        ),
      }),
    },
    {
      name: 'pairs',
      title: { en: 'This sentence and the next', zh: '这一句和后面几句' },
      type: numbers,
      data: (pairs, { number }, lang) => ({
        head: lang === 'zh' ? ['句子', '编号', '交叉'] : ['sentence', 'number', 'crossings'],
        rows: pairs.flatMap((pair, k) => [
          { label: pair.source.join(' '), values: [String(number + k), '·'] },
          { label: pair.target.join(' '), values: ['·', crossings(pair)] },
        ]),
      }),
    },
    {
      name: 'withheld',
      title: { en: 'Pairs that training never showed', zh: '训练时从没出现的搭配' },
      type: numbers,
      data: (_pairs, _params, lang) => ({
        head: lang === 'zh' ? ['搭配', '个数'] : ['pairs', 'how many'],
        rows: [
          {
            label: language.withheld.join(lang === 'zh' ? '、' : ', '),
            values: [language.withheld.length],
          },
        ],
      }),
    },
  ],
  readout([first], _params, lang) {
    const [a, b, c] = [first?.source.length ?? 0, first?.target.length ?? 0, first ? crossings(first) : 0];
    return lang === 'zh'
      ? `英语 ${a} 个词，法语 ${b} 个词，连线交叉 ${c} 处。`
      : `${a} words of English, ${b} of French, and ${c} ${c === 1 ? 'crossing' : 'crossings'} of their lines.`;
  },
});

// Several heads beside one that asks all their questions at once, with the same parameters: what is averaged is mixed up.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { constructed, looks } from '../constructed.ts';
import { attend, input } from '../sentence.ts';

/** The rows are named by what they look for. */
const axes = (lang: Lang) => ({ rowTitle: '', columnTitle: lang === 'zh' ? '键' : 'keys' });

export default defineWidget({
  id: 'multi-head-attention/heads',
  title: { en: 'Several questions, one word', zh: '一个词，几个问题' },
  provenance: {
    en: 'Constructed: the projections are made by hand, so that each head looks at one kind of place on any sentence. Nothing is trained. Where the sentence has no such place, no key fits, and the weights are even.',
    zh: '人为构造：投影是手工写出来的，每个头在任何句子里都只看一种位置，没有经过训练。句子里若没有那个位置，就没有匹配的键，权重平分。',
  },
  mechanism: 'multi-head-attention',
  controls: {
    h: range({ label: { en: 'heads h', zh: '头数 h' }, min: 1, max: looks.length, step: 1, value: 2 }),
    word: range({
      label: { en: 'word that asks', zh: '发问的词' },
      min: 1,
      max: input.maxTokens,
      step: 1,
      value: 3,
    }),
    text: input,
  },
  compute({ text: line, h, word }, lang) {
    const tokens = readTokens(input, line, lang);
    const { x, drawn } = constructed(tokens, looks.slice(0, h));
    const asking = Math.min(word, tokens.length) - 1;
    const row = (heads: number) => attend(x, x, drawn, { heads }).weights.map((all) => all[asking] ?? []);
    return { tokens, asking, each: row(h), one: row(1) };
  },
  figures: [
    {
      name: 'each',
      title: { en: 'Each head its own question', zh: '每个头各问各的' },
      formula: String.raw`\sym{weights}{A_i}`,
      type: heatmap,
      data: ({ tokens, each }, _params, lang): HeatmapData => ({
        values: each,
        rows: each.map((_, i) => pick(looks[i]?.name ?? '', lang)),
        columns: tokens,
        ...axes(lang),
        scale: 'weights',
      }),
    },
    {
      name: 'one',
      title: { en: 'One head, all questions', zh: '一个头，所有的问题' },
      caption: {
        en: 'The same parameters, read as a single head.',
        zh: '同样的参数，当作一个头来算。',
      },
      type: heatmap,
      data: ({ tokens, one }, _params, lang): HeatmapData => ({
        values: one,
        rows: [lang === 'zh' ? '一个头' : 'one head'],
        columns: tokens,
        ...axes(lang),
        scale: 'weights',
      }),
    },
  ],
  goals: {
    // A word that is there twice: the head that looks for equal words halves its weight.
    halves: ({ each }) => (each[2] ?? []).filter((weight) => Math.abs(weight - 0.5) < 0.01).length === 2,
  },
  readout({ tokens, asking, each, one }, _params, lang) {
    const seen = (row: readonly number[]): string => {
      const most = Math.max(...row);
      if (row.length > 1 && Math.min(...row) > most - 0.01) return lang === 'zh' ? '平分' : 'even';
      return tokens
        .flatMap((token, j) => ((row[j] ?? 0) > 0.01 ? [`${token} ${fixed(row[j] ?? 0)}`] : []))
        .join(lang === 'zh' ? '，' : ', ');
    };
    const parts = each.map((row, i) => `${pick(looks[i]?.name ?? '', lang)} (${seen(row)})`);
    return lang === 'zh'
      ? `“${tokens[asking]}”：${each.map((row, i) => `${pick(looks[i]?.name ?? '', lang)}（${seen(row)}）`).join('；')}。一个头：${seen(one[0] ?? [])}。`
      : `“${tokens[asking]}”: ${parts.join('; ')}. One head: ${seen(one[0] ?? [])}.`;
  },
});

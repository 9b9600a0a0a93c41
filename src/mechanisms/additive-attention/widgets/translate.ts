// A trained translator: the reader's sentence is written in French word by word, and every word shows where it looked.
import { links } from '../../../figures/links.ts';
import { softmaxWeight } from '../../../figures/arithmetic.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { write, type Written } from '../../../models/translation/model.ts';
import { words } from '../../../models/translation/parse.ts';
import { choice, range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { example, kinds, readSentence, type Sentence } from '../translation.ts';

const input = text({
  label: { en: 'a sentence of the little language', zh: '用这门小语言写一句' },
  value: example,
  maxTokens: 16,
  example: {
    en: 'a small black bird looked for the red door',
    zh: 'a small black bird looked for the red door',
  },
});

interface Shown extends Sentence {
  readonly written: Written;
  /** How many words are shown. */
  readonly count: number;
}

/** The last sentence is kept: moving the words only shows more or fewer of them. */
let kept: { readonly key: string; readonly written: Written } | undefined;

/** Where the grammar takes each word from, as weights; the end comes from the end. */
function rightWeights({ right, written }: Shown): number[][] | null {
  if (right === null) return null;
  const rows = [...right.places, [right.source.length]];
  return rows.map((from) => written.source.map((_, j) => (from.includes(j) ? 1 / from.length : 0)));
}

/** The source word that a row of weights is largest at. */
const mostAt = (row: readonly number[]): number => row.indexOf(Math.max(...row));

const titles = {
  en: { source: 'English', target: 'French' },
  zh: { source: '英语', target: '法语' },
} as const;

/** Whether all words are shown; the end mark is none. */
const isDone = ({ written, count }: Shown): boolean =>
  count >= written.target.length - (written.target.at(-1) === '.' ? 1 : 0);

const soFar = (shown: Shown): string =>
  said(shown.written.target.slice(0, shown.count)) + (isDone(shown) ? '' : ' …');

const said = (list: readonly string[]): string => list.filter((word) => word !== '.').join(' ');

export default defineWidget({
  id: 'additive-attention/translate',
  title: { en: 'A translator that was really trained', zh: '一个真正训练出来的翻译模型' },
  provenance: {
    en: 'Trained: all parameters come from train.py, from sentences of the little language alone; they are stored as bytes. The French of the grammar is computed by rule, for comparison.',
    zh: '训练得到：所有参数都由 train.py 只用这门小语言的句子训练得到，以字节存储。用来对照的“语法给出的法语”是按规则算出来的。',
  },
  mechanism: 'additive-attention',
  controls: {
    text: input,
    count: range({
      label: { en: 'French words written', zh: '已写出的法语词' },
      min: 1,
      max: 24,
      step: 1,
      value: 11,
      play: { perSecond: 1.5 },
    }),
    lines: choice({
      label: { en: 'lines', zh: '连线' },
      options: {
        attention: { en: 'where the model looks', zh: '模型看向哪里' },
        grammar: { en: 'where the word comes from', zh: '词从哪里来' },
      },
      value: 'attention',
    }),
  },
  compute({ text: line, count }): Shown {
    const sentence = readSentence(input, line);
    const key = sentence.words.join(' ');
    if (kept?.key !== key) kept = { key, written: write(sentence.words) };
    return { ...sentence, written: kept.written, count: Math.min(count, kept.written.target.length) };
  },
  figures: [
    {
      name: 'verdict',
      title: { en: 'The sentence', zh: '这个句子' },
      type: numbers,
      data: (shown, _params, lang) => {
        const { words: read, written, right, warnings } = shown;
        const row = (label: string, en: string, zh: string) => ({
          label,
          values: [lang === 'zh' ? zh : en],
        });
        return {
          head: lang === 'zh' ? ['句子', '出自'] : ['sentence', 'from'],
          rows: [
            row(read.join(' '), 'English', '英语'),
            row(soFar(shown), 'the model', '模型'),
            ...(right !== null && isDone(shown) && said(written.target) !== right.target.join(' ')
              ? [row(right.target.join(' '), 'the grammar', '语法')]
              : []),
            ...warnings.map((warning) => row(pick(warning, lang), 'note', '注意')),
          ],
        };
      },
    },
    {
      name: 'alignment',
      title: { en: 'Which words each word looks at', zh: '每个词看向哪些词' },
      caption: {
        en: 'A line is a weight, wider the larger it is; below 0.05 there is none. Where lines cross, the order changes. The point is the end of the sentence.',
        zh: '一条线是一个权重，越粗权重越大；小于 0.05 的不画。线相交的地方，词序变了。句点代表句子结束。',
      },
      type: links,
      data: (shown, { lines }, lang) => {
        const byRule = lines === 'grammar' ? rightWeights(shown) : shown.written.weights;
        if (byRule === null) return null;
        const target = lines === 'grammar' ? [...(shown.right?.target ?? []), '.'] : shown.written.target;
        return {
          source: shown.written.source,
          target,
          sourceTitle: titles[lang].source,
          targetTitle: titles[lang].target,
          weights: byRule.slice(0, shown.count),
          at: shown.count - 1,
        };
      },
    },
    {
      name: 'weights',
      title: { en: 'The weights, row by row', zh: '权重，一行一行' },
      formula: String.raw`\alpha_{ij}=\softmax_j\big(v_a^\top\tanh(W_a s_{i-1}+U_a h_j)\big)`,
      type: heatmap,
      data: ({ written, count }, _params, lang) => {
        const rows = written.target.slice(0, count);
        return {
          values: written.weights.slice(0, count),
          rows,
          columns: written.source,
          rowTitle: titles[lang].target,
          columnTitle: titles[lang].source,
          scale: 'weights',
          explain: (i: number, j: number) => ({
            text: `α[${rows[i]}, ${written.source[j]}] = ${softmaxWeight(written.scores[i]?.[j] ?? 0, written.scores[i] ?? [], written.weights[i]?.[j] ?? 0)}`,
          }),
        };
      },
    },
    {
      name: 'words',
      title: { en: 'Word by word', zh: '逐词来看' },
      type: numbers,
      data: ({ written, right, count }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: zh
            ? ['', '写出', '概率', '看得最多', '按语法来自']
            : ['', 'written', 'probability', 'looks most at', 'comes from'],
          rows: written.target.map((word, i) => {
            const row = written.weights[i] ?? [];
            const same = right?.target[i] === word;
            const from = word === '.' ? '.' : same ? fromOf(right?.places[i] ?? [], written) : '–';
            return {
              label: String(i + 1),
              values:
                i < count
                  ? [
                      word,
                      fixed(written.probabilities[i] ?? 0),
                      `${written.source[mostAt(row)]} ${fixed(Math.max(...row))}`,
                      from,
                    ]
                  : ['·', '·', '·', '·'],
            };
          }),
        };
      },
    },
    {
      name: 'vocabulary',
      title: { en: 'The words that it knows', zh: '它认识的词' },
      type: numbers,
      data: (_shown, _params, lang) => ({
        head: lang === 'zh' ? ['词', '种类'] : ['words', 'kind'],
        rows: Object.entries(words).map(([kind, group]) => ({
          label: listOf(group, lang),
          values: [pick(kinds[kind] ?? kind, lang)],
        })),
      }),
    },
  ],
  readout(shown, _params, lang) {
    const zh = lang === 'zh';
    const { written, right, warnings } = shown;
    const notes = warnings.map((warning) => pick(warning, lang));
    const [made, rule] = [said(written.target), right?.target.join(' ')];
    const verdict = !isDone(shown)
      ? zh
        ? `写到：${soFar(shown)}`
        : `So far: ${soFar(shown)}`
      : rule === undefined
        ? zh
          ? `模型写的是：${made}。`
          : `The model writes: ${made}.`
        : rule === made
          ? zh
            ? `模型写的是：${made}。和语法给出的一样。`
            : `The model writes: ${made}. That is what the grammar has.`
          : zh
            ? `模型写的是：${made}。写错了；语法给出的是：${rule}。`
            : `The model writes: ${made}. That is wrong; the grammar has: ${rule}.`;
    return [...notes, verdict].join(zh ? '' : ' ');
  },
  goals: {
    /** A sentence of the language that the model translates wrongly, written to its end. */
    wrong: ({ right, written, count }) =>
      right !== null && count >= written.target.length - 1 && right.target.join(' ') !== said(written.target),
    /** A sentence that is none. */
    stranger: ({ right }) => right === null,
  },
});

const fromOf = (places: readonly number[], { source }: Written): string =>
  places.map((j) => source[j] ?? '').join(' + ');

/** Words of a kind, on a Chinese page with their Chinese. */
function listOf(group: Readonly<Record<string, string>>, lang: Lang): string {
  const all = Object.entries(group);
  return lang === 'zh'
    ? all.map(([word, zh]) => (zh.startsWith('（') ? `${word}${zh}` : `${word} ${zh}`)).join('、')
    : all.map(([word]) => word).join(', ');
}

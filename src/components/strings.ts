// The words that article components add to a page, in both languages.
import type { Lang } from '../widget/text.ts';
import type { Verdict } from './data/claims.ts';

/** How a citation reads in a language: its brackets and the marks between its parts. */
export const citationMarks = {
  en: { open: '(', close: ')', comma: ', ', between: '; ' },
  zh: { open: '（', close: '）', comma: '，', between: '；' },
} as const satisfies Record<Lang, object>;

/** Names of places in a source, as articles write them (“§3.2, eq. 1”), in Chinese. */
const placesInChinese: readonly (readonly [RegExp, string])[] = [
  [/, /g, '，'],
  [/\beqs?\. /g, '式 '],
  [/\bTable /g, '表 '],
  [/\bFigure /g, '图 '],
  [/\bAlgorithm /g, '算法 '],
  [/\bAppendix /g, '附录 '],
  [/\bfootnote /g, '脚注 '],
];

/** A place in a source in a language; both twins of an article write it in English. */
export function placeText(at: string, lang: Lang): string {
  return lang === 'en' ? at : placesInChinese.reduce((text, [from, to]) => text.replace(from, to), at);
}

/** A verdict as a word and as a sign; colour only repeats them. */
export const verdictWords: Readonly<Record<Verdict, { sign: string; en: string; zh: string }>> = {
  true: { sign: '✓', en: 'True', zh: '正确' },
  imprecise: { sign: '≈', en: 'Imprecise', zh: '不够准确' },
  false: { sign: '✗', en: 'False', zh: '错误' },
  uncheckable: { sign: '?', en: 'Not checkable', zh: '无法核实' },
};

/** How a term's English name follows the Chinese one, and where its definition begins. */
export const termMarks = { open: '（', close: '）', colon: { en: ': ', zh: '：' } } as const;

export const words = {
  claim: { en: 'Claim', zh: '说法' },
  quote: { en: ['“', '”'], zh: ['“', '”'] },
  experiment: { en: 'See for yourself', zh: '自己试试' },
  equation: { en: 'Equation', zh: '公式' },
  costs: { en: ['what is counted', 'formula', 'count'], zh: ['开销', '公式', '数量'] },
  costsOf: {
    en: (n: string, d: string) =>
      `Costs, counted for n = ${n} queries and as many keys of d = ${d} features.`,
    zh: (n: string, d: string) => `开销。数量按 n = ${n} 个查询、同样多的键、d = ${d} 个特征计算。`,
  },
  /** The same where the sizes are those of a feature map. */
  costsOfMaps: {
    en: (n: string, d: string) =>
      `Costs, counted for a feature map of n = ${n} places and d = ${d} channels.`,
    zh: (n: string, d: string) => `开销。数量按 n = ${n} 个位置、d = ${d} 个通道的特征图计算。`,
  },
  properties: {
    en: {
      mechanism: 'mechanism',
      sumsToOne: 'weights add up to 1',
      sparse: 'exact zeros',
      differentiable: 'gradient',
      deterministic: 'deterministic',
      parameters: 'learned numbers',
    },
    zh: {
      mechanism: '机制',
      sumsToOne: '权重和为 1',
      sparse: '零权重',
      differentiable: '有梯度',
      deterministic: '结果确定',
      parameters: '参数个数',
    },
  },
  yesNo: { en: ['yes', 'no'], zh: ['是', '否'] },
  propertiesOf: { en: 'Properties of the mechanisms', zh: '各机制的性质' },
  propertiesNote: {
    en: 'Exact zeros: a weight can be zero without a mask. Gradient: a small change of a score changes the output, almost everywhere. Deterministic: the same input gives the same output. $n$ is the number of queries, $d$ the size of each.',
    zh: '零权重：不用掩码，权重也可以恰好是零。有梯度：几乎处处，分数稍变，输出就跟着变。结果确定：输入相同，输出就相同。$n$ 是查询的个数，$d$ 是查询的特征数。',
  },
  propertiesNoteOfMaps: {
    en: 'Exact zeros: a weight or a gate can be zero without a mask. Gradient: a small change of a score changes the output, almost everywhere. Deterministic: the same input gives the same output. $n$ is the number of places, $d$ the number of channels.',
    zh: '零权重：不用掩码，权重或门也可以恰好是零。有梯度：几乎处处，分数稍变，输出就跟着变。结果确定：输入相同，输出就相同。$n$ 是位置的个数，$d$ 是通道数。',
  },
  step: { en: '← → go from symbol to symbol', zh: '← → 逐个查看符号' },
  backTo: { en: 'Back to where it is cited', zh: '回到引用处' },
} as const;

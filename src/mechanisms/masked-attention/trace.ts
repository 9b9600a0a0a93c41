// How the trace of masked attention reads: each intermediate with its step of the formula and its arithmetic. Also what its
// widgets share: queries, keys and values of the words of a sentence.
import { softmaxWeight } from '../../figures/arithmetic.ts';
import type { Step } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import { wordVectors } from '../../math/words.ts';
import { fixed, short } from '../../widget/format.ts';
import { sentence } from '../../widget/sentence.ts';
import { pick, type Lang } from '../../widget/text.ts';
import { tokenise } from '../../widget/tokens.ts';
import { steps as dotProductSteps } from '../scaled-dot-product/trace.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  /** What the products are multiplied by. */
  readonly scale: number;
  readonly normalize: 'rows';
  readonly when: 'before' | 'after' | 'renormalised';
  /** Each entry of `allowed` in words, where a step made it: “j > i”. */
  readonly why?: (i: number, j: number) => string;
}

/** The params that change the formula. */
export interface Choices {
  readonly when?: 'before' | 'after' | 'renormalised';
}

const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;

/** From the products to the output, in the order of the kernel. */
export const steps = {
  products: dotProductSteps.products,
  allowed: {
    title: { en: 'Allowed', zh: '许可' },
    formula: String.raw`\sym{allowed}{M}`,
    caption: { en: '1: the query may look at the key.', zh: '1：这个查询可以看这个键。' },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ allowed }, i, j, { why }, lang) => {
      const open = at(allowed, i, j) === 1;
      const word = lang === 'zh' ? (open ? '可以看' : '不许看') : open ? 'may look' : 'may not look';
      const reason = why?.(i, j) ?? '';
      return { text: `${open ? 1 : 0}${lang === 'zh' ? '，' : ', '}${reason || word}` };
    },
  },
  scores: {
    title: { en: 'Scores', zh: '分数' },
    formula: {
      variants: {
        masked: String.raw`\sym{scores}{S}=\begin{cases}\sym{products}{\Q\K^{\top}}/\sqrt{d_k}&\sym{allowed}{M}=1\\-\infty&\sym{allowed}{M}=0\end{cases}`,
        open: String.raw`\sym{scores}{S}=\sym{products}{\Q\K^{\top}}/\sqrt{d_k}`,
      },
      pick: ({ when = 'before' }) => (when === 'before' ? 'masked' : 'open'),
    },
    scale: 'scores',
    axes: ['queries', 'keys'],
    explain: ({ products, allowed, scores }, i, j, { scale, when }, lang) => {
      const score = at(scores, i, j);
      const sources = { products: { row: i, column: j }, allowed: { row: i, column: j } };
      if (when === 'before' && at(allowed, i, j) === 0)
        return { text: `${short(score)}${lang === 'zh' ? '（被遮住）' : ' (masked)'}`, sources };
      return { text: `${short(at(products, i, j))} · ${fixed(scale, 3)} = ${fixed(score, 3)}`, sources };
    },
  },
  weights: {
    title: { en: 'Weights', zh: '权重' },
    formula: {
      variants: {
        before: String.raw`\sym{weights}{A}=\softmax_{\text{row}}(\sym{scores}{S})`,
        after: String.raw`\sym{weights}{A}=\sym{allowed}{M}\odot\softmax_{\text{row}}(\sym{scores}{S})`,
        renormalised: String.raw`\sym{weights}{A}=\dfrac{\sym{allowed}{M}\odot\softmax_{\text{row}}(\sym{scores}{S})}{\text{row sum}}`,
      },
      pick: ({ when = 'before' }) => when,
    },
    scale: 'weights',
    axes: ['queries', 'keys'],
    explain: ({ allowed, scores, weights }, i, j, { when }, lang) => {
      const row = scores?.[i] ?? [];
      const sources = { scores: { row: i }, allowed: { row: i } };
      const weight = at(weights, i, j);
      if (at(allowed, i, j) === 0 && when !== 'before') return { text: fixed(weight, 3), sources };
      if (row.every((score) => score === -Infinity)) {
        const text = lang === 'zh' ? '0，整行都被遮住' : '0, the whole row is masked';
        return { text, sources };
      }
      const among = when === 'renormalised' ? row.filter((_, key) => at(allowed, i, key) === 1) : row;
      return { text: softmaxWeight(row[j] ?? Number.NaN, among, weight), sources };
    },
  },
  output: dotProductSteps.output,
} as const satisfies Record<string, Step<Choices, Context>>;

/** Features of queries, keys and values in the widgets with a sentence. */
export const features = 4;

/** Random queries, keys and values, one of each for every distinct word. */
export function wordInputs(
  tokens: readonly string[],
  seed: number,
  lang: Lang,
): Record<'q' | 'k' | 'v', Matrix> {
  const known = tokenise(pick(sentence, lang), lang);
  const draw = (part: number) => wordVectors(tokens, known, features, 3 * seed + part);
  return { q: draw(0), k: draw(1), v: draw(2) };
}

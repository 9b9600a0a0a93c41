// How the trace of a layer reads: each intermediate with its step of the formula and its arithmetic.
import { dotProduct, softmaxWeight } from '../../figures/arithmetic.ts';
import type { AxisName, Step, Walk } from '../../figures/walk.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Formula } from '../../widget/define.ts';
import type { Explanation } from '../../widget/figure.ts';
import { fixed, short } from '../../widget/format.ts';
import type { Text } from '../../widget/text.ts';

/** The params that change the formula. */
export interface Choices {
  readonly convention?: 'post' | 'pre';
  readonly activation?: 'relu' | 'gelu';
}

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  /** What a normalised matrix was before, by its name in the walk. */
  readonly eps: number;
}

type Matrices = Walk['matrices'];
type LayerStep = Step<Choices, Context>;
const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const signed = (x: number): string => (x < 0 ? `(${short(x)})` : short(x));

/** `(1.20 − 0.35) / √(0.81 + ε) = 0.944`: an entry of a normalised vector. */
export function normalized(vector: readonly number[], j: number, result: number): string {
  const mean = vector.reduce((total, x) => total + x, 0) / vector.length;
  const variance = vector.reduce((total, x) => total + (x - mean) ** 2, 0) / vector.length;
  return `(${signed(vector[j] ?? Number.NaN)} − ${signed(mean)}) / √(${short(variance)} + ε) = ${fixed(result, 3)}`;
}

/** The first of some matrices that the trace has: what a sub-layer was given depends on the convention. */
const given = (matrices: Matrices, ...names: readonly string[]): string =>
  names.find((name) => matrices[name] !== undefined) ?? '';

/** The text of a normalised entry, from the row that it was made of. */
const explainNorm =
  (name: string, ...from: readonly string[]): LayerStep['explain'] =>
  (matrices, i, j) => {
    const source = given(matrices, ...from);
    return {
      text: normalized(row(matrices[source], i), j, at(matrices[name], i, j)),
      sources: { [source]: { row: i } },
    };
  };

/** The text of a sum: what came in, and what the sub-layer adds. */
const explainSum =
  (name: string, result: string, ...from: readonly string[]): LayerStep['explain'] =>
  (matrices, i, j) => {
    const source = given(matrices, ...from);
    const sources = { [source]: { row: i, column: j }, [result]: { row: i, column: j } };
    const text = `${signed(at(matrices[source], i, j))} + ${signed(at(matrices[result], i, j))} = ${fixed(at(matrices[name], i, j), 3)}`;
    return { text, sources };
  };

/** The text of a weight, where the walk has the scores of the head that is shown. */
const explainWeight =
  (name: string): LayerStep['explain'] =>
  ({ scores, [name]: weights }, i, j): Explanation => {
    const weight = at(weights, i, j);
    return { text: scores ? softmaxWeight(at(scores, i, j), row(scores, i), weight) : fixed(weight, 3) };
  };

/** The text of what an attention gives, where the walk has its heads side by side and the projection behind them. */
const explainAttended =
  (name: string): LayerStep['explain'] =>
  ({ joined, wo, [name]: result }, i, j): Explanation => ({
    text: joined ? dotProduct(row(joined, i), row(wo, j), at(result, i, j)) : fixed(at(result, i, j), 3),
  });

const normFormula = String.raw`\operatorname{LN}`;
const layer = (
  title: Text,
  formula: Formula<Choices>,
  scale: LayerStep['scale'],
  axes: readonly [AxisName, AxisName],
  explain: LayerStep['explain'],
): LayerStep => ({ title, formula, scale, axes, ...(explain && { explain }) });
const vectors = ['tokens', 'features'] as const;

/** From the input of a layer to its output, in the order of the kernel. */
export const steps: Record<string, LayerStep> = {
  selfInput: layer(
    { en: 'Normalised input', zh: '规范化后的输入' },
    String.raw`\sym{selfInput}{${normFormula}(X)}`,
    'scores',
    vectors,
    explainNorm('selfInput', 'x'),
  ),
  selfWeights: layer(
    { en: 'Weights of the head', zh: '这个头的权重' },
    String.raw`\sym{selfWeights}{A}`,
    'weights',
    ['queries', 'keys'],
    explainWeight('selfWeights'),
  ),
  attended: layer(
    { en: 'What attention brings', zh: '注意力带来的' },
    {
      variants: {
        post: String.raw`\sym{attended}{\operatorname{MHA}(X)}`,
        pre: String.raw`\sym{attended}{\operatorname{MHA}}(\sym{selfInput}{${normFormula}(X)})`,
      },
      pick: ({ convention = 'post' }) => convention,
    },
    'output',
    vectors,
    explainAttended('attended'),
  ),
  selfSum: layer(
    { en: 'Sum', zh: '求和' },
    String.raw`\sym{selfSum}{X+\sym{attended}{\operatorname{MHA}}}`,
    'scores',
    vectors,
    explainSum('selfSum', 'attended', 'x'),
  ),
  selfNormed: layer(
    { en: 'Normalised sum', zh: '规范化后的和' },
    String.raw`\sym{selfNormed}{Y}=${normFormula}(\sym{selfSum}{X+\operatorname{MHA}})`,
    'scores',
    vectors,
    explainNorm('selfNormed', 'selfSum'),
  ),
  crossInput: layer(
    { en: 'Normalised, before the memory', zh: '查看记忆之前的规范化' },
    String.raw`\sym{crossInput}{${normFormula}(\sym{selfSum}{Y})}`,
    'scores',
    vectors,
    explainNorm('crossInput', 'selfSum'),
  ),
  crossWeights: layer(
    { en: 'Weights over the source', zh: '对源句的权重' },
    String.raw`\sym{crossWeights}{A_M}`,
    'weights',
    ['queries', 'keys'],
    explainWeight('crossWeights'),
  ),
  crossed: layer(
    { en: 'What the source brings', zh: '源句带来的' },
    String.raw`\sym{crossed}{\operatorname{MHA}(\cdot,M)}`,
    'output',
    vectors,
    explainAttended('crossed'),
  ),
  crossSum: layer(
    { en: 'Second sum', zh: '第二次求和' },
    String.raw`\sym{crossSum}{Y+\sym{crossed}{\operatorname{MHA}(\cdot,M)}}`,
    'scores',
    vectors,
    explainSum('crossSum', 'crossed', 'selfNormed', 'selfSum'),
  ),
  crossNormed: layer(
    { en: 'Second sum, normalised', zh: '规范化后的第二次和' },
    String.raw`\sym{crossNormed}{C}=${normFormula}(\sym{crossSum}{Y+\operatorname{MHA}(\cdot,M)})`,
    'scores',
    vectors,
    explainNorm('crossNormed', 'crossSum'),
  ),
  feedInput: layer(
    { en: 'Normalised, before the network', zh: '前馈网络之前的规范化' },
    String.raw`\sym{feedInput}{${normFormula}(Y)}`,
    'scores',
    vectors,
    explainNorm('feedInput', 'crossSum', 'selfSum'),
  ),
  hidden: layer(
    { en: 'Hidden layer', zh: '隐藏层' },
    {
      variants: {
        relu: String.raw`\sym{hidden}{h}=\max(0,\;\cdot\,W_1^{\top})`,
        gelu: String.raw`\sym{hidden}{h}=\operatorname{GELU}(\cdot\,W_1^{\top})`,
      },
      pick: ({ activation = 'relu' }) => activation,
    },
    'scores',
    vectors,
    (matrices, i, j) => {
      const source = given(matrices, 'feedInput', 'crossNormed', 'selfNormed');
      const [from, w] = [row(matrices[source], i), row(matrices['w1'], j)];
      const sum = from.reduce((total, x, f) => total + x * (w[f] ?? 0), 0);
      const value = fixed(at(matrices['hidden'], i, j), 3);
      return {
        text: matrices['w1'] ? `max(0, ${dotProduct(from, w, sum).replace(/ = .*/, '')}) = ${value}` : value,
        sources: { [source]: { row: i } },
      };
    },
  ),
  fed: layer(
    { en: 'What the network adds', zh: '前馈网络加上的' },
    String.raw`\sym{fed}{\operatorname{FFN}}=\sym{hidden}{h}\,W_2^{\top}`,
    'output',
    vectors,
    ({ hidden, w2, fed }, i, j) => ({
      text: w2 ? dotProduct(row(hidden, i), row(w2, j), at(fed, i, j)) : fixed(at(fed, i, j), 3),
      sources: { hidden: { row: i } },
    }),
  ),
  feedSum: layer(
    { en: 'Last sum', zh: '最后一次求和' },
    String.raw`\sym{feedSum}{Y+\sym{fed}{\operatorname{FFN}(Y)}}`,
    'scores',
    vectors,
    explainSum('feedSum', 'fed', 'crossNormed', 'selfNormed'),
  ),
  output: layer(
    { en: 'Output of the layer', zh: '这一层的输出' },
    {
      variants: {
        post: String.raw`\O=${normFormula}(\sym{feedSum}{Y+\operatorname{FFN}(Y)})`,
        pre: String.raw`\O=Y+\sym{fed}{\operatorname{FFN}}(\sym{feedInput}{${normFormula}(Y)})`,
      },
      pick: ({ convention = 'post' }) => convention,
    },
    'scores',
    vectors,
    (matrices, i, j, context, lang) =>
      matrices['feedSum']
        ? explainNorm('output', 'feedSum')!(matrices, i, j, context, lang)
        : explainSum('output', 'fed', 'crossSum', 'selfSum')!(matrices, i, j, context, lang),
  ),
};

// The two conventions over depth: how long the vectors are after each layer, and how much of the input is still in them.
import type { Tensor } from '@tensorflow/tfjs-core';
import { curves, type CurvesData } from '../../../figures/curves.ts';
import { random, randomMatrix } from '../../../math/random.ts';
import { matrix, toMatrix, type Matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, scientific } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { transformerLayer, type LayerParameters } from '../kernel.ts';
import { drawLayer, lengthOf, parametersOf, read, seedControl } from '../shared.ts';

const most = 12;
const tokens = 3;
const size = { features: 6, inner: 12 };
const xs = Array.from({ length: most + 1 }, (_, i) => i);

interface Measured {
  /** Mean length of a vector over √d, after 0 … most layers. */
  readonly lengths: readonly number[];
  /** The factor with which the input itself is in the normalised vectors at that depth. */
  readonly kept: readonly number[];
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, x) => total + x, 0) / values.length;

/** The mean over tokens of what a normalisation divides by: the standard deviation of the features. */
const divisor = (rows: Matrix): number =>
  mean(
    rows.map((row) => {
      const middle = mean(row);
      return Math.sqrt(mean(row.map((x) => (x - middle) ** 2)));
    }),
  );

/** Both conventions with the same parameters. */
function measure(seed: number): Record<'post' | 'pre', Measured> {
  return read(() => {
    const stream = parametersOf(seed);
    const parameters = xs.slice(1).map(() => drawLayer(stream, size));
    return { post: follow(seed, parameters, false), pre: follow(seed, parameters, true) };
  });
}

function follow(seed: number, parameters: readonly LayerParameters[], normFirst: boolean): Measured {
  let at: Tensor = matrix(randomMatrix(tokens, size.features, random(seed + 100)));
  const lengths: number[] = [];
  const kept: number[] = [];
  let factor = 1;
  for (const l of xs) {
    const rows = toMatrix(at);
    lengths.push(mean(rows.map(lengthOf)) / Math.sqrt(size.features));
    // Before a sub-layer or at the end of the stack the whole stream is normalised once; after a sum, every time.
    kept.push(normFirst ? 1 / divisor(rows) : factor);
    if (l === most) break;
    const trace = transformerLayer(at, parameters[l]!, { heads: 2, normFirst });
    if (!normFirst) factor /= divisor(toMatrix(trace.selfSum)) * divisor(toMatrix(trace.feedSum!));
    at = trace.output;
  }
  return { lengths, kept };
}

/** The last seed's measurement is kept: moving the depth only picks from it. */
let last: { readonly seed: number; readonly post: Measured; readonly pre: Measured } | undefined;

export default defineWidget({
  id: 'transformer/depth',
  title: { en: 'The two conventions, layer after layer', zh: '两种约定，一层一层看' },
  provenance: {
    en: 'Random: three tokens of six features and untrained layers, drawn from the seed; measured through the kernel.',
    zh: '随机：三个词元，各有六个特征，各层未经训练，都由随机种子生成；数值经由内核测得。',
  },
  mechanism: 'transformer',
  controls: {
    layer: range({ label: { en: 'after layer', zh: '第几层之后' }, min: 0, max: most, step: 1, value: 6 }),
    axis: choice({
      label: { en: 'axis of the second chart', zh: '第二张图的刻度' },
      options: { log: { en: 'logarithmic', zh: '对数' }, linear: { en: 'linear', zh: '线性' } },
      value: 'log',
    }),
    seed: seedControl,
  },
  compute({ seed }) {
    if (last?.seed !== seed) last = { seed, ...measure(seed) };
    return { post: last.post, pre: last.pre };
  },
  figures: [
    {
      name: 'lengths',
      title: { en: 'Length of the vectors', zh: '向量的长度' },
      type: curves,
      data: ({ post, pre }, { layer }, lang) => ({
        ...chart(post.lengths, pre.lengths, layer, lang),
        yTitle: lang === 'zh' ? '长度 / √d' : 'length / √d',
        yDomain: [0, 6],
      }),
    },
    {
      name: 'kept',
      title: { en: 'What is left of the input', zh: '输入还剩多少' },
      caption: {
        en: 'The factor with which the word’s own vector is in the normalised one at this depth.',
        zh: '到这个深度，词自己的向量在规范化后的向量里所占的系数。',
      },
      type: curves,
      data: ({ post, pre }, { layer, axis }, lang) => ({
        ...chart(post.kept, pre.kept, layer, lang),
        yTitle: lang === 'zh' ? '系数' : 'factor',
        yType: axis,
        yDomain: axis === 'log' ? [1e-4, 2] : [0, 1.2],
      }),
    },
  ],
  readout({ post, pre }, { layer }, lang) {
    const number = (x: number) => (x < 0.01 ? scientific(x) : fixed(x));
    const at = ({ lengths, kept }: Measured) =>
      [fixed(lengths[layer] ?? 0), number(kept[layer] ?? 0)] as const;
    const [[long, left], [longer, more]] = [at(post), at(pre)];
    return lang === 'zh'
      ? `${layer} 层之后：post-norm 长 ${long}，输入的系数 ${left}；pre-norm 长 ${longer}，系数 ${more}。`
      : `After ${layer} layers: post-norm, length ${long}, factor of the input ${left}; pre-norm, length ${longer}, factor ${more}.`;
  },
});

function chart(
  post: readonly number[],
  pre: readonly number[],
  at: number,
  lang: Lang,
): Pick<CurvesData, 'x' | 'xTitle' | 'at' | 'curves'> {
  return {
    x: xs,
    xTitle: lang === 'zh' ? '第几层之后' : 'after layer',
    at,
    curves: [
      { label: 'post-norm', color: 'var(--scale-weights)', y: post },
      { label: 'pre-norm', color: 'var(--scale-negative)', dash: '6 4', y: pre },
    ],
  };
}

// One sentence through both: the weights of soft attention, the draws of hard attention, and what the draws come to.
import { reshape, tensor } from '@tensorflow/tfjs-core';
import { dotProduct } from '../../../figures/arithmetic.ts';
import { curves } from '../../../figures/curves.ts';
import { walk, type Step, type Walk } from '../../../figures/walk.ts';
import { hardAttention } from '../../../mechanisms/hard-attention/kernel.ts';
import { scaledDotProductAttention } from '../../../mechanisms/scaled-dot-product/kernel.ts';
import { softAttention } from '../../../mechanisms/soft-attention/kernel.ts';
import { random } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { wordVectors } from '../../../math/words.ts';
import { range, text } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import type { Explanation } from '../../../widget/figure.ts';
import { fixed } from '../../../widget/format.ts';
import { readTokens } from '../../../widget/read-tokens.ts';
import { sentence } from '../../../widget/sentence.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { tokenise } from '../../../widget/tokens.ts';

const input = text({ label: { en: 'your sentence', zh: '你的句子' }, value: sentence });
const features = 4;
const most = 200;

/** A logarithmic axis has no zero. */
const floor = (y: number): number => Math.max(0.01, y);

/** Shares times values: how an entry of an output is made. */
const averageOf =
  (shares: string, result: string) =>
  (all: Walk['matrices'], i: number, e: number): Explanation => ({
    text: dotProduct(
      all[shares]?.[i] ?? [],
      (all['v'] ?? []).map((row) => row[e] ?? 0),
      all[result]?.[i]?.[e] ?? 0,
    ),
    sources: { [shares]: { row: i } },
  });

const steps = {
  weights: {
    title: { en: 'Soft: the weights', zh: '软：权重' },
    formula: String.raw`A=\softmax(S/\tau)`,
    scale: 'weights',
    axes: ['queries', 'keys'],
  },
  choice: {
    title: { en: 'Hard: the last draw', zh: '硬：最近一次抽取' },
    formula: String.raw`s_i\sim A_i`,
    scale: 'weights',
    axes: ['queries', 'keys'],
  },
  share: {
    title: { en: 'Hard: share of all draws', zh: '硬：各位置被抽中的比例' },
    formula: String.raw`\tfrac1n\sum_{t}\text{onehot}(s_i^{(t)})`,
    scale: 'weights',
    axes: ['queries', 'keys'],
  },
  output: {
    title: { en: 'Soft: the output', zh: '软：输出' },
    formula: String.raw`\O=A\V`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: averageOf('weights', 'output'),
  },
  mean: {
    title: { en: 'Hard: mean output of all draws', zh: '硬：所有抽取的平均输出' },
    formula: String.raw`\tfrac1n\sum_{t}v_{s_i^{(t)}}`,
    scale: 'output',
    axes: ['queries', 'values'],
    explain: averageOf('share', 'mean'),
  },
} as const satisfies Record<string, Step<unknown, unknown>>;

interface Both extends Walk {
  /** Distance of the mean after 1, 2, … draws from the soft output: root of the mean square over all entries. */
  readonly distance: readonly number[];
  /** The same, as the variance of one draw predicts it. */
  readonly predicted: readonly number[];
}

interface Draws {
  readonly key: string;
  readonly tokens: readonly string[];
  readonly v: Matrix;
  readonly weights: Matrix;
  readonly output: Matrix;
  /** The choices of each draw, one-hot rows. */
  readonly choices: readonly Matrix[];
  readonly distance: readonly number[];
  readonly predicted: readonly number[];
}

/** All draws of the last sentence, temperature and seed are kept: moving n only takes more or fewer of them. */
let kept: Draws | undefined;

function drawAll(key: string, line: string, temperature: number, seed: number, lang: Lang): Draws {
  const tokens = readTokens(input, line, lang);
  const known = tokenise(pick(sentence, lang), lang);
  const [q, k, v] = [0, 1, 2].map((part) => wordVectors(tokens, known, features, 3 * seed + part)) as [
    Matrix,
    Matrix,
    Matrix,
  ];
  const count = tokens.length;
  const source = random(seed + 500);
  const uniform = Array.from({ length: most * count }, () => source.uniform());
  const { weights, output, choice } = matrices(() => {
    const { scores } = scaledDotProductAttention(matrix(q), matrix(k), matrix(v));
    const soft = softAttention(scores, matrix(v), { temperature });
    const hard = hardAttention(soft.scores, matrix(v), { uniform: tensor(uniform, [most, count, 1]) });
    return {
      weights: soft.weights,
      output: soft.output,
      choice: reshape(hard.choice, [most * count, count]),
    };
  });
  const choices = Array.from({ length: most }, (_, t) => choice.slice(t * count, (t + 1) * count));
  // The variance of one draw is E‖v‖² − ‖E v‖², here its mean over all entries of the output.
  const variances = weights.flatMap((row, i) =>
    (output[i] ?? []).map(
      (o, e) => row.reduce((total, a, j) => total + a * (v[j]?.[e] ?? 0) ** 2, 0) - o * o,
    ),
  );
  const variance = Math.max(0, variances.reduce((total, x) => total + x, 0) / variances.length);
  const predicted = choices.map((_, t) => Math.sqrt(variance / (t + 1)));
  return { key, tokens, v, weights, output, choices, distance: distances(choices, v, output), predicted };
}

/** How far the mean output of the first 1, 2, … draws is from the soft output. */
function distances(choices: readonly Matrix[], v: Matrix, soft: Matrix): number[] {
  const sum = soft.map((row) => row.map(() => 0));
  return choices.map((choice, t) => {
    let square = 0;
    for (const [i, row] of choice.entries()) {
      const total = sum[i] ?? [];
      for (const [e, x] of (v[row.indexOf(1)] ?? []).entries()) {
        total[e] = (total[e] ?? 0) + x;
        square += ((total[e] ?? 0) / (t + 1) - (soft[i]?.[e] ?? 0)) ** 2;
      }
    }
    return Math.sqrt(square / (soft.length * (soft[0]?.length ?? 1)));
  });
}

/** How often each location was drawn, as a share of the draws. */
function sharesOf(choices: readonly Matrix[]): Matrix {
  const [first = []] = choices;
  return first.map((row, i) =>
    row.map((_, j) => choices.reduce((total, choice) => total + (choice[i]?.[j] ?? 0), 0) / choices.length),
  );
}

export default defineWidget({
  id: 'soft-vs-hard/sentence',
  title: { en: 'One sentence, both ways', zh: '一句话，两种办法' },
  provenance: {
    en: 'Random: queries, keys and values are drawn from the seed, one vector for each distinct word; so are the locations. Nothing is trained.',
    zh: '随机：查询、键、值由随机种子生成，不同的词各有自己的向量；抽取的位置也由种子决定。没有经过训练。',
  },
  mechanism: 'hard-attention',
  controls: {
    text: input,
    power: range({
      label: { en: 'temperature τ', zh: '温度 τ' },
      min: -3,
      max: 3,
      step: 0.25,
      value: 0,
      show: (power) => (2 ** power).toFixed(2),
    }),
    draws: range({
      label: { en: 'draws n', zh: '抽取次数 n' },
      min: 1,
      max: most,
      step: 1,
      value: 1,
      play: { perSecond: 20 },
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ text: line, power, draws, seed }, lang): Both {
    const key = JSON.stringify([line, power, seed, lang]);
    if (kept?.key !== key) kept = drawAll(key, line, 2 ** power, seed, lang);
    const { tokens, v, weights, output, choices, distance, predicted } = kept;
    const share = sharesOf(choices.slice(0, draws));
    const mean = share.map((row) =>
      (v[0] ?? []).map((_, e) => row.reduce((total, part, j) => total + part * (v[j]?.[e] ?? 0), 0)),
    );
    return {
      matrices: { v, weights, choice: choices[draws - 1] ?? [], share, output, mean },
      axes: { queries: tokens, keys: tokens },
      context: null,
      distance,
      predicted,
    };
  },
  figures: [
    ...walk(steps),
    {
      name: 'distance',
      title: { en: 'Distance of the mean output from the soft one', zh: '平均输出与软输出的距离' },
      formula: String.raw`\propto 1/\sqrt n`,
      type: curves,
      data: ({ distance, predicted }: Both, { draws }: { draws: number }, lang) => {
        const zh = lang === 'zh';
        return {
          x: distance.map((_, t) => t + 1),
          xType: 'log',
          yType: 'log',
          xTitle: zh ? '抽取次数 n' : 'draws n',
          yTitle: zh ? '距离' : 'distance',
          yDomain: [0.01, 10],
          at: draws,
          curves: [
            {
              label: zh ? '测得' : 'measured',
              color: 'var(--c-output)',
              y: distance.map(floor),
            },
            {
              label: zh ? '预言' : 'predicted',
              color: 'var(--ink-soft)',
              dash: '6 4',
              y: predicted.map(floor),
            },
          ],
        };
      },
    },
  ],
  readout({ distance, predicted }, { draws }, lang) {
    const [a, b] = [fixed(distance[draws - 1] ?? 0, 3), fixed(predicted[draws - 1] ?? 0, 3)];
    return lang === 'zh'
      ? `抽取 ${draws} 次之后，平均输出与软输出相距 ${a}；预言是 ${b}。`
      : `After ${draws} draw${draws === 1 ? '' : 's'} the mean output is ${a} away from the soft one; ${b} is predicted.`;
  },
});

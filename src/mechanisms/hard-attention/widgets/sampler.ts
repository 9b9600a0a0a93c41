// “Hard attention is argmax”, put to the test: what soft attention, argmax and a sample return, and what samples come to.
import { tensor } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { running } from '../../../math/estimate.ts';
import { random } from '../../../math/random.ts';
import { matrices, matrix as tensorOf, type Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, short } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { hardAttention } from '../kernel.ts';

/** The scores of the locations: ln 5, ln 3, ln 2 give the probabilities 0.5, 0.3, 0.2. */
export const scoresControl = matrix({
  label: { en: 'scores', zh: '分数' },
  symbol: 'S',
  value: [[Math.log(5), Math.log(3), Math.log(2)]],
  limit: 20,
  maxRows: 1,
  maxColumns: 6,
});
export const seedControl = range({
  label: { en: 'seed', zh: '随机种子' },
  min: 1,
  max: 20,
  step: 1,
  value: 1,
});

const valuesControl = matrix({
  label: { en: 'values', zh: '值' },
  symbol: 'v',
  scale: 'value',
  value: [[0, 10, 20]],
  step: 1,
  limit: 100,
  maxRows: 1,
  maxColumns: 6,
});

/** One number for each location. */
export function mustFit(scores: Matrix, v: Matrix): void {
  const [locations, values] = [scores[0]?.length ?? 0, v[0]?.length ?? 0];
  if (locations === values) return;
  throw new InputProblem({
    en: `There are ${locations} scores and ${values} values: each location needs one of both.`,
    zh: `分数有 ${locations} 个，值有 ${values} 个：每个位置都要各有一个。`,
  });
}

/** Names of locations: 1, 2, 3 … with what they hold. */
export const namesOf = (values: readonly number[]): string[] =>
  values.map((value, i) => `${i + 1} → ${short(value)}`);

/** The axis that holds all these numbers, and zero. */
export const domainOf = (numbers: readonly number[]): [number, number] => {
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  return low === high ? [0, 1] : [low, high];
};

const most = 1000;

/** Where the mean is shown, on a logarithmic axis: seven steps between one labelled number of draws and the next. */
const checkpoints = [1, 10, 30, 100, 300, 600, most].flatMap((to, k, marks) => {
  const from = marks[k - 1];
  if (from === undefined) return [to];
  return Array.from({ length: 7 }, (_, i) =>
    Math.max(from + i + 1, Math.round(from * (to / from) ** ((i + 1) / 7))),
  );
});

interface Draws {
  readonly alpha: readonly number[];
  readonly argmax: number;
  /** The location of each draw, and its value. */
  readonly places: readonly number[];
  readonly samples: Float32Array;
}

/** The last draws are kept: moving their number only picks from them. */
let kept: { readonly key: string; readonly draws: Draws } | undefined;

function drawsOf(scores: Matrix, v: Matrix, seed: number): Draws {
  const key = JSON.stringify([scores, v, seed]);
  if (kept?.key === key) return kept.draws;
  const source = random(seed);
  const values = (v[0] ?? []).map((value) => [value]);
  const noise = Float32Array.from({ length: most }, () => source.uniform());
  const places: number[] = [];
  const samples = new Float32Array(most);
  const { weights, output } = matrices(() => {
    const uniform = tensor(noise, [most, 1, 1]);
    const drawn = hardAttention(tensorOf(scores), tensorOf(values), { uniform });
    samples.set(drawn.output.dataSync());
    const choice = drawn.choice.dataSync();
    for (let i = 0; i < most; i += 1) places.push(choice.indexOf(1, i * values.length) - i * values.length);
    const best = hardAttention(tensorOf(scores), tensorOf(values), { choose: 'argmax' });
    return { weights: best.weights, output: best.output };
  });
  const draws = { alpha: weights[0] ?? [], argmax: output[0]?.[0] ?? Number.NaN, places, samples };
  kept = { key, draws };
  return draws;
}

export default defineWidget({
  id: 'hard-attention/sampler',
  title: { en: 'Average, maximum, sample', zh: '平均、最大、抽样' },
  provenance: {
    en: 'Constructed: scores ln 5, ln 3, ln 2, so that the weights are 0.5, 0.3, 0.2. Random: the draws, from the seed.',
    zh: '人为构造：分数是 ln 5、ln 3、ln 2，权重因此是 0.5、0.3、0.2。随机：抽样由随机种子决定。',
  },
  mechanism: 'hard-attention',
  controls: {
    scores: scoresControl,
    v: valuesControl,
    draws: range({
      label: { en: 'draws n', zh: '抽样次数 n' },
      min: 1,
      max: most,
      step: 1,
      value: 100,
      play: { perSecond: 20 },
    }),
    seed: seedControl,
  },
  compute({ scores, v, draws, seed }) {
    mustFit(scores, v);
    const { alpha, argmax, places, samples } = drawsOf(scores, v, seed);
    const values = v[0] ?? [];
    const soft = alpha.reduce((sum, a, i) => sum + a * (values[i] ?? 0), 0);
    const variance = alpha.reduce((sum, a, i) => sum + a * ((values[i] ?? 0) - soft) ** 2, 0);
    const { mean, error } = running(samples.subarray(0, draws));
    const frequencies = alpha.map((_, i) => places.slice(0, draws).filter((s) => s === i).length / draws);
    return { alpha, argmax, soft, variance, mean, error, frequencies, samples };
  },
  figures: [
    {
      name: 'outputs',
      title: { en: 'What comes out', zh: '输出' },
      caption: {
        en: 'The last sample is always one of the values. The whisker is one standard error.',
        zh: '最近一次抽样的结果总是某一个值。须线长为一个标准误差。',
      },
      type: bars,
      data: ({ soft, argmax, mean, error, samples }, { v, draws }, lang) => {
        const zh = lang === 'zh';
        return {
          labels: zh
            ? ['软', 'argmax', '最近一次', 'n 次的均值']
            : ['soft', 'argmax', 'last sample', 'mean of n'],
          values: [soft, argmax, samples[draws - 1] ?? 0, mean.at(-1) ?? 0],
          title: zh ? '输出' : 'output',
          labelTitle: zh ? '做法' : 'way',
          domain: domainOf(v[0] ?? []),
          color: 'var(--c-output)',
          error: {
            title: zh ? '标准误差' : 'standard error',
            values: [Number.NaN, Number.NaN, Number.NaN, error.at(-1) ?? Number.NaN],
          },
          exact: { title: zh ? '期望' : 'expectation', values: [soft, soft, soft, soft] },
        };
      },
    },
    {
      name: 'path',
      title: { en: 'The mean of the samples', zh: '样本的均值' },
      caption: {
        en: 'The axis of draws is logarithmic. Band: mean ± one standard error.',
        zh: '横轴为对数刻度。阴影：均值 ± 一个标准误差。',
      },
      type: curves,
      data: ({ soft, argmax, mean, error, samples }, { v, draws }, lang) => {
        const zh = lang === 'zh';
        const x = checkpoints;
        const seen = x.filter((n) => n <= draws);
        const at = (list: Float64Array) =>
          x.map((n) => (n <= draws ? (list[n - 1] ?? Number.NaN) : Number.NaN));
        const [middle, by] = [at(mean), at(error)];
        return {
          x,
          xType: 'log',
          xTitle: zh ? '抽样次数 n' : 'draws n',
          yTitle: zh ? '输出' : 'output',
          yDomain: domainOf(v[0] ?? []),
          curves: [
            { label: zh ? '均值' : 'mean', color: 'var(--c-output)', y: middle },
            { label: zh ? '软' : 'soft', color: 'var(--accent)', dash: '6 4', y: x.map(() => soft) },
            { label: 'argmax', color: 'var(--ink-soft)', dash: '2 3', y: x.map(() => argmax) },
          ],
          bands: [
            {
              lower: middle.map((m, i) => m - (by[i] ?? Number.NaN)),
              upper: middle.map((m, i) => m + (by[i] ?? Number.NaN)),
              color: 'var(--c-output)',
              titles: zh ? ['均值 − 标准误差', '均值 + 标准误差'] : ['mean − s.e.', 'mean + s.e.'],
            },
          ],
          dots: [
            {
              label: zh ? '样本' : 'samples',
              color: 'var(--c-value)',
              x: seen,
              y: seen.map((n) => samples[n - 1] ?? Number.NaN),
            },
          ],
        };
      },
    },
    {
      name: 'frequencies',
      title: { en: 'How often each location was drawn', zh: '每个位置被抽中的频率' },
      type: bars,
      data: ({ alpha, frequencies }, { v, draws }, lang) => ({
        labels: namesOf(v[0] ?? []),
        values: frequencies,
        title: lang === 'zh' ? '频率' : 'share of the draws',
        labelTitle: lang === 'zh' ? '位置 → 值' : 'location → value',
        domain: [0, 1],
        color: 'var(--scale-weights)',
        error: {
          title: lang === 'zh' ? '标准误差' : 'standard error',
          values: frequencies.map((f) => Math.sqrt((f * (1 - f)) / draws)),
        },
        exact: { title: lang === 'zh' ? '概率 α' : 'probability α', values: alpha },
      }),
    },
  ],
  readout({ soft, argmax, variance, mean, error }, { draws }, lang) {
    const last = error.at(-1) ?? Number.NaN;
    const plus = Number.isNaN(last) ? '' : ` ± ${fixed(last)}`;
    const predicted = fixed(Math.sqrt(variance / draws));
    return lang === 'zh'
      ? `软：${fixed(soft)}，argmax：${fixed(argmax)}，${draws} 次抽样的均值：${fixed(mean.at(-1) ?? 0)}${plus}。单次抽样的方差 ${fixed(variance, 1)}，算出的标准误差 ${predicted}。`
      : `Soft: ${fixed(soft)}, argmax: ${fixed(argmax)}, mean of ${draws}: ${fixed(mean.at(-1) ?? 0)}${plus}. One sample has variance ${fixed(variance, 1)}; predicted standard error: ${predicted}.`;
  },
});

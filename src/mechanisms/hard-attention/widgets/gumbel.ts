// Gumbel-softmax: a draw as the maximum of perturbed scores, its soft version, and what the temperature does to its
// gradient. Over 250 lines: five figures show the same draws.
import { matMul, sum as total } from '@tensorflow/tfjs-core';
import { bars, type BarsData } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { gumbelMatrix, running } from '../../../math/estimate.ts';
import { gradient } from '../../../math/gradient.ts';
import { softmax } from '../../../math/softmax.ts';
import { matrices, matrix as tensorOf, type Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { gumbelSoftmax } from '../kernel.ts';
import { mustFit, namesOf, scoresControl, seedControl } from './sampler.ts';

const most = 1000;
/** How many draws the curves are measured on: more, because at a low temperature single gradients scatter far. */
const many = 3000;
/** The temperatures of the slider, as powers of ten: 0.2 … 10. */
const powers = { min: -0.7, max: 1, step: 0.05 };
const temperatures = [0.2, 0.3, 0.45, 0.7, 1, 1.5, 2.2, 3.3, 5, 10];
const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);
const tile = (row: readonly number[], times: number): Matrix => Array.from({ length: times }, () => [...row]);

/** The gradient of the reward by the scores, through each draw by itself: automatic, straight through the one-hot sample. */
function gradientsOf(
  scores: readonly number[],
  noise: Matrix,
  rewards: readonly number[],
  tau: number,
): Matrix {
  const reward = rewards.map((x) => [x]);
  return matrices(() => {
    const [gumbels, column] = [tensorOf(noise), tensorOf(reward)];
    const earned = (logits: Parameters<typeof gumbelSoftmax>[0]) =>
      total(matMul(gumbelSoftmax(logits, gumbels, { tau, hard: true }), column));
    return { slopes: gradient(earned, tensorOf(tile(scores, noise.length))) };
  }).slopes;
}

interface Quality {
  /** The length of the difference between mean and exact gradient, and the root of the total variance. */
  readonly bias: number;
  readonly spread: number;
}

/** Many gradients as above, by hand: the slope of Σ y·R by the scores is y (R − Σ y·R) / τ. */
function qualityOf(
  perturbed: Matrix,
  rewards: readonly number[],
  exact: readonly number[],
  tau: number,
): Quality {
  const sums = exact.map(() => 0);
  let squares = 0;
  for (const row of perturbed) {
    const largest = Math.max(...row);
    const powers = row.map((x) => Math.exp((x - largest) / tau));
    const all = sum(powers);
    const mean = powers.reduce((part, p, i) => part + p * (rewards[i] ?? 0), 0) / all;
    for (let i = 0; i < powers.length; i += 1) {
      const slope = ((powers[i]! / all) * (rewards[i]! - mean)) / tau;
      sums[i]! += slope;
      squares += slope * slope;
    }
  }
  const means = sums.map((x) => x / perturbed.length);
  const bias = Math.hypot(...means.map((x, i) => x - (exact[i] ?? 0)));
  return { bias, spread: Math.sqrt(Math.max(0, squares / perturbed.length - sum(means.map((x) => x * x)))) };
}

/** The total variance of one estimate by REINFORCE, at the baseline where it is least. */
function leastVariance(
  alpha: readonly number[],
  rewards: readonly number[],
  exact: readonly number[],
): number {
  const size = sum(alpha.map((a) => a * a));
  const counts = alpha.map((a) => a * (1 - 2 * a + size));
  const best = sum(counts.map((c, s) => c * (rewards[s] ?? 0))) / (sum(counts) || 1);
  const squares = sum(counts.map((c, s) => c * ((rewards[s] ?? 0) - best) ** 2));
  return Math.max(0, squares - sum(exact.map((g) => g * g)));
}

/** What the temperature and the number of draws do not change is kept. */
let kept: { readonly key: string; readonly state: State } | undefined;

interface State {
  readonly noise: Matrix;
  readonly alpha: readonly number[];
  readonly exact: readonly number[];
  readonly quality: readonly Quality[];
  /** The standard deviation of REINFORCE with its best baseline, for comparison. */
  readonly reinforce: number;
}

function stateOf(scores: readonly number[], rewards: readonly number[], seed: number): State {
  const key = JSON.stringify([scores, rewards, seed]);
  if (kept?.key === key) return kept.state;
  const noise = gumbelMatrix(many, scores.length, seed);
  const [alpha = []] = matrices(() => ({ alpha: softmax(tensorOf([scores])) })).alpha;
  const mean = sum(alpha.map((a, i) => a * (rewards[i] ?? 0)));
  const exact = alpha.map((a, i) => a * ((rewards[i] ?? 0) - mean));
  const perturbed = noise.map((row) => row.map((g, i) => g + (scores[i] ?? 0)));
  const quality = temperatures.map((tau) => qualityOf(perturbed, rewards, exact, tau));
  const state = { noise, alpha, exact, quality, reinforce: Math.sqrt(leastVariance(alpha, rewards, exact)) };
  kept = { key, state };
  return state;
}

function weightBars(values: readonly number[], rewards: readonly number[], lang: Lang): BarsData {
  const zh = lang === 'zh';
  return {
    labels: namesOf(rewards),
    values,
    title: zh ? '份额' : 'share',
    labelTitle: zh ? '位置 → 奖励' : 'location → reward',
    domain: [0, 1],
    color: 'var(--scale-weights)',
  };
}

export default defineWidget({
  id: 'hard-attention/gumbel',
  title: { en: 'A draw with a temperature', zh: '带温度的抽样' },
  provenance: {
    en: 'Constructed: probabilities and rewards. Random: Gumbel noise from the seed; the curves are measured on 3,000 draws.',
    zh: '人为构造：概率和奖励。随机：Gumbel 噪声由随机种子生成；曲线由 3000 次抽样量出。',
  },
  mechanism: 'hard-attention',
  controls: {
    scores: scoresControl,
    rewards: matrix({
      label: { en: 'rewards R', zh: '奖励 R' },
      symbol: 'R',
      scale: 'value',
      value: [[0, 10, 20]],
      step: 1,
      limit: 100,
      maxRows: 1,
      maxColumns: 6,
    }),
    power: range({
      label: { en: 'temperature τ', zh: '温度 τ' },
      ...powers,
      value: 0,
      show: (power) => (10 ** power).toFixed(2),
    }),
    draws: range({
      label: { en: 'draws n', zh: '抽样次数 n' },
      min: 2,
      max: most,
      step: 1,
      value: 100,
      play: { perSecond: 20 },
    }),
    seed: seedControl,
  },
  compute({ scores, rewards, power, draws, seed }) {
    mustFit(scores, rewards);
    const [logits = [], list = []] = [scores[0], rewards[0]];
    const tau = 10 ** power;
    const { noise, alpha, exact, quality, reinforce } = stateOf(logits, list, seed);
    const seen = noise.slice(0, draws);
    const { soft, hard } = matrices(() => {
      const [x, g] = [tensorOf([logits]), tensorOf(seen)];
      return { soft: gumbelSoftmax(x, g, { tau }), hard: gumbelSoftmax(x, g, { tau, hard: true }) };
    });
    const slopes = gradientsOf(logits, seen, list, tau);
    const entries = list.map((_, j) => running(slopes.map((row) => row[j] ?? 0)));
    return {
      tau,
      alpha,
      exact,
      quality,
      reinforce,
      soft: soft.at(-1) ?? [],
      hard: hard.at(-1) ?? [],
      frequencies: alpha.map((_, j) => sum(hard.map((row) => row[j] ?? 0)) / draws),
      means: entries.map(({ mean }) => mean.at(-1) ?? 0),
      errors: entries.map(({ error }) => error.at(-1) ?? Number.NaN),
    };
  },
  figures: [
    {
      name: 'soft',
      title: { en: 'The last draw, soft', zh: '最近一次抽样：软' },
      formula: String.raw`y=\softmax\bigl((s+g)/\tau\bigr)`,
      type: bars,
      data: ({ soft }, { rewards }, lang) => weightBars(soft, rewards[0] ?? [], lang),
    },
    {
      name: 'hard',
      title: { en: 'The same draw, straight-through', zh: '同一次抽样：直通' },
      formula: String.raw`\operatorname{argmax}(s+g)`,
      type: bars,
      data: ({ hard }, { rewards }, lang) => weightBars(hard, rewards[0] ?? [], lang),
    },
    {
      name: 'frequencies',
      title: { en: 'Which is chosen, over n draws', zh: 'n 次抽样选中了谁' },
      caption: { en: 'The temperature does not change it.', zh: '与温度无关。' },
      type: bars,
      data: ({ alpha, frequencies }, { rewards, draws }, lang) => ({
        ...weightBars(frequencies, rewards[0] ?? [], lang),
        title: lang === 'zh' ? '频率' : 'share of the draws',
        error: {
          title: lang === 'zh' ? '标准误差' : 'standard error',
          values: frequencies.map((f) => Math.sqrt((f * (1 - f)) / draws)),
        },
        exact: { title: lang === 'zh' ? '概率 α' : 'probability α', values: alpha },
      }),
    },
    {
      name: 'gradient',
      title: { en: 'Its mean gradient', zh: '它的平均梯度' },
      caption: {
        en: 'Mean over n draws, with one standard error.',
        zh: 'n 次抽样的平均，须线长为一个标准误差。',
      },
      type: bars,
      data: ({ means, errors, exact }, _params, lang) => {
        const reach = Math.max(1, Math.ceil(2 * Math.max(...exact.map(Math.abs))));
        return {
          labels: means.map((_, i) => (lang === 'zh' ? `分数 ${i + 1}` : `score ${i + 1}`)),
          values: means,
          title: lang === 'zh' ? '奖励沿分数的斜率' : 'slope of the reward',
          labelTitle: lang === 'zh' ? '分数' : 'score',
          domain: [-reach, reach],
          color: 'var(--ink-soft)',
          error: { title: lang === 'zh' ? '标准误差' : 'standard error', values: errors },
          exact: { title: lang === 'zh' ? '精确值' : 'exact', values: exact },
        };
      },
    },
    {
      name: 'quality',
      title: { en: 'Bias and spread over the temperature', zh: '偏差与离散程度随温度的变化' },
      caption: {
        en: 'Measured on 3,000 draws; the horizontal axis is logarithmic. Dotted: standard deviation of REINFORCE with the best baseline.',
        zh: '由 3000 次抽样量出，横轴为对数刻度。点线：REINFORCE 用最优基线时的标准差。',
      },
      type: curves,
      data: ({ quality, reinforce, tau }, _params, lang) => {
        const most = Math.max(1, ...quality.map(({ spread }) => spread), ...quality.map(({ bias }) => bias));
        return {
          x: temperatures.map((t) => Number(t.toPrecision(2))),
          xType: 'log',
          xTitle: lang === 'zh' ? '温度 τ' : 'temperature τ',
          yTitle: lang === 'zh' ? '单次估计' : 'of one estimate',
          yDomain: [0, Math.ceil(most / 5) * 5],
          at: Math.min(10, Math.max(0.2, tau)),
          curves: [
            {
              label: lang === 'zh' ? '标准差' : 'standard deviation',
              color: 'var(--ink-soft)',
              y: quality.map(({ spread }) => spread),
            },
            {
              label: lang === 'zh' ? '偏差' : 'bias',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: quality.map(({ bias }) => bias),
            },
            {
              label: 'REINFORCE',
              color: 'var(--accent)',
              dash: '2 3',
              y: quality.map(() => reinforce),
            },
          ],
        };
      },
    },
  ],
  readout({ means, errors, exact }, { draws }, lang) {
    const list = means.map((x, i) => `${fixed(x, 1)} ± ${fixed(errors[i] ?? 0, 1)}`);
    const want = exact.map((x) => fixed(x, 1));
    return lang === 'zh'
      ? `${draws} 次抽样的平均梯度：${list.join('，')}。精确值：${want.join('，')}。`
      : `Mean gradient of ${draws} draws: ${list.join(', ')}. Exact: ${want.join(', ')}.`;
  },
});

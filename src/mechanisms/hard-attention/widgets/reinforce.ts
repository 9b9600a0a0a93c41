// REINFORCE: the gradient estimated from draws, beside the exact one, and how its variance depends on the baseline.
import { tensor } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { random } from '../../../math/random.ts';
import { matrices, matrix as tensorOf, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { hardAttention, reinforce } from '../kernel.ts';
import { mustFit, scoresControl, seedControl } from './sampler.ts';

const most = 2000;
/** The range of the slider and of the curve. */
const baselines = { min: -10, max: 30 };
const grid = Array.from({ length: 41 }, (_, i) => baselines.min + i);
const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);
const column = (rows: Matrix): Matrix => (rows[0] ?? []).map((x) => [x]);

/** What can be known without a draw: the gradient, and the total variance of one estimate for any baseline. */
function exactly(alpha: readonly number[], rewards: readonly number[]) {
  const mean = sum(alpha.map((a, s) => a * rewards[s]!));
  const gradient = alpha.map((a, s) => a * (rewards[s]! - mean));
  const size = sum(alpha.map((a) => a * a));
  // α_s ‖onehot(s) − α‖²: how much the reward at s counts for the variance.
  const counts = alpha.map((a) => a * (1 - 2 * a + size));
  const total = sum(counts);
  const best = total === 0 ? 0 : sum(counts.map((c, s) => c * rewards[s]!)) / total;
  const variance = (b: number): number =>
    Math.max(0, sum(counts.map((c, s) => c * (rewards[s]! - b) ** 2)) - sum(gradient.map((g) => g * g)));
  return { mean, gradient, best, variance };
}

/** The last draws are kept: moving their number or the baseline only uses them. */
let kept: { readonly key: string; readonly alpha: number[]; readonly places: readonly number[] } | undefined;

function drawsOf(scores: Matrix, rewards: Matrix, seed: number) {
  const key = JSON.stringify([scores, seed]);
  if (kept?.key === key) return kept;
  const source = random(seed);
  const uniform = Float32Array.from({ length: most }, () => source.uniform());
  const locations = scores[0]?.length ?? 0;
  const places: number[] = [];
  const { weights } = matrices(() => {
    const drawn = hardAttention(tensorOf(scores), tensorOf(column(rewards)), {
      uniform: tensor(uniform, [most, 1, 1]),
    });
    const choice = drawn.choice.dataSync();
    for (let i = 0; i < most; i += 1) places.push(choice.indexOf(1, i * locations) - i * locations);
    return { weights: drawn.weights };
  });
  kept = { key, alpha: weights[0] ?? [], places };
  return kept;
}

/**
 * The mean of the estimates with its error, entry by entry, and their measured total variance. An estimate depends on the
 * location only, so that it is computed once for each and counted.
 */
function estimate(scores: Matrix, rewards: Matrix, counts: readonly number[], b: number) {
  const each = counts.map((_, i) => counts.map((_count, j) => (i === j ? 1 : 0)));
  const { estimates } = matrices(() => ({
    estimates: reinforce(tensorOf(scores), tensorOf(column(rewards)), tensorOf(each), b),
  }));
  const n = sum(counts);
  const over = (f: (g: readonly number[]) => number): number =>
    sum(counts.map((count, l) => count * f(estimates[l] ?? [])));
  const means = counts.map((_, j) => over((g) => g[j] ?? 0) / n);
  const variances = means.map((mean, j) => over((g) => ((g[j] ?? 0) - mean) ** 2) / (n - 1));
  return { means, errors: variances.map((x) => Math.sqrt(x / n)), variance: sum(variances) };
}

export default defineWidget({
  id: 'hard-attention/reinforce',
  title: { en: 'A gradient from draws', zh: '用抽样估计梯度' },
  provenance: {
    en: 'Constructed: probabilities 0.5, 0.3, 0.2 and the reward of each location. Random: the draws, from the seed.',
    zh: '人为构造：概率 0.5、0.3、0.2，以及每个位置的奖励。随机：抽样由随机种子决定。',
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
    baseline: choice({
      label: { en: 'baseline', zh: '基线' },
      options: {
        own: { en: 'b of your own', zh: '自选 b' },
        mean: { en: 'the mean', zh: '均值' },
        best: { en: 'the optimal one', zh: '最优' },
      },
      value: 'own',
    }),
    b: range({ label: { en: 'b', zh: 'b' }, ...baselines, step: 0.1, value: 0 }),
    draws: range({
      label: { en: 'draws n', zh: '抽样次数 n' },
      min: 2,
      max: most,
      step: 1,
      value: 200,
      play: { perSecond: 20 },
    }),
    seed: seedControl,
  },
  compute({ scores, rewards, baseline, b: own, draws, seed }) {
    mustFit(scores, rewards);
    const { alpha, places } = drawsOf(scores, rewards, seed);
    const exact = exactly(alpha, rewards[0] ?? []);
    const b = { own, mean: exact.mean, best: exact.best }[baseline];
    const seen = places.slice(0, draws);
    const counts = alpha.map((_, l) => seen.filter((s) => s === l).length);
    const { variance: predict, ...known } = exact;
    const measured = (at: number) => estimate(scores, rewards, counts, at);
    const table = { none: 0, mean: exact.mean, best: exact.best };
    return {
      exact: known,
      curve: grid.map(predict),
      b,
      ...measured(b),
      predicted: predict(b),
      rows: Object.fromEntries(
        Object.entries(table).map(([name, at]) => [
          name,
          { b: at, predicted: predict(at), measured: measured(at).variance },
        ]),
      ),
    };
  },
  figures: [
    {
      name: 'estimate',
      title: { en: 'The estimated gradient', zh: '梯度的估计' },
      formula: String.raw`\tfrac1n\sum (R_s-b)\,(e_s-\alpha)`,
      caption: {
        en: 'The mean over the draws, with one standard error.',
        zh: '各次抽样的平均，须线长为一个标准误差。',
      },
      type: bars,
      data: ({ means, errors, exact }, _params, lang) => {
        const reach = Math.max(1, Math.ceil(2 * Math.max(...exact.gradient.map(Math.abs))));
        return {
          labels: means.map((_, i) => (lang === 'zh' ? `分数 ${i + 1}` : `score ${i + 1}`)),
          values: means,
          title: lang === 'zh' ? '期望奖励沿分数的斜率' : 'slope of the expected reward',
          labelTitle: lang === 'zh' ? '分数' : 'score',
          domain: [-reach, reach],
          color: 'var(--ink-soft)',
          error: { title: lang === 'zh' ? '标准误差' : 'standard error', values: errors },
          exact: { title: lang === 'zh' ? '精确值' : 'exact', values: exact.gradient },
        };
      },
    },
    {
      name: 'variance',
      title: { en: 'Variance over the baseline', zh: '方差随基线的变化' },
      formula: String.raw`\sum_i\operatorname{Var}(g_i)`,
      caption: {
        en: 'Curve: computed. Dot: measured from the draws. Take the ring and move b.',
        zh: '曲线：算出的。圆点：由抽样量出。拖动圆环可以移动 b。',
      },
      type: curves,
      data: ({ curve: y, b, predicted, variance }, _params, lang) => {
        return {
          x: grid,
          xTitle: lang === 'zh' ? '基线 b' : 'baseline b',
          yTitle: lang === 'zh' ? '总方差' : 'total variance',
          yDomain: [0, Math.max(1, ...y)],
          at: Math.min(baselines.max, Math.max(baselines.min, b)),
          curves: [{ label: lang === 'zh' ? '算出的' : 'predicted', color: 'var(--ink-soft)', y }],
          dots: [
            {
              label: lang === 'zh' ? '量出的' : 'measured',
              color: 'var(--accent)',
              x: [b],
              y: [variance],
            },
          ],
          handle: { x: b, y: predicted, label: lang === 'zh' ? '基线 b' : 'baseline b' },
        };
      },
      drag: ({ x }) => ({ b: x, baseline: 'own' as const }),
    },
    {
      name: 'baselines',
      title: { en: 'Three baselines', zh: '三种基线' },
      type: numbers,
      data: ({ rows }, _params, lang) => {
        const zh = lang === 'zh';
        const names: Record<string, string> = zh
          ? { none: '不用', mean: '均值', best: '最优' }
          : { none: 'none', mean: 'mean', best: 'optimal' };
        return {
          head: zh
            ? ['基线', 'b', '算出的方差', '量出的方差']
            : ['baseline', 'b', 'predicted variance', 'measured variance'],
          rows: Object.entries(rows).map(([name, { b, predicted, measured }]) => ({
            label: names[name] ?? name,
            values: [b, predicted, measured],
          })),
          show: (value: number) => fixed(value, 1),
        };
      },
    },
  ],
  goals: {
    quiet: ({ predicted }, { rewards }) => predicted < 1e-6 && (rewards[0] ?? []).some((r) => r !== 0),
  },
  readout({ b, predicted, variance }, { draws }, lang) {
    const [at, want, got] = [fixed(b, 1), fixed(predicted, 1), fixed(variance, 1)];
    const error = fixed(Math.sqrt(predicted / draws));
    return lang === 'zh'
      ? `b = ${at}：单次估计的总方差，算出 ${want}，由 ${draws} 次抽样量出 ${got}；平均之后，误差的均方根约为 ${error}。`
      : `b = ${at}: total variance of one estimate ${want} by computation, ${got} by ${draws} draws. The mean of ${draws} is off by about ${error}.`;
  },
});

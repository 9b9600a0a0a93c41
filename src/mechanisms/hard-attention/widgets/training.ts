// A toy: scores learn by gradient ascent where to look, with the exact gradient and with estimates from one draw a step.
import { curves, type Band } from '../../../figures/curves.ts';
import { running } from '../../../math/estimate.ts';
import { random, type Random } from '../../../math/random.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { domainOf, mustFit, scoresControl, seedControl } from './sampler.ts';

const most = 300;
const runs = 20;
/** The steps that are shown. */
const shown = Array.from({ length: most / 5 + 1 }, (_, i) => 5 * i);
type List = readonly number[];

const dot = (a: List, b: List): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

// One step is three numbers, for which tensors would be a detour: softmax and gradients in plain loops, as in the article.
function softmax(x: List): number[] {
  const largest = Math.max(...x);
  const powers = x.map((s) => Math.exp(s - largest));
  const total = powers.reduce((sum, p) => sum + p, 0);
  return powers.map((p) => p / total);
}

/** One draw from the weights. */
function draw(alpha: List, source: Random): number {
  let left = source.uniform();
  const s = alpha.findIndex((a) => (left -= a) < 0);
  return s < 0 ? alpha.length - 1 : s;
}

/** An estimate of the gradient of the expected reward by the scores. */
type Estimator = (scores: List, alpha: List, rewards: List) => number[];

/** (R − b)(e_s − α); b follows the rewards as in Xu et al. 2015, section 4.1, or stays 0. */
function reinforce(source: Random, follow: boolean): Estimator {
  let b = 0;
  return (_scores, alpha, rewards) => {
    const s = draw(alpha, source);
    const reward = rewards[s] ?? 0;
    const advantage = reward - b;
    if (follow) b = 0.9 * b + 0.1 * reward;
    return alpha.map((a, i) => ((i === s ? 1 : 0) - a) * advantage);
  };
}

/** Straight-through Gumbel-softmax: the reward is linear in the sample, so that its slope is that of the soft sample. */
function straightThrough(source: Random, tau: number): Estimator {
  return (scores, _alpha, rewards) => {
    const y = softmax(scores.map((x) => (x - Math.log(-Math.log(source.uniform() + 2 ** -33))) / tau));
    const mean = dot(y, rewards);
    return y.map((share, i) => (share * ((rewards[i] ?? 0) - mean)) / tau);
  };
}

const exact: Estimator = (_scores, alpha, rewards) => {
  const mean = dot(alpha, rewards);
  return alpha.map((a, i) => a * ((rewards[i] ?? 0) - mean));
};

/** The expected reward before each step of gradient ascent; `shift` is added to what the estimates see, not to what is shown. */
function learn(start: List, rewards: List, { rate, shift }: Choices, estimate: Estimator): number[] {
  let scores = [...start];
  const seen = rewards.map((reward) => reward + shift);
  return Array.from({ length: most + 1 }, () => {
    const alpha = softmax(scores);
    const slopes = estimate(scores, alpha, seen);
    scores = scores.map((x, i) => x + rate * (slopes[i] ?? 0));
    return dot(alpha, rewards);
  });
}

/** Several runs, and at the steps that are shown their mean and its standard error. */
interface Several {
  readonly all: readonly List[];
  readonly mean: List;
  readonly error: List;
}

function several(of: (run: number) => number[]): Several {
  const all = Array.from({ length: runs }, (_, run) => of(run));
  const steps = shown.map((t) => running(all.map((run) => run[t] ?? 0)));
  return {
    all,
    mean: steps.map(({ mean }) => mean.at(-1) ?? 0),
    error: steps.map(({ error }) => error.at(-1) ?? 0),
  };
}

interface Choices {
  readonly rate: number;
  readonly shift: number;
  readonly tau: number;
  readonly seed: number;
}

type Curves = { readonly exact: List } & Readonly<Record<'plain' | 'baseline' | 'through', Several>>;

/** The last training is kept: moving the steps only shows more of it. */
let kept: { readonly key: string; readonly curves: Curves } | undefined;

function train(scores: Matrix, list: Matrix, choices: Choices): Curves {
  const key = JSON.stringify([scores, list, choices]);
  if (kept?.key === key) return kept.curves;
  const [start, rewards] = [scores[0] ?? [], list[0] ?? []];
  const by = (estimator: (source: Random) => Estimator) =>
    several((run) => learn(start, rewards, choices, estimator(random(1000 * choices.seed + run))));
  const trained = {
    exact: learn(start, rewards, choices, exact),
    plain: by((source) => reinforce(source, false)),
    baseline: by((source) => reinforce(source, true)),
    through: by((source) => straightThrough(source, choices.tau)),
  };
  kept = { key, curves: trained };
  return trained;
}

export default defineWidget({
  id: 'hard-attention/training',
  title: { en: 'Learning where to look: a toy', zh: '学会看哪里：一个玩具' },
  provenance: {
    en: `A toy, trained on this page: one set of scores, fixed rewards, one draw a step. Mean of ${runs} runs, random from the seed.`,
    zh: `玩具，就在本页训练：一组分数，奖励固定，每步抽一次。取 ${runs} 次训练的平均，随机数由种子生成。`,
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
    rate: range({
      label: { en: 'learning rate', zh: '学习率' },
      min: 0.005,
      max: 0.1,
      step: 0.005,
      value: 0.1,
    }),
    shift: range({
      label: { en: 'added to every reward', zh: '给每个奖励都加上' },
      min: 0,
      max: 40,
      step: 1,
      value: 0,
    }),
    tau: range({ label: { en: 'temperature τ', zh: '温度 τ' }, min: 0.1, max: 5, step: 0.1, value: 1 }),
    steps: range({
      label: { en: 'steps', zh: '步数' },
      min: 5,
      max: most,
      step: 5,
      value: 200,
      play: { perSecond: 10 },
    }),
    seed: seedControl,
  },
  compute({ scores, rewards, rate, shift, tau, steps, seed }) {
    mustFit(scores, rewards);
    const trained = train(scores, rewards, { rate, shift, tau, seed });
    const [worst, best] = [Math.min(...(rewards[0] ?? [])), Math.max(...(rewards[0] ?? []))];
    const enough = best - 0.1 * (best - worst);
    const short = ({ all }: Several) => all.filter((run) => (run[steps] ?? 0) < enough).length;
    const { plain, baseline, through } = trained;
    return {
      ...trained,
      steps,
      short: { plain: short(plain), baseline: short(baseline), through: short(through) },
    };
  },
  figures: [
    {
      name: 'reward',
      title: { en: 'Expected reward while training', zh: '训练中的期望奖励' },
      caption: {
        en: `Mean of ${runs} runs; band: ± one standard error. What was added to every reward is left out.`,
        zh: `${runs} 次训练的平均；阴影：± 一个标准误差。给每个奖励加上的数不计在内。`,
      },
      type: curves,
      data: ({ steps, exact: ideal, plain, baseline, through }, { rewards }, lang) => {
        const zh = lang === 'zh';
        const at = (list: List) => shown.map((t, i) => (t <= steps ? (list[i] ?? Number.NaN) : Number.NaN));
        const band = ({ mean, error }: Several, color: string, name: string): Band => ({
          lower: at(mean.map((m, t) => m - (error[t] ?? 0))),
          upper: at(mean.map((m, t) => m + (error[t] ?? 0))),
          color,
          titles: zh ? [`${name} −`, `${name} +`] : [`${name} − s.e.`, `${name} + s.e.`],
        });
        const named = [
          { label: zh ? '无基线' : 'no baseline', color: 'var(--scale-negative)', dash: '2 3', of: plain },
          { label: zh ? '有基线' : 'baseline', color: 'var(--scale-weights)', of: baseline },
          { label: zh ? '直通' : 'straight-through', color: 'var(--c-output)', dash: '8 3 2 3', of: through },
        ];
        return {
          x: shown,
          xTitle: zh ? '步数' : 'steps',
          yTitle: zh ? '期望奖励' : 'expected reward',
          yDomain: domainOf(rewards[0] ?? []),
          curves: [
            {
              label: zh ? '精确梯度' : 'exact gradient',
              color: 'var(--ink)',
              dash: '6 4',
              y: at(shown.map((t) => ideal[t] ?? 0)),
            },
            ...named.map(({ of, ...curve }) => ({ ...curve, y: at(of.mean) })),
          ],
          bands: named.map(({ of, color, label }) => band(of, color, label)),
        };
      },
    },
  ],
  readout({ steps, exact: ideal, plain, baseline, through, short }, _params, lang) {
    const best = fixed(ideal[steps] ?? 0, 1);
    const [none, some, straight] = [plain, baseline, through].map(({ mean }) =>
      fixed(mean[steps / 5] ?? 0, 1),
    );
    return lang === 'zh'
      ? `${steps} 步之后：精确梯度 ${best}；REINFORCE 无基线 ${none}（${runs} 次中有 ${short.plain} 次还差得远），有基线 ${some}（${short.baseline} 次）；直通 ${straight}（${short.through} 次）。`
      : `After ${steps} steps: exact gradient ${best}; REINFORCE without baseline ${none} (${short.plain} of ${runs} runs are still far off), with one ${some} (${short.baseline}); straight-through ${straight} (${short.through}).`;
  },
});

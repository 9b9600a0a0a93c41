// How the weights answer to each score, by automatic differentiation: the Jacobian, and the largest slope at every temperature.
import { mul, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { hardmax } from '../../../math/entmax.ts';
import { gradient, jacobian } from '../../../math/gradient.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { softAttention } from '../kernel.ts';
import { temperatureControl, three } from '../trace.ts';

const temperatures = Array.from({ length: 33 }, (_, i) => 10 ** (i / 8 - 2));
const names = ['k₁', 'k₂', 'k₃'];
const choices = ['softmax', 'sparsemax', 'hardmax'] as const;
type Choice = (typeof choices)[number];

const v = three.values.map((value) => [value]);

/** Weights of any of the three choices; for the hard one, the temperature changes nothing. */
function weigh(by: Choice, scores: Tensor, temperature: number): Tensor {
  if (by === 'hardmax') return hardmax(scores);
  return softAttention(scores, tensor(v), { normalizer: by, temperature }).weights;
}

/** The largest slope of a weight along a score, at each temperature: a row of scores for each, differentiated at once. */
function largest(by: Choice, scores: readonly number[]): number[] {
  const rows = temperatures.map((temperature) => scores.map((score) => score / temperature));
  const all = matrices(() => {
    const x = tensor(rows);
    const along = (i: number) =>
      gradient((at) => sum(mul(weigh(by, at, 1), tensor([names.map((_, j) => (i === j ? 1 : 0))]))), x);
    return { k1: along(0), k2: along(1), k3: along(2) };
  });
  return temperatures.map((temperature, i) => {
    const slopes = [all.k1, all.k2, all.k3].flatMap((matrixOf) => matrixOf[i] ?? []);
    return Math.max(...slopes.map(Math.abs)) / (by === 'hardmax' ? 1 : temperature);
  });
}

/** The last scores' sweeps are kept: moving the temperature only reads them. */
let kept: { readonly key: string; readonly softmax: number[]; readonly sparsemax: number[] } | undefined;

function sweeps(scores: readonly number[]): { softmax: number[]; sparsemax: number[] } {
  const key = String(scores);
  if (kept?.key !== key) {
    kept = { key, softmax: largest('softmax', scores), sparsemax: largest('sparsemax', scores) };
  }
  return { softmax: kept.softmax, sparsemax: kept.sparsemax };
}

export default defineWidget({
  id: 'soft-attention/gradient',
  title: { en: 'What a score can change', zh: '分数能改变什么' },
  provenance: {
    en: 'Constructed: scores whose softmax is 0.5, 0.3 and 0.2, for the values 0, 10 and 20. Slopes by automatic differentiation.',
    zh: '人为构造：分数的 softmax 是 0.5、0.3、0.2，值是 0、10、20。斜率由自动微分算出。',
  },
  mechanism: 'soft-attention',
  controls: {
    tau: temperatureControl(),
    by: choice({
      label: { en: 'weights by', zh: '权重由谁得出' },
      options: {
        softmax: { en: 'softmax', zh: 'softmax' },
        sparsemax: { en: 'sparsemax', zh: 'sparsemax' },
        hardmax: { en: 'argmax', zh: 'argmax' },
      },
      value: 'softmax',
    }),
    s: matrix({
      label: { en: 'scores', zh: '分数' },
      symbol: 'S',
      value: [[...three.scores]],
      maxRows: 1,
      maxColumns: 3,
      limit: 100,
    }),
  },
  compute({ tau, by, s }) {
    if (s[0]?.length !== 3) {
      throw new InputProblem({
        en: 'There are three values, so there must be three scores.',
        zh: '有三个值，所以要有三个分数。',
      });
    }
    const temperature = 10 ** tau;
    const now = matrices(() => {
      const scores = tensor(s);
      const attend = (at: Tensor) => weigh(by, at, temperature);
      const output = (at: Tensor) => sum(mul(attend(at), tensor([[...three.values]])));
      return {
        weights: attend(scores),
        slopes: jacobian(attend, scores),
        output: reshape(gradient(output, scores), [1, -1]),
      };
    });
    return { temperature, ...now, ...sweeps(s[0]) };
  },
  figures: [
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      type: bars,
      data: ({ weights }, _params, lang) => ({
        labels: names,
        values: weights[0] ?? [],
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '键' : 'key',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
    {
      name: 'jacobian',
      title: { en: 'Slope of each weight along each score', zh: '每个权重对每个分数的斜率' },
      formula: {
        variants: {
          softmax: String.raw`\tfrac{\partial a}{\partial s}=\tfrac1\tau\bigl(\operatorname{diag}(a)-aa^{\top}\bigr)`,
          sparsemax: String.raw`\tfrac{\partial a}{\partial s}=\tfrac1\tau\bigl(\operatorname{diag}(m)-\tfrac{mm^{\top}}{\sum m}\bigr)`,
          hardmax: String.raw`\tfrac{\partial a}{\partial s}=0`,
        },
        pick: ({ by }) => by,
      },
      caption: {
        en: 'Raising one score takes from the other weights what it gives to its own: every row sums to 0.',
        zh: '抬高一个分数，它自己的权重得到多少，别的权重就失去多少：每行之和为 0。',
      },
      type: heatmap,
      data: ({ slopes }, _params, lang) => ({
        values: slopes,
        rows: names.map((_, i) => `a${'₁₂₃'[i]}`),
        columns: names.map((_, i) => `s${'₁₂₃'[i]}`),
        rowTitle: lang === 'zh' ? '权重' : 'weights',
        columnTitle: lang === 'zh' ? '分数' : 'scores',
        scale: 'scores',
        extent: 0.5,
      }),
    },
    {
      name: 'output',
      title: { en: 'Slope of the output along each score', zh: '输出对每个分数的斜率' },
      formula: String.raw`\partial \role{output}{o}/\partial s_j`,
      type: bars,
      data: ({ output }, _params, lang) => ({
        labels: names,
        values: output[0] ?? [],
        title: lang === 'zh' ? '斜率' : 'slope',
        labelTitle: lang === 'zh' ? '分数' : 'score',
        domain: [-8, 8],
        color: 'var(--c-output)',
      }),
    },
    {
      name: 'sweep',
      title: { en: 'The largest slope at every temperature', zh: '每个温度下最大的斜率' },
      caption: {
        en: 'A hot softmax is flat, a cold one saturated. Sparsemax stops learning at once, argmax never began.',
        zh: '温度高，softmax 平坦；温度低，softmax 饱和。sparsemax 突然停止学习，argmax 从未开始。',
      },
      type: curves,
      data: ({ temperature, softmax, sparsemax }, _params, lang) => ({
        x: temperatures,
        xType: 'log',
        xTitle: lang === 'zh' ? '温度 τ' : 'temperature τ',
        yTitle: lang === 'zh' ? '最大的斜率' : 'largest slope',
        yDomain: [0, 2],
        at: temperature,
        curves: [
          { label: 'softmax', color: 'var(--scale-weights)', y: softmax },
          { label: 'sparsemax', color: 'var(--scale-negative)', dash: '7 4', y: sparsemax },
          { label: 'argmax', color: 'var(--ink-soft)', dash: '2 3', y: temperatures.map(() => 0) },
        ],
      }),
    },
  ],
  readout({ weights, slopes }, _params, lang) {
    const most = Math.max(...slopes.flat().map(Math.abs));
    const best = Math.max(...(weights[0] ?? []));
    return lang === 'zh'
      ? `最大的权重 ${fixed(best, 4)}，最大的斜率 ${fixed(most, 4)}。`
      : `Largest weight ${fixed(best, 4)}, largest slope ${fixed(most, 4)}.`;
  },
});

// Temperature: the same scores as a sharp or an even mixture, and the output as the point where the weights balance.
import { reshape } from '@tensorflow/tfjs-core';
import { balance } from '../../../figures/balance.ts';
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { entropy } from '../../../math/softmax.ts';
import { matrices, matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { matrix } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import { softAttention } from '../kernel.ts';
import { temperatureControl, three } from '../trace.ts';

/** The temperatures of the curves, evenly spaced on the logarithmic axis. */
const temperatures = Array.from({ length: 41 }, (_, i) => 10 ** (i / 10 - 2));
const dashes = [undefined, '7 4', '2 3'] as const;

export default defineWidget({
  id: 'soft-attention/temperature',
  title: { en: 'One set of scores at every temperature', zh: '同一组分数，不同的温度' },
  provenance: {
    en: 'Constructed: three values, and scores whose softmax is 0.5, 0.3 and 0.2.',
    zh: '人为构造：三个值，三个分数；分数的 softmax 是 0.5、0.3、0.2。',
  },
  mechanism: 'soft-attention',
  controls: {
    tau: temperatureControl(),
    s: matrix({
      label: { en: 'scores of the values 0, 10, 20', zh: '值 0、10、20 的分数' },
      symbol: 'S',
      value: [[...three.scores]],
      maxRows: 1,
      maxColumns: 3,
      limit: 100,
    }),
  },
  compute({ tau, s }) {
    if (s[0]?.length !== three.values.length) {
      throw new InputProblem({
        en: 'There are three values, so there must be three scores.',
        zh: '有三个值，所以要有三个分数。',
      });
    }
    const v = three.values.map((value) => [value]);
    const attend = (temperature: number, scores: Matrix) =>
      matrices(() => {
        const { weights, output } = softAttention(tensor(scores), tensor(v), { temperature });
        return { weights, output, entropies: reshape(entropy(weights), [1, -1]) };
      });
    const now = attend(10 ** tau, s);
    // A row of scores for each temperature: the scores divided by it.
    const all = attend(
      1,
      temperatures.map((temperature) => (s[0] ?? []).map((score) => score / temperature)),
    );
    return {
      temperature: 10 ** tau,
      weights: now.weights[0] ?? [],
      output: now.output[0]?.[0] ?? Number.NaN,
      entropy: now.entropies[0]?.[0] ?? Number.NaN,
      all: all.weights,
    };
  },
  figures: [
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      formula: String.raw`a=\softmax(s/\tau)`,
      type: bars,
      data: ({ weights }, _params, lang) => ({
        labels: three.values.map((value) => String(value)),
        values: weights,
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '值' : 'value',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
    {
      name: 'output',
      title: { en: 'Output', zh: '输出' },
      formula: String.raw`\role{output}{o}=\textstyle\sum_j a_j\role{value}{v_j}`,
      caption: {
        en: 'Each disc stands on its value, and its area is its weight. The output is where the beam balances.',
        zh: '每个圆盘放在它的值上，面积就是权重。输出是横梁平衡的那一点。',
      },
      type: balance,
      data: ({ weights, output }, _params, lang) => ({
        values: three.values,
        weights,
        domain: [0, 20],
        at: output,
        title: lang === 'zh' ? '值' : 'value',
        weightTitle: lang === 'zh' ? '权重' : 'weight',
        atTitle: lang === 'zh' ? '输出' : 'output',
      }),
    },
    {
      name: 'sweep',
      title: { en: 'The weights at every temperature', zh: '每个温度下的权重' },
      caption: {
        en: 'To the left one takes all; to the right all take the same. The rule stands at your τ.',
        zh: '越往左，越是一个独占；越往右，越是平分。竖线是现在的 τ。',
      },
      type: curves,
      data: ({ all, temperature }, _params, lang) => ({
        x: temperatures,
        xType: 'log',
        xTitle: lang === 'zh' ? '温度 τ' : 'temperature τ',
        yTitle: lang === 'zh' ? '权重' : 'weight',
        yDomain: [0, 1],
        at: temperature,
        curves: three.values.map((value, i) => ({
          label: lang === 'zh' ? `值 ${value}` : `value ${value}`,
          color: 'var(--scale-weights)',
          ...(dashes[i] === undefined ? {} : { dash: dashes[i] }),
          y: all.map((row) => row[i] ?? Number.NaN),
        })),
      }),
    },
  ],
  goals: {
    // The output 2, reached by the temperature alone.
    two: ({ output }, { s }) =>
      Math.abs(output - 2) < 0.25 && (s[0] ?? []).every((score, i) => score === three.scores[i]),
  },
  readout({ weights, output, entropy: nats }, _params, lang) {
    const terms = three.values.map((value, i) => `${fixed(weights[i] ?? Number.NaN)}·${value}`).join(' + ');
    const most = fixed(Math.log(three.values.length));
    return lang === 'zh'
      ? `输出：${terms} = ${fixed(output)}。熵：${fixed(nats)} nat，最多 ${most}。`
      : `Output: ${terms} = ${fixed(output)}. Entropy: ${fixed(nats)} of at most ${most} nats.`;
  },
});

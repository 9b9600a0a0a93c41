// Layer normalisation on one vector, step by step, and what it cannot see.
import { add, mul, sqrt, sub, tensor1d } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { layerNorm, rmsNorm, standardize } from '../../../math/norm.ts';
import { matrices, matrix as tensor } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { normalized } from '../trace.ts';

export default defineWidget({
  id: 'transformer/norm',
  title: { en: 'One vector, normalised', zh: '把一个向量规范化' },
  provenance: {
    en: 'Constructed: a vector of small whole numbers. Drag, type or paste your own.',
    zh: '人为构造：由小整数组成的向量。可以拖动、键入或粘贴自己的。',
  },
  mechanism: 'transformer',
  controls: {
    vector: matrix({
      label: { en: 'vector x', zh: '向量 x' },
      symbol: 'x',
      value: [[1, 2, 3, 6]],
      step: 0.5,
      maxRows: 1,
    }),
    times: range({ label: { en: 'multiplied by', zh: '乘以' }, min: 0, max: 10, step: 0.5, value: 1 }),
    plus: range({ label: { en: 'plus', zh: '加上' }, min: -20, max: 20, step: 1, value: 0 }),
    kind: choice({
      label: { en: 'norm', zh: '规范化' },
      options: { layer: 'LayerNorm', rms: 'RMSNorm' },
      value: 'layer',
    }),
    gain: range({ label: { en: 'gain γ', zh: '增益 γ' }, min: 0, max: 3, step: 0.1, value: 1 }),
    bias: range({ label: { en: 'bias β', zh: '偏置 β' }, min: -2, max: 2, step: 0.1, value: 0 }),
  },
  compute({ vector, times, plus, kind, gain, bias }) {
    const x = vector.map((row) => row.map((value) => value * times + plus));
    const size = x[0]?.length ?? 0;
    const [gains, biases] = [gain, bias].map((value) => Array.from({ length: size }, () => value));
    const found = matrices(() => {
      const at = tensor(x);
      const g = tensor1d(gains!);
      const { mean, variance, normalized: standard } = standardize(at);
      const middle = kind === 'layer' ? sub(at, mean) : at;
      const scaled = kind === 'layer' ? standard : rmsNorm(at);
      const result = kind === 'layer' ? layerNorm(at, g, tensor1d(biases!)) : rmsNorm(at, g);
      // The mean of the squares is the variance plus the square of the mean.
      const power = kind === 'layer' ? variance : add(variance, mul(mean, mean));
      return { mean, power, root: sqrt(add(power, 1e-5)), middle, scaled, result };
    });
    return { x, ...found };
  },
  figures: [
    {
      name: 'steps',
      title: { en: 'From the vector to the result', zh: '从向量到结果' },
      formula: {
        variants: {
          layer: String.raw`\gamma\,\frac{x-\mu}{\sqrt{\sigma^2+\varepsilon}}+\beta`,
          rms: String.raw`\gamma\,\frac{x}{\sqrt{\overline{x^2}+\varepsilon}}`,
        },
        pick: ({ kind }) => kind,
      },
      type: heatmap,
      data: ({ x, middle, scaled, result }, { kind }, lang) => {
        const zh = lang === 'zh';
        const layer = kind === 'layer';
        const rows = [
          { label: 'x', values: x[0] ?? [] },
          ...(layer ? [{ label: zh ? '减去均值' : 'minus mean', values: middle[0] ?? [] }] : []),
          { label: zh ? '除以根' : 'over the root', values: scaled[0] ?? [] },
          { label: layer ? '· γ + β' : '· γ', values: result[0] ?? [] },
        ];
        return {
          values: rows.map(({ values }) => values),
          rows: rows.map(({ label }) => label),
          columns: (x[0] ?? []).map((_, i) => String(i + 1)),
          rowTitle: '',
          columnTitle: zh ? '特征' : 'features',
          scale: 'scores',
          extent: 6,
          explain: (i: number, j: number) => ({
            text:
              layer && i === 2
                ? normalized(x[0] ?? [], j, scaled[0]?.[j] ?? Number.NaN)
                : fixed(rows[i]?.values[j] ?? Number.NaN, 3),
          }),
        };
      },
    },
    {
      name: 'measures',
      title: { en: 'What is measured', zh: '量出了什么' },
      type: numbers,
      data: ({ mean, power, root }, { kind }, lang) => {
        const zh = lang === 'zh';
        const one = ([[value = Number.NaN] = []]: number[][]) => fixed(value, 3);
        return {
          head: ['', zh ? '数值' : 'number'],
          rows: [
            { label: zh ? '均值 μ' : 'mean μ', values: [one(mean)] },
            {
              label:
                kind === 'layer'
                  ? zh ? '方差 σ²' : 'variance σ²' // prettier-ignore
                  : zh ? '平方的平均' : 'mean of the squares', // prettier-ignore
              values: [one(power)],
            },
            { label: zh ? '除数 √(… + ε)' : 'divisor √(… + ε)', values: [one(root)] },
          ],
        };
      },
    },
  ],
  goals: {
    negative: ({ scaled }, { kind, plus, times, bias, gain }) =>
      kind === 'rms' &&
      times === 1 &&
      gain === 1 &&
      bias === 0 &&
      plus !== 0 &&
      (scaled[0] ?? []).every((value) => value < 0),
  },
  readout({ scaled }, { kind }, lang) {
    const row = scaled[0] ?? [];
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const power = row.reduce((sum, value) => sum + value * value, 0) / row.length;
    const name = kind === 'layer' ? 'LayerNorm' : 'RMSNorm';
    return lang === 'zh'
      ? `${name} 之后（γ 与 β 之前）：均值 ${fixed(mean, 3)}，平方的平均 ${fixed(power, 3)}。`
      : `After ${name}, before γ and β: mean ${fixed(mean, 3)}, mean of the squares ${fixed(power, 3)}.`;
  },
});

// The three forms, step by step, on two channels of nine places that can be checked in the head.
import { eye, mul, tensor4d } from '@tensorflow/tfjs-core';
import { walk } from '../../../figures/walk.ts';
import { featureMap } from '../../../math/feature-map.ts';
import { matrix as tensor, type Matrix } from '../../../math/tensor.ts';
import { choice, matrix, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, sizeText } from '../../../widget/format.ts';
import { InputProblem } from '../../../widget/problem.ts';
import type { Options } from '../kernel.ts';
import { axesOf, steps, traceOf, type Context, type Form } from '../trace.ts';

/** A filter is square, and of an odd size, so that it has a middle. */
function checked(x1: Matrix, x2: Matrix, planes: readonly [Matrix, Matrix]): void {
  if (sizeText(x1) !== sizeText(x2)) {
    throw new InputProblem({
      en: `The channels are ${sizeText(x1)} and ${sizeText(x2)}: they must have the same size.`,
      zh: `两个通道的大小是 ${sizeText(x1)} 和 ${sizeText(x2)}：应当相同。`,
    });
  }
  const [first, second] = planes.map(sizeText);
  const size = planes[0].length;
  if (first === second && first === `${size} × ${size}` && size % 2 === 1) return;
  throw new InputProblem({
    en: `The planes of the filter are ${first} and ${second}: both must be square, of the same odd size.`,
    zh: `滤波器的两个面是 ${first} 和 ${second}：应当都是方的，大小相同，边长为奇数。`,
  });
}

const form = choice<Form>({
  label: { en: 'which attention', zh: '哪一种' },
  options: {
    gate: { en: 'a gate', zh: '门' },
    query: { en: 'one query', zh: '一个查询' },
    pairs: { en: 'pairs', zh: '两两之间' },
  },
  value: 'gate',
});

export default defineWidget({
  id: 'spatial-attention/walk',
  title: { en: 'Three forms, step by step', zh: '三种形式，一步一步算' },
  provenance: {
    en: 'Constructed: small whole numbers. The query asks for the first channel, q = (g, 0); only the gate has a filter.',
    zh: '人为构造：都是小整数。查询找的是第一个通道，q = (g, 0)；只有门用到滤波器。',
  },
  mechanism: 'spatial-attention',
  controls: {
    form,
    gain: range({
      label: { en: 'gain g of the scores', zh: '分数的增益 g' },
      min: 0,
      max: 4,
      step: 0.1,
      value: 1,
    }),
    x1: matrix({
      label: { en: 'x₁, first channel', zh: '第一个通道 x₁' },
      symbol: 'x1',
      scale: 'value',
      step: 1,
      maxRows: 4,
      maxColumns: 4,
      value: [[0, 0, 0], [0, 2, 0], [0, 0, 0]], // prettier-ignore
    }),
    x2: matrix({
      label: { en: 'x₂, second channel', zh: '第二个通道 x₂' },
      symbol: 'x2',
      scale: 'value',
      step: 1,
      maxRows: 4,
      maxColumns: 4,
      value: [[1, 0, 0], [0, 0, 0], [0, 0, 1]], // prettier-ignore
    }),
    max: matrix({
      label: { en: 'filter on the maxima', zh: '滤最大值的面' },
      symbol: 'fmax',
      step: 1,
      maxRows: 5,
      maxColumns: 5,
      value: [[0, 1, 0], [1, 2, 1], [0, 1, 0]], // prettier-ignore
    }),
    mean: matrix({
      label: { en: 'filter on the means', zh: '滤平均值的面' },
      symbol: 'fmean',
      step: 1,
      maxRows: 5,
      maxColumns: 5,
      value: [[0, 0, 0], [0, -2, 0], [0, 0, 0]], // prettier-ignore
    }),
  },
  compute({ form, gain, x1, x2, max, mean }) {
    checked(x1, x2, [max, mean]);
    const filter = [max, mean].map((plane) => plane.map((line) => line.map((f) => gain * f))) as [
      Matrix,
      Matrix,
    ];
    const places = x1.flatMap((line, r) => line.map((x, c) => [x, x2[r]?.[c] ?? 0]));
    const options = (): Options => {
      if (form === 'gate') return { form, filter: tensor4d([filter]) };
      return form === 'query' ? { form, q: tensor([[gain, 0]]) } : { form, wq: mul(eye(2), gain) };
    };
    const read = traceOf(() => featureMap([x1, x2]), options);
    const q = form === 'query' ? [[gain, 0]] : places.map((x) => x.map((entry) => gain * entry));
    const context: Context = { form, columns: x1[0]?.length ?? 1, filter };
    const names = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));
    return {
      matrices: { x1, x2, q, ...read },
      axes: {
        rows: names(x1.length),
        columns: names(x1[0]?.length ?? 0),
        queries: ['q'],
        places: x1.flatMap((line, r) => line.map((_, c) => `${r + 1}·${c + 1}`)),
        channels: ['x₁', 'x₂'],
      },
      context,
      axesOf: axesOf[form],
    };
  },
  figures: walk<{ readonly form: Form }, Context>(steps),
  goals: {
    // The gate leaves only the middle open, by the filter alone.
    middle: ({ matrices: { weights = [] } }, { form, x1 }) =>
      form === 'gate' &&
      x1[1]?.[1] === 2 &&
      weights.every((line, r) => line.every((a, c) => (r === 1 && c === 1 ? a > 0.9 : a <= 0.5))),
  },
  readout({ matrices: { weights = [], output = [] } }, { form }, lang) {
    const entries = weights.flat();
    const sum = fixed(entries.reduce((total, a) => total + a, 0));
    const size = sizeText(output);
    if (lang === 'zh') {
      if (form === 'gate') return `${entries.length} 个权重，和为 ${sum}。每个位置各有输出：${size}。`;
      if (form === 'query') return `${entries.length} 个权重，和为 ${sum}。输出是一个向量：${size}。`;
      return `${entries.length} 个权重，每行的和是 1.00。每个位置各有输出：${size}。`;
    }
    if (form === 'gate') return `${entries.length} weights, sum ${sum}. Every place has an output: ${size}.`;
    if (form === 'query') return `${entries.length} weights, sum ${sum}. The output is one vector: ${size}.`;
    return `${entries.length} weights, each row sums to 1.00. Every place has an output: ${size}.`;
  },
});

// Regression on noisy points as attention: the query is a time, the keys are the times of readings, the values what was read.
import { bars } from '../../../figures/bars.ts';
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { random } from '../../../math/random.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { kernelAttention } from '../kernel.ts';
import { steps } from '../trace.ts';

/** The temperature at an hour of the day, in °C: 9 at 3 o’clock, flat through the night, 19 at 15 o’clock. */
export function temperature(hour: number): number {
  const angle = (2 * Math.PI * (hour - 15)) / 24;
  return 12 + 5 * Math.cos(angle) + 2 * Math.cos(2 * angle);
}

export interface Reading {
  readonly hour: number;
  readonly degrees: number;
}

/** Readings at uniform random times with normal errors, in the order of time. More of them keep those before. */
export function readings(count: number, error: number, seed: number): Reading[] {
  const source = random(seed);
  const drawn = Array.from({ length: count }, () => {
    const hour = source.uniform(0, 24);
    return { hour, degrees: temperature(hour) + error * source.normal() };
  });
  return drawn.sort((a, b) => a.hour - b.hour);
}

/** An hour of the day on the clock: 13.5 is 13:30. */
export function clock(hour: number): string {
  const minutes = Math.round(hour * 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Where the curve is computed: every quarter of an hour. The matrix shows every eighth row of it. */
export const hours = Array.from({ length: 97 }, (_, i) => i / 4);
export const truth = hours.map(temperature);
const shown = hours.map((_, i) => i).filter((i) => i % 8 === 0);

/** Bandwidths on the slider, from half an hour to more than a day: four steps double it. */
export const bandwidthOf = (step: number): number => 0.5 * 2 ** (step / 4);

export const degreesTitle = { en: 'temperature (°C)', zh: '温度（°C）' } as const;
export const hourTitle = { en: 'hour of the day', zh: '时刻（时）' } as const;

export default defineWidget({
  id: 'attention/regression',
  title: { en: 'What was the temperature at this hour?', zh: '这个时刻是多少度？' },
  provenance: {
    en: 'Constructed: the true curve is a formula. Random: the times of the readings, and their errors.',
    zh: '人为构造：真实曲线是一个公式。随机：读数的时刻和误差。',
  },
  mechanism: 'attention',
  controls: {
    query: range({
      label: { en: 'query: the hour asked for', zh: '查询：要问的时刻' },
      min: 0,
      max: 24,
      step: 0.25,
      value: 15,
      show: clock,
    }),
    kernel: choice({
      label: { en: 'kernel', zh: '核' },
      options: {
        uniform: { en: 'uniform: the mean', zh: '均匀核：取平均' },
        boxcar: { en: 'boxcar', zh: '矩形核' },
        gaussian: { en: 'Gaussian', zh: '高斯核' },
      },
      value: 'gaussian',
    }),
    width: range({
      label: { en: 'bandwidth h', zh: '带宽 h' },
      min: 0,
      max: 24,
      step: 1,
      value: 8,
      unit: { en: 'h', zh: '小时' },
      show: (step) => fixed(bandwidthOf(step)),
    }),
    count: range({
      label: { en: 'keys: readings', zh: '键：读数个数' },
      min: 1,
      max: 16,
      step: 1,
      value: 12,
    }),
    error: range({
      label: { en: 'error of a reading', zh: '读数的误差' },
      min: 0,
      max: 4,
      step: 0.5,
      value: 1,
      unit: '°C',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 5 }),
  },
  compute({ query, kernel, width, count, error, seed }) {
    const points = readings(count, error, seed);
    const k = points.map(({ hour }) => [hour]);
    const v = points.map(({ degrees }) => [degrees]);
    const q = [...hours, query].map((hour) => [hour]);
    const bandwidth = bandwidthOf(width);
    const trace = matrices(() => kernelAttention(matrix(q), matrix(k), matrix(v), { kernel, bandwidth }));
    const fit = trace.output.map(([x = Number.NaN]) => x);
    const estimate = fit.pop() ?? Number.NaN;
    const squares = fit.map((x, i) => (x - (truth[i] ?? Number.NaN)) ** 2);
    const rms = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / squares.length);
    return { points, trace, fit, estimate, rms };
  },
  figures: [
    {
      name: 'fit',
      title: { en: 'The average at every hour', zh: '每个时刻的平均' },
      caption: {
        en: 'Take the ring and ask for another hour. The larger a dot, the more the reading weighs at the hour asked for. Every point of the curve is an average of the same readings with other weights.',
        zh: '拖动圆环，换个时刻问。点越大，这个读数在所问时刻的权重越大。曲线上的每一点都是同一批读数的平均，只是权重不同。',
      },
      type: curves,
      data: ({ points, trace, fit, estimate }, { query }, lang) => ({
        x: hours,
        dots: [
          {
            label: lang === 'zh' ? '读数' : 'readings',
            color: 'var(--c-value)',
            x: points.map(({ hour }) => hour),
            y: points.map(({ degrees }) => degrees),
            weights: trace.weights.at(-1) ?? [],
            weightTitle: lang === 'zh' ? '权重' : 'weight',
          },
        ],
        xTitle: hourTitle[lang],
        yTitle: degreesTitle[lang],
        yDomain: [0, 24],
        at: query,
        handle: { x: query, y: estimate, label: lang === 'zh' ? '查询' : 'query' },
        curves: [
          { label: lang === 'zh' ? '注意力' : 'attention', color: 'var(--c-output)', y: fit },
          { label: lang === 'zh' ? '真实温度' : 'true', color: 'var(--ink-soft)', dash: '6 4', y: truth },
        ],
      }),
      drag: ({ x }) => ({ query: x }),
    },
    {
      name: 'matrix',
      title: { en: 'Weights of a query every two hours', zh: '每隔两小时一个查询的权重' },
      caption: {
        en: 'Each row adds up to 1, or to 0 where no key lies in the box. The wider the bandwidth, the wider the band of dark cells.',
        zh: '每一行之和为 1；矩形核框里没有键时为 0。带宽越大，深色的带子越宽。',
      },
      type: heatmap,
      data: ({ points, trace }, _params, lang) => ({
        values: shown.map((i) => trace.weights[i] ?? []),
        rows: shown.map((i) => clock(hours[i] ?? Number.NaN)),
        columns: points.map(({ hour }) => clock(hour)),
        rowTitle: lang === 'zh' ? '查询' : 'queries',
        columnTitle: lang === 'zh' ? '键' : 'keys',
        scale: 'weights',
        explain: (row: number, column: number) => ({
          text: steps.weights.explain(trace, shown[row] ?? 0, column).text,
        }),
      }),
    },
    {
      name: 'weights',
      title: { en: 'Weights of the query', zh: '这个查询的权重' },
      caption: {
        en: 'The readings, and the share that each has in the answer.',
        zh: '每个读数在回答里占多少。',
      },
      type: bars,
      data: ({ points, trace }, _params, lang) => ({
        labels: points.map(({ hour, degrees }) => `${clock(hour)} → ${fixed(degrees, 1)}`),
        values: trace.weights.at(-1) ?? [],
        title: lang === 'zh' ? '权重' : 'weight',
        labelTitle: lang === 'zh' ? '时刻 → °C' : 'time → °C',
        domain: [0, 1],
        color: 'var(--scale-weights)',
      }),
    },
  ],
  readout({ estimate, rms }, { query }, lang) {
    const [got, want, all] = [fixed(estimate, 1), fixed(temperature(query), 1), fixed(rms)];
    return lang === 'zh'
      ? `${clock(query)} 的估计是 ${got} °C，真实温度是 ${want} °C。全天误差（均方根）：${all} °C。`
      : `At ${clock(query)} the answer is ${got} °C; the true temperature is ${want} °C. Error over the whole day (root mean square): ${all} °C.`;
  },
});

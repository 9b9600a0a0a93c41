// How wide is near? The error over the day for every bandwidth, and the one that can be known without the true curve.
import { cast } from '@tensorflow/tfjs-core';
import { curves } from '../../../figures/curves.ts';
import { matrices, matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { kernelAttention } from '../kernel.ts';
import {
  bandwidthOf,
  degreesTitle,
  hours,
  hourTitle,
  readings,
  temperature,
  truth,
  type Reading,
} from './regression.ts';

/** Where the error is measured: every hour. */
const measured = hours.filter((hour) => Number.isInteger(hour));
const steps = Array.from({ length: 13 }, (_, i) => 2 * i);

const rms = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, x) => sum + x * x, 0) / errors.length);

/** Estimates at some hours; with `leaveOut`, the hours are those of the readings and each is estimated from the others. */
function estimates(at: readonly number[], points: readonly Reading[], bandwidth: number, leaveOut = false) {
  const { output } = matrices(() => {
    const [k, v] = [points.map(({ hour }) => [hour]), points.map(({ degrees }) => [degrees])];
    const others = points.map((_, i) => points.map((_, j) => (i === j ? 0 : 1)));
    const mask = leaveOut ? { mask: cast(matrix(others), 'bool') } : {};
    return kernelAttention(matrix(at.map((hour) => [hour])), matrix(k), matrix(v), { bandwidth, ...mask });
  });
  return output.map(([x = Number.NaN]) => x);
}

interface Errors {
  readonly key: string;
  readonly true: readonly number[];
  readonly leftOut: readonly number[];
}

/** The last readings’ errors are kept: moving the bandwidth only moves along them. */
let kept: Errors | undefined;

function errorsOf(points: readonly Reading[], key: string): Errors {
  if (kept?.key === key) return kept;
  const all = steps.map((step) => {
    const at = estimates(measured, points, bandwidthOf(step));
    const without = estimates(
      points.map(({ hour }) => hour),
      points,
      bandwidthOf(step),
      true,
    );
    return {
      true: rms(at.map((x, i) => x - temperature(measured[i] ?? Number.NaN))),
      leftOut: rms(without.map((x, i) => x - (points[i]?.degrees ?? Number.NaN))),
    };
  });
  kept = { key, true: all.map((one) => one.true), leftOut: all.map((one) => one.leftOut) };
  return kept;
}

export default defineWidget({
  id: 'attention/bandwidth',
  title: { en: 'How wide is near?', zh: '多近才算近？' },
  provenance: {
    en: 'Constructed: the true curve is a formula. Random: the times of the readings, and their errors.',
    zh: '人为构造：真实曲线是一个公式。随机：读数的时刻和误差。',
  },
  mechanism: 'attention',
  controls: {
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
      min: 2,
      max: 40,
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
  compute({ width, count, error, seed }) {
    const points = readings(count, error, seed);
    return {
      points,
      fit: estimates(hours, points, bandwidthOf(width)),
      errors: errorsOf(points, [count, error, seed].join()),
    };
  },
  figures: [
    {
      name: 'fit',
      title: { en: 'The average at every hour', zh: '每个时刻的平均' },
      type: curves,
      data: ({ points, fit }, _params, lang) => ({
        x: hours,
        dots: [
          {
            label: lang === 'zh' ? '读数' : 'readings',
            color: 'var(--c-value)',
            x: points.map(({ hour }) => hour),
            y: points.map(({ degrees }) => degrees),
          },
        ],
        xTitle: hourTitle[lang],
        yTitle: degreesTitle[lang],
        yDomain: [0, 24],
        curves: [
          { label: lang === 'zh' ? '注意力' : 'attention', color: 'var(--c-output)', y: fit },
          { label: lang === 'zh' ? '真实温度' : 'true', color: 'var(--ink-soft)', dash: '6 4', y: truth },
        ],
      }),
    },
    {
      name: 'errors',
      title: { en: 'Error for every bandwidth', zh: '每种带宽的误差' },
      caption: {
        en: 'Root mean square: over the day, and at each reading when the others must answer for it.',
        zh: '均方根误差：一条按全天算；另一条在每个读数处算，由其余读数来估计它。',
      },
      type: curves,
      data: ({ errors }, { width }, lang) => ({
        x: steps.map(bandwidthOf),
        xType: 'log',
        xTitle: lang === 'zh' ? '带宽 h（小时）' : 'bandwidth h (hours)',
        yTitle: lang === 'zh' ? '误差（°C）' : 'error (°C)',
        yDomain: [0, 8],
        at: bandwidthOf(width),
        curves: [
          {
            label: lang === 'zh' ? '去掉自己' : 'left out',
            color: 'var(--accent)',
            dash: '2 3',
            y: errors.leftOut,
          },
          { label: lang === 'zh' ? '全天' : 'whole day', color: 'var(--c-output)', y: errors.true },
        ],
      }),
    },
  ],
  readout({ errors }, _params, lang) {
    const least = (values: readonly number[]) =>
      fixed(bandwidthOf(steps[values.indexOf(Math.min(...values))] ?? Number.NaN));
    const [best, guess] = [least(errors.true), least(errors.leftOut)];
    return lang === 'zh'
      ? `图中各点里，全天误差最小的是 h = ${best} 小时；不看真实曲线、只靠去掉自己来选，会选 h = ${guess} 小时。`
      : `Of the bandwidths drawn, the error over the day is least at h = ${best}; left-out readings, which need no true curve, choose h = ${guess}.`;
  },
});

// What each reads and multiplies, over the number of locations.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';

const lengths = Array.from({ length: 14 }, (_, i) => 2 ** i);

/** Multiplications for one query: scores with all keys of d features, then values of e features. */
const soft = (n: number, d: number, e: number): number => n * d + n * e;
const hard = (n: number, d: number, e: number, draws: number): number => n * d + draws * e;

const twoTo = (power: number): string => count(2 ** power);

export default defineWidget({
  id: 'soft-vs-hard/cost',
  title: { en: 'What each has to read', zh: '各自要读多少' },
  mechanism: 'hard-attention',
  controls: {
    n: range({
      label: { en: 'locations n', zh: '位置数 n' },
      min: 0,
      max: 13,
      step: 1,
      value: 8,
      show: twoTo,
    }),
    d: range({
      label: { en: 'features of a key d', zh: '键的特征数 d' },
      min: 0,
      max: 10,
      step: 1,
      value: 6,
      show: twoTo,
    }),
    e: range({
      label: { en: 'features of a value e', zh: '值的特征数 e' },
      min: 0,
      max: 16,
      step: 1,
      value: 9,
      show: twoTo,
    }),
    draws: range({
      label: { en: 'draws m', zh: '抽取次数 m' },
      min: 0,
      max: 10,
      step: 1,
      value: 0,
      show: twoTo,
    }),
  },
  compute({ n, d, e, draws }) {
    const [locations, keys, features, samples] = [n, d, e, draws].map((power) => 2 ** power) as [
      number,
      number,
      number,
      number,
    ];
    return {
      locations,
      samples,
      soft: soft(locations, keys, features),
      hard: hard(locations, keys, features, samples),
      softCurve: lengths.map((length) => soft(length, keys, features)),
      hardCurve: lengths.map((length) => hard(length, keys, features, samples)),
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'For one query', zh: '对一个查询' },
      type: numbers,
      data: (cost, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: ['', zh ? '软' : 'soft', zh ? '硬' : 'hard'],
          rows: [
            {
              label: zh ? '比较的键' : 'keys compared',
              values: [count(cost.locations), count(cost.locations)],
            },
            { label: zh ? '读取的值' : 'values read', values: [count(cost.locations), count(cost.samples)] },
            { label: zh ? '乘法次数' : 'multiplications', values: [count(cost.soft), count(cost.hard)] },
          ],
        };
      },
    },
    {
      name: 'growth',
      title: { en: 'Multiplications over the locations', zh: '乘法次数随位置数增长' },
      type: curves,
      data: ({ locations, softCurve, hardCurve }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          x: lengths,
          xType: 'log',
          yType: 'log',
          xTitle: zh ? '位置数 n' : 'locations n',
          yTitle: zh ? '乘法次数' : 'multiplications',
          yDomain: [1, 1e10],
          at: locations,
          curves: [
            { label: zh ? '软：n(d + e)' : 'soft: n(d + e)', color: 'var(--scale-weights)', y: softCurve },
            {
              label: zh ? '硬：nd + me' : 'hard: nd + me',
              color: 'var(--scale-negative)',
              dash: '6 4',
              y: hardCurve,
            },
          ],
        };
      },
    },
  ],
  readout({ soft: a, hard: b }, _params, lang) {
    const times = a >= b ? a / b : b / a;
    const ratio = times >= 100 ? count(Math.round(times)) : times.toFixed(1);
    if (lang === 'zh')
      return a >= b ? `软的乘法次数是硬的 ${ratio} 倍。` : `硬的乘法次数是软的 ${ratio} 倍。`;
    return a >= b
      ? `Soft multiplies ${ratio} times as often as hard.`
      : `Hard multiplies ${ratio} times as often as soft.`;
  },
});

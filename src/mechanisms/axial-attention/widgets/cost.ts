// What full and axial attention store and multiply, for a feature map of the reader's size.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, scientific, short } from '../../../widget/format.ts';

const twoTo = (power: number): string => count(2 ** power);
const sides = Array.from({ length: 11 }, (_, power) => 2 ** power);
const power = (en: string, zh: string, value: number, max = 10) =>
  range({ label: { en, zh }, min: 0, max, step: 1, value, show: twoTo });

/** Keys that all places together compare with: (HW)², or HW(H + W), where each place is in its row and in its column. */
const full = (H: number, W: number): number => (H * W) ** 2;
const axial = (H: number, W: number): number => H * W * (H + W);

/** Bytes in a readable unit; a weight in float32 has 4. */
function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
  return `${(value / 1000 ** unit).toPrecision(3)}\u202f${units[unit]}`;
}

const written = (value: number): string => (value < 1e9 ? count(value) : scientific(value));

export default defineWidget({
  id: 'axial-attention/cost',
  title: { en: 'What both cost', zh: '两者的开销' },
  mechanism: 'axial-attention',
  controls: {
    height: power('rows H', '行数 H', 6),
    width: power('columns W', '列数 W', 6),
    d: power('features d', '特征数 d', 6),
  },
  compute({ height, width, d: features }) {
    const [H, W, d] = [2 ** height, 2 ** width, 2 ** features];
    return {
      H,
      d,
      pairs: [full(H, W), axial(H, W)] as const,
      products: [2 * d * full(H, W), 2 * d * axial(H, W)] as const,
      curves: [sides.map((side) => full(side, W)), sides.map((side) => axial(side, W))] as const,
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'One head, one image', zh: '一个头，一张图' },
      type: numbers,
      data: ({ pairs, products }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: [zh ? '数量' : 'count', zh ? '完整' : 'full', zh ? '轴向' : 'axial'],
          rows: [
            { label: zh ? '权重个数' : 'weights', values: pairs.map(written) },
            { label: zh ? '权重所占内存（float32）' : 'their memory in float32', values: pairs.map((each) => bytes(4 * each)) }, // prettier-ignore
            { label: zh ? '乘法次数' : 'multiplications', values: products.map(written) },
          ],
        };
      },
    },
    {
      name: 'growth',
      title: { en: 'Weights as the image grows taller', zh: '图像变高时的权重个数' },
      type: curves,
      data: ({ H, curves: [a, b] }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          x: sides,
          xType: 'log',
          yType: 'log',
          xTitle: zh ? '行数 H' : 'rows H',
          yTitle: zh ? '权重个数' : 'weights',
          yDomain: [1, 1e13],
          at: H,
          curves: [
            { label: zh ? '完整：(HW)²' : 'full: (HW)²', color: 'var(--scale-negative)', dash: '6 4', y: a },
            { label: zh ? '轴向：HW(H + W)' : 'axial: HW(H + W)', color: 'var(--scale-weights)', y: b },
          ],
        };
      },
    },
  ],
  goals: {
    // Axial attention stores more weights than full attention.
    dearer: ({ pairs: [a, b] }) => b > a,
  },
  readout({ pairs: [a, b] }, _params, lang) {
    const times = a >= b ? a / b : b / a;
    const ratio = times >= 100 ? count(times) : short(times);
    if (lang === 'zh')
      return a >= b
        ? `完整注意力的权重个数是轴向的 ${ratio} 倍。`
        : `轴向注意力的权重个数是完整的 ${ratio} 倍。`;
    return a >= b
      ? `Full attention has ${ratio} times as many weights as axial attention.`
      : `Axial attention has ${ratio} times as many weights as full attention.`;
  },
});

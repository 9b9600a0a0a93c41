// What the size of a patch costs: tokens, weights and multiplications, for a picture of the reader's size.
import { curves } from '../../../figures/curves.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed, scientific } from '../../../widget/format.ts';

const sides = [1, 2, 4, 8, 16, 32];
const written = (value: number): string => (value < 1e9 ? count(value) : scientific(value));
/** Patches of a picture of S × S pixels, of whole patches only. */
const patchesOf = (S: number, P: number): number => Math.floor(S / P) ** 2;

export default defineWidget({
  id: 'vision-transformer/cost',
  title: { en: 'What small patches cost', zh: '小块的代价' },
  mechanism: 'vision-transformer',
  controls: {
    patch: range({
      label: { en: 'side of a patch P', zh: '块的边长 P' },
      min: 0,
      max: 5,
      step: 1,
      value: 4,
      show: (power) => String(2 ** power),
    }),
    size: range({
      label: { en: 'side of the picture, pixels', zh: '图片的边长（像素）' },
      min: 32,
      max: 1024,
      step: 32,
      value: 224,
    }),
    d: range({ label: { en: 'features d', zh: '特征数 d' }, min: 192, max: 1280, step: 64, value: 768 }),
  },
  compute({ patch, size, d }) {
    const P = 2 ** patch;
    const N = patchesOf(size, P);
    const T = N + 1;
    return {
      P,
      N,
      weights: T * T,
      linear: 12 * T * d * d,
      attention: 2 * T * T * d,
      growth: sides.map((side) => (patchesOf(size, side) + 1) ** 2),
    };
  },
  figures: [
    {
      name: 'counts',
      title: { en: 'One layer, one picture', zh: '一层，一张图' },
      type: numbers,
      data: ({ N, weights, linear, attention }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: zh ? ['数量', '个数'] : ['count', 'number'],
          rows: [
            { label: zh ? '块数 N' : 'patches N', values: [written(N)] },
            {
              label: zh ? '一个头的权重 (N + 1)²' : 'weights of a head, (N + 1)²',
              values: [written(weights)],
            },
            { label: zh ? '线性映射的乘法' : 'multiplications, linear maps', values: [written(linear)] },
            { label: zh ? '注意力的乘法' : 'multiplications, attention', values: [written(attention)] },
          ],
        };
      },
    },
    {
      name: 'growth',
      title: { en: 'Weights of a head over the side of a patch', zh: '一个头的权重个数与块的边长' },
      type: curves,
      data: ({ P, growth }, _params, lang) => ({
        x: sides,
        xType: 'log',
        yType: 'log',
        xTitle: lang === 'zh' ? '块的边长 P' : 'side of a patch P',
        yTitle: lang === 'zh' ? '权重个数' : 'weights',
        yDomain: [1, 1e13],
        at: P,
        curves: [{ label: '(N + 1)²', color: 'var(--scale-weights)', y: growth }],
      }),
    },
  ],
  goals: {
    // Attention multiplies more than all linear maps of the layer, at the features of ViT-Base.
    dear: ({ linear, attention }, { d }) => d === 768 && attention > linear,
  },
  readout({ P, N, linear, attention }, { size }, lang) {
    const share = fixed((100 * attention) / (linear + attention), 1);
    return lang === 'zh'
      ? `${size} × ${size} 像素，每块 ${P} × ${P}：${count(N)} 块；注意力占一层乘法的 ${share}%。`
      : `${size} × ${size} pixels in patches of ${P} × ${P}: ${count(N)} of them; attention makes ${share}% of a layer’s multiplications.`;
  },
});

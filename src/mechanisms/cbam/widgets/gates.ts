// What, then where: the gates of the channels are set by hand, and the gates of the places follow.
import { reshape, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core';
import { channelsOf } from '../../../math/feature-map.ts';
import { bank } from '../../../math/filter-bank.ts';
import { toMatrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { channelMaps, featuresOf, grid, measured, opacityControl, overPicture, pictureControl, total } from '../image.ts'; // prettier-ignore
import { cbam } from '../kernel.ts';
import { filterOf } from '../parameters.ts';

/** Which of the four sliders a channel follows. */
const groupOf = (key: string): 'light' | 'colour' | 'edges' | 'texture' => {
  if (key === 'bright' || key === 'dark') return 'light';
  if (key.startsWith('edge')) return 'edges';
  return key === 'spot' || key === 'texture' ? 'texture' : 'colour';
};

/** A bell of 7 × 7 whose sum is one: places are scored by what is near them. */
const bell: Matrix = Array.from({ length: 7 }, (_, i) =>
  Array.from({ length: 7 }, (__, j) => Math.exp(-((i - 3) ** 2 + (j - 3) ** 2) / 2) / 6.26),
);

const gate = (en: string, zh: string, value: number) =>
  range({ label: { en, zh }, min: 0, max: 1, step: 0.05, value });

export default defineWidget({
  id: 'cbam/gates',
  title: { en: 'What by hand, where by CBAM', zh: '“什么”由你定，“哪里”由 CBAM 算' },
  provenance: {
    en: 'Constructed: a fixed bank of twelve filters makes the channels, and the biases of the MLP are what the sliders ask for. The 7 × 7 filter is a bell on both planes; batch normalisation has the mean and the variance of this picture. Nothing is trained.',
    zh: '人为构造：十二个通道来自一组固定的滤波器；MLP 只有偏置，由滑块决定。7 × 7 的卷积核在两个平面上都是钟形；批归一化的均值和方差取自这张图片。没有经过训练。',
  },
  mechanism: 'cbam',
  controls: {
    picture: pictureControl,
    colour: gate('gates of the colours', '颜色的门', 1),
    light: gate('gates of light and dark', '明暗的门', 0.1),
    edges: gate('gates of the edges', '边缘的门', 0.1),
    texture: gate('gates of spot and texture', '斑点和纹理的门', 0.1),
    opacity: opacityControl,
  },
  compute({ picture, colour, light, edges, texture }) {
    const groups = { colour, light, edges, texture };
    const gates = bank.map(({ key }) => groups[groupOf(key)]);
    let read = { refined: [] as Matrix[], where: [] as Matrix, gates };
    tidy(() => {
      const x = featuresOf(picture);
      const filter = filterOf([bell, bell]);
      // The score is twice the bias: both descriptors go through the MLP.
      const b2 = tensor1d(gates.map((g) => Math.log(g / (1 - g)) / 2));
      const channel = { w1: zeros([1, bank.length]), w2: zeros([bank.length, 1]), b2 };
      const trace = cbam(x, measured(x, channel, filter, 2));
      read = { gates, refined: channelsOf(trace.refined!), where: toMatrix(reshape(trace.spatialGates, [grid, grid])) }; // prettier-ignore
    });
    return read;
  },
  figures: [
    overPicture(
      {
        name: 'where',
        title: { en: 'Where: the gate of each place', zh: '哪里：每个位置的门' },
        formula: String.raw`M_s(F')`,
        caption: {
          en: 'The stronger the blue, the more open. Head, body and tail can be dragged.',
          zh: '蓝色越浓，门开得越大。头、身体和尾巴可以拖动。',
        },
      },
      ({ where }: { where: Matrix }) => where,
    ),
    channelMaps(
      {
        name: 'what',
        title: { en: 'What: the channels after their gates', zh: '什么：乘上门之后的各个通道' },
        formula: String.raw`F' = M_c(F) \otimes F`,
        caption: { en: 'The bar below each map is its gate.', zh: '每张图下面的横条是它的门。' },
      },
      'value',
      ({ refined, gates }: { refined: Matrix[]; gates: number[] }) => ({ maps: refined, gates, extent: 1 }),
    ),
  ],
  readout({ where }, _params, lang) {
    const gates = where.flat();
    const open = gates.filter((g) => g > 0.5).length;
    const [sum, most] = [fixed(total(where), 1), fixed(Math.max(...gates))];
    return lang === 'zh'
      ? `${gates.length} 个位置里，${open} 个位置的门大于一半；最大的门 ${most}，所有门之和 ${sum}。`
      : `${open} of ${gates.length} places have a gate above one half. The largest is ${most}, the sum of all ${sum}.`;
  },
});

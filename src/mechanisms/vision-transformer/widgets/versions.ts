// Which version: with or without positions, class token or mean, normalisation before or after; and what a shuffled picture tells.
import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import { numbers as table } from '../../../figures/numbers.ts';
import { picture as pictureFigure } from '../../../figures/picture.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import { imageOf, pictureControl } from '../inputs.ts';
import { visionTransformer, type Parameters } from '../kernel.ts';
import { orderOf, shuffled } from '../shuffled.ts';
import { heads, untrained } from '../untrained.ts';

const [side, drawn] = [16, 32];
const built = { grid: 4, patch: 4, layers: 2 };
const size = 6;

export default defineWidget({
  id: 'vision-transformer/versions',
  title: { en: 'Which version?', zh: '哪个版本？' },
  provenance: {
    en: 'Random: all parameters of two layers, from the seed. The order of the exchanges is random and fixed. Nothing is trained.',
    zh: '随机：两层的全部参数由种子生成；交换的次序是随机取定的。没有经过训练。',
  },
  mechanism: 'vision-transformer',
  controls: {
    picture: pictureControl,
    exchanges: range({
      label: { en: 'exchanges of two patches', zh: '两块互换的次数' },
      min: 0,
      max: 20,
      step: 1,
      value: 8,
    }),
    positions: toggle({ label: { en: 'add positions', zh: '加上位置' }, value: true }),
    pool: choice({
      label: { en: 'what stands for the picture', zh: '用什么代表整张图' },
      options: {
        class: { en: 'class token', zh: '类别词元' },
        mean: { en: 'mean of the patches', zh: '各块的平均' },
      },
      value: 'class',
    }),
    norm: choice({
      label: { en: 'LayerNorm', zh: 'LayerNorm' },
      options: {
        pre: { en: 'before the sub-layer', zh: '在子层之前' },
        post: { en: 'after the sum', zh: '在求和之后' },
      },
      value: 'pre',
    }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 3 }),
  },
  compute({ picture, exchanges, positions, pool, norm, seed }) {
    const order = orderOf(exchanges, built.grid ** 2);
    return tidy(() => {
      const plain = imageOf(picture, side).dataSync() as Float32Array;
      const both = [...plain, ...shuffled(plain, side, order, 3)];
      const { positions: learned, ...rest } = untrained(built, seed, { size });
      const parameters: Parameters = positions ? { ...rest, positions: learned } : rest;
      const { summary } = visionTransformer(tensor4d(both, [2, 3, side, side]), parameters, {
        patch: built.patch,
        heads,
        pool,
        normFirst: norm === 'pre',
      });
      const [one = [], other = []] = summary.arraySync() as number[][];
      const apart = Math.max(...one.map((x, i) => Math.abs(x - (other[i] ?? Number.NaN))));
      // Sums in another order differ in their last digits.
      return { order, one, other, apart: apart < 1e-5 ? 0 : apart };
    });
  },
  figures: [
    {
      name: 'shuffled',
      title: { en: 'The picture, shuffled', zh: '打乱之后的图片' },
      type: pictureFigure,
      data: ({ order }, { picture }, lang) => ({
        label: lang === 'zh' ? '打乱之后的图片' : 'the shuffled picture',
        side: drawn,
        pixels: shuffled(pixelsOf(picture, drawn), drawn, order, 1),
        grid: { rows: built.grid, columns: built.grid },
      }),
    },
    {
      name: 'numbers',
      title: { en: 'The vector that stands for the picture', zh: '代表整张图的向量' },
      type: table,
      data: ({ one, other }, _params, lang) => {
        const zh = lang === 'zh';
        return {
          head: [zh ? '图片' : 'picture', ...one.map((_, i) => String(i + 1))],
          rows: [
            { label: zh ? '原图' : 'as it is', values: one },
            { label: zh ? '打乱' : 'shuffled', values: other },
          ],
          show: (value: number) => fixed(value, 3),
        };
      },
    },
  ],
  goals: {
    // The picture is shuffled, and the network does not notice.
    blind: ({ apart }, { exchanges }) => exchanges > 0 && apart === 0,
  },
  readout({ apart, order }, _params, lang) {
    const moved = order.filter((from, i) => from !== i).length;
    if (lang === 'zh')
      return apart === 0
        ? `${moved} 块换了地方，向量没有变。`
        : `${moved} 块换了地方，向量的某个数最多变了 ${fixed(apart, 3)}。`;
    return apart === 0
      ? `${moved} patches have moved, and the vector is the same.`
      : `${moved} patches have moved, and the vector has changed by up to ${fixed(apart, 3)}.`;
  },
});

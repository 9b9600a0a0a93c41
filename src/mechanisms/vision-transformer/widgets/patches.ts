// The size of a patch, and a patch's row of weights over the picture.
import { numbers as table } from '../../../figures/numbers.ts';
import { handlesOf, picture as pictureFigure } from '../../../figures/picture.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { attend, side } from '../colours.ts';
import { asGrid, explainShare, pictureControl } from '../inputs.ts';

/** A place is counted in sixteenths of the picture, whatever its patches. */
const places = 16;

const place = (label: { en: string; zh: string }, value: number) =>
  range({ label, min: 0, max: places - 1, step: 1, value, show: (at) => String(at + 1) });

export default defineWidget({
  id: 'vision-transformer/patches',
  title: { en: 'A picture as a few tokens', zh: '把图片当作几个词元' },
  provenance: {
    en: 'Constructed: one head that compares mean colours. W_Q and W_K take the mean of each patch, less a middle tone; nothing is trained.',
    zh: '人为构造：一个比较平均颜色的头。W_Q 和 W_K 取每块的平均颜色，再减去一个中间色，没有经过训练。',
  },
  mechanism: 'vision-transformer',
  controls: {
    picture: pictureControl,
    patch: range({
      label: { en: 'side of a patch, pixels', zh: '块的边长（像素）' },
      min: 1,
      max: 4,
      step: 1,
      value: 2,
      show: (power) => String(2 ** power),
    }),
    row: place({ en: 'row, in 16ths', zh: '行（16 分之几）' }, 9),
    column: place({ en: 'column, in 16ths', zh: '列（16 分之几）' }, 9),
    gain: range({ label: { en: 'W_Q times', zh: 'W_Q 乘以' }, min: 0, max: 80, step: 5, value: 30 }),
    opacity: range({ label: { en: 'opacity', zh: '不透明度' }, min: 0, max: 1, step: 0.05, value: 0.65 }),
  },
  compute({ picture, patch, row, column, gain }) {
    const P = 2 ** patch;
    const grid = side / P;
    const at = { row: Math.floor((row * grid) / places), column: Math.floor((column * grid) / places) };
    const { colours, weights } = attend(picture, P, at.row * grid + at.column, gain);
    const own = weights[at.row * grid + at.column] ?? 0;
    return { P, grid, at, colours, weights, own };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'The row of weights of one patch', zh: '一块的那一行权重' },
      caption: {
        en: 'Click a patch, and its row is drawn; drag the parts of the picture.',
        zh: '点一块，就画出它的那一行权重；图里的部件可以拖动。',
      },
      type: pictureFigure,
      data: ({ grid, at, weights }, { picture, opacity }, lang) => {
        const values = asGrid(weights, grid);
        return {
          label: lang === 'zh' ? '图片、块和权重' : 'the picture, its patches and the weights',
          side,
          pixels: pixelsOf(picture, side),
          overlay: {
            name: lang === 'zh' ? '权重' : 'weights',
            values,
            scale: 'weights',
            extent: Math.max(...weights),
            opacity,
          },
          grid: { rows: grid, columns: grid },
          at,
          handles: handlesOf(partsOf(picture), lang),
          explain: (i: number, j: number) => explainShare(values, i, j, lang),
        };
      },
      pick: ({ row, column }, _params, { grid }) => ({
        row: Math.floor(((row + 0.5) * places) / grid),
        column: Math.floor(((column + 0.5) * places) / grid),
      }),
      drag: (point, { picture }, _trace, name) => ({ picture: movePart(picture, name, point) }),
    },
    {
      name: 'seen',
      title: { en: 'What this head knows of the picture', zh: '这个头知道的全部' },
      caption: { en: 'Three numbers for each patch.', zh: '每块三个数。' },
      type: pictureFigure,
      data: ({ grid, at, colours }, _params, lang) => ({
        label: lang === 'zh' ? '各块的平均颜色' : 'the mean colour of each patch',
        side: grid,
        pixels: colours,
        grid: { rows: grid, columns: grid },
        at,
      }),
    },
    {
      name: 'sizes',
      title: { en: 'What the size decides', zh: '块的大小决定了什么' },
      type: table,
      data: ({ P, grid }, _params, lang) => {
        const N = grid * grid;
        const zh = lang === 'zh';
        return {
          head: zh ? ['数量', '个数'] : ['count', 'number'],
          rows: [
            { label: zh ? '块数 N' : 'patches N', values: [N] },
            { label: zh ? '每块的像素数值 3P²' : 'numbers in a patch, 3P²', values: [3 * P * P] },
            { label: zh ? '一个头的权重 (N + 1)²' : 'weights of a head, (N + 1)²', values: [(N + 1) ** 2] },
          ],
          show: count,
        };
      },
    },
  ],
  goals: {
    // By the size of the patch alone, the patch takes more than a third from itself.
    coarse: ({ own }, { picture, gain, row, column }) =>
      picture === 'cat' && gain === 30 && row === 9 && column === 9 && own > 1 / 3,
  },
  readout({ P, grid, at, own, weights }, _params, lang) {
    const share = (x: number): string => fixed(100 * x, 1);
    const even = 1 / (grid * grid);
    const more = weights.filter((weight) => weight > even).length;
    return lang === 'zh'
      ? `${grid} × ${grid} 块，每块 ${P} × ${P} 像素。第 ${at.row + 1} 行第 ${at.column + 1} 列的块给自己 ${share(own)}%；${more} 块超过平均份额 ${share(even)}%。`
      : `${grid} × ${grid} patches of ${P} × ${P} pixels. The patch in row ${at.row + 1}, column ${at.column + 1} takes ${share(own)}% from itself; ${more} patches get more than an even share, ${share(even)}%.`;
  },
});

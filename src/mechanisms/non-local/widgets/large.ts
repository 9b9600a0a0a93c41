// The reader's own picture at up to 512 × 512: all N × N weights are computed beside the page, and one row is kept.
import { numbers as table } from '../../../figures/numbers.ts';
import { picture as pictureFigure } from '../../../figures/picture.ts';
import { image, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count, fixed } from '../../../widget/format.ts';
import { pixelsOf } from '../../../widget/picture.ts';
import {
  asGrid,
  comparedControl,
  gainControl,
  opacityControl,
  placeControl,
  provenance,
  standardized,
  type Compared,
} from '../inputs.ts';
import { attendAll, featuresByTiles, oneRow, stride, type Whole } from '../large.ts';

/** The chosen place is counted in 64ths of the picture, whatever its grid. */
const places = 64;
/** Pixels on a side that are drawn; the features see all of them. */
const drawn = 64;

interface Choices {
  readonly picture: string;
  readonly size: number;
  readonly compared: Compared;
  readonly gain: number;
}

/** The last whole is kept: another place takes one row from it. */
let kept: (Choices & { readonly whole: Whole }) | undefined;

function* wholeOf({ picture, size, compared, gain }: Choices): Generator<number, Whole> {
  if (kept?.picture === picture && kept.size === size && kept.compared === compared && kept.gain === gain)
    return kept.whole;
  const maps = yield* featuresByTiles(pixelsOf(picture, size), size);
  const whole = yield* attendAll(standardized(maps), compared, gain);
  kept = { picture, size, compared, gain, whole };
  return whole;
}

function* attend(choices: Choices, row: number, column: number) {
  const whole = yield* wholeOf(choices);
  const grid = choices.size / stride;
  const at = { row: Math.floor((row * grid) / places), column: Math.floor((column * grid) / places) };
  return {
    grid,
    at,
    weights: oneRow(whole, at.row * grid + at.column),
    received: whole.received.slice(),
  };
}

export default defineWidget({
  id: 'non-local/large',
  title: { en: 'Your picture, up to 4096 positions', zh: '你的图片：最多 4096 个位置' },
  provenance,
  mechanism: 'non-local',
  controls: {
    picture: image({ label: { en: 'picture', zh: '图片' }, value: 'cat', side: 512 }),
    size: range({
      label: { en: 'pixels on a side', zh: '边长（像素）' },
      min: 64,
      max: 512,
      step: 64,
      value: 64,
    }),
    row: placeControl({ en: 'row, in 64ths', zh: '行（64 分之几）' }, 44, places),
    column: placeControl({ en: 'column, in 64ths', zh: '列（64 分之几）' }, 28, places),
    compared: comparedControl,
    gain: gainControl(),
    opacity: opacityControl,
  },
  compute: ({ picture, size, row, column, compared, gain }) =>
    attend({ picture, size, compared, gain }, row, column),
  background: ({ size }) => size > 64,
  figures: [
    {
      name: 'row',
      title: { en: 'The row of the chosen place', zh: '所选位置的那一行' },
      caption: {
        en: 'Of all the rows that were computed, this one is kept. Click another place.',
        zh: '算过的各行里，只留下这一行。点一点别的位置。',
      },
      type: pictureFigure,
      data: ({ weights, grid, at }, { picture, opacity }, lang) => ({
        label: lang === 'zh' ? '图片和一行权重' : 'the picture and a row of weights',
        side: drawn,
        pixels: pixelsOf(picture, drawn),
        overlay: {
          name: lang === 'zh' ? '权重' : 'weights',
          values: asGrid(weights, grid),
          scale: 'weights',
          extent: weights.reduce((most, weight) => Math.max(most, weight), 0),
          opacity,
        },
        at,
        explain: (i: number, j: number) => ({
          text: `${i + 1}·${j + 1}: ${fixed(weights[i * grid + j] ?? 0, 6)}`,
        }),
      }),
      pick: ({ row, column }, _params, { grid }) => ({
        row: Math.floor(((row + 0.5) * places) / grid),
        column: Math.floor(((column + 0.5) * places) / grid),
      }),
    },
    {
      name: 'received',
      title: { en: 'How much each place is read by all', zh: '每个位置总共被读了多少' },
      caption: {
        en: 'The sum of each column of the matrix. An even share is 1; full colour is 4.',
        zh: '矩阵每一列的和。平均份额是 1；满色表示 4。',
      },
      type: pictureFigure,
      data: ({ received, grid }, { picture, opacity }, lang) => ({
        label: lang === 'zh' ? '图片和各列之和' : 'the picture and the sums of columns',
        side: drawn,
        pixels: pixelsOf(picture, drawn),
        overlay: {
          name: lang === 'zh' ? '列的和' : 'sum of the column',
          values: asGrid(received, grid),
          scale: 'scores',
          extent: 4,
          opacity,
        },
        explain: (i: number, j: number) => ({
          text: `${i + 1}·${j + 1}: ${fixed(received[i * grid + j] ?? 0, 3)}`,
        }),
      }),
    },
    {
      name: 'cost',
      title: { en: 'Pairs, for this picture', zh: '这张图的位置对' },
      caption: { en: 'MB: as float32 numbers.', zh: 'MB：以 float32 存放。' },
      type: table,
      data: ({ grid }, _params, lang) => {
        const N = grid * grid;
        const rows: [string, number][] =
          lang === 'zh'
            ? [
                ['所有位置对，N²', N * N],
                ['有池化，N²/4', (N * N) / 4],
                ['只看行列，N(H + W)', N * 2 * grid],
              ]
            : [
                ['all pairs, N²', N * N],
                ['with pooling, N²/4', (N * N) / 4],
                ['row and column, N(H + W)', N * 2 * grid],
              ];
        return {
          head: lang === 'zh' ? ['读法', '权重的个数', 'MB'] : ['who reads whom', 'weights', 'MB'],
          rows: rows.map(([label, pairs]) => ({ label, values: [pairs, (4 * pairs) / 1e6] })),
          show: (value: number) => (Number.isInteger(value) ? count(value) : fixed(value, value < 1 ? 3 : 1)),
        };
      },
    },
  ],
  readout({ grid, weights, received }, _params, lang) {
    const N = grid * grid;
    const top = (values: Float32Array): number => values.reduce((best, x) => Math.max(best, x), 0);
    const [largest, read] = [fixed(100 * top(weights), 2), fixed(top(received), 1)];
    return lang === 'zh'
      ? `${grid} × ${grid} = ${count(N)} 个位置，${count(N * N)} 个权重。所选的那一行，最大的权重是 ${largest}%；被读得最多的位置，得到平均份额的 ${read} 倍。`
      : `${grid} × ${grid} = ${count(N)} positions, ${count(N * N)} weights. The largest weight of the chosen row is ${largest}%; the place that is read most gets ${read} times an even share.`;
  },
});

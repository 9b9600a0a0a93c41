// A bright pixel that can be dragged: the gate of squeeze-and-excitation stays, the gates of its row and its column move.
import { curves } from '../../../figures/curves.ts';
import { heatmap } from '../../../figures/heatmap.ts';
import { picture } from '../../../figures/picture.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { oneChannel, planeWith, side, squeeze } from '../one-channel.ts';
import { stripNames } from '../trace.ts';
import { traceOf } from '../traces.ts';

/** Where the second pixel stands. */
const other = { row: 7, column: 7 };
const places = Array.from({ length: side }, (_, i) => i + 1);
const { rows, columns } = stripNames(side, side);

const place = (label: { en: string; zh: string }, value: number) =>
  range({ label, min: 1, max: side, step: 1, value });

export default defineWidget({
  id: 'coordinate-attention/pixel',
  title: { en: 'Where is the bright pixel?', zh: '亮点在哪里？' },
  provenance: {
    en: 'Constructed: one channel, 8 × 8 places, and parameters chosen by hand so that bright strips open their gates.',
    zh: '人为构造：一个通道，8 × 8 个位置；参数是手工选定的，条带亮，门就开。',
  },
  mechanism: 'coordinate-attention',
  controls: {
    column: place({ en: 'column of the pixel', zh: '亮点的列' }, 6),
    row: place({ en: 'row of the pixel', zh: '亮点的行' }, 3),
    second: range({
      label: { en: 'a second pixel, r₇ c₇', zh: '第二个亮点（r₇ c₇）' },
      min: 0,
      max: 1,
      step: 0.05,
      value: 0,
    }),
  },
  compute({ row, column, second }) {
    const x = planeWith([
      { row, column, value: 1 },
      { ...other, value: second },
    ]);
    const { gh, gw, plane, strips } = traceOf([x], oneChannel);
    return {
      x,
      gh: gh[0] ?? [],
      gw: gw[0] ?? [],
      plane: plane[0] ?? [],
      strips: strips[0] ?? [],
      ...squeeze(x),
    };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'The picture: drag the pixel', zh: '图片：拖动亮点' },
      type: picture,
      data: ({ x }, { row, column }, lang) => ({
        label: lang === 'zh' ? '黑底上的亮点' : 'a bright pixel on black',
        side,
        pixels: Float32Array.from(
          x.flat().flatMap((light) => [0.12 + 0.88 * light, 0.12 + 0.86 * light, 0.15 + 0.75 * light]),
        ),
        grid: { rows: side, columns: side },
        handles: [
          {
            name: 'pixel',
            label: lang === 'zh' ? '亮点' : 'the bright pixel',
            x: (column - 0.5) / side,
            y: (row - 0.5) / side,
          },
        ],
      }),
      drag: ({ x, y }) => ({ column: Math.ceil(x * side), row: Math.ceil(y * side) }),
    },
    {
      name: 'gates',
      title: { en: 'Gates along rows and columns', zh: '沿着行与列的门' },
      caption: {
        en: 'The gates have a peak where the pixel is. SE has one gate for the whole channel.',
        zh: '门在亮点所在处有一个峰。SE 整个通道只有一个门。',
      },
      type: curves,
      data: ({ gh, gw, gate }, _params, lang) => ({
        x: places,
        xTitle: lang === 'zh' ? '第几行或第几列' : 'row or column',
        yTitle: lang === 'zh' ? '门' : 'gate',
        yDomain: [0, 1],
        curves: [
          { label: lang === 'zh' ? '行 gʰ' : 'rows gʰ', color: 'var(--scale-weights)', y: gh },
          { label: lang === 'zh' ? '列 gʷ' : 'columns gʷ', color: 'var(--accent)', dash: '7 4', y: gw },
          { label: 'SE', color: 'var(--scale-negative)', dash: '2 3', y: places.map(() => gate) },
        ],
      }),
    },
    {
      name: 'plane',
      title: { en: 'What each place is multiplied by', zh: '每个位置乘以多少' },
      formula: String.raw`g^h_i\,g^w_j`,
      type: heatmap,
      data: ({ plane, gh, gw }, _params, lang) => ({
        values: plane,
        rows,
        columns,
        rowTitle: lang === 'zh' ? '行' : 'rows',
        columnTitle: lang === 'zh' ? '列' : 'columns',
        scale: 'weights',
        explain: (i: number, j: number) => ({
          text: `g[${i + 1}, ${j + 1}] = ${fixed(gh[i] ?? Number.NaN, 3)}·${fixed(gw[j] ?? Number.NaN, 3)} = ${fixed(plane[i]?.[j] ?? Number.NaN, 3)}`,
        }),
      }),
    },
  ],
  goals: {
    // Two pixels share a row, so that there is no gate too many.
    shared: (_trace, { row, column, second }) =>
      second === 1 && (row === other.row) !== (column === other.column),
  },
  readout({ gh, gw, gate, mean }, { row, column }, lang) {
    const [ofRow, ofColumn] = [fixed(gh[row - 1] ?? Number.NaN, 3), fixed(gw[column - 1] ?? Number.NaN, 3)];
    return lang === 'zh'
      ? `亮点在第 ${row} 行、第 ${column} 列：行的门 ${ofRow}，列的门 ${ofColumn}。SE 只看到平均值 ${fixed(mean, 4)}，门是 ${fixed(gate, 3)}。`
      : `Pixel in row ${row}, column ${column}: gate of the row ${ofRow}, gate of the column ${ofColumn}. SE sees the mean ${fixed(mean, 4)} only: its gate is ${fixed(gate, 3)}.`;
  },
});

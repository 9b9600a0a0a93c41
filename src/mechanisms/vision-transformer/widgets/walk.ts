// The whole path on a picture of 4 × 4 grey pixels: patches, projection, tokens, one head of one layer, and the output.
import { walk } from '../../../figures/walk.ts';
import { choice, matrix, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed, numbered } from '../../../widget/format.ts';
import type { Choices, Context } from '../trace.ts';
import { mustFill, shown } from '../walk-steps.ts';
import { traceOf } from '../walk-trace.ts';

export default defineWidget({
  id: 'vision-transformer/walk',
  title: { en: 'From pixels to one vector', zh: '从像素到一个向量' },
  provenance: {
    en: 'Constructed: a picture of 4 × 4 grey pixels and one head. The projection measures brightness and three differences of a patch; the class token looks for edges; the feed-forward network is left out. Drag a number sideways, type it, or paste your own.',
    zh: '人为构造：一张 4 × 4 的灰度图，一个头。投影量出一块的亮度和三种明暗差；类别词元找边缘；前馈网络省去。每个数可以左右拖动，也可以键入，还可以粘贴自己的矩阵。',
  },
  mechanism: 'vision-transformer',
  controls: {
    x: matrix({
      label: { en: 'x, the picture', zh: '图片 x' },
      symbol: 'x',
      step: 1,
      value: [
        [1, 1, 0, 0],
        [1, 1, 0, 0],
        [0, 2, 2, 2],
        [0, 2, 0, 0],
      ],
      maxRows: 4,
      maxColumns: 4,
    }),
    patch: choice({
      label: { en: 'patches', zh: '块' },
      options: {
        two: { en: '2 × 2 patches of 2 × 2 pixels', zh: '2 × 2 块，每块 2 × 2 像素' },
        one: { en: '4 × 4 patches of one pixel', zh: '4 × 4 块，每块一个像素' },
      },
      value: 'two',
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
    gain: range({ label: { en: 'W_Q times', zh: 'W_Q 乘以' }, min: 0, max: 4, step: 0.25, value: 1 }),
  },
  compute({ x, patch, positions, pool, gain }) {
    const P = patch === 'two' ? 2 : 1;
    mustFill(x, P);
    const choices = { positions, pool };
    const names = numbered('p', (x.length / P) ** 2);
    const all = ['cls', ...names];
    return {
      matrices: traceOf(x, P, choices, gain),
      axes: { tokens: all, queries: all, keys: all, places: names },
      context: choices,
    };
  },
  figures: walk<Choices, Context>(shown),
  goals: {
    // The class token reads the third patch more than any other one.
    third: ({ matrices: { weights: [row = []] = [] } }, { patch }) =>
      patch === 'two' && (row[3] ?? 0) > Math.max(row[1] ?? 1, row[2] ?? 1, row[4] ?? 1),
  },
  readout({ matrices: { weights: rows = [] } }, _params, lang) {
    const [own = 0, ...others] = rows[0] ?? [];
    const best = others.indexOf(Math.max(...others));
    return lang === 'zh'
      ? `类别词元给自己 ${fixed(own, 3)}，给第 ${best + 1} 块最多：${fixed(others[best] ?? 0, 3)}。`
      : `The class token takes ${fixed(own, 3)} from itself, and most from patch ${best + 1}: ${fixed(others[best] ?? 0, 3)}.`;
  },
});

// One position of a picture: click it, and see how much it takes from every other one.
import { heatmap } from '../../../figures/heatmap.ts';
import { handlesOf, picture as pictureFigure } from '../../../figures/picture.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import {
  asGrid,
  columnControl,
  comparedControl,
  explainWeight,
  featuresOf,
  gainControl,
  grid,
  numbers,
  opacityControl,
  pictureControl,
  provenance,
  rowControl,
  rowOf,
  side,
} from '../inputs.ts';

export default defineWidget({
  id: 'non-local/at',
  title: { en: 'What one position reads', zh: '一个位置读了什么' },
  provenance,
  mechanism: 'non-local',
  controls: {
    picture: pictureControl,
    row: rowControl,
    column: columnControl,
    compared: comparedControl,
    gain: gainControl(),
    opacity: opacityControl,
  },
  compute({ picture, row, column, compared, gain }) {
    const at = row * grid + column;
    const { scores, weights } = rowOf({ x: featuresOf(picture), at, compared, gain }, { scaled: true });
    const order = weights.map((_, j) => j).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
    const most = order[0] ?? 0;
    let [half, sum] = [0, 0];
    while (sum < 0.5 && half < weights.length) sum += weights[order[half++] ?? 0] ?? 0;
    return { at, scores, weights, most, half };
  },
  figures: [
    {
      name: 'picture',
      title: { en: 'The row of weights, on the picture', zh: '这一行权重，画在图上' },
      caption: {
        en: 'Click a place, and its row is drawn; drag the parts of the picture.',
        zh: '点一个位置，就画出它的那一行权重；图里的部件可以拖动。',
      },
      type: pictureFigure,
      data: ({ weights, scores, at }, { picture, row, column, opacity }, lang) => ({
        label: lang === 'zh' ? '图片和权重' : 'the picture and the weights',
        side,
        pixels: pixelsOf(picture, side),
        overlay: {
          name: lang === 'zh' ? '权重' : 'weights',
          values: asGrid(weights),
          scale: 'weights',
          extent: Math.max(...weights),
          opacity,
        },
        at: { row, column },
        handles: handlesOf(partsOf(picture), lang),
        explain: (i: number, j: number) => explainWeight(weights, scores, at, i * grid + j, lang),
      }),
      pick: ({ row, column }) => ({ row, column }),
      drag: (point, { picture }, _trace, name) => ({ picture: movePart(picture, name, point) }),
    },
    {
      name: 'weights',
      title: { en: 'The same in percent', zh: '同样的权重，百分数' },
      formula: String.raw`\softmax_j(\role{query}{\theta_i}\cdot\role{key}{\phi_j}/\sqrt D)`,
      type: heatmap,
      data: ({ weights, scores, at }, _params, lang) => ({
        values: asGrid(weights.map((weight) => 100 * weight)),
        rows: numbers(grid),
        columns: numbers(grid),
        rowTitle: lang === 'zh' ? '行' : 'rows',
        columnTitle: lang === 'zh' ? '列' : 'columns',
        scale: 'weights',
        extent: 100 * Math.max(...weights),
        explain: (i: number, j: number) => explainWeight(weights, scores, at, i * grid + j, lang),
      }),
      pick: ({ row, column }) => ({ row, column }),
    },
  ],
  goals: {
    // By the gain alone, the position takes less from itself than an even share and a half.
    even: ({ weights, at }, { picture, compared, row, column }) =>
      picture === 'cat' &&
      compared === comparedControl.value &&
      row === rowControl.value &&
      column === columnControl.value &&
      (weights[at] ?? 1) < 1.5 / weights.length,
  },
  readout({ weights, at, most, half }, { row, column }, lang) {
    const [own, best] = [weights[at] ?? 0, weights[most] ?? 0].map((weight) => fixed(100 * weight, 1));
    const [i, j] = [Math.floor(most / grid) + 1, (most % grid) + 1];
    if (lang === 'zh') {
      const first = most === at ? '比给谁的都多' : `给第 ${i} 行第 ${j} 列最多，${best}%`;
      return `第 ${row + 1} 行第 ${column + 1} 列的位置给自己 ${own}%，${first}。${weights.length} 个位置里，最大的 ${half} 个就占了一半。`;
    }
    const first = most === at ? 'more than from any other' : `most from row ${i}, column ${j}: ${best}%`;
    return `The place in row ${row + 1}, column ${column + 1} takes ${own}% from itself, ${first}. Of ${weights.length} places, the first ${half} give half of all.`;
  },
});

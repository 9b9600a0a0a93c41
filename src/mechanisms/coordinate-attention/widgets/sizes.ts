// The same parameters on maps of every height and width, and what grows with the map and what does not.
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { count } from '../../../widget/format.ts';
import { channelControl, mapsOf, parametersFor, pictureControl, provenance } from '../features.ts';
import { countOf } from '../parameters.ts';
import { stripNames } from '../trace.ts';
import { traceOf } from '../traces.ts';

const grid = 16;
const side = (label: { en: string; zh: string }, value: number) =>
  range({ label, min: 1, max: grid, step: 1, value });

export default defineWidget({
  id: 'coordinate-attention/sizes',
  title: { en: 'The same parameters on every size', zh: '同一组参数，任意大小' },
  provenance,
  mechanism: 'coordinate-attention',
  controls: {
    picture: pictureControl,
    height: side({ en: 'rows kept', zh: '保留几行' }, 10),
    width: side({ en: 'columns kept', zh: '保留几列' }, 16),
    channel: channelControl,
  },
  compute({ picture, height, width }) {
    const cut = mapsOf(picture, grid).map((map) => map.slice(0, height).map((row) => row.slice(0, width)));
    return { planes: traceOf(cut, parametersFor(3, 3, grid)).plane, channels: cut.length };
  },
  figures: [
    {
      name: 'plane',
      title: { en: 'Gate plane of the channel', zh: '该通道的门控平面' },
      formula: String.raw`g^h_i\,g^w_j`,
      type: heatmap,
      data: ({ planes }, { height, width, channel }, lang) => {
        const { rows, columns } = stripNames(height, width);
        return {
          values: planes[channel - 1] ?? [],
          rows,
          columns,
          rowTitle: lang === 'zh' ? '行' : 'rows',
          columnTitle: lang === 'zh' ? '列' : 'columns',
          scale: 'weights',
        };
      },
    },
    {
      name: 'counts',
      title: { en: 'How many numbers', zh: '各有多少个数' },
      caption: {
        en: 'Only the first row does not depend on the size of the map: what is learned.',
        zh: '只有第一行与特征图的大小无关：那是学到的参数。',
      },
      type: numbers,
      data: ({ channels: C }, { height: H, width: W }, lang) => {
        const words =
          lang === 'zh'
            ? [
                '坐标注意力的参数',
                '坐标注意力的门，(H + W)·C',
                '自注意力的权重，(H·W)²',
                '学习式位置编码表，H·W·C',
              ]
            : [
                'parameters of coordinate attention',
                'its gates, (H + W)·C',
                'weights of self-attention, (H·W)²',
                'a table of learned positions, H·W·C',
              ];
        const values = [countOf(C), (H + W) * C, (H * W) ** 2, H * W * C];
        return {
          head: lang === 'zh' ? ['是什么', '个数'] : ['what', 'how many'],
          rows: words.map((label, i) => ({ label, values: [values[i] ?? 0] })),
          show: count,
        };
      },
    },
  ],
  readout({ channels: C }, { height: H, width: W }, lang) {
    return lang === 'zh'
      ? `${H} × ${W} 的特征图，${C} 个通道：参数 ${count(countOf(C))} 个，门 ${count((H + W) * C)} 个；自注意力会有 ${count((H * W) ** 2)} 个权重。`
      : `A map of ${H} × ${W} with ${C} channels: ${count(countOf(C))} parameters, ${count((H + W) * C)} gates; self-attention would have ${count((H * W) ** 2)} weights.`;
  },
});

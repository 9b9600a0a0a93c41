// Which convention? What true means to the one who writes a mask and to the one who reads it, and where the triangle ends.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { causalMask, maskOf } from '../../../math/mask.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { cast } from '@tensorflow/tfjs-core';
import { choice, range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { numbered } from '../../../widget/format.ts';
import type { Lang } from '../../../widget/text.ts';
import { maskedAttention } from '../kernel.ts';

const senses = {
  attend: { en: 'may attend', zh: '可以看' },
  ignore: { en: 'must not', zh: '不许看' },
} as const;

const zeros = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array<number>(columns).fill(0));

function grid(values: Matrix, lang: Lang): Omit<HeatmapData, 'scale'> {
  return {
    values,
    rows: numbered('q', values.length),
    columns: numbered('k', values[0]?.length ?? 0),
    rowTitle: lang === 'zh' ? '查询' : 'queries',
    columnTitle: lang === 'zh' ? '键' : 'keys',
  };
}

export default defineWidget({
  id: 'masked-attention/senses',
  title: { en: 'Which convention?', zh: '哪一种约定？' },
  provenance: {
    en: 'Constructed: all scores are equal, so that the weights show nothing but the mask.',
    zh: '人为构造：分数全都相等，权重里只看得出掩码。',
  },
  mechanism: 'masked-attention',
  controls: {
    written: choice({
      label: { en: 'you write: true is', zh: '你写的：真是' },
      options: senses,
      value: 'attend',
    }),
    read: choice({
      label: { en: 'the library reads: true is', zh: '库读作：真是' },
      options: senses,
      value: 'attend',
    }),
    align: choice({
      label: { en: 'the triangle ends', zh: '三角形对齐到' },
      options: {
        'top-left': { en: 'top left', zh: '左上角' },
        'bottom-right': { en: 'bottom right', zh: '右下角' },
      },
      value: 'top-left',
    }),
    queries: range({ label: { en: 'queries T', zh: '查询数 T' }, min: 1, max: 8, step: 1, value: 3 }),
    keys: range({ label: { en: 'keys S', zh: '键数 S' }, min: 1, max: 8, step: 1, value: 5 }),
  },
  compute({ written, read, align, queries, keys }) {
    const past = align === 'bottom-right' ? keys - queries : 0;
    const { meant } = matrices(() => ({ meant: cast(causalMask(queries, keys, { past }), 'float32') }));
    const table = written === 'attend' ? meant : meant.map((row) => row.map((x) => 1 - x));
    const opened = read === 'attend' ? table : table.map((row) => row.map((x) => 1 - x));
    const { weights } = matrices(() =>
      maskedAttention(matrix(zeros(queries, 1)), matrix(zeros(keys, 1)), matrix(zeros(keys, 1)), {
        mask: maskOf(opened),
      }),
    );
    const bias = opened.map((row) => row.map((x) => (x === 1 ? 0 : -Infinity)));
    return { table, bias, weights };
  },
  figures: [
    {
      name: 'table',
      title: { en: 'The mask that you write', zh: '你写下的掩码' },
      caption: { en: '1 is true, 0 is false.', zh: '1 是真，0 是假。' },
      type: heatmap,
      data: ({ table }, _params, lang) => ({ ...grid(table, lang), scale: 'weights' as const }),
    },
    {
      name: 'bias',
      title: { en: 'What is added to the scores', zh: '加到分数上的数' },
      caption: { en: 'The same mask as a bias: 0 is open.', zh: '写成偏置的同一个掩码：0 是可以看。' },
      type: heatmap,
      data: ({ bias }, _params, lang) => ({ ...grid(bias, lang), scale: 'scores' as const }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      type: heatmap,
      data: ({ weights }, _params, lang) => ({ ...grid(weights, lang), scale: 'weights' as const }),
    },
  ],
  goals: {
    // The last query sees the whole of a longer row of keys, by the reader's own choice of corner.
    cache: ({ weights }, { written, read, queries, keys }) =>
      written === read && queries === 1 && keys > 3 && (weights[0] ?? []).every((weight) => weight > 0),
  },
  readout({ bias }, { written, read }, lang) {
    const closed = bias.filter((row) => row.every((x) => x !== 0)).length;
    if (written !== read) {
      return lang === 'zh'
        ? `写的与读的相反：看得见的恰好是本想遮住的，${closed} 行什么也看不见。`
        : `Written one way and read the other: what is open is what should be hidden; rows without a key: ${closed}.`;
    }
    const last = (bias.at(-1) ?? []).filter((x) => x === 0).length;
    return lang === 'zh'
      ? `最后一个查询看得见 ${last} 个键。什么也看不见的行：${closed}。`
      : `The last query sees ${last} keys. Rows without a key: ${closed}.`;
  },
});

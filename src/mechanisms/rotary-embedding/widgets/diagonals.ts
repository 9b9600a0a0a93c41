// One query and one key at ten positions each: the scores are constant along every diagonal, wherever the positions begin.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { positionsAfter } from '../../../math/positions.ts';
import { randomMatrix } from '../../../math/random.ts';
import { matrices, matrix, type Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { rotaryAttention } from '../kernel.ts';
import { baseControl } from '../trace.ts';

const n = 10;
const features = 8;

export default defineWidget({
  id: 'rotary-embedding/diagonals',
  title: { en: 'The same query and key everywhere', zh: '处处是同一个查询、同一个键' },
  provenance: {
    en: 'Random: one query and one key of eight features, drawn from the seed, at ten positions each.',
    zh: '随机：一个查询、一个键，各有八个特征，由随机种子生成，各放在十个位置上。',
  },
  mechanism: 'rotary-embedding',
  controls: {
    start: range({
      label: { en: 'first position', zh: '第一个位置' },
      min: 0,
      max: 1000,
      step: 10,
      value: 0,
    }),
    lead: range({
      label: { en: 'queries ahead by', zh: '查询超前' },
      min: 0,
      max: 10,
      step: 1,
      value: 0,
    }),
    dims: range({
      label: { en: 'features that turn', zh: '转动的特征数' },
      min: 2,
      max: features,
      step: 2,
      value: features,
    }),
    base: baseControl({ value: 2 }),
    seed: range({ label: { en: 'seed', zh: '随机种子' }, min: 1, max: 20, step: 1, value: 4 }),
  },
  compute({ start, lead, dims, base, seed }) {
    const [q = [], k = []] = randomMatrix(2, features, seed);
    const everywhere = (row: number[]): Matrix => positionsAfter(0, n).map(() => row);
    const [queryPositions, keyPositions] = [positionsAfter(start + lead, n), positionsAfter(start, n)];
    const trace = matrices(() =>
      rotaryAttention(matrix(everywhere(q)), matrix(everywhere(k)), matrix(everywhere([1])), {
        base: 10 ** base,
        dims,
        queryPositions,
        keyPositions,
      }),
    );
    return { ...trace, queries: queryPositions.map(String), keys: keyPositions.map(String) };
  },
  figures: [
    {
      name: 'rotatedK',
      title: { en: 'The key, turned', zh: '转动后的键' },
      formula: String.raw`\sym{rotatedK}{\tilde k_n}`,
      caption: {
        en: 'The left pair turns fastest. What does not turn is the same in all rows.',
        zh: '最左边一对转得最快。不转的特征，各行都一样。',
      },
      type: heatmap,
      data: ({ rotatedK, keys }, _params, lang): HeatmapData => ({
        values: rotatedK,
        rows: keys,
        columns: positionsAfter(1, features).map(String),
        rowTitle: lang === 'zh' ? '位置' : 'positions',
        columnTitle: lang === 'zh' ? '特征' : 'features',
        scale: 'key',
      }),
    },
    {
      name: 'scores',
      title: { en: 'Scores', zh: '分数' },
      formula: String.raw`\sym{scores}{s_{mn}}`,
      caption: {
        en: 'Each diagonal is one distance.',
        zh: '每条对角线是一个距离。',
      },
      type: heatmap,
      data: ({ scores, queries, keys }, _params, lang): HeatmapData => ({
        values: scores,
        rows: queries,
        columns: keys,
        rowTitle: lang === 'zh' ? '查询的位置' : 'queries at',
        columnTitle: lang === 'zh' ? '键的位置' : 'keys at',
        scale: 'scores',
      }),
    },
  ],
  readout({ scores }, { lead }, lang) {
    const diagonal = scores.map((row, i) => row[i] ?? Number.NaN);
    const apart = Math.max(...diagonal) - Math.min(...diagonal);
    const [score, spread] = [fixed(diagonal[0] ?? Number.NaN, 3), apart < 5e-5 ? '0.0000' : fixed(apart, 4)];
    return lang === 'zh'
      ? `主对角线上的距离是 ${lead}，分数是 ${score}，最大与最小相差 ${spread}。`
      : `On the main diagonal the distance is ${lead} and the score ${score}; largest and smallest differ by ${spread}.`;
  },
});

// One query and three keys under all six scores: who wins depends on how they are compared.
import { heatmap, type HeatmapData } from '../../../figures/heatmap.ts';
import { plane } from '../../../figures/plane.ts';
import type { Matrix } from '../../../math/tensor.ts';
import { range } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { pick, type Lang } from '../../../widget/text.ts';
import { drawParameters, kindNames, kinds, steps, traceOf } from '../trace.ts';

const keys = ['k₁', 'k₂', 'k₃'];
const first: [number, number] = [1.2, 0];
const third: [number, number] = [-1.1, 0.6];

const vector = (degrees: number, length: number): [number, number] => [
  length * Math.cos((degrees * Math.PI) / 180),
  length * Math.sin((degrees * Math.PI) / 180),
];

type Traces = Record<string, Record<string, Matrix>>;

/** One row for each score, one column for each key. */
function table(
  traces: Traces,
  name: 'scores' | 'weights',
  lang: Lang,
  explain: HeatmapData['explain'],
): HeatmapData {
  return {
    values: kindNames.map((kind) => traces[kind]?.[name]?.[0] ?? []),
    rows: kindNames.map((kind) => pick(kinds[kind].label, lang)),
    columns: keys,
    rowTitle: '',
    columnTitle: lang === 'zh' ? '键' : 'keys',
    scale: name,
    ...(explain === undefined ? {} : { explain }),
  };
}

/** Whether a score prefers one key to each of the others. */
function leads(traces: Traces, kind: string, key: number): boolean {
  const row = traces[kind]?.['scores']?.[0] ?? [];
  return row.every((score, j) => j === key || score < (row[key] ?? Number.NaN));
}

export default defineWidget({
  id: 'scoring-functions/side-by-side',
  title: { en: 'One query, three keys, six scores', zh: '一个查询，三个键，六种分数' },
  provenance: {
    en: 'Constructed: the vectors. Random: the parameters of general, additive and location, from the seed; nothing is trained.',
    zh: '向量是人为构造的；双线性、加性、位置三种打分的参数由随机种子生成，没有经过训练。',
  },
  mechanism: 'scoring-functions',
  controls: {
    angle: range({
      label: { en: 'direction of the query q', zh: '查询 q 的方向' },
      min: 0,
      max: 360,
      step: 5,
      value: 30,
      unit: '°',
    }),
    length: range({ label: { en: 'length of q', zh: 'q 的长度' }, min: 0, max: 3, step: 0.1, value: 1.5 }),
    keyAngle: range({
      label: { en: 'direction of the key k₂', zh: '键 k₂ 的方向' },
      min: 0,
      max: 360,
      step: 5,
      value: 75,
      unit: '°',
    }),
    keyLength: range({
      label: { en: 'length of k₂', zh: 'k₂ 的长度' },
      min: 0,
      max: 3,
      step: 0.1,
      value: 2.4,
    }),
    beta: range({
      label: { en: 'sharpness β of cosine', zh: '余弦的锐度 β' },
      min: 0,
      max: 20,
      step: 0.5,
      value: 4,
    }),
    seed: range({
      label: { en: 'seed of the parameters', zh: '参数的随机种子' },
      min: 1,
      max: 20,
      step: 1,
      value: 6,
    }),
  },
  compute({ angle, length, keyAngle, keyLength, beta, seed }) {
    const q = [vector(angle, length)];
    const k = [first, vector(keyAngle, keyLength), third];
    const v = [[1], [0], [0]];
    const parameters = drawParameters(2, k.length, seed);
    const traces: Traces = Object.fromEntries(
      kindNames.map((kind) => [kind, traceOf(kind, { q, k, v }, parameters[kind], beta)]),
    );
    return { q, k, traces };
  },
  figures: [
    {
      name: 'plane',
      title: { en: 'Query and keys', zh: '查询与键' },
      type: plane,
      data: ({ q, k }, _params, lang) => ({
        extent: 3,
        xTitle: lang === 'zh' ? '特征 1' : 'feature 1',
        yTitle: lang === 'zh' ? '特征 2' : 'feature 2',
        vectors: [
          ...keys.map((label, j) => ({ label, x: k[j]?.[0] ?? 0, y: k[j]?.[1] ?? 0, color: 'var(--c-key)' })),
          { label: 'q', x: q[0]?.[0] ?? 0, y: q[0]?.[1] ?? 0, color: 'var(--c-query)', width: 3 },
        ],
        handle: { x: q[0]?.[0] ?? 0, y: q[0]?.[1] ?? 0, label: lang === 'zh' ? '查询 q' : 'query q' },
      }),
      drag: ({ x, y }) => ({
        angle: ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360,
        length: Math.min(3, Math.hypot(x, y)),
      }),
    },
    {
      name: 'scores',
      title: { en: 'Scores', zh: '分数' },
      caption: { en: 'One row for each way of scoring.', zh: '每种打分方式一行。' },
      type: heatmap,
      data: ({ traces }, { beta }, lang) =>
        table(traces, 'scores', lang, (i, j) => {
          const kind = kindNames[i] ?? 'dot';
          const { text } = steps.scores.explain(traces[kind] ?? {}, 0, j, { kind, beta });
          return { text: `${pick(kinds[kind].label, lang)} [q, ${keys[j]}] = ${text}` };
        }),
    },
    {
      name: 'weights',
      title: { en: 'Weights', zh: '权重' },
      caption: { en: 'The softmax of each row.', zh: '每一行的 softmax。' },
      type: heatmap,
      data: ({ traces }, _params, lang) =>
        table(traces, 'weights', lang, (i, j) => {
          const kind = kindNames[i] ?? 'dot';
          const { text } = steps.weights.explain(traces[kind] ?? {}, 0, j);
          return {
            text: `${pick(kinds[kind].label, lang)} [q, ${keys[j]}] = ${text}`,
            sources: { scores: { row: i } },
          };
        }),
    },
  ],
  readout({ traces }, _params, lang) {
    const zh = lang === 'zh';
    const winners = keys.map((key, j) => ({
      key,
      names: kindNames.filter((kind) => leads(traces, kind, j)).map((kind) => pick(kinds[kind].label, lang)),
    }));
    const parts = winners
      .filter(({ names }) => names.length > 0)
      .map(({ key, names }) => `${key}${zh ? '：' : ': '}${names.join(zh ? '、' : ', ')}`);
    if (parts.length === 0) return zh ? '没有哪种打分选出唯一的键。' : 'No score prefers a single key.';
    return `${zh ? '各键胜出的打分：' : 'Preferred by: '}${parts.join(zh ? '；' : '; ')}`;
  },
  goals: {
    agree: ({ traces }) => leads(traces, 'dot', 0) && leads(traces, 'cosine', 0),
  },
});

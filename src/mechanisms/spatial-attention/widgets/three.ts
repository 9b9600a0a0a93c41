// Three attentions under one name, on one picture: a gate, an average for a query, and an average for every place.
import { tidy } from '@tensorflow/tfjs-core';
import { heatmap } from '../../../figures/heatmap.ts';
import { numbers } from '../../../figures/numbers.ts';
import { handlesOf, picture, type PictureData } from '../../../figures/picture.ts';
import { bank } from '../../../math/filter-bank.ts';
import { random } from '../../../math/random.ts';
import { matrix, toMatrix } from '../../../math/tensor.ts';
import { choice, range, toggle } from '../../../widget/controls.ts';
import { defineWidget } from '../../../widget/define.ts';
import { fixed } from '../../../widget/format.ts';
import { movePart, partsOf, pixelsOf } from '../../../widget/picture.ts';
import { attentionOfQuery } from '../kernel.ts';
import {
  asMap,
  filters,
  gateOf,
  mapsOf,
  opacityControl,
  pairsOf,
  pictureControl,
  placeNames,
  side,
  tensorOf,
} from '../scene.ts';

const grid = 8;
const places = grid * grid;
const names = placeNames(grid);

/** An order of all places, drawn once. */
const order = (() => {
  const source = random(5);
  const keys = Array.from({ length: places }, () => source.uniform());
  return keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
})();

/** The weights of the three, each place at its own number. */
interface Three {
  readonly gate: number[];
  readonly query: number[];
  readonly pairs: number[][];
}

function attend(features: Float32Array, channel: number, sharp: number): Three {
  const { weights } = gateOf(features, grid, filters.bump, { gain: sharp / 10, shift: 0 });
  let read: Pick<Three, 'query' | 'pairs'> = { query: [], pairs: [] };
  tidy(() => {
    const x = tensorOf(features, grid);
    const q = matrix([bank.map((_, c) => (c === channel ? sharp : 0))]);
    read = { query: toMatrix(attentionOfQuery(x, { q }).weights)[0] ?? [], pairs: pairsOf(x, sharp) };
  });
  return { gate: weights.flat(), ...read };
}

/** The same with the places in another order, and every weight put back to the place it belongs to. */
function attendShuffled(features: Float32Array, channel: number, sharp: number): Three {
  const shuffled = features.map((_, i) => features[i - (i % places) + order[i % places]!]!);
  const found = attend(shuffled, channel, sharp);
  const back = (row: readonly number[]): number[] => {
    const own: number[] = [];
    order.forEach((place, i) => (own[place] = row[i]!));
    return own;
  };
  const rows: number[][] = [];
  order.forEach((place, i) => (rows[place] = back(found.pairs[i]!)));
  return { gate: back(found.gate), query: back(found.query), pairs: rows };
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

const channels = ['bright', 'red', 'edge-0', 'edge-90'] as const;

const over = (
  values: number[][],
  text: string,
  opacity: number,
  name: string,
  extent: number,
): PictureData => ({
  label: name,
  side,
  pixels: pixelsOf(text, side),
  overlay: { values, scale: 'weights', extent, opacity, name },
  explain: (row: number, column: number) => ({
    text: `a[${row + 1}, ${column + 1}] = ${fixed(values[row]?.[column] ?? Number.NaN, 4)}`,
  }),
});

export default defineWidget({
  id: 'spatial-attention/three',
  title: { en: 'One name, three mechanisms', zh: '一个名字，三种机制' },
  provenance: {
    en: 'Not trained: twelve fixed filters, one vector of twelve numbers for each of 64 places. The query asks for one channel. The two averages are coloured up to their largest weight.',
    zh: '没有训练：十二个固定的滤波器，64 个位置各有一个十二维向量。查询只找一个通道。两种平均的颜色以各自最大的权重为满。',
  },
  mechanism: 'spatial-attention',
  controls: {
    picture: pictureControl,
    sharp: range({ label: { en: 'sharpness', zh: '锐度' }, min: 0, max: 60, step: 1, value: 20 }),
    seek: choice({
      label: { en: 'the query asks for', zh: '查询要找' },
      options: Object.fromEntries(
        channels.map((key) => [key, bank.find((filter) => filter.key === key)!.name]),
      ) as Record<(typeof channels)[number], { en: string; zh: string }>,
      value: 'red',
    }),
    row: range({ label: { en: 'row of the place', zh: '位置的行' }, min: 1, max: grid, step: 1, value: 4 }),
    column: range({
      label: { en: 'column of the place', zh: '位置的列' },
      min: 1,
      max: grid,
      step: 1,
      value: 7,
    }),
    opacity: opacityControl,
    shuffled: toggle({ label: { en: 'shuffle the places first', zh: '先打乱位置' }, value: false }),
  },
  compute({ picture: text, sharp, seek, row, column, shuffled }) {
    const features = mapsOf(text, grid);
    const channel = bank.findIndex(({ key }) => key === seek);
    const plain = attend(features, channel, sharp);
    const now = shuffled ? attendShuffled(features, channel, sharp) : plain;
    const at = (row - 1) * grid + column - 1;
    return {
      ...now,
      place: now.pairs[at] ?? [],
      sum: now.gate.reduce((total, a) => total + a, 0),
      moved: {
        gate: apart(now.gate, plain.gate),
        query: apart(now.query, plain.query),
        pairs: apart(now.pairs.flat(), plain.pairs.flat()),
      },
    };
  },
  figures: [
    {
      name: 'gate',
      title: { en: 'A gate', zh: '门' },
      formula: String.raw`a=\sigma(f*[m;\mu])`,
      type: picture,
      data: ({ gate }, { picture: text, opacity }, lang) => ({
        ...over(asMap(gate, grid), text, opacity, lang === 'zh' ? '门' : 'gate', 1),
        handles: handlesOf(partsOf(text), lang),
      }),
      drag: (point, { picture: text }, _trace, name) => ({ picture: movePart(text, name, point) }),
    },
    {
      name: 'query',
      title: { en: 'One query', zh: '一个查询' },
      formula: String.raw`a=\softmax_i(\role{query}{q}\cdot x_i)`,
      type: picture,
      data: ({ query }, { picture: text, opacity }, lang) =>
        over(asMap(query, grid), text, opacity, lang === 'zh' ? '权重' : 'weights', Math.max(...query)),
    },
    {
      name: 'pairs',
      title: { en: 'Pairs: the row of one place', zh: '两两之间：一个位置的那一行' },
      formula: String.raw`a_i=\softmax_j(x_i\cdot x_j)`,
      caption: { en: 'Choose a place to see its row.', zh: '点一个位置，看它那一行。' },
      type: picture,
      data: ({ place }, { picture: text, opacity, row, column }, lang) => ({
        ...over(asMap(place, grid), text, opacity, lang === 'zh' ? '权重' : 'weights', Math.max(...place)),
        at: { row: row - 1, column: column - 1 },
      }),
      pick: ({ row, column }) => ({ row: row + 1, column: column + 1 }),
    },
    {
      name: 'matrix',
      title: { en: 'Pairs: all rows', zh: '两两之间：所有的行' },
      caption: { en: '64 × 64 weights; each row sums to 1.', zh: '64 × 64 个权重，每行的和是 1。' },
      type: heatmap,
      data: ({ pairs }, _params, lang) => ({
        values: pairs,
        rows: names,
        columns: names,
        rowTitle: lang === 'zh' ? '位置' : 'places',
        columnTitle: lang === 'zh' ? '位置' : 'places',
        scale: 'weights',
        extent: pairs.reduce((most, row) => Math.max(most, ...row), 0),
      }),
    },
    {
      name: 'counts',
      title: { en: 'What each comes to', zh: '各自是多少' },
      caption: {
        en: 'How many weights; the sum of one map; how many numbers come out; the largest change by shuffling.',
        zh: '权重的个数，一张图的和，输出的数的个数，打乱之后的最大变化。',
      },
      type: numbers,
      data: ({ sum, moved }, _params, lang) => ({
        head:
          lang === 'zh'
            ? ['哪一种', '权重', '和', '输出', '打乱']
            : ['which', 'weights', 'sum', 'output', 'shuffled'],
        rows: [
          {
            label: lang === 'zh' ? '门' : 'gate',
            values: [places, sum, places * bank.length, moved.gate],
          },
          { label: lang === 'zh' ? '一个查询' : 'one query', values: [places, 1, bank.length, moved.query] },
          {
            label: lang === 'zh' ? '两两之间' : 'pairs',
            values: [places * places, 1, places * bank.length, moved.pairs],
          },
        ],
      }),
    },
  ],
  readout({ sum, place, moved }, { row, column, shuffled }, lang) {
    const best = place.indexOf(Math.max(...place));
    const [r, c] = [Math.floor(best / grid) + 1, (best % grid) + 1];
    const change = fixed(moved.gate, 3);
    const others = fixed(Math.max(moved.query, moved.pairs), 3);
    if (lang === 'zh') {
      const order = shuffled ? `打乱位置之后，门最多变了 ${change}，另外两种变了 ${others}。` : '';
      return `门的和是 ${fixed(sum, 1)}，另外两种每张图的和是 1。第 ${row} 行第 ${column} 列最看重第 ${r} 行第 ${c} 列，权重 ${fixed(place[best] ?? 0, 3)}。${order}`;
    }
    const order = shuffled
      ? ` Shuffling changed the gate by up to ${change}, the other two by ${others}.`
      : '';
    return `The gates sum to ${fixed(sum, 1)}, each map of the other two to 1. The place in row ${row}, column ${column} weighs row ${r}, column ${c} most, ${fixed(place[best] ?? 0, 3)}.${order}`;
  },
});

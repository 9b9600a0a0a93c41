// Over 250 lines: one small example for each kind of figure.
// One small example of each kind of figure, for its tests: data, other data of the same shape, and data of another shape.
import type { FigureKind } from '../widget/figure.ts';
import { links, type LinksData } from './links.ts';
import { balance, type BalanceData } from './balance.ts';
import { bars, type BarsData } from './bars.ts';
import { curves, type CurvesData } from './curves.ts';
import { heatmap, type HeatmapData } from './heatmap.ts';
import { numbers, type NumbersData } from './numbers.ts';
import { pictures } from './examples-pictures.ts';
import { plane, type PlaneData } from './plane.ts';
import { scene, type SceneData, type SceneItem } from './scene.ts';

export interface Example<D> {
  readonly type: FigureKind<D>;
  readonly data: D;
  /** The same shape, so that `update` can show it in the drawing of `data`. */
  readonly next: D;
  /** Another shape, which needs a new drawing. */
  readonly other: D;
}

const weights: HeatmapData = {
  values: [
    [0.4, 0.2, 0.4],
    [0, 1, 0],
  ],
  rows: ['cat', 'sat'],
  columns: ['the', 'cat', 'sat'],
  rowTitle: 'queries',
  columnTitle: 'keys',
  scale: 'weights',
};

const scores: HeatmapData = {
  ...weights,
  values: [
    [1.5, -Infinity, -Infinity],
    [-12.34, 0.25, -3],
  ],
  columns: ['unbelievably', 'ขอบคุณ', '👩‍👩‍👧'],
  scale: 'scores',
};

/** So many rows that they are painted. */
const banded = (rows: number, columns: number): HeatmapData => ({
  ...weights,
  values: Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => (Math.abs(i / 8 - j) < 1 ? 0.5 : 0)),
  ),
  rows: Array.from({ length: rows }, (_, i) => String(i + 1)),
  columns: Array.from({ length: columns }, (_, j) => String(j + 1)),
});

const entropies: BarsData = {
  labels: ['the', 'cat'],
  values: [0.25, 0.75],
  title: 'weight',
  labelTitle: 'key',
  domain: [0, 1],
  color: 'var(--scale-weights)',
};

const estimates: BarsData = {
  labels: ['the', 'cat', 'sat'],
  values: [0.22, 0.7, 0.08],
  title: 'frequency',
  labelTitle: 'key',
  domain: [0, 1],
  color: 'var(--scale-weights)',
  error: { title: 'standard error', values: [0.06, 0.07, 0.04] },
  exact: { title: 'exact', values: [0.25, 0.6, 0.15] },
};

const growth: CurvesData = {
  x: [1, 10, 100],
  xType: 'log',
  xTitle: 'tokens n',
  yType: 'log',
  yTitle: 'multiplications',
  yDomain: [1, 1e8],
  at: 10,
  curves: [
    { label: 'products', color: 'var(--scale-weights)', y: [10, 1000, 1e5] },
    { label: 'projections', color: 'var(--scale-negative)', dash: '6 4', y: [100, 1000, 1e4] },
  ],
};

const decay: CurvesData = {
  x: [0, 1, 2],
  xTitle: 'distance',
  yTitle: 'score',
  yDomain: [-1, 1],
  curves: [{ label: 'cosine', color: 'var(--c-query)', y: [1, 0, -1] }],
};

const regression: CurvesData = {
  x: [0, 1, 2, 3, 4],
  xTitle: 'x',
  yTitle: 'y',
  xDomain: [-0.5, 4.5],
  yDomain: [-2, 2],
  curves: [
    { label: 'estimate', color: 'var(--c-output)', y: [0, 0.8, 0.9, Number.NaN, -0.8] },
    { label: 'sin x', color: 'var(--ink)', dash: '2 3', y: [0, 0.84, 0.91, 0.14, -0.76] },
  ],
  bands: [
    {
      lower: [-0.3, 0.4, 0.6, Number.NaN, -1.2],
      upper: [0.3, 1.2, 1.2, Number.NaN, -0.4],
      color: 'var(--c-output)',
      titles: ['mean − s.e.', 'mean + s.e.'],
    },
  ],
  dots: [
    {
      label: 'measured',
      color: 'var(--c-value)',
      x: [0.2, 1.1, 2.9, 4.2],
      y: [0.4, 1.1, -0.3, -1],
      weights: [0, 0.1, 0.4, 1],
      weightTitle: 'weight',
    },
    { label: 'left out', color: 'var(--c-key)', x: [2, 3.5], y: [1.5, 0.7] },
  ],
  handle: { x: 2.5, y: 0, label: 'query' },
};

const vectors: PlaneData = {
  vectors: [
    { label: 'k', x: 1, y: 0.5, color: 'var(--c-key)' },
    { label: 'q', x: -0.5, y: 1, color: 'var(--c-query)', width: 3 },
  ],
  extent: 1.5,
  xTitle: 'feature 1',
  yTitle: 'feature 2',
};

const display: SceneData = {
  items: [
    { label: 'upright', x: 1, y: 1, color: 'var(--c-key)', angle: 90, weight: 0.8, note: '1' },
    { label: 'flat', x: 2, y: 0.5, color: 'var(--c-query)', angle: 0, weight: 0.2, note: '2' },
  ],
  width: 3,
  height: 2,
  full: 1,
  heads: ['item', 'weight', 'visit'],
};

const counts: NumbersData = {
  head: ['', 'formula', 'count'],
  rows: [
    { label: 'products', values: ['n²d', 4096] },
    { label: 'largest difference', values: ['', -0.125] },
  ],
};

const crossing: LinksData = {
  source: ['the', 'red', 'cat'],
  target: ['le', 'chat', 'rouge'],
  sourceTitle: 'English',
  targetTitle: 'French',
  weights: [
    [0.8, 0.1, 0.1],
    [0, 0, 1],
    [0, 1, 0],
  ],
  at: 2,
};

/** By the name of the snapshot. */
const beam: BalanceData = {
  values: [0, 10, 20],
  weights: [0.5, 0.3, 0.2],
  domain: [0, 20],
  at: 7,
  title: 'value',
  weightTitle: 'weight',
  atTitle: 'output',
};

export const examples = {
  links: example(
    links,
    crossing,
    { weights: [[0.5, 0, 0.5]], at: 0 },
    { source: ['the', 'cat'], weights: [[1, 0]] },
  ),
  balance: example(balance, beam, { weights: [0, 1, 0], at: 10 }, { values: [0, 5, 20] }),
  heatmap: example(
    heatmap,
    weights,
    {
      values: [
        [0, 0, 1],
        [0.3, 0.3, 0.4],
      ],
    },
    { columns: ['the', 'dog', 'sat'] },
  ),
  'heatmap-masked': example(
    heatmap,
    scores,
    {
      values: [
        [0, 1, 2],
        [3, -4, -Infinity],
      ],
    },
    { rows: ['cat'], values: [[1, 2, 3]] },
  ),
  'heatmap-painted': example(
    heatmap,
    banded(40, 6),
    { values: banded(40, 6).values.map((row) => Array.from(row, (x) => 1 - x)) },
    banded(48, 8),
  ),
  bars: example(bars, entropies, { values: [1, Number.NaN] }, { domain: [-1, 1] }),
  'bars-estimates': example(
    bars,
    estimates,
    {
      values: [0.3, 0.6, Number.NaN],
      error: { title: 'standard error', values: [0.01, 0.02, Number.NaN] },
      exact: { title: 'exact', values: [0, 1, 0.5] },
    },
    { exact: { title: 'limit', values: [0, 1, 0.5] } },
  ),
  'curves-log': example(curves, growth, { at: 40 }, { xTitle: 'keys' }),
  curves: example(
    curves,
    decay,
    { curves: [{ label: 'cosine', color: 'var(--c-query)', y: [0, 0.5, 1] }] },
    { x: [0, 1, 3] },
  ),
  'curves-dots': example(
    curves,
    regression,
    {
      dots: [
        {
          label: 'measured',
          color: 'var(--c-value)',
          x: [1, 2],
          y: [0.5, 5],
          weights: [0.5, 0.5],
          weightTitle: 'weight',
        },
        { label: 'left out', color: 'var(--c-key)', x: [], y: [] },
      ],
      handle: { x: 9, y: 1, label: 'query' },
    },
    { xDomain: [0, 4] },
  ),
  plane: example(
    plane,
    vectors,
    { vectors: vectors.vectors.map((v) => ({ ...v, x: v.y, y: -v.x })) },
    { extent: 2 },
  ),
  scene: example(
    scene,
    display,
    {
      items: [
        ...display.items,
        { ...display.items[0], label: 'another', x: 2.5, note: '3' } as SceneItem,
      ].map((item) => ({ ...item, y: 2 - item.y, weight: 1 - item.weight, note: '' })),
    },
    { width: 4 },
  ),
  numbers: example(
    numbers,
    counts,
    {
      rows: [
        { label: 'products', values: ['n²d', 8192] },
        { label: 'largest difference', values: ['', 0] },
      ],
    },
    { head: ['', 'formula', 'value'] },
  ),
  ...pictures,
} as const;

function example<D>(type: FigureKind<D>, data: D, next: Partial<D>, other: Partial<D>): Example<D> {
  return { type, data, next: { ...data, ...next }, other: { ...data, ...other } };
}

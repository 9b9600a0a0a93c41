// The trace walk, for any trace: every named intermediate, in order, as a labelled heatmap with its step of the formula.
import type { Scale } from '../widget/color.ts';
import type { FigureSlot, Formula } from '../widget/define.ts';
import type { Explanation } from '../widget/figure.ts';
import { pick, type Lang, type Text } from '../widget/text.ts';
import type { Matrix } from '../math/tensor.ts';
import { heatmap, type HeatmapData } from './heatmap.ts';

/** What a walk shows: the matrices by name, the words of each axis, and what the arithmetic needs to know. */
export interface Walk<Context = unknown> {
  readonly matrices: Readonly<Record<string, Matrix>>;
  readonly axes: Readonly<Record<string, readonly string[]>>;
  readonly context: Context;
  /** The axes of steps that have others than usual at these params. */
  readonly axesOf?: Readonly<Record<string, readonly [AxisName, AxisName]>>;
}

/** How one intermediate of a mechanism's trace reads. */
export interface Step<P, Context> {
  readonly title: Text;
  readonly formula: Formula<P>;
  readonly caption?: Text;
  readonly scale: Scale;
  /** Names of its row and column axes. */
  readonly axes: readonly [AxisName, AxisName];
  explain?(
    matrices: Walk['matrices'],
    row: number,
    column: number,
    context: Context,
    lang: Lang,
  ): Explanation;
}

const axisTitles = {
  tokens: { en: 'tokens', zh: '词元' },
  queries: { en: 'queries', zh: '查询' },
  keys: { en: 'keys', zh: '键' },
  features: { en: 'features', zh: '特征' },
  values: { en: 'features of the values', zh: '值的特征' },
  rows: { en: 'rows', zh: '行' },
  columns: { en: 'columns', zh: '列' },
  places: { en: 'places', zh: '位置' },
  channels: { en: 'channels', zh: '通道' },
  units: { en: 'hidden units', zh: '隐藏单元' },
  vector: { en: 'vector', zh: '向量' },
  hidden: { en: 'hidden channels', zh: '隐藏通道' },
  strips: { en: 'rows, then columns', zh: '先行后列' },
} as const;

export type AxisName = keyof typeof axisTitles;

/** The figures of a walk, one for each step. A matrix that a trace lacks hides its figure. */
export function walk<P, Context>(
  steps: Readonly<Record<string, Step<P, Context>>>,
): FigureSlot<any, Walk<Context>, HeatmapData>[] {
  return Object.entries(steps).map(([name, step]) => ({
    name,
    title: step.title,
    formula: step.formula,
    ...(step.caption === undefined ? {} : { caption: step.caption }),
    type: heatmap,
    data: (trace, _params, lang) => heatmapOf(name, step, trace, lang),
  }));
}

function heatmapOf<P, Context>(
  name: string,
  step: Step<P, Context>,
  { matrices, axes, context, axesOf }: Walk<Context>,
  lang: Lang,
): HeatmapData | null {
  const values = matrices[name];
  if (values === undefined) return null;
  const [rowAxis, columnAxis] = axesOf?.[name] ?? step.axes;
  const rows = labels(axes[rowAxis], values.length);
  const columns = labels(axes[columnAxis], values[0]?.length ?? 0);
  return {
    values,
    rows,
    columns,
    rowTitle: pick(axisTitles[rowAxis], lang),
    columnTitle: pick(axisTitles[columnAxis], lang),
    scale: step.scale,
    ...(step.explain === undefined
      ? {}
      : {
          explain: (i: number, j: number): Explanation => {
            const explanation = step.explain?.(matrices, i, j, context, lang) ?? { text: '' };
            return {
              ...explanation,
              text: `${pick(step.title, lang)} [${rows[i]}, ${columns[j]}] = ${explanation.text}`,
            };
          },
        }),
  };
}

/** An axis without words is numbered. */
function labels(words: readonly string[] | undefined, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => words?.[i] ?? String(i + 1));
}

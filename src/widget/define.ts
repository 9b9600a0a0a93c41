// A widget is one pure definition: controls, a computation from their params, and figures of its result.
import type { Computation } from './compute.ts';
import type { Controls, Params } from './controls.ts';
import type { FigureKind } from './figure.ts';
import type { Lang, Text } from './text.ts';

/** A step of a formula in TeX, or several of which the params pick one. */
export type Formula<P> =
  string | { readonly variants: Readonly<Record<string, string>>; pick(params: P): string };

/** A point in the units of a figure's axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One figure of a widget: its place, its words, and the data that it draws from the trace. */
export interface FigureSlot<P, T, D> {
  readonly name: string;
  readonly title: Text;
  /** The step of the formula that the figure shows. */
  readonly formula?: Formula<P>;
  /** What to see in it. */
  readonly caption?: Text;
  readonly type: FigureKind<D>;
  /** Null hides the figure at these params. */
  data(trace: T, params: P, lang: Lang): D | null;
  /**
   * What the figure's handle sets when it is moved to a point, in the units of `data.handle`. Sliders are set to their nearest
   * step; arrow keys move the first of them, and ↑ and ↓ the second where there is one. Where there are several handles, the one
   * that is moved is named. Free of side effects.
   */
  drag?(point: Point, params: P, trace: T, handle: string): Partial<P>;
  /** What choosing a cell sets, by a click, a touch or the Enter key. Free of side effects. */
  pick?(cell: { readonly row: number; readonly column: number }, params: P, trace: T): Partial<P>;
}

export interface Widget<C extends Controls = Controls, T = unknown> {
  /** `<slug>/<name>`, the file's place. */
  readonly id: string;
  readonly title: Text;
  /** What is random, constructed or trained in it; shown beside the figures. */
  readonly provenance?: Text;
  /** The mechanism whose kernel and reference are its source. */
  readonly mechanism: string;
  readonly controls: C;
  /**
   * Pure. Throws InputProblem, in both languages, for params that it cannot use. May be a generator, which yields its progress,
   * 0…1, between slices of a few milliseconds, holds no tensor across a yield, and keeps no typed array that it returns.
   */
  compute(params: Params<C>, lang: Lang): Computation<T>;
  /** Whether this state is computed beside the page; what is computed is then plain data and typed arrays. */
  background?(params: Params<C>): boolean;
  readonly figures: readonly FigureSlot<Params<C>, NoInfer<T>, any>[];
  /** What the state at hand comes to, in a sentence with its numbers. */
  readout?(trace: NoInfer<T>, params: Params<C>, lang: Lang): string;
  /** States that an exercise may ask for, by name: pure, and not reached at the defaults. */
  readonly goals?: Readonly<Record<string, (trace: NoInfer<T>, params: Params<C>) => boolean>>;
}

/** A widget as code that handles every widget sees it: its type parameters erased. */
export interface AnyWidget extends Omit<Widget, 'compute' | 'background' | 'figures' | 'readout' | 'goals'> {
  compute(params: any, lang: Lang): Computation<unknown>;
  background?(params: any): boolean;
  readonly figures: readonly AnyFigureSlot[];
  readout?(trace: any, params: any, lang: Lang): string;
  readonly goals?: Readonly<Record<string, (trace: any, params: any) => boolean>>;
}

export type AnyFigureSlot = FigureSlot<any, any, any>;

/** Defines a widget. The default export of `widgets/<name>.ts`. */
export function defineWidget<const C extends Controls, T>(widget: Widget<C, T>): Widget<C, T> {
  return widget;
}

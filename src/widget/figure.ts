// What a figure is: a drawing of part of a trace, made once and then updated.
import type * as Plot from '../figures/plot.ts';

/** The functions of Plot that figures draw with. */
export type PlotKit = typeof Plot;

/** A table of a figure's numbers: what a screen reader reads, and what the CSV holds. */
export interface Table {
  /** Heads of the columns; the first heads the row labels. */
  readonly head: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly (number | string)[] }[];
}

/** The arithmetic behind one cell, and the cells of other figures that it is made from. */
export interface Explanation {
  /** For example `A[cat, sat] = 0.42·0.10 + 0.31·0.20 = 0.104`. */
  readonly text: string;
  /** For each figure of the same widget, by name: the whole row, the whole column, or the one cell that is used. */
  readonly sources?: Readonly<Record<string, { readonly row?: number; readonly column?: number }>>;
}

/** A figure whose marks can be pointed at: a grid of cells in row-major order. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  explain(row: number, column: number): Explanation;
}

/**
 * A kind of figure. `draw` makes the element from data; `update` patches an element drawn before and answers whether it
 * could (a new shape needs a new drawing). Both run in Node and in the browser, and give the same marks. Plot comes as an
 * argument: in the browser it is loaded when something is drawn anew, and never for an update.
 */
export interface FigureKind<D> {
  readonly kind: string;
  draw(data: D, document: Document, plot: PlotKit): Element;
  update(element: Element, data: D): boolean;
  table(data: D): Table;
  /** The cells that can be inspected, where the figure has them: the grid of the data, and its marks in the element. */
  grid?(data: D): Grid | null;
  cells?(element: Element): readonly Element[];
  /** Where a point of the screen lies in the units of the data, for a figure whose data may have a `handle`. */
  locate?(element: Element, clientX: number, clientY: number, data: D): { x: number; y: number };
  /** Where cells are painted and no marks: the cell at a point of the window, or null beside them. */
  at?(element: Element, x: number, y: number): { readonly row: number; readonly column: number } | null;
  /** Where cells are painted and no marks: draws a mark of a class over a cell, a row or a column, or all cells. */
  mark?(element: Element, name: string, row?: number, column?: number): void;
}

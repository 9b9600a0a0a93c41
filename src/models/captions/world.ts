// The world of world.json: scenes of coloured shapes on a grid, their pixels, and their captions by rule. world.py does the same.
import data from './world.json' with { type: 'json' };

export const { side, grid, most, words, background } = data;
export type Colour = keyof typeof data.colours;
export type Shape = keyof typeof data.shapes;
export const colours: Readonly<Record<Colour, { readonly zh: string; readonly rgb: readonly number[] }>> =
  data.colours;
export const shapes: Readonly<Record<Shape, { readonly zh: string }>> = data.shapes;

/** How strong the noise of the pictures of training was: its standard deviation, where white is 1. */
export const noiseTrained = data.noise;

/** A shape in a cell of the grid. The shift is in pixels, from the middle of the cell. */
export interface Thing {
  readonly colour: Colour;
  readonly shape: Shape;
  readonly row: number;
  readonly column: number;
  readonly shift?: readonly [x: number, y: number];
}

export type Scene = readonly Thing[];

/** The number of a thing’s cell, row by row. */
export const placeOf = ({ row, column }: Pick<Thing, 'row' | 'column'>): number => row * grid + column;

/** A caption, and for each of its words the places of the things that it is about. */
export interface Caption {
  readonly words: readonly string[];
  readonly places: readonly (readonly number[])[];
}

/** The right caption: things from left to right, in a column from top to bottom, and between them how they stand. */
export function captionOf(scene: Scene): Caption {
  const inOrder = [...scene].sort((one, other) => one.column - other.column || one.row - other.row);
  const parts = inOrder.flatMap((thing, i) => {
    const before = inOrder[i - 1];
    const own = ['a', thing.colour, thing.shape].map((word) => ({ word, places: [placeOf(thing)] }));
    if (before === undefined) return own;
    const relation = before.column === thing.column ? 'above' : 'left of';
    return [{ word: relation, places: [placeOf(before), placeOf(thing)] }, ...own];
  });
  return { words: parts.map(({ word }) => word), places: parts.map(({ places }) => places) };
}

/** The kinds of things in a scene that training never showed. */
export function withheldIn(scene: Scene): string[] {
  const named = scene.map(({ colour, shape }) => `${colour} ${shape}`);
  return data.withheld.filter((kind) => named.includes(kind));
}

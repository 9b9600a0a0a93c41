// The world of world.json: scenes of coloured shapes on a grid, their pixels, and their captions by rule. world.py does the same.
import data from './world.json' with { type: 'json' };

export const { side, grid, most, words } = data;
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

/** Pixels in a cell, along one side. */
const cell = side / grid;

/** Whether a shape around (0, 0), about 6 pixels wide, covers a point; y points down. */
function inside(shape: Shape, x: number, y: number): boolean {
  switch (shape) {
    case 'circle':
      return x * x + y * y <= 10;
    case 'square':
      return Math.max(Math.abs(x), Math.abs(y)) <= 2.75;
    case 'triangle':
      return y <= 2.75 && 2 * Math.abs(x) <= y + 3.25;
    case 'cross':
      return Math.max(Math.abs(x), Math.abs(y)) <= 3 && Math.min(Math.abs(x), Math.abs(y)) <= 1;
  }
}

/** The number of a thing’s cell, row by row. */
export const placeOf = ({ row, column }: Pick<Thing, 'row' | 'column'>): number => row * grid + column;

/**
 * The picture of a scene: side · side · 3 numbers in 0…1, row by row, red green blue. Each pixel is decided at its centre, and
 * a thing ends with its cell.
 */
export function pixelsOf(scene: Scene): Float32Array {
  const things = new Map(scene.map((thing) => [placeOf(thing), thing]));
  const pixels = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const thing = things.get(placeOf({ row: Math.floor(y / cell), column: Math.floor(x / cell) }));
      const [right, down] = thing?.shift ?? [0, 0];
      const at = (pixel: number, shift: number): number => (pixel % cell) + 0.5 - cell / 2 - shift;
      const covered = thing !== undefined && inside(thing.shape, at(x, right), at(y, down));
      pixels.set(covered ? colours[thing.colour].rgb : data.background, 3 * (y * side + x));
    }
  }
  return pixels;
}

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

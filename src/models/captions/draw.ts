// The picture of a scene, without anti-aliasing: the same pixels as those of world.py.
import { background, colours, grid, placeOf, side, type Scene, type Shape } from './world.ts';

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
      pixels.set(covered ? colours[thing.colour].rgb : background, 3 * (y * side + x));
    }
  }
  return pixels;
}

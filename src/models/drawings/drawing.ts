// Drawings of cats and of other things, as drawing.py draws them: flat shapes, tested at the centres of 32 × 32 pixels.
import data from './figures.json' with { type: 'json' };

export type Place = readonly [x: number, y: number];
export type Rgb = readonly number[];

/** A shape in places of the picture, 0…1 from the left and from the top. A triangle’s place is its top, its size half its base and its height. */
export interface Shape {
  readonly kind: string;
  readonly at: readonly number[];
  readonly size?: readonly number[];
  readonly to?: readonly number[];
  readonly reach?: number;
}

/** A thing whose parts stand somewhere. Parts without a place are not drawn. */
export interface Thing {
  readonly figure: string;
  readonly at: Readonly<Record<string, readonly number[]>>;
  readonly scale: number;
  /** Whether it looks to the right. */
  readonly flip: boolean;
  readonly colors: Readonly<Record<string, Rgb>>;
}

export interface Scene {
  readonly kind: string;
  readonly background: Rgb;
  readonly floor?: { readonly color: Rgb; readonly from: number };
  readonly clutter: readonly (Shape & { readonly color: Rgb })[];
  readonly thing?: Thing;
}

/** Pixels of a picture’s side. */
export const side = 32;

/** What a pixel can show, by its number. */
export const shown = ['background', 'head', 'body', 'tail', 'clutter'] as const;

const figures = data.figures as unknown as Readonly<
  Record<string, Readonly<Record<string, readonly (Shape & { readonly color: string })[]>>>
>;

/** The cat of the site’s articles with its parts at places of the picture. */
export function siteCat(at: Readonly<Record<string, readonly number[]>>): Scene {
  const { background, floor, colors } = data.siteCat;
  return {
    kind: 'cat',
    background,
    floor,
    clutter: [],
    thing: { figure: 'cat', at, scale: 1, flip: false, colors },
  };
}

interface Layer {
  readonly shape: Shape;
  readonly color: Rgb;
  /** A place in `shown`. */
  readonly part: number;
}

/** All shapes in the order in which they are painted. */
function layersOf({ clutter, thing }: Scene): Layer[] {
  const behind = clutter.map((shape) => ({ shape, color: shape.color, part: 4 }));
  if (thing === undefined) return behind;
  const { figure, at, scale, flip, colors } = thing;
  const across = flip ? -scale : scale;
  const parts = Object.entries(figures[figure] ?? {}).flatMap(([part, locals]) => {
    const [x, y] = at[part] ?? [];
    if (x === undefined || y === undefined) return [];
    const place = ([u = 0, v = 0]: readonly number[]): Place => [x + across * u, y + scale * v];
    return locals.map(({ kind, color, ...local }) => ({
      shape: {
        kind,
        at: place(local.at),
        ...(local.to === undefined ? {} : { to: place(local.to) }),
        ...(local.size === undefined ? {} : { size: local.size.map((s) => scale * s) }),
        ...(local.reach === undefined ? {} : { reach: scale * local.reach }),
      },
      color: colors[color] ?? [],
      part: figure === 'cat' ? shown.indexOf(part as (typeof shown)[number]) : 4,
    }));
  });
  return [...behind, ...parts];
}

/** Whether a place is in a shape. */
function covers({ kind, at, size, to, reach = 0 }: Shape, x: number, y: number): boolean {
  const [left, down] = [x - (at[0] ?? 0), y - (at[1] ?? 0)];
  const [width = 0, height = 0] = size ?? [];
  if (kind === 'ellipse') return (left / width) * (left / width) + (down / height) * (down / height) <= 1;
  if (kind === 'box') return Math.abs(left) <= width && Math.abs(down) <= height;
  if (kind === 'triangle') {
    return y >= (at[1] ?? 0) && y <= (at[1] ?? 0) + height && Math.abs(left) <= (width * down) / height;
  }
  // A straight stroke with round ends.
  const [dx, dy] = [(to?.[0] ?? 0) - (at[0] ?? 0), (to?.[1] ?? 0) - (at[1] ?? 0)];
  const t = Math.min(1, Math.max(0, (left * dx + down * dy) / (dx * dx + dy * dy)));
  const [u, v] = [left - t * dx, down - t * dy];
  return u * u + v * v <= reach * reach;
}

/** A painted scene, row by row. */
export interface Painted {
  /** Red, green and blue of each pixel, 0…1. */
  readonly pixels: Float32Array;
  /** What each pixel shows: a place in `shown`. */
  readonly parts: Uint8Array;
  /** The shape that each pixel shows: 0 the background, then the floor where there is one, then the others as they are painted. */
  readonly top: Uint8Array;
}

/** Paints a scene. */
export function paint(scene: Scene): Painted {
  const layers = layersOf(scene);
  const { background, floor } = scene;
  const first = floor === undefined ? 1 : 2;
  const pixels = new Float32Array(3 * side * side);
  const parts = new Uint8Array(side * side);
  const top = new Uint8Array(side * side);
  for (let i = 0; i < side * side; i += 1) {
    const [x, y] = [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side];
    const at = layers.findLastIndex(({ shape }) => covers(shape, x, y));
    const onFloor = floor !== undefined && y > floor.from;
    const color = layers[at]?.color ?? (onFloor ? floor.color : background);
    pixels.set(
      color.map((value) => value / 255),
      3 * i,
    );
    parts[i] = layers[at]?.part ?? 0;
    top[i] = at >= 0 ? first + at : onFloor ? 1 : 0;
  }
  return { pixels, parts, top };
}

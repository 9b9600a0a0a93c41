// A fixed bank of filters, so that feature maps mean something without training: brightness, colour, edges, spots and texture.
// What each filter is can be read here, and nothing in it is learned.

/** A name in both languages. */
interface Name {
  readonly en: string;
  readonly zh: string;
}

/** One channel: a 5 × 5 filter over red, green and blue, and what is made of its answer. */
export interface Filter {
  readonly key: string;
  readonly name: Name;
  /** [row][column][colour] */
  readonly kernel: readonly (readonly (readonly number[])[])[];
  /** Negative answers become zero, or count like positive ones. */
  readonly rectify: 'positive' | 'absolute';
  /** Taken away from the answer before it is rectified. */
  readonly threshold: number;
}

/** Rows and columns of a filter. */
export const filterSize = 5;
const size = filterSize;
const middle = (size - 1) / 2;

/** The same colour everywhere under a bell of the width of one pixel, whose sum is one. */
const bell = grid((x, y) => Math.exp(-(x * x + y * y) / 2));
const total = bell.flat().reduce((sum, each) => sum + each, 0);

function grid(value: (x: number, y: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => value(j - middle, i - middle)),
  );
}

const coloured = (plane: number[][], color: readonly [number, number, number]): number[][][] =>
  plane.map((row) => row.map((value) => color.map((share) => value * share)));

const smooth = bell.map((row) => row.map((value) => value / total));
const grey = [1 / 3, 1 / 3, 1 / 3] as const;

/** A step across a direction: the derivative of the bell, scaled so that an edge from black to white answers about one. */
const edge = (degrees: number): number[][] => {
  const angle = (degrees * Math.PI) / 180;
  // Across an edge that runs at this angle, counter-clockwise from the right; y points down.
  const slope = grid((x, y) => (x * Math.sin(angle) + y * Math.cos(angle)) * Math.exp(-(x * x + y * y) / 2));
  const whole = slope.flat().reduce((sum, each) => sum + Math.max(0, each), 0);
  return slope.map((row) => row.map((value) => value / whole));
};

/** A small bell without a wide one: nothing where all is alike, about one on a bright pixel in the dark. */
const spot = (() => {
  const narrow = grid((x, y) => Math.exp(-(x * x + y * y) / 0.72));
  const ring = grid((x, y) => (x === 0 && y === 0 ? 0 : Math.exp(-(x * x + y * y) / 4)));
  const [inner, outer] = [narrow, ring].map((plane) => plane.flat().reduce((sum, each) => sum + each, 0));
  return narrow.map((row, i) =>
    row.map((value, j) => value / (inner ?? 1) - (ring[i]?.[j] ?? 0) / (outer ?? 1)),
  );
})();

/** A chessboard of single pixels: the finest texture there is. */
const chess = grid((x, y) => ((x + y) % 2 === 0 ? 1 / 13 : -1 / 12));

const positive = (key: string, name: Name, kernel: number[][][], threshold = 0): Filter => ({
  ...{ key, name, kernel, threshold },
  rectify: 'positive',
});
const absolute = (key: string, name: Name, kernel: number[][][]): Filter => ({
  ...{ key, name, kernel },
  rectify: 'absolute',
  threshold: 0,
});

/** The channels, in order. */
export const bank: readonly Filter[] = [
  positive('bright', { en: 'bright', zh: '亮' }, coloured(smooth, grey), 0.5),
  positive('dark', { en: 'dark', zh: '暗' }, coloured(smooth, [-1 / 3, -1 / 3, -1 / 3]), -0.5),
  positive('red', { en: 'red', zh: '红' }, coloured(smooth, [1, -1 / 2, -1 / 2])),
  positive('green', { en: 'green', zh: '绿' }, coloured(smooth, [-1 / 2, 1, -1 / 2])),
  positive('blue', { en: 'blue', zh: '蓝' }, coloured(smooth, [-1 / 2, -1 / 2, 1])),
  positive('yellow', { en: 'yellow', zh: '黄' }, coloured(smooth, [1 / 2, 1 / 2, -1])),
  absolute('edge-0', { en: 'edge 0°', zh: '边缘 0°' }, coloured(edge(0), grey)),
  absolute('edge-45', { en: 'edge 45°', zh: '边缘 45°' }, coloured(edge(45), grey)),
  absolute('edge-90', { en: 'edge 90°', zh: '边缘 90°' }, coloured(edge(90), grey)),
  absolute('edge-135', { en: 'edge 135°', zh: '边缘 135°' }, coloured(edge(135), grey)),
  absolute('spot', { en: 'spot', zh: '斑点' }, coloured(spot, grey)),
  absolute('texture', { en: 'texture', zh: '纹理' }, coloured(chess, grey)),
];

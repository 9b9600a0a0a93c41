// Flat shapes, tested at the centres of pixels, so that every size and every language that draws them agrees. Places are shares of
// the picture, x from the left and y from the top.

export type Rgb = readonly [red: number, green: number, blue: number];

/** A flat shape: where it is, and its colour, 0…255 each. */
export interface Shape {
  readonly color: Rgb;
  readonly has: (x: number, y: number) => boolean;
}

/** The ground of a picture. */
export const everywhere = (color: Rgb): Shape => ({ color, has: () => true });

/** An ellipse around a centre, with its radii. */
export const ellipse = (color: Rgb, cx: number, cy: number, rx: number, ry = rx): Shape => ({
  color,
  has: (x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1,
});

/** A rectangle around a centre, with half its width and half its height. */
export const box = (color: Rgb, cx: number, cy: number, rx: number, ry = rx): Shape => ({
  color,
  has: (x, y) => Math.abs(x - cx) <= rx && Math.abs(y - cy) <= ry,
});

/** A triangle with an upright axis: its top, its height and half the width of its base. */
export const triangle = (color: Rgb, cx: number, top: number, height: number, half: number): Shape => ({
  color,
  has: (x, y) => y >= top && y <= top + height && Math.abs(x - cx) <= (half * (y - top)) / height,
});

/** A straight stroke with round ends. */
export const stroke = (
  color: Rgb,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  radius: number,
): Shape => ({
  color,
  has(x, y) {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const t = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2 <= radius * radius;
  },
});

/** The pixels of shapes: side × side of red, green and blue in 0…1, row by row. */
export function paintShapes(layers: readonly Shape[], side: number): Float32Array {
  const pixels = new Float32Array(3 * side * side);
  for (let row = 0; row < side; row += 1) {
    const y = (row + 0.5) / side;
    for (let column = 0; column < side; column += 1) {
      const color = layers.findLast(({ has }) => has((column + 0.5) / side, y))?.color;
      pixels.set(color?.map((value) => value / 255) ?? [], 3 * (row * side + column));
    }
  }
  return pixels;
}

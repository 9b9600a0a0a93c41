// Sizes along rows and columns.
import { shapeText } from './shape.ts';

/** One size for both directions, or one for rows and one for columns. */
export type Pair = number | readonly [rows: number, columns: number];

/** The size for rows and the one for columns. */
export const pair = (size: Pair): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

/**
 * Checks that a window or a kernel lies within an image.
 * @throws `invalid shapes: the kernel is [3, 3], the image [2, 2]: it does not fit`
 */
export function assertFits(
  what: string,
  size: readonly [number, number],
  image: readonly [number, number],
): void {
  if (size[0] > image[0] || size[1] > image[1]) {
    throw new Error(
      `invalid shapes: the ${what} is ${shapeText(size)}, the image ${shapeText(image)}: it does not fit`,
    );
  }
}

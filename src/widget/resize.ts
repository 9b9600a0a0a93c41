// Pictures of another size.

/** Pixels of another size: the average of what a new pixel covers, or the pixel at its centre where that is less than one. */
export function resize(pixels: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return pixels;
  const ratio = from / to;
  const span = (i: number): [first: number, past: number] => {
    if (ratio <= 1) {
      const at = Math.min(from - 1, Math.floor((i + 0.5) * ratio));
      return [at, at + 1];
    }
    return [Math.floor(i * ratio), Math.min(from, Math.ceil((i + 1) * ratio))];
  };
  const result = new Float32Array(3 * to * to);
  for (let row = 0; row < to; row += 1) {
    const [top, bottom] = span(row);
    for (let column = 0; column < to; column += 1) {
      const [left, right] = span(column);
      const count = (bottom - top) * (right - left);
      for (let color = 0; color < 3; color += 1) {
        let sum = 0;
        for (let i = top; i < bottom; i += 1)
          for (let j = left; j < right; j += 1) sum += pixels[3 * (i * from + j) + color] ?? 0;
        result[3 * (row * to + column) + color] = sum / count;
      }
    }
  }
  return result;
}

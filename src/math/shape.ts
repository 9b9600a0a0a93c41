// Shapes that must fit: every axis has a letter, and a letter has one size.
import type { Tensor } from '@tensorflow/tfjs-core';

/** The letters in `… T D`. */
type Letters<Axes extends string> = Axes extends `${infer First} ${infer Rest}`
  ? Letters<First> | Letters<Rest>
  : Exclude<Axes, '…' | '*'>;

/**
 * The size of every letter, after checking that all tensors agree on it and that none is 0. Leading axes written `…`
 * must be the same in all tensors that have them; written `*` they are not compared.
 *
 *     const { T, S, D } = sizes({ q: [q, '… T D'], k: [k, '… S D'] });
 *
 * @throws `invalid shapes: q is [3, 2], k is [3, 4]: D is 2 in q and 4 in k`
 */
export function sizes<Axes extends string>(
  tensors: Readonly<Record<string, readonly [tensor: Tensor, axes: Axes]>>,
): Record<Letters<Axes>, number> {
  const found = new Map<string, { readonly size: string; readonly name: string }>();
  const fail = (why: string): never => {
    const shapes = Object.entries(tensors).map(([name, [{ shape }]]) => `${name} is ${shapeText(shape)}`);
    throw new Error(`invalid shapes: ${shapes.join(', ')}: ${why}`);
  };
  for (const [name, [{ shape }, axes]] of Object.entries(tensors)) {
    const labels = label(shape, axes) ?? fail(`${name} must be (${axes.replaceAll(' ', ', ')})`);
    for (const [letter, size] of labels) {
      const before = found.get(letter) ?? { size, name };
      if (before.size !== size) fail(`${letter} is ${before.size} in ${before.name} and ${size} in ${name}`);
      if (size === '0') fail(`${letter} is 0 in ${name}`);
      found.set(letter, before);
    }
  }
  found.delete('…');
  const numbers = [...found].map(([letter, { size }]) => [letter, Number(size)]);
  return Object.fromEntries(numbers) as Record<Letters<Axes>, number>;
}

/**
 * Checks that a tensor stretches to a shape without changing it: its axes, from the last, are as long or 1.
 * @throws `invalid shapes: mask is [3, 5], scores are [3, 4]: …`
 */
export function assertStretches(name: string, tensor: Tensor, to: string, shape: readonly number[]): void {
  const offset = shape.length - tensor.rank;
  if (offset < 0 || tensor.shape.some((size, axis) => size !== 1 && size !== shape[axis + offset])) {
    throw new Error(
      `invalid shapes: ${name} is ${shapeText(tensor.shape)}, ${to} are ${shapeText(shape)}: ` +
        `every axis of ${name}, from the last, must be 1 or as long as that of ${to}`,
    );
  }
}

/** A shape as text. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Letters paired with sizes, or null when the number of axes is wrong. */
function label(shape: readonly number[], axes: string): [letter: string, size: string][] | null {
  const letters = axes.split(' ');
  const leading = letters[0] === '…' || letters[0] === '*' ? letters.shift() : undefined;
  const rest = shape.length - letters.length;
  if (rest < 0 || (rest > 0 && leading === undefined)) return null;
  const pairs = letters.map((letter, i): [string, string] => [letter, String(shape[rest + i])]);
  return leading === '…' ? [['…', shapeText(shape.slice(0, rest))], ...pairs] : pairs;
}

// What a piece of an article came to, as plain data: tensors are read when the cell has run, because later cells may
// change or free them, and what is drawn later is what was there then.
import { Tensor } from '@tensorflow/tfjs-core';
import type { FigureKind } from '../widget/figure.ts';

/** A finished output. Values of a matrix stand in row-major order, for any number of axes. */
export type Output =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'matrix'; readonly shape: readonly number[]; readonly values: readonly number[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Entry[])[] }
  | { readonly kind: 'formula'; readonly tex: string }
  | { readonly kind: 'figure'; readonly figure: FigureKind<unknown>; readonly data: unknown }
  | {
      readonly kind: 'record';
      readonly entries: readonly { readonly name: string; readonly output: Output }[];
    };

/** One cell of a table. */
export type Entry = number | string;

/** Marks what the display helpers made, so that it is not taken for a record of numbers. */
export class Shown {
  readonly output: Output;

  constructor(output: Output) {
    this.output = output;
  }
}

/**
 * The output for a value: numbers, texts, matrices as tensors or as rows, rows of records as a table, a record (a trace)
 * as its entries by name, and what `show`, `table` and `tex` made.
 * @throws for a value that has no form on a page, such as a function.
 */
export function toOutput(value: unknown): Output {
  if (value === undefined || value === null) return { kind: 'nothing' };
  if (value instanceof Shown) return value.output;
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return { kind: 'text', value };
  if (typeof value === 'boolean') return { kind: 'text', value: String(value) };
  if (value instanceof Tensor) return fromTensor(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return fromArray([...(value as Float32Array)]);
  if (Array.isArray(value)) return fromArray(value);
  if (typeof value === 'object' && !(value instanceof Promise)) {
    const entries = Object.entries(value).map(([name, entry]) => ({ name, output: toOutput(entry) }));
    if (entries.length > 0) return { kind: 'record', entries };
  }
  const known = 'a number, text, matrix, tensor, record, rows of records, show(…), table(…) or tex`…`';
  throw new Error(`a cell cannot show ${describe(value)}; it can show ${known}`);
}

/**
 * Rows of records as a table; the columns are the keys in the order in which they first appear.
 * @throws when an entry is neither a number nor a text.
 */
export function tableOf(rows: readonly Readonly<Record<string, unknown>>[]): Output {
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => head.map((key) => entryOf(row[key], key)));
  return { kind: 'table', head, rows: cells };
}

function entryOf(value: unknown, key: string): Entry {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return '';
  if (value instanceof Tensor && value.size === 1) return value.dataSync()[0] as number;
  throw new Error(`invalid table: “${key}” is ${describe(value)}; expected a number or text`);
}

function fromTensor(tensor: Tensor): Output {
  const values = [...tensor.dataSync()] as (number | string)[];
  if (tensor.dtype === 'string') return { kind: 'text', value: values.join(', ') };
  if (tensor.rank === 0) return { kind: 'number', value: values[0] as number };
  return { kind: 'matrix', shape: tensor.shape, values: values as number[] };
}

function fromArray(value: readonly unknown[]): Output {
  if (value.length === 0) return { kind: 'text', value: '[]' };
  const shape = shapeOf(value);
  if (shape !== null) return { kind: 'matrix', shape, values: value.flat(Infinity) as number[] };
  if (value.every((item) => typeof item === 'string' || typeof item === 'boolean')) {
    return { kind: 'text', value: value.join(', ') };
  }
  if (value.every((item) => item instanceof Tensor || Array.isArray(item))) {
    return { kind: 'record', entries: value.map((item, i) => ({ name: `[${i}]`, output: toOutput(item) })) };
  }
  if (value.every((item) => typeof item === 'object' && item !== null && !(item instanceof Shown))) {
    return tableOf(value as Record<string, unknown>[]);
  }
  return { kind: 'record', entries: value.map((item, i) => ({ name: `[${i}]`, output: toOutput(item) })) };
}

/** The shape of nested rows of numbers; null when they are ragged, or hold anything else. */
function shapeOf(value: unknown): number[] | null {
  if (typeof value === 'number') return [];
  if (!Array.isArray(value) || value.length === 0) return null;
  const inner = value.map(shapeOf);
  const [first] = inner;
  if (first === undefined || first === null) return null;
  return inner.every((shape) => String(shape) === String(first)) ? [value.length, ...first] : null;
}

function describe(value: unknown): string {
  if (typeof value === 'function') return `a function (${value.name || 'without a name'})`;
  if (value instanceof Promise) return 'a promise (await it)';
  return typeof value === 'object' ? 'an empty record' : `a ${typeof value}`;
}

// How the trace of coordinate attention reads, for one channel of the features: each intermediate with its step of the formula and
// its arithmetic.
import { dotProduct } from '../../figures/arithmetic.ts';
import type { Step, Walk } from '../../figures/walk.ts';
import { fixed, numbered, short } from '../../widget/format.ts';
import type { Matrix } from '../../math/tensor.ts';
import type { Plain } from './parameters.ts';

/** What the arithmetic needs to know beside the matrices. */
export interface Context {
  /** All channels of the features; which of them is shown, from 0. */
  readonly x: readonly Matrix[];
  readonly channel: number;
  readonly parameters: Plain;
}

/** The params that change the formula. */
export interface Choices {
  readonly activation?: 'hswish' | 'relu';
}

const row = (matrix: Matrix | undefined, i: number): number[] => matrix?.[i] ?? [];
const column = (matrix: Matrix | undefined, j: number): number[] =>
  (matrix ?? []).map((line) => line[j] ?? Number.NaN);
const at = (matrix: Matrix | undefined, i: number, j: number): number => matrix?.[i]?.[j] ?? Number.NaN;
const entry = (numbers: readonly number[], i: number): number => numbers[i] ?? Number.NaN;
type Four = [number, number, number, number];

/** `(0.1 + 0.2 + …) / 8 = 0.15`. */
function meanOf(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 8).map((x) => (x < 0 ? `(${short(x)})` : short(x)));
  const sum = numbers.reduce((total, x) => total + x, 0);
  const more = numbers.length > 8 ? ' + …' : '';
  return `(${shown.join(' + ')}${more}) / ${numbers.length} = ${fixed(sum / numbers.length, 3)}`;
}

/** The gates of the rows or of the columns: a 1×1 convolution of what came through the activation, then a sigmoid. */
function gates(name: 'gh' | 'gw'): Step<Choices, Context>['explain'] {
  return ({ f, [name]: made, gh }: Walk['matrices'], i, j, { parameters }) => {
    const place = name === 'gh' ? j : j + (gh?.[0]?.length ?? 0);
    const weights = row(name === 'gh' ? parameters.wh : parameters.ww, i);
    const bias = entry(name === 'gh' ? parameters.bh : parameters.bw, i);
    const seen = column(f, place);
    const score = weights.reduce((total, w, m) => total + w * (seen[m] ?? 0), bias);
    return {
      text: `σ(${short(score)}) = 1 / (1 + e^(${short(-score)})) = ${fixed(at(made, i, j), 3)}`,
      sources: { f: { column: place } },
    };
  };
}

/** From the means of the strips to the gated channel, in the order of the kernel. */
export const steps = {
  strips: {
    title: { en: 'Means of the strips', zh: '条带平均' },
    formula: String.raw`[z^h,\,z^w]`,
    caption: {
      en: 'One number for each row of the map, then one for each column, in every channel.',
      zh: '每个通道里，特征图的每一行一个数，接着每一列一个数。',
    },
    scale: 'scores',
    axes: ['channels', 'strips'],
    explain: (_matrices, i, j, { x, channel }) => {
      const map = x[i] ?? [];
      const inRows = j < map.length;
      const place = inRows ? { row: j } : { column: j - map.length };
      return {
        text: meanOf(inRows ? row(map, j) : column(map, j - map.length)),
        ...(i === channel && { sources: { x: place } }),
      };
    },
  },
  hidden: {
    title: { en: 'Shared 1×1 convolution', zh: '共用的 1×1 卷积' },
    formula: String.raw`F_1[z^h,\,z^w]`,
    scale: 'scores',
    axes: ['hidden', 'strips'],
    explain: ({ strips, hidden }, i, j, { parameters }) => ({
      text: dotProduct(row(parameters.w1, i), column(strips, j), at(hidden, i, j)),
      sources: { strips: { column: j } },
    }),
  },
  normalized: {
    title: { en: 'Batch normalisation', zh: '批归一化' },
    formula: String.raw`\gamma\,\tfrac{u-\mu}{\sqrt{v+\varepsilon}}+\beta`,
    scale: 'scores',
    axes: ['hidden', 'strips'],
    explain: ({ hidden, normalized }, i, j, { parameters: { norm } }) => {
      const [mu, v, gamma, beta] = [norm.mean, norm.variance, norm.gamma, norm.beta].map((one) =>
        entry(one, i),
      ) as Four;
      const less = mu < 0 ? `+ ${short(-mu)}` : `− ${short(mu)}`;
      const plain = gamma === 1 && beta === 0;
      const shift = beta < 0 ? `− ${short(-beta)}` : `+ ${short(beta)}`;
      const standard = `(${short(at(hidden, i, j))} ${less}) / √${short(v)}`;
      return {
        text: `${plain ? standard : `${short(gamma)}·${standard} ${shift}`} = ${fixed(at(normalized, i, j), 3)}`,
        sources: { hidden: { row: i, column: j } },
      };
    },
  },
  f: {
    title: { en: 'Activation', zh: '激活函数' },
    formula: {
      variants: {
        hswish: String.raw`f=u\cdot\tfrac{\min(\max(u+3,0),6)}{6}`,
        relu: String.raw`f=\max(0,u)`,
      },
      pick: ({ activation = 'hswish' }) => activation,
    },
    scale: 'scores',
    axes: ['hidden', 'strips'],
    explain: ({ normalized, f }, i, j) => ({
      text: `δ(${short(at(normalized, i, j))}) = ${fixed(at(f, i, j), 3)}`,
      sources: { normalized: { row: i, column: j } },
    }),
  },
  gh: {
    title: { en: 'Gates of the rows', zh: '行的门' },
    formula: String.raw`g^h=\sigma(F_h f^h)`,
    scale: 'weights',
    axes: ['channels', 'rows'],
    explain: gates('gh'),
  },
  gw: {
    title: { en: 'Gates of the columns', zh: '列的门' },
    formula: String.raw`g^w=\sigma(F_w f^w)`,
    scale: 'weights',
    axes: ['channels', 'columns'],
    explain: gates('gw'),
  },
  plane: {
    title: { en: 'Gate plane of the channel', zh: '该通道的门控平面' },
    formula: String.raw`g^h_i\,g^w_j`,
    scale: 'weights',
    axes: ['rows', 'columns'],
    explain: ({ gh, gw, plane }, i, j, { channel }) => ({
      text: `${short(at(gh, channel, i))}·${short(at(gw, channel, j))} = ${fixed(at(plane, i, j), 3)}`,
      sources: { gh: { row: channel, column: i }, gw: { row: channel, column: j } },
    }),
  },
  output: {
    title: { en: 'Output of the channel', zh: '该通道的输出' },
    formula: String.raw`y_{ij}=x_{ij}\,g^h_i\,g^w_j`,
    scale: 'output',
    axes: ['rows', 'columns'],
    explain: ({ x, plane, output }, i, j) => ({
      text: `${short(at(x, i, j))}·${short(at(plane, i, j))} = ${fixed(at(output, i, j), 3)}`,
      sources: { x: { row: i, column: j }, plane: { row: i, column: j } },
    }),
  },
} as const satisfies Record<string, Step<Choices, Context>>;

/** Names of rows, of columns, and of one after the other: r₁, r₂, … c₁, c₂, …. */
export function stripNames(H: number, W: number): Record<'rows' | 'columns' | 'strips', string[]> {
  const [rows, columns] = [numbered('r', H), numbered('c', W)];
  return { rows, columns, strips: [...rows, ...columns] };
}

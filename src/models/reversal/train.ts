// Training of the reversing head: Adam (Kingma and Ba 2014, algorithm 1) on fresh random sequences, a pure function of its setup.
import { random, type Random } from '../../math/random.ts';
import {
  begin,
  letters,
  names,
  pass,
  places,
  type Parameters,
  type Quality,
  type Sequence,
} from './model.ts';

export interface Setup {
  readonly seed: number;
  /** The learning rate. */
  readonly rate: number;
  /** Whether products are divided by √D. */
  readonly scaled: boolean;
}

/** Sequences in one step. */
export const batch = 16;

/** How many steps have been taken at each mark: one more each time up to ten, then eighteen marks to every power of ten. */
export const marks: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9],
  ...[10, 100, 1000].flatMap((power) =>
    [1, 1.2, 1.4, 1.6, 1.8, 2, 2.3, 2.6, 3, 3.4, 3.8, 4.3, 4.8, 5.4, 6, 6.8, 7.7, 8.8].map((x) =>
      Math.round(x * power),
    ),
  ),
].filter((steps) => steps <= 5400);

/** What is measured at a mark. */
export interface Measured extends Quality {
  /** The length of the slope of the loss along each matrix. */
  readonly slopes: Readonly<Record<keyof Parameters, number>>;
}

/** What is known at a mark. */
export interface Mark extends Measured {
  readonly parameters: Parameters;
}

/**
 * Random sequences. Those whose letters sum to a multiple of their number, one in eight, are held out: training never draws them,
 * and on them it is measured. The first letter decides.
 */
export function draw(count: number, heldOut: boolean, source: Random): Sequence[] {
  const letter = (from = 0): number => Math.floor(source.uniform(from, letters));
  return Array.from({ length: count }, () => {
    const rest = Array.from({ length: places - 1 }, () => letter());
    const closing = (letters - (rest.reduce((sum, next) => sum + next, 0) % letters)) % letters;
    return [(closing + (heldOut ? 0 : letter(1))) % letters, ...rest];
  });
}

export const heldOut: readonly Sequence[] = draw(16, true, random(1));

/** A training under way: where it stands, what Adam remembers, and the marks that it has passed. */
interface Run {
  readonly setup: Setup;
  readonly parameters: Parameters;
  readonly first: Parameters;
  readonly second: Parameters;
  readonly marks: Mark[];
  /** Where its sequences come from. */
  readonly source: Random;
  steps: number;
}

const zeros = (like: Parameters): Parameters => mapped(like, (name) => new Float64Array(like[name].length));
const mapped = <A>(like: Parameters, of: (name: keyof Parameters) => A): Record<keyof Parameters, A> =>
  Object.fromEntries(Object.keys(like).map((name) => [name, of(name as keyof Parameters)])) as Record<
    keyof Parameters,
    A
  >;

function start(setup: Setup): Run {
  const source = random(setup.seed);
  const parameters = begin(source);
  const [first, second] = [zeros(parameters), zeros(parameters)];
  return { setup, parameters, first, second, marks: [], source, steps: 0 };
}

/** Writes down how things stand, if a mark is reached. */
function mark({ setup, parameters, steps, marks: passed }: Run): void {
  if (marks[passed.length] !== steps) return;
  const { slopes, loss, accuracy, diagonal } = pass(parameters, heldOut, setup.scaled);
  const length = (name: keyof Parameters): number =>
    Math.sqrt(slopes[name].reduce((sum, x) => sum + x * x, 0));
  passed.push({
    loss,
    accuracy,
    diagonal,
    slopes: mapped(slopes, length),
    parameters: mapped(parameters, (name) => parameters[name].slice()),
  });
}

/** One step of Adam, on the next sequences. */
function step(run: Run): void {
  const { setup, parameters, first, second } = run;
  const { slopes } = pass(parameters, draw(batch, false, run.source), setup.scaled);
  run.steps += 1;
  const [fade1, fade2] = [1 - 0.9 ** run.steps, 1 - 0.999 ** run.steps];
  for (const name of names) {
    const [p, g, m, v] = [parameters[name], slopes[name], first[name], second[name]];
    for (let i = 0; i < p.length; i += 1) {
      const slope = g[i]!;
      m[i] = 0.9 * m[i]! + 0.1 * slope;
      v[i] = 0.999 * v[i]! + 0.001 * slope * slope;
      p[i]! -= (setup.rate * (m[i]! / fade1)) / (Math.sqrt(v[i]! / fade2) + 1e-8);
    }
  }
  mark(run);
}

/** The last trainings are kept, so that more steps cost only what is new. */
const kept = new Map<string, Run>();
const mostKept = 4;

function runOf(setup: Setup): Run {
  const key = JSON.stringify([setup.seed, setup.rate, setup.scaled]);
  const run = kept.get(key) ?? start(setup);
  kept.delete(key);
  kept.set(key, run);
  for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
  return run;
}

/** Trains until a mark, counted from 0, and answers all marks up to it. Yields its progress, 0…1, after every few steps. */
export function* train(setup: Setup, until: number): Generator<number, readonly Mark[]> {
  const run = runOf(setup);
  const [from, to] = [run.steps, marks[until] ?? 0];
  while (run.steps < to) {
    step(run);
    if (run.steps % 8 === 0) yield (run.steps - from) / (to - from);
  }
  return run.marks.slice(0, until + 1);
}

import { describe, expect, it } from 'vitest';
import { InputProblem } from '../widget/problem.ts';
import { buffersOf, createJob, type Listener, type Loop } from './job.ts';

/** A loop whose time passes when the job works, and whose turns come when the test says so. */
function bench() {
  let time = 0;
  const waiting: (() => void)[] = [];
  const loop: Loop = { now: () => time, later: (work) => void waiting.push(work) };
  const heard: unknown[] = [];
  const listener: Listener<unknown> = {
    progress: (share) => void heard.push(share),
    done: (result) => void heard.push({ result }),
    failed: (error) => void heard.push(error),
  };
  return {
    loop,
    listener,
    heard,
    waiting,
    work: (milliseconds: number) => void (time += milliseconds),
    turn: () => waiting.shift()?.(),
    all: () => {
      while (waiting.length > 0) waiting.shift()?.();
    },
  };
}

/** Ten steps of so many milliseconds. */
function tenSteps({ work }: ReturnType<typeof bench>, milliseconds: number, tidied?: () => void) {
  return function* (): Generator<number, string> {
    try {
      for (let i = 1; i <= 10; i += 1) {
        work(milliseconds);
        yield i / 10;
      }
      return 'result';
    } finally {
      tidied?.();
    }
  };
}

describe('a job', () => {
  it('begins after the turn of what waits already, works in slices, and tells its progress after each', () => {
    const it = bench();
    createJob(tenSteps(it, 3), it.loop, it.listener);
    expect(it.heard).toEqual([]);
    it.turn();
    expect(it.heard).toEqual([0.4]);
    it.all();
    expect(it.heard).toEqual([0.4, 0.8, { result: 'result' }]);
  });

  it('takes at least one step a slice, however long it is', () => {
    const it = bench();
    createJob(tenSteps(it, 100), it.loop, it.listener);
    it.all();
    expect(it.heard.length).toBe(11);
  });

  it('computes what is no generator in one go', () => {
    const it = bench();
    createJob(() => 'result', it.loop, it.listener);
    it.all();
    expect(it.heard).toEqual([{ result: 'result' }]);
  });

  it('rests while it is paused', () => {
    const it = bench();
    const job = createJob(tenSteps(it, 5), it.loop, it.listener);
    it.turn();
    job.pause();
    it.all();
    expect(it.heard).toEqual([0.2]);
    job.resume();
    job.resume();
    expect(it.waiting.length).toBe(1);
    it.all();
    expect(it.heard.at(-1)).toEqual({ result: 'result' });
  });

  it('does not go twice as fast when it is paused and resumed between two turns', () => {
    const it = bench();
    const job = createJob(tenSteps(it, 5), it.loop, it.listener);
    job.pause();
    job.resume();
    expect(it.waiting.length).toBe(1);
  });

  it('is silent after it was cancelled, and tidies up', () => {
    const it = bench();
    let tidied = 0;
    const job = createJob(
      tenSteps(it, 5, () => void (tidied += 1)),
      it.loop,
      it.listener,
    );
    it.turn();
    job.cancel();
    job.resume();
    it.all();
    expect(it.heard).toEqual([0.2]);
    expect(tidied).toBe(1);
  });

  it('tells what was thrown, at the start or later', () => {
    for (const steps of [0, 3]) {
      const it = bench();
      const problem = new InputProblem({ en: 'no', zh: '不' });
      createJob(
        function* () {
          for (let i = 0; i < steps; i += 1) yield 0;
          throw problem;
        },
        it.loop,
        it.listener,
      );
      it.all();
      expect(it.heard.at(-1)).toBe(problem);
    }
  });
});

describe('buffersOf', () => {
  it('finds every buffer once, wherever it is', () => {
    const shared = new Float32Array(6);
    const other = new Uint8Array(2);
    const trace = {
      rows: [shared.subarray(0, 3), shared.subarray(3)],
      by: new Map([['other', { other }]]),
      numbers: [1, 2, 3],
      nothing: null,
      text: 'a',
    };
    expect(buffersOf(trace)).toEqual([shared.buffer, other.buffer]);
  });

  it('lets rows of one matrix arrive as rows of one matrix', () => {
    const matrix = Float32Array.from([1, 2, 3, 4]);
    const trace = { rows: [matrix.subarray(0, 2), matrix.subarray(2)] };
    const arrived = structuredClone(trace, { transfer: buffersOf(trace) });
    expect(matrix.length).toBe(0);
    expect(arrived.rows.map((row) => [...row])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(arrived.rows[0]?.buffer).toBe(arrived.rows[1]?.buffer);
  });
});

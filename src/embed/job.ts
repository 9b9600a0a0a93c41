// A computation in slices, so that whoever computes can listen between them.
import { isStepwise, type Computation } from '../widget/compute.ts';

/** A computation under way. */
export interface Job {
  pause(): void;
  resume(): void;
  /** Ends it; nothing is heard of it any more. */
  cancel(): void;
}

/** Where a job runs: a clock in milliseconds, and a way to go on after whatever else waits has had its turn. */
export interface Loop {
  now(): number;
  later(work: () => void): void;
}

/** What is heard of a job. */
export interface Listener<T> {
  progress(share: number): void;
  done(result: T): void;
  failed(error: unknown): void;
}

/** Milliseconds of computing before others have their turn. */
const slice = 10;

/** Starts a job: after each slice it tells its progress and lets others have their turn; a result or an error ends it. */
export function createJob<T>(start: () => Computation<T>, loop: Loop, listener: Listener<T>): Job {
  let state: 'running' | 'paused' | 'over' = 'running';
  let steps: Generator<number, T> | undefined;
  let waiting = false;

  const wait = (): void => {
    if (waiting) return;
    waiting = true;
    loop.later(turn);
  };
  const turn = (): void => {
    waiting = false;
    if (state !== 'running') return;
    try {
      const end = loop.now() + slice;
      const begun = steps ?? start();
      if (!isStepwise(begun)) return finish(begun);
      steps = begun;
      let share = 0;
      do {
        const { done, value } = steps.next();
        if (done === true) return finish(value);
        share = value;
      } while (loop.now() < end);
      listener.progress(share);
    } catch (error) {
      state = 'over';
      return listener.failed(error);
    }
    wait();
  };
  const finish = (result: T): void => {
    state = 'over';
    listener.done(result);
  };

  wait();
  return {
    pause() {
      if (state === 'running') state = 'paused';
    },
    resume() {
      if (state !== 'paused') return;
      state = 'running';
      wait();
    },
    cancel() {
      state = 'over';
      steps?.return(undefined as T);
    },
  };
}

/** The buffers of all typed arrays in a result, to be handed over instead of copied. */
export function buffersOf(result: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    } else if (Array.isArray(value)) {
      // A row of numbers holds no array.
      if (typeof value[0] !== 'number') for (const item of value) visit(item);
    } else if (value instanceof Map) {
      for (const item of value.values()) visit(item);
    } else for (const item of Object.values(value)) visit(item);
  };
  visit(result);
  return [...buffers];
}

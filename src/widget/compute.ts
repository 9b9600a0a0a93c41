// A computation that may take its time: a function, or a generator that says between slices how far it has come.

/** What a computation gives: its result, or a generator that yields its progress, 0…1, and returns its result. */
export type Computation<T> = T | Generator<number, T>;

/** Whether a computation is a generator. */
export function isStepwise<T>(computation: Computation<T>): computation is Generator<number, T> {
  return Object.prototype.toString.call(computation) === '[object Generator]';
}

/** The result, computed at once: at build, in tests, and in a page for what is small. */
export function atOnce<T>(computation: Computation<T>): T {
  if (!isStepwise(computation)) return computation;
  for (;;) {
    const { done, value } = computation.next();
    if (done === true) return value;
  }
}

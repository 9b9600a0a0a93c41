// The worker: computes widgets beside the page, several at a time, and listens between slices. Its layer is its own: it may
// choose TensorFlow.js's backend, which pages must not.
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { chooseBackend, leaveWasm } from '../math/backend.ts';
import type { Computation } from '../widget/compute.ts';
import { InputProblem } from '../widget/problem.ts';
import { buffersOf, createJob, type Job, type Loop } from './job.ts';
import type { Order, Report } from './messages.ts';
import { loadWidget } from './registry.ts';

/** A worker's own side of itself; its types are those of the page's side. */
const scope = globalThis as unknown as Pick<Worker, 'postMessage' | 'addEventListener'>;
const tell = (report: Report, transfer: ArrayBuffer[] = []): void => scope.postMessage(report, transfer);

/** A message to oneself comes after the page's; a timer would wait four milliseconds more. */
function createLoop(): Loop {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return {
    now: () => performance.now(),
    later(work) {
      waiting.push(work);
      port2.postMessage(null);
    },
  };
}

const loop = createLoop();
const backend = chooseBackend({ simd: absolute(simd), plain: absolute(plain) });
void backend.then((chosen) => tell({ kind: 'backend', ...chosen }));

function absolute(url: string): string {
  return new URL(url, location.href).href;
}

/** Jobs that were ordered and are not over; `changes` are told to a job that has not begun. */
const jobs = new Map<number, { job?: Job; paused: boolean }>();

async function start({ job: id, widget, params, lang }: Order & { kind: 'start' }): Promise<void> {
  const entry: { job?: Job; paused: boolean } = { paused: false };
  jobs.set(id, entry);
  const failed = (error: unknown): void => {
    if (error instanceof InputProblem) tell({ kind: 'problem', job: id, text: error.text });
    else tell({ kind: 'error', job: id, message: String(error) });
    jobs.delete(id);
  };
  try {
    const [definition] = await Promise.all([loadWidget(widget), backend]);
    if (!jobs.has(id)) return;
    const begin = (): void => {
      entry.job = createJob(() => definition.compute(params, lang) as Computation<unknown>, loop, {
        progress: (share) => tell({ kind: 'progress', job: id, share }),
        done(trace) {
          jobs.delete(id);
          try {
            tell({ kind: 'done', job: id, trace }, buffersOf(trace));
          } catch (error) {
            failed(error);
          }
        },
        failed: (error) => void retry(error),
      });
      if (entry.paused) entry.job.pause();
    };
    const retry = async (error: unknown): Promise<void> => {
      const why = await leaveWasm(error);
      if (why === null) return failed(error);
      tell({ kind: 'backend', name: 'cpu', why });
      if (jobs.has(id)) begin();
    };
    begin();
  } catch (error) {
    failed(error);
  }
}

scope.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.kind === 'start') return void start(data);
  const entry = jobs.get(data.job);
  if (entry === undefined) return;
  entry.paused = data.kind === 'pause';
  entry.job?.[data.kind]();
  if (data.kind === 'cancel') jobs.delete(data.job);
});

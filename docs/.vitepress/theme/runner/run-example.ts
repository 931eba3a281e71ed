/** Runs an example in a worker that ends with it, or with its time. */
import type { FromWorker, Output } from './messages.ts';

/** How long an example may run, in milliseconds. */
const LIMIT_MS = 10_000;

/** An example that runs. */
export interface Run {
  /** Resolves when it has ended, whichever way. */
  readonly ended: Promise<void>;
  stop(): void;
}

export function runExample(source: string, output: (line: Output) => void): Run {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let stop = (): void => {};
  const ended = new Promise<void>((resolve) => {
    stop = () => {
      clearTimeout(timer);
      worker.terminate();
      resolve();
    };
  });
  const fail = (text: string): void => {
    output({ kind: 'print', level: 'error', text });
    stop();
  };
  const timer = setTimeout(() => fail(`ended after ${LIMIT_MS / 1000} seconds`), LIMIT_MS);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => (data.kind === 'done' ? stop() : output(data));
  worker.onerror = ({ message }) => fail(message || 'the worker did not load');
  worker.postMessage(source);
  return { ended, stop };
}

/** Runs one example with the packages themselves, in a worker of its own. */
import type { FromWorker } from './messages.ts';
import { loadPackage } from './packages.ts';
import { type Arrow, prepare } from './prepare.ts';
import { isShown, showPrinted, showValue } from './show-value.ts';

const post = (message: FromWorker): void => self.postMessage(message);

for (const level of ['log', 'warn', 'error'] as const) {
  console[level] = (...values: unknown[]) => post({ kind: 'print', level, text: showPrinted(values) });
}
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  console.error(describe(event.reason));
});
self.addEventListener('error', (event) => {
  event.preventDefault();
  console.error(describe(event.error));
});

self.onmessage = async ({ data }: MessageEvent<string>) => {
  try {
    await run(data);
  } catch (error) {
    console.error(describe(error));
  }
  // What the example has started may still print in this turn.
  setTimeout(() => post({ kind: 'done' }));
};

/** Resolves when the example is at its end and every arrow was reached. */
async function run(source: string): Promise<void> {
  const { body, arrows } = prepare(source);
  const pending = new Set(arrows);
  const { promise: reached, resolve } = settled();
  const settle = (arrow: Arrow, text: string, agrees: boolean): void => {
    post({ kind: 'value', line: arrow.line, text, agrees });
    pending.delete(arrow);
    if (pending.size === 0) resolve();
  };
  const shows = (index: number, value: unknown): unknown => {
    const arrow = arrows[index] as Arrow;
    settle(arrow, showValue(value), isShown(value, arrow.text));
    return value;
  };
  const prints = (index: number, ...values: unknown[]): void => {
    const arrow = arrows[index] as Arrow;
    const text = showPrinted(values);
    settle(arrow, text, text === arrow.text || (values.length === 1 && isShown(values[0], arrow.text)));
  };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const example = new AsyncFunction('__import', '__shows', '__prints', `"use strict"; ${body}\n`);
  await example(loadPackage, shows, prints);
  if (pending.size > 0) await reached;
}

function settled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The error, and the line of the example that it comes from. The function that holds the example begins two lines earlier. */
function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : showValue(error);
  const line = error instanceof Error ? /(?:<anonymous>|Function):(\d+):\d+/.exec(error.stack ?? '')?.[1] : undefined;
  return line === undefined ? text : `line ${Number(line) - 2}: ${text}`;
}

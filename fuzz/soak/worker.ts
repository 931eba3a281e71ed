/** What both processes of the soak have in common: orders from the parent, random choices, and what is left over. */
import { Socket as Stream } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { Socket } from '@rfc6455/socket';

/** What a process holds while it does nothing. Sizes are in bytes. */
export interface Level {
  readonly heap: number;
  readonly resident: number;
  /** How many objects of each kind are alive. */
  readonly alive: { readonly sockets: number; readonly streams: number; readonly promises: number };
  /** What keeps the process running, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** What nobody has handled: thrown errors, rejected promises, warnings. */
  readonly unhandled: readonly string[];
}

/** One order of the parent. */
export interface Order {
  readonly name: string;
  readonly argument: unknown;
}

/** The answer to the order before it. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

const READINGS = 5;
const unhandled: string[] = [];

/** Collects garbage several times, and takes the least of what remains: what comes and goes is no leak. */
async function measure(): Promise<Level> {
  let heap = Number.POSITIVE_INFINITY;
  let resident = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < READINGS; reading++) {
    await sleep(100);
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    heap = Math.min(heap, heapUsed + external);
    resident = Math.min(resident, rss);
  }
  const count = (kind: Parameters<typeof queryObjects>[0]): number => queryObjects(kind, { format: 'count' });
  const alive = { sockets: count(Socket), streams: count(Stream), promises: count(Promise) };
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return { heap, resident, alive, resources, unhandled };
}

/** Obeys the parent, one order after the other. */
export function obey(commands: Readonly<Record<string, (argument: never) => unknown>>): void {
  const all: Readonly<Record<string, (argument: never) => unknown>> = { ...commands, measure };
  process.on('message', async ({ name, argument }: Order) => {
    let answer: Answer;
    try {
      answer = { result: await all[name]!(argument as never) };
    } catch (error) {
      answer = { error: String((error as Error).stack ?? error) };
    }
    process.send!(answer);
  });
  process.on('disconnect', () => process.exit());
  const note = (error: unknown) => unhandled.push(String((error as Error).stack ?? error));
  process.on('uncaughtException', note).on('unhandledRejection', note);
  // The count of objects is an experimental feature of Node.
  process.on('warning', (warning) => warning.name === 'ExperimentalWarning' || note(warning));
}

/** An integer from 0 to one below `end`. */
export function below(end: number): number {
  return Math.floor(Math.random() * end);
}

/** One of several. */
export function oneOf<T>(choices: readonly T[]): T {
  return choices[below(choices.length)]!;
}

/** Ends or breaks one TCP stream without a word to the socket on it. */
export function breakStream(stream: Stream | undefined): void {
  // A stream that is being shut down cannot be reset: Node would leave it open for ever.
  if (stream === undefined || stream.connecting || stream.writableEnded || stream.destroyed) return;
  if (Math.random() < 0.5) stream.resetAndDestroy();
  else stream.end();
}

/** Streams, to draw one from. */
export class StreamPool {
  readonly #streams = new Set<Stream>();

  /** Keeps a stream until it is closed. */
  add(stream: Stream): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
  }

  draw(): Stream | undefined {
    return oneOf([...this.#streams]);
  }
}

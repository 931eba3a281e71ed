/** A soak: a server and clients in processes of their own, random traffic, random ends; then nothing may be left. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClientCounts, Task } from './client.ts';
import type { ServerCounts } from './server.ts';
import type { Answer, Level, Order } from './worker.ts';

/** How long, and how many. */
export interface SoakOptions {
  readonly seconds: number;
  readonly connections: number;
}

/** What one process held: before it did anything, after the warm-up, and in the end. */
export interface Levels {
  readonly before: Level;
  readonly warm: Level;
  readonly after: Level;
}

/** What was found. */
export interface SoakReport {
  readonly client: Levels;
  readonly server: Levels;
  readonly traffic: ClientCounts;
  readonly serverCounts: ServerCounts;
  /** How many sockets the server had left after each round, and after it was drained. */
  readonly left: readonly number[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A child process that obeys. */
class Worker implements Disposable {
  readonly #child: ChildProcess;

  constructor(file: string) {
    this.#child = fork(here('../../scripts/run-ts.mjs'), [here(file)], {
      execArgv: ['--expose-gc', '--conditions=@rfc6455/source', '--disable-warning=ExperimentalWarning'],
    });
  }

  /** Has it do something. Throws what it throws, and if it ends before it answers. */
  async order<T>(name: string, argument?: unknown): Promise<T> {
    const gaveUp = new AbortController();
    const { signal } = gaveUp;
    const ended = once(this.#child, 'exit', { signal }).then(([code, cause]) => {
      throw new Error(`the process ended with ${cause ?? code}`);
    });
    const answered = once(this.#child, 'message', { signal });
    this.#child.send({ name, argument } satisfies Order);
    try {
      const [{ result, error }] = (await Promise.race([answered, ended])) as [Answer];
      if (error !== undefined) throw new Error(error);
      return result as T;
    } finally {
      ended.catch(() => {});
      answered.catch(() => {});
      gaveUp.abort();
    }
  }

  measure(): Promise<Level> {
    return this.order('measure');
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }
}

/** Runs a soak. The first quarter is the warm-up. */
export async function soak(
  { seconds, connections }: SoakOptions,
  say: (what: string) => void = () => {},
): Promise<SoakReport> {
  const server = new Worker('server.ts');
  const client = new Worker('client.ts');
  const left: number[] = [];
  try {
    const before = await Promise.all([client.measure(), server.measure()]);
    const port = await server.order<number>('listen');
    const round = async (share: number): Promise<ClientCounts> => {
      await server.order('startKilling');
      const milliseconds = seconds * share * 1000;
      const traffic = await client.order<ClientCounts>('run', { port, connections, milliseconds } satisfies Task);
      await server.order('stopKilling');
      left.push(await server.order<number>('settle'));
      return traffic;
    };
    say(`warming up for ${seconds / 4} s`);
    await round(1 / 4);
    const warm = await Promise.all([client.measure(), server.measure()]);
    say(`running for ${(seconds * 3) / 4} s`);
    const traffic = await round(3 / 4);
    const serverCounts = await server.order<ServerCounts>('counts');
    left.push(await server.order<number>('drain'));
    const after = await Promise.all([client.measure(), server.measure()]);
    return {
      client: { before: before[0], warm: warm[0], after: after[0] },
      server: { before: before[1], warm: warm[1], after: after[1] },
      traffic,
      serverCounts,
      left,
    };
  } finally {
    client[Symbol.dispose]();
    server[Symbol.dispose]();
  }
}

/** How much more than after the warm-up may be held in the end. */
export interface Tolerance {
  /** The share of the level after the warm-up, for heap and resident memory. */
  readonly share: number;
  /** Bytes on top of that. */
  readonly bytes: number;
}

/** By what an attempt may fail where connections are broken at random, and the machine may be busy. */
const ORDINARY: readonly string[] = ['INCOMPLETE_RESPONSE', 'TCP_FAILED', 'TIMEOUT'];

/** All that is wrong with what was found; nothing if all is well. */
export function faultsOf({ client, server, traffic, serverCounts, left }: SoakReport, tolerance: Tolerance): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, otherwise: string) => {
    if (!holds) faults.push(otherwise);
  };
  expect(traffic.opened > 0 && traffic.echoes > 0, 'nothing happened');
  expect(traffic.opened === traffic.closed, `clients: ${traffic.opened} opened, ${traffic.closed} closed`);
  expect(
    serverCounts.opened === serverCounts.closed,
    `server: ${serverCounts.opened} opened, ${serverCounts.closed} closed`,
  );
  expect(traffic.wrong === 0, `${traffic.wrong} echoes are not what was sent`);
  const odd = Object.keys(traffic.failed).filter((code) => !ORDINARY.includes(code));
  expect(odd.length === 0, `attempts failed by ${odd}`);
  expect(traffic.stuck === 0, `${traffic.stuck} sockets did not close`);
  expect(Object.keys(serverCounts.errors).length === 0, `errors on the server: ${JSON.stringify(serverCounts.errors)}`);
  expect(
    left.every((count) => count === 0),
    `sockets left on the server after each round: ${left}`,
  );
  for (const [name, { before, warm, after }] of Object.entries({ client, server })) {
    expect(after.unhandled.length === 0, `${name}: unhandled: ${after.unhandled.join('\n')}`);
    for (const kind of ['sockets', 'streams'] as const) {
      expect(
        after.alive[kind] <= before.alive[kind],
        `${name}: ${after.alive[kind] - before.alive[kind]} ${kind} are alive`,
      );
    }
    // A handful comes and goes with the orders of the parent.
    expect(
      after.alive.promises <= warm.alive.promises + 20,
      `${name}: promises grew from ${warm.alive.promises} to ${after.alive.promises}`,
    );
    for (const [kind, count] of Object.entries(after.resources)) {
      const at = before.resources[kind] ?? 0;
      expect(count <= at, `${name}: ${count - at} more ${kind} than before`);
    }
    for (const kind of ['heap', 'resident'] as const) {
      const most = warm[kind] * (1 + tolerance.share) + tolerance.bytes;
      expect(after[kind] <= most, `${name}: ${kind} grew from ${warm[kind]} to ${after[kind]} bytes`);
    }
  }
  return faults;
}

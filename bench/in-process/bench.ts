/** What the benchmarks inside one process have in common. */
import { createRequire } from 'node:module';
import { Bench } from 'tinybench';

/** One thing to measure. */
export interface Case {
  /** As it stands behind the `@` in the figures. */
  readonly name: string;
  /** What one call of `run` does: so many messages, or so many bytes. */
  readonly messages?: number;
  readonly bytes?: number;
  /** Done before each call, and not measured. */
  prepare?(): void;
  run(): void;
}

/** The cases of each peer. They are made in the peer's own process. */
export type Cases = Readonly<Record<string, () => Promise<readonly Case[]> | readonly Case[]>>;

/** About so many bytes go through one call, so that the clock costs nothing beside it. */
export const BYTES_A_CALL: number = 1 << 20;

/** Milliseconds of this process's time: it stands still while another process has the core, and counts the garbage collector. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Measures cases for `ms` each: `perSecond@CASE` where messages are counted, `gigabytes@CASE` where bytes are. */
export async function measureCases(cases: readonly Case[], ms: number): Promise<Record<string, number>> {
  const bench = new Bench({
    time: ms,
    warmupTime: ms / 3,
    iterations: 10,
    warmupIterations: 4,
    now: cpuMilliseconds,
    throws: true,
  });
  for (const { name, run, prepare } of cases)
    bench.add(name, run, { async: false, ...(prepare && { beforeEach: prepare }) });
  await bench.run();
  const figures: Record<string, number> = {};
  for (const { name, messages, bytes } of cases) {
    const result = bench.getTask(name)?.result;
    if (result?.state !== 'completed') throw new Error(`${name}: ${result?.state}`);
    const seconds = result.latency.mean / 1000;
    if (messages !== undefined) figures[`perSecond@${name}`] = messages / seconds;
    if (bytes !== undefined) figures[`gigabytes@${name}`] = bytes / seconds / 1e9;
  }
  return figures;
}

/** A peer's module, from where the peers are installed. */
export const requirePeer: (name: string) => unknown = createRequire(`${process.env.PEERS}/`);

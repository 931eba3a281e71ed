/** Servers, clients and benchmarks in processes of their own, and what they cost, read from /proc: the same for every runtime. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { peersFolder } from './peers.ts';

/** What a program is started with. */
export interface Command {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface MeasuredProcess {
  /** The first line that it wrote. */
  readonly firstLine: string;
  /** User and system time of all its threads so far, in microseconds. */
  cpu(): number;
  /** Resident memory in bytes. */
  rss(): number;
  stop(): void;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Starts a program, and waits until it has written a line. */
export async function startProcess(name: string, { command, env }: Command, args: string[]): Promise<MeasuredProcess> {
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, PEERS: peersFolder },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const firstLine = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${name} ended with ${code} before it wrote a line`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
  const proc = `/proc/${child.pid}`;
  return {
    firstLine,
    cpu() {
      let nanoseconds = 0;
      for (const thread of readdirSync(`${proc}/task`)) {
        nanoseconds += Number(readFileSync(`${proc}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
      }
      return nanoseconds / 1000;
    },
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`${proc}/status`, 'latin1'))?.[1]) * 1024,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** What a stretch of time cost. */
export interface Cost {
  readonly seconds: number;
  /** Microseconds of the process. */
  readonly cpu: number;
  /** Shares of a core that the process took, and that this one, the load generator, took. */
  readonly load: number;
  readonly generatorLoad: number;
}

/** Begins a measurement. What it returns ends it. */
export function startMeter({ cpu }: MeasuredProcess): () => Cost {
  const [begin, cpuBefore, ownBefore] = [performance.now(), cpu(), process.cpuUsage()];
  return () => {
    const microseconds = (performance.now() - begin) * 1000;
    const [spent, own] = [cpu() - cpuBefore, process.cpuUsage(ownBefore)];
    return {
      seconds: microseconds / 1e6,
      cpu: spent,
      load: spent / microseconds,
      generatorLoad: (own.user + own.system) / microseconds,
    };
  };
}

/** Throws where a process cannot be measured. */
export function checkPlatform(): void {
  if (!existsSync('/proc/self/schedstat'))
    throw new Error('CPU time and memory are read from /proc: run this on Linux');
}

/** Throws unless a process may open this many connections. Node raises the soft limit to the hard one by itself. */
export function checkDescriptors(connections: number): void {
  const limit = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]);
  const needed = connections + 200;
  if (limit >= needed) return;
  throw new Error(
    `${connections} connections need ${needed} descriptors and the hard limit is ${limit}: run "ulimit -Hn ${needed}" as root first, or raise nofile in /etc/security/limits.conf`,
  );
}

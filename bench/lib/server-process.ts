/** A server in a process of its own, and what it costs, read from /proc: the same for every runtime. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peersFolder } from './peers.ts';

/** What a server does with what it receives. */
export type Mode = 'echo' | 'broadcast' | 'sink';

export interface ServerProcess {
  readonly name: string;
  readonly port: number;
  /** User and system time of all its threads so far, in microseconds. */
  cpu(): number;
  /** Resident memory in bytes. */
  rss(): number;
  stop(): void;
}

const file = (name: string) => fileURLToPath(new URL(`../servers/${name}`, import.meta.url));
const bin = (name: string) => join(peersFolder, 'node_modules', '.bin', name);

const COMMANDS: Readonly<Record<string, { command: string[]; env?: Record<string, string> }>> = {
  rfc6455: { command: [process.execPath, file('rfc6455.mjs')] },
  ws: { command: [process.execPath, file('ws.mjs')], env: { WS_NO_BUFFER_UTIL: '1' } },
  'ws+bufferutil': { command: [process.execPath, file('ws.mjs')] },
  bun: { command: [bin('bun'), file('bun.mjs')] },
  net: { command: [process.execPath, file('net.mjs')] },
};

/** Starts the server with this name. */
export async function startServer(name: string, mode: Mode): Promise<ServerProcess> {
  const entry = COMMANDS[name];
  if (entry === undefined) throw new Error(`no server ${name}; there are ${Object.keys(COMMANDS).join(', ')}`);
  const [program = '', ...args] = entry.command;
  const child: ChildProcess = spawn(program, [...args, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...entry.env, PEERS: peersFolder },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it listened`)));
    child.stdout?.once('data', (chunk) => resolve(Number(String(chunk).trim())));
  });
  const proc = `/proc/${child.pid}`;
  if (!existsSync(proc)) throw new Error('CPU time and memory are read from /proc: run this on Linux');
  return {
    name,
    port,
    cpu() {
      let nanoseconds = 0;
      for (const thread of readdirSync(`${proc}/task`)) {
        nanoseconds += Number(readFileSync(`${proc}/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
      }
      return nanoseconds / 1000;
    },
    rss() {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`${proc}/status`, 'latin1'))?.[1]) * 1024;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

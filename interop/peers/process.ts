/** Peers in processes of their own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The command that runs a peer: Debian's own Python for .py, this Node for .mjs. */
function command(file: string): [string, string[]] {
  return file.endsWith('.py') ? ['/usr/bin/python3', [here(file)]] : [process.execPath, [here(file)]];
}

/** Runs a peer that acts as a client to its end, and returns the JSON that it prints. */
export async function runPeer(file: string, args: readonly string[]): Promise<unknown> {
  const [program, first] = command(file);
  const { stdout } = await promisify(execFile)(program, [...first, ...args], { timeout: 50_000, maxBuffer: 1 << 20 });
  return JSON.parse(stdout);
}

export interface PeerServer {
  readonly port: number;
  stop(): void;
}

/** Starts a peer that acts as a server; the first thing it prints is its port. */
export async function startPeer(file: string, args: readonly string[]): Promise<PeerServer> {
  const [program, first] = command(file);
  const child: ChildProcess = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(Number(String(chunk).trim())));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it listened`)));
    child.once('error', reject);
  });
  return { port, stop: () => void child.kill('SIGKILL') };
}

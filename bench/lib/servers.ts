/** The servers that take turns. */
import { fileURLToPath } from 'node:url';
import { peerBinary } from './peers.ts';
import { type Command, type MeasuredProcess, startProcess } from './processes.ts';

/** What a server does with what it receives. */
export type Mode = 'echo' | 'broadcast' | 'sink';

export interface ServerProcess extends MeasuredProcess {
  readonly port: number;
}

const file = (name: string) => fileURLToPath(new URL(`../servers/${name}`, import.meta.url));
const node = (name: string) => [process.execPath, file(name)];

const SERVERS = {
  net: { command: node('net.mjs') },
  ws: { command: node('ws.mjs'), env: { WS_NO_BUFFER_UTIL: '1' } },
  'ws+bufferutil': { command: node('ws.mjs') },
  rfc6455: { command: node('rfc6455.mjs') },
  bun: { command: [peerBinary('bun'), file('bun.mjs')] },
  deno: { command: [peerBinary('deno'), 'run', '--quiet', '--no-config', '--allow-net', file('deno.mjs')] },
  websocket: { command: node('websocket.mjs') },
  'faye-websocket': { command: node('faye-websocket.mjs') },
} satisfies Record<string, Command>;

export type ServerName = keyof typeof SERVERS;

export const serverNames: readonly ServerName[] = Object.keys(SERVERS) as ServerName[];

/** Starts the server with this name; it writes its port. */
export async function startServer(name: ServerName, mode: Mode): Promise<ServerProcess> {
  const started = await startProcess(name, SERVERS[name], [mode]);
  return { ...started, port: Number(started.firstLine) };
}

/** The clients that take turns. */
import { fileURLToPath } from 'node:url';
import { type Command, type MeasuredProcess, startProcess } from './processes.ts';

const node = (name: string) => [process.execPath, fileURLToPath(new URL(`../clients/${name}`, import.meta.url))];

const CLIENTS = {
  ws: { command: node('ws.mjs'), env: { WS_NO_BUFFER_UTIL: '1' } },
  'ws+bufferutil': { command: node('ws.mjs') },
  rfc6455: { command: node('rfc6455.mjs') },
  undici: { command: node('undici.mjs') },
} satisfies Record<string, Command>;

export type ClientName = keyof typeof CLIENTS;

export const clientNames: readonly ClientName[] = Object.keys(CLIENTS) as ClientName[];

/** Starts the client with this name; it writes a line once it is open. */
export function startClient(name: ClientName, port: number, args: string[]): Promise<MeasuredProcess> {
  return startProcess(name, CLIENTS[name], [String(port), ...args]);
}

/** Servers for tests: raw TCP and TLS that answer with scripted bytes. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { acceptKey } from '@rfc6455/handshake';
import { onTestFinished } from 'vitest';

export interface TestServer {
  readonly port: number;
  /** How many TCP connections there have been. */
  readonly accepted: number;
  /** How many of them are still there. */
  readonly open: number;
  close(): Promise<void>;
}

/** What a server does with the head of a request; what it returns is written. */
export type Script = (request: string, stream: Socket) => string | Uint8Array | undefined;

interface ListenOptions {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: TlsOptions;
  /** Of a Unix socket, in place of host and port. */
  readonly path?: string;
}

/** Listens until the test is over, and hands out each connection. */
export async function listen(onStream: (stream: Socket) => void, options: ListenOptions = {}): Promise<TestServer> {
  const streams = new Set<Socket>();
  let accepted = 0;
  const onConnection = (stream: Socket) => {
    accepted += 1;
    streams.add(stream);
    stream.on('close', () => streams.delete(stream)).on('error', () => {});
  };
  const server: Server = options.tls ? createTlsServer(options.tls, onStream) : createServer(onStream);
  server.on('connection', onConnection);
  server.on('tlsClientError', () => {});
  const { path, port = 0, host = '127.0.0.1' } = options;
  await new Promise<void>((resolve) => server.listen(path === undefined ? { port, host } : { path }, resolve));
  const testServer = {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return streams.size;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const stream of streams) stream.destroy();
      }),
  };
  onTestFinished(() => testServer.close());
  return testServer;
}

/** Listens, waits for a whole request head on each connection, and runs the script with it. */
export function answer(script: Script, options?: ListenOptions): Promise<TestServer> {
  return listen((stream) => {
    let head = '';
    stream.on('error', () => {});
    stream.on('data', (chunk: Uint8Array) => {
      if (head.includes('\r\n\r\n')) return;
      head += Buffer.from(chunk).toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const response = script(head, stream);
      if (response !== undefined) stream.write(response);
    });
  }, options);
}

/** The value of a field of a request. */
export function field(request: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?)\\r$`, 'im').exec(request)?.[1];
}

/** A response that accepts a request, with more or other fields; undefined leaves one out. */
export function accepting(
  request: string,
  fields: Record<string, string | readonly string[] | undefined> = {},
): string {
  const all = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Accept': acceptKey(field(request, 'Sec-WebSocket-Key')!),
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => {
    return value === undefined ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`);
  });
  return `HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`;
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}

/** Where a test server is. */
export const at = (server: TestServer, path = '/') => `ws://127.0.0.1:${server.port}${path}`;

/** A frame of a server with a short payload. */
export const frame = (opcode: number, payload: string) =>
  Buffer.from([0x80 | opcode, payload.length, ...Buffer.from(payload)]);

/** A response with status 101 and what follows it, in one piece. */
export const acceptingWith = (request: string, ...frames: Uint8Array[]) =>
  Buffer.concat([Buffer.from(accepting(request)), ...frames]);

/** Accepts, sends these frames, the last of which is a Close, and closes when that has been answered. */
export function closingWith(...frames: Uint8Array[]): Script {
  return (request, stream) => {
    stream.once('data', () => stream.end());
    return acceptingWith(request, ...frames);
  };
}

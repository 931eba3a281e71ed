/** An endpoint of the target in either role, which the tests connect to: by dialling a server, or by being dialled. */
import { createHash } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket as Stream } from 'node:net';
import type { Role } from '@rfc6455/connection';
import type { ConnectSetup, ServeSetup } from '../target/main.ts';
import { Peer } from './peer.ts';
import type { TargetProcess } from './target-process.ts';

export const ROLES: readonly Role[] = ['server', 'client'];

/** The key of RFC 6455 §1.3. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const NOTHING = Buffer.alloc(0);

let count = 0;

/** An endpoint of ours. */
export interface Endpoint {
  readonly role: Role;
  readonly target: TargetProcess;
  /** Where the server listens: ours, or the one that our client dials. */
  readonly port: number;
  /**
   * Opens another connection to it.
   *
   * @param early what is sent in one packet with the peer's side of the handshake
   */
  open(early?: Uint8Array): Promise<Peer>;
  /** Ends what this process has of it. */
  dispose(): void;
}

/** What an endpoint is told: the options that both roles have, as plain data. */
export type EndpointSetup = Pick<ConnectSetup & ServeSetup, keyof ConnectSetup & keyof ServeSetup>;

/** Makes an endpoint. */
export function makeEndpoint(target: TargetProcess, role: Role, setup: EndpointSetup = {}): Promise<Endpoint> {
  return role === 'server' ? makeServer(target, setup) : makeClient(target, setup);
}

/** Makes a server of ours. */
export async function makeServer(target: TargetProcess, setup: ServeSetup = {}): Promise<Endpoint> {
  const port = await target.call('serve', setup);
  const streams = new Set<Stream>();
  return {
    role: 'server',
    target,
    port,
    async open(early = NOTHING) {
      const id = `/${++count}`;
      const stream = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      streams.add(stream);
      stream.write(Buffer.concat([Buffer.from(requestHead(port, id)), early]));
      const { head, rest } = await readHead(stream);
      if (!head.startsWith('HTTP/1.1 101 ')) throw new Error(`expected 101, got ${head}`);
      await target.opened(id);
      return new Peer(stream, { role: 'server', target }, id, rest);
    },
    dispose() {
      for (const stream of streams) stream.destroy();
    },
  };
}

async function makeClient(target: TargetProcess, setup: EndpointSetup): Promise<Endpoint> {
  const arrivals = new Map<string, { early: Uint8Array; arrived(peer: Peer): void }>();
  const streams = new Set<Stream>();
  const listener = createServer({ noDelay: true, allowHalfOpen: true }, async (stream) => {
    streams.add(stream);
    stream.on('error', () => {});
    const { head, rest } = await readHead(stream);
    const id = /^GET (\S+) /.exec(head)![1]!;
    const { early, arrived } = arrivals.get(id)!;
    arrivals.delete(id);
    stream.write(Buffer.concat([Buffer.from(acceptHead(head)), early]));
    arrived(new Peer(stream, { role: 'client', target }, id, rest));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    role: 'client',
    target,
    port,
    async open(early = NOTHING) {
      const id = `/${++count}`;
      const arrival = new Promise<Peer>((arrived) => arrivals.set(id, { early, arrived }));
      await target.call('connect', id, `ws://127.0.0.1:${port}${id}`, setup);
      return arrival;
    },
    dispose() {
      listener.close();
      for (const stream of streams) stream.destroy();
    },
  };
}

/** Opens many connections to an endpoint. */
export async function openMany(endpoint: Endpoint, count: number): Promise<Peer[]> {
  const peers: Peer[] = [];
  while (peers.length < count) {
    const some = Math.min(50, count - peers.length);
    peers.push(...(await Promise.all(Array.from({ length: some }, () => endpoint.open()))));
  }
  return peers;
}

/** A good opening handshake of a client, with more header lines. */
export function requestHead(port: number, path: string, more = ''): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`
  );
}

/** A good answer to a client's opening handshake, with more header lines. */
export function acceptHead(request: string, more = ''): string {
  return (
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Accept: ${acceptKey(request)}\r\n${more}\r\n`
  );
}

/** The proof that a server has read the key in a request (RFC 6455 §4.2.2). */
export function acceptKey(request: string): string {
  const key = /^Sec-WebSocket-Key: (.*)\r$/m.exec(request)![1]!;
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** Reads a head, up to the empty line. */
export function readHead(stream: Stream): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const ended = () => reject(new Error(`the connection ended after ${JSON.stringify(received.toString('latin1'))}`));
    const receive = (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      stream.off('data', receive).off('close', ended);
      resolve({ head: received.toString('latin1', 0, end + 4), rest: received.subarray(end + 4) });
    };
    stream.on('data', receive).on('close', ended);
    stream.on('error', () => {});
  });
}

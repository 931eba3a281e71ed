import { connect, createServer, type Socket as TcpSocket } from 'node:net';
import { encodeFrame, type Opcode } from '@rfc6455/frame';
import { onTestFinished } from 'vitest';
import { Socket, type SocketOptions } from '../src/index.ts';

/** Two ends of one TCP connection on this machine. */
export async function tcpPair(): Promise<[client: TcpSocket, server: TcpSocket]> {
  const listener = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<TcpSocket>((resolve) => listener.once('connection', resolve));
  const client = connect({
    port: (listener.address() as { port: number }).port,
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  const server = await accepted;
  listener.close();
  for (const stream of [client, server]) {
    // A test that resets a connection does not care for the other end's complaint.
    stream.on('error', () => {});
    onTestFinished(() => void stream.destroy());
  }
  return [client, server];
}

type Half = Omit<SocketOptions, 'role' | 'random'>;

let key = 0x9e3779b9;
/** Any sequence will do where nobody attacks. */
function random(): number {
  key = Math.imul(key, 0x2545f491) + 0x6d2b79f5;
  return key >>> 0;
}

/** A socket on each end of a TCP connection, both started. */
export async function socketPair(
  clientOptions: Half = {},
  serverOptions: Half = {},
): Promise<{ client: Socket; server: Socket; clientStream: TcpSocket; serverStream: TcpSocket }> {
  const [clientStream, serverStream] = await tcpPair();
  const client = new Socket(clientStream, { role: 'client', random, ...clientOptions });
  const server = new Socket(serverStream, { role: 'server', ...serverOptions });
  client.start();
  server.start();
  return { client, server, clientStream, serverStream };
}

/** One socket whose peer is plain TCP, to do to it what no WebSocket endpoint would. */
export async function socketAndPeer(
  role: 'client' | 'server',
  options: Half = {},
): Promise<{ socket: Socket; peer: TcpSocket; stream: TcpSocket }> {
  const [clientStream, serverStream] = await tcpPair();
  const [stream, peer] = role === 'client' ? [clientStream, serverStream] : [serverStream, clientStream];
  const socket = new Socket(stream, { role, random, ...options });
  socket.start();
  return { socket, peer, stream };
}

/** Everything that comes from a stream until it ends. */
export async function readAll(stream: TcpSocket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Settles when `ms` milliseconds have passed. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles when the condition holds; a test that waits in vain runs into its time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(2);
}

/** The bytes that a string of hexadecimal digits stands for; spaces are ignored. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

/** A frame as the peer of an endpoint with this role sends it. */
export function fromPeer(role: 'client' | 'server', opcode: Opcode, payload: string | Uint8Array = ''): Uint8Array {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  return encodeFrame({ opcode, payload: bytes, maskingKey: role === 'server' ? 0x01020304 : undefined });
}

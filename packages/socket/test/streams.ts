/** Sockets on TCP, for what depends on the operating system. All others are of `@rfc6455/testing`. */
import { connect, createServer, type Socket as TcpSocket } from 'node:net';
import { composeFrame, type FrameDraft } from '@rfc6455/testing';
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

/** Any sequence will do where nobody attacks. */
const random = () => 0;

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

/** A server's socket whose peer is plain TCP, with the buffers of an operating system in between. */
export async function serverAndPeer(
  options: Half = {},
): Promise<{ socket: Socket; peer: TcpSocket; stream: TcpSocket }> {
  const [peer, stream] = await tcpPair();
  const socket = new Socket(stream, { role: 'server', ...options });
  socket.start();
  return { socket, peer, stream };
}

/** Settles when `ms` milliseconds have passed. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles when the condition holds; a test that waits in vain runs into its time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(2);
}

/** A frame as a client sends it. */
export function fromClient(frame: FrameDraft): Uint8Array {
  return composeFrame({ ...frame, masked: true });
}

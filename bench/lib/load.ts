/**
 * The load generator: raw TCP with frames that were masked beforehand; replies are counted by bytes, and in a checking
 * round compared byte by byte. It does less for a message than any server that it measures: all connections read into
 * one buffer, a batch is one write, and nothing is allocated for what comes back.
 */
import { connect, type Socket } from 'node:net';
import { encodeFrame, Opcode } from '@rfc6455/frame';

const REQUEST =
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

/** Read and used up before the next connection reads. */
const readBuffer = Buffer.allocUnsafeSlow(1 << 18);

/** An open connection. */
export interface LoadConnection {
  readonly socket: Socket;
  /** Is told how many bytes came; they are at the start of `bytes` until it returns. */
  receive: (length: number, bytes: Buffer) => void;
}

/** Opens a connection and ends its opening handshake. */
export function openConnection(port: number): Promise<LoadConnection> {
  return new Promise((resolve, reject) => {
    let head = '';
    const shakeHands = (length: number, bytes: Buffer) => {
      head += bytes.toString('latin1', 0, length);
      if (!head.includes('\r\n\r\n')) return;
      connection.receive = () => {};
      socket.off('error', reject);
      socket.on('error', () => {});
      if (head.startsWith('HTTP/1.1 101')) resolve(connection);
      else reject(new Error(head));
    };
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback(length) {
          connection.receive(length, readBuffer);
          return true;
        },
      },
    });
    const connection: LoadConnection = { socket, receive: shakeHands };
    socket.once('error', reject);
    socket.once('connect', () => socket.write(REQUEST));
  });
}

/** Opens many, a hundred at a time. */
export async function openConnections(port: number, count: number): Promise<LoadConnection[]> {
  const connections: LoadConnection[] = [];
  while (connections.length < count) {
    const some = Array.from({ length: Math.min(100, count - connections.length) }, () => openConnection(port));
    connections.push(...(await Promise.all(some)));
  }
  return connections;
}

/** How long a process runs before it is measured, in milliseconds: its hot code must have been compiled by then. */
export function warmUpTime(ms: number): number {
  return Math.max(500, ms / 3);
}

/** What is sent and what comes back for it. */
export interface Exchange {
  readonly request: Buffer;
  readonly reply: Buffer;
  /** How many messages that is. */
  readonly messages: number;
}

/**
 * A batch of equal messages and their echoes.
 *
 * @param asItCame whether the server sends the masked bytes back as they are, as plain TCP does
 */
export function exchange(payload: Uint8Array, opcode: Opcode, messages: number, asItCame: boolean): Exchange {
  const request = Buffer.concat(
    Array.from({ length: messages }, () => encodeFrame({ opcode, payload, maskingKey: 0x6d3a_91c5 })),
  );
  const reply = asItCame
    ? request
    : Buffer.concat(Array.from({ length: messages }, () => encodeFrame({ opcode, payload })));
  return { request, reply, messages };
}

/** Payloads: text that is ASCII, text that is not, or bytes. */
export function payload(kind: 'binary' | 'ascii' | 'multi-byte', size: number): { bytes: Uint8Array; opcode: Opcode } {
  if (kind === 'binary') return { bytes: new Uint8Array(size).map((_, i) => i * 31), opcode: Opcode.Binary };
  const unit = kind === 'ascii' ? 'plain text. ' : 'žluťoučký 再见 ';
  const whole = new TextEncoder().encode(unit.repeat(Math.ceil(size / unit.length)));
  let end = size;
  // Not in the middle of a sequence.
  while (end > 0 && (whole[end]! & 0xc0) === 0x80) end -= 1;
  return { bytes: whole.subarray(0, end), opcode: Opcode.Text };
}

/** Sends one batch on a new connection and throws unless exactly the expected bytes come back. */
export async function checkEcho(port: number, { request, reply }: Exchange): Promise<void> {
  const connection = await openConnection(port);
  let position = 0;
  await new Promise<void>((resolve, reject) => {
    connection.socket.on('close', () => reject(new Error(`closed after ${position} of ${reply.length} bytes`)));
    connection.receive = (length, bytes) => {
      const end = position + length;
      if (end > reply.length || bytes.compare(reply, position, end, 0, length) !== 0) {
        reject(new Error(`the echo is not what was sent, between bytes ${position} and ${end} of ${reply.length}`));
      }
      position = end;
      if (position === reply.length) resolve();
    };
    connection.socket.write(request);
  });
  connection.socket.destroy();
}

export interface EchoResult {
  readonly messages: number;
  /** Round trips in milliseconds, sorted. */
  readonly latencies: Float64Array;
}

/** Keeps one batch in flight on each connection for a while. */
export async function runEcho(
  connections: readonly LoadConnection[],
  { request, reply, messages }: Exchange,
  ms: number,
): Promise<EchoResult> {
  const latencies: number[] = [];
  let running = true;
  await new Promise<void>((resolve) => {
    let open = connections.length;
    for (const connection of connections) {
      let missing = reply.length;
      let sentAt = performance.now();
      connection.receive = (length) => {
        missing -= length;
        if (missing > 0) return;
        const now = performance.now();
        latencies.push(now - sentAt);
        if (running) {
          missing = reply.length;
          sentAt = now;
          connection.socket.write(request);
        } else {
          open -= 1;
          if (open === 0) resolve();
        }
      };
      connection.socket.write(request);
    }
    setTimeout(() => {
      running = false;
    }, ms);
  });
  return { messages: latencies.length * messages, latencies: Float64Array.from(latencies).sort() };
}

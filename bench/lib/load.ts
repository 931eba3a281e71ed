/**
 * The load generator: raw TCP with frames that were masked beforehand; replies are counted by bytes, and in a checking
 * round compared byte by byte. It does less for a message than any server that it measures.
 */
import { connect, type Socket } from 'node:net';
import { encodeFrame, Opcode } from '@rfc6455/frame';

const REQUEST =
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';

/** Opens a connection and ends its opening handshake. */
export function openConnection(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let head = '';
    socket.once('error', reject);
    socket.once('connect', () => socket.write(REQUEST));
    const onData = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', onData);
      socket.off('error', reject);
      socket.on('error', () => {});
      if (!head.startsWith('HTTP/1.1 101')) reject(new Error(head));
      else resolve(socket);
    };
    socket.on('data', onData);
  });
}

/** Opens many, a hundred at a time. */
export async function openConnections(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(100, count - sockets.length) }, () => openConnection(port));
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
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
  const socket = await openConnection(port);
  const received: Buffer[] = [];
  let length = 0;
  const whole = new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(new Error(`closed after ${length} of ${reply.length} bytes`)));
    socket.on('data', (chunk) => {
      received.push(chunk);
      length += chunk.length;
      if (length >= reply.length) resolve();
    });
  });
  socket.write(request);
  await whole;
  socket.destroy();
  if (!Buffer.concat(received).equals(reply)) throw new Error('the echo is not what was sent');
}

export interface EchoResult {
  readonly messages: number;
  readonly seconds: number;
  /** Round trips in milliseconds, sorted. */
  readonly latencies: Float64Array;
}

/** Keeps one batch in flight on each connection for a while. */
export async function runEcho(sockets: readonly Socket[], batch: Exchange, ms: number): Promise<EchoResult> {
  const latencies: number[] = [];
  let batches = 0;
  let running = true;
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let open = sockets.length;
    for (const socket of sockets) {
      let missing = batch.reply.length;
      let sentAt = performance.now();
      const onData = (chunk: Buffer) => {
        missing -= chunk.length;
        if (missing > 0) return;
        const now = performance.now();
        latencies.push(now - sentAt);
        batches += 1;
        if (running) {
          missing = batch.reply.length;
          sentAt = now;
          socket.write(batch.request);
        } else {
          socket.off('data', onData);
          open -= 1;
          if (open === 0) resolve();
        }
      };
      socket.on('data', onData);
      socket.write(batch.request);
    }
    setTimeout(() => {
      running = false;
    }, ms);
  });
  const seconds = (performance.now() - begin) / 1000;
  return { messages: batches * batch.messages, seconds, latencies: Float64Array.from(latencies).sort() };
}

/** The other end of a client that is measured: raw TCP, frames that were made beforehand, bytes that are counted. */
import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { applyMask } from '@rfc6455/frame';

export interface ClientPeer {
  readonly port: number;
  /** The first client, once its opening handshake is over. */
  readonly client: Promise<Socket>;
  close(): void;
}

function answer(head: string): string {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

/** Listens for one client. */
export function awaitClient(): Promise<ClientPeer> {
  return new Promise((resolveListening) => {
    const server = createServer({ noDelay: true });
    const client = new Promise<Socket>((resolve) => {
      server.once('connection', (socket) => {
        let head = '';
        socket.on('error', () => {});
        const onData = (chunk: Buffer) => {
          head += chunk.toString('latin1');
          if (!head.includes('\r\n\r\n')) return;
          socket.off('data', onData);
          socket.write(answer(head));
          resolve(socket);
        };
        socket.on('data', onData);
      });
    });
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      resolveListening({ port: (server.address() as AddressInfo).port, client, close: () => void server.close() });
    });
  });
}

/** The length of a client's frame, which is masked. */
export function maskedLength(payloadLength: number): number {
  return payloadLength + (payloadLength < 126 ? 6 : payloadLength < 65_536 ? 8 : 14);
}

/** Sends a frame, and throws unless the client sends the same back, masked. */
export async function checkReturn(socket: Socket, frame: Buffer, payload: Uint8Array): Promise<void> {
  const expected = maskedLength(payload.length);
  const chunks: Buffer[] = [];
  let length = 0;
  const returned = new Promise<void>((resolve) => {
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < expected) return;
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
  });
  socket.write(frame);
  await returned;
  const bytes = Buffer.concat(chunks);
  const start = expected - payload.length;
  const isMasked = (bytes[1]! & 0x80) !== 0;
  applyMask(bytes.subarray(start), bytes.readUInt32BE(start - 4));
  if (bytes[0] !== frame[0] || !isMasked || !bytes.subarray(start).equals(payload)) {
    throw new Error('the client did not send back what it received');
  }
}

/** The other end of a client that is measured: raw TCP, frames that were made beforehand, bytes that are counted. */
import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type OnReadOpts, Socket } from 'node:net';
import { applyMask } from '@rfc6455/frame';

/** A client that has connected. */
export interface PeerConnection {
  readonly socket: Socket;
  /** Is told how many bytes came; they are at the start of `bytes` until it returns. */
  receive: (length: number, bytes: Buffer) => void;
}

export interface ClientPeer {
  readonly port: number;
  /** The first client, once its opening handshake is over. */
  readonly client: Promise<PeerConnection>;
  close(): void;
}

function answer(head: string): string {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

/**
 * Takes an accepted connection over with a socket that reads into one buffer. `net.createServer` has no option for that,
 * and fresh buffers would cost the load generator more than some clients spend on a message.
 */
function readIntoOneBuffer(accepted: Socket): PeerConnection {
  const buffer = Buffer.allocUnsafeSlow(1 << 18);
  const { _handle: handle } = accepted as unknown as { readonly _handle: object };
  const options: { readonly handle: object; readonly onread: OnReadOpts } = {
    handle,
    onread: {
      buffer,
      callback(length) {
        connection.receive(length, buffer);
        return true;
      },
    },
  };
  const connection: PeerConnection = { socket: new Socket(options as object), receive: () => {} };
  connection.socket.on('error', () => {});
  return connection;
}

function shakeHands(connection: PeerConnection): Promise<PeerConnection> {
  return new Promise((resolve) => {
    let head = '';
    connection.receive = (length, bytes) => {
      head += bytes.toString('latin1', 0, length);
      if (!head.includes('\r\n\r\n')) return;
      connection.receive = () => {};
      connection.socket.write(answer(head));
      resolve(connection);
    };
    connection.socket.resume();
  });
}

/** Listens for one client. */
export function awaitClient(): Promise<ClientPeer> {
  return new Promise((resolveListening) => {
    const server = createServer({ noDelay: true, pauseOnConnect: true });
    const client = new Promise<PeerConnection>((resolve) => {
      server.once('connection', (accepted) => resolve(shakeHands(readIntoOneBuffer(accepted))));
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
export async function checkReturn(connection: PeerConnection, frame: Buffer, payload: Uint8Array): Promise<void> {
  const returned = Buffer.alloc(maskedLength(payload.length));
  let length = 0;
  await new Promise<void>((resolve) => {
    connection.receive = (count, bytes) => {
      bytes.copy(returned, length, 0, count);
      length += count;
      if (length >= returned.length) resolve();
    };
    connection.socket.write(frame);
  });
  const start = returned.length - payload.length;
  const isMasked = (returned[1]! & 0x80) !== 0;
  applyMask(returned.subarray(start), returned.readUInt32BE(start - 4));
  if (returned[0] !== frame[0] || !isMasked || length > returned.length || !returned.subarray(start).equals(payload)) {
    throw new Error('the client did not send back what it received');
  }
}

/** What a receiver makes of a stream: ours and another one, told in the same words. */
import { Connection, type Role } from '@rfc6455/connection';
import * as other from 'ws';
import { cut } from './stream.ts';

/** Limits of a receiver. */
export interface Limits {
  readonly maxMessageSize: number;
  readonly maxFragments: number;
}

/** One thing that a receiver delivers. Bytes are in hexadecimal, so that a report can be read. */
export type Delivered =
  | readonly ['text', text: string]
  | readonly ['binary' | 'ping' | 'pong', bytes: string]
  | readonly ['close', code: number, reason: string];

/** What a receiver makes of a stream. */
export interface Outcome {
  readonly delivered: readonly Delivered[];
  /** The close code that the connection is failed with, if it is. */
  readonly failed: number | undefined;
  /** The stable name of the violation, where there is one. */
  readonly violation?: string | undefined;
}

/** A receiver: bytes in the pieces that the transport delivers, and what becomes of them. */
export type Receive = (role: Role, limits: Limits, bytes: Uint8Array, sizes: readonly number[]) => Outcome;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What our connection makes of a stream. */
export const receiveHere: Receive = (role, limits, bytes, sizes) => {
  const delivered: Delivered[] = [];
  let failed: number | undefined;
  let violation: string | undefined;
  const connection = new Connection({
    ...limits,
    role,
    random: () => 0,
    handler: {
      message: (data) => delivered.push(typeof data === 'string' ? ['text', data] : ['binary', hex(data)]),
      ping: (data) => delivered.push(['ping', hex(data)]),
      pong: (data) => delivered.push(['pong', hex(data)]),
      closeReceived: ({ code, reason }) => delivered.push(['close', code, reason]),
      violation: (error) => {
        failed = error.closeCode;
        violation = error.code;
      },
    },
  });
  for (const piece of cut(bytes, sizes)) connection.receive(piece);
  return { delivered, failed, violation };
};

/** The part of the other receiver that is used here: it is a `Writable`, and has no types of its own. */
interface OtherReceiver {
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
  on(event: 'ping' | 'pong', listener: (data: Buffer) => void): this;
  on(event: 'conclude', listener: (code: number, reason: Buffer) => void): this;
  /** What a `Writable` calls for each piece. Called directly, it tells of an error at once. */
  _write(chunk: Uint8Array, encoding: string, callback: (error?: object | null) => void): void;
}
interface OtherReceiverOptions {
  readonly isServer: boolean;
  readonly maxPayload: number;
  readonly maxFragments: number;
  readonly allowSynchronousEvents: true;
}
const { Receiver } = other as unknown as { Receiver: new (options: OtherReceiverOptions) => OtherReceiver };

/** What the other implementation makes of a stream. */
export const receiveThere: Receive = (role, { maxMessageSize, maxFragments }, bytes, sizes) => {
  const delivered: Delivered[] = [];
  let failed: number | undefined;
  let over = false;
  const receiver = new Receiver({
    isServer: role === 'server',
    maxPayload: maxMessageSize,
    maxFragments,
    allowSynchronousEvents: true,
  });
  receiver
    .on('message', (data, isBinary) => delivered.push(isBinary ? ['binary', hex(data)] : ['text', data.toString()]))
    .on('ping', (data) => delivered.push(['ping', hex(data)]))
    .on('pong', (data) => delivered.push(['pong', hex(data)]))
    .on('conclude', (code, reason) => {
      delivered.push(['close', code, reason.toString()]);
      over = true;
    });
  for (const piece of cut(bytes, sizes)) {
    receiver._write(Buffer.from(piece.buffer), 'buffer', (error) => {
      if (!error) return;
      failed = closeCodeOf(error);
      over = true;
    });
    if (over) break;
  }
  return { delivered, failed };
};

/** The close code stands under a symbol. */
function closeCodeOf(error: object): number {
  const symbol = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'status-code');
  if (symbol === undefined) throw error;
  return Reflect.get(error, symbol) as number;
}

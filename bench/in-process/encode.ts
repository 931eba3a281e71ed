/** Messages in, frames out: of a server, and of a client, which masks. */
import { randomFillSync } from 'node:crypto';
import { Connection, type Role } from '@rfc6455/connection';
import { type Case, type Cases, requirePeer } from './bench.ts';
import { type FrameCase, frameCases } from './stream.ts';

/** What sends a message, and what writes out all that was sent in a turn: it returns the number of bytes. */
interface Encoder {
  send(data: string | Buffer): void;
  write(): number;
}
type MakeEncoder = (role: Role) => Encoder;

const ROLES = ['server', 'client'] as const;
/** A turn of the event loop sends about so many bytes. */
const TURN = 65_536;

function encodeCase(frameCase: FrameCase, role: Role, makeEncoder: MakeEncoder): Case {
  const { size, frames, text } = frameCase;
  const payload = Buffer.from(frameCase.payload);
  const data = text ? payload.toString() : payload;
  const perTurn = Math.max(1, TURN / size);
  const encoder = makeEncoder(role);
  const turns = frames / perTurn;
  const run = () => {
    let length = 0;
    for (let turn = 0; turn < turns; turn++) {
      for (let i = 0; i < perTurn; i++) encoder.send(data);
      length += encoder.write();
    }
    return length;
  };
  const name = role === 'server' ? frameCase.name : `${frameCase.name}, masked`;
  const frameLength = payload.length + (size < 126 ? 2 : size < 65_536 ? 4 : payload.length < 65_536 ? 4 : 10);
  if (run() !== frames * (frameLength + (role === 'client' ? 4 : 0))) throw new Error(`${name}: not all was encoded`);
  return { name, messages: frames, run: () => void run() };
}

const pool = new Uint32Array(2048);
let used = pool.length;
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]!;
}

function ours(role: Role): Encoder {
  const connection = new Connection({ role, handler: {}, ...(role === 'client' && { random }) });
  return {
    send: (data) => connection.send(data),
    write: () => connection.takeOutput().reduce((length, bytes) => length + bytes.length, 0),
  };
}

interface WsSender {
  send(data: string | Buffer, options: object, callback?: () => void): void;
}

function ws(role: Role): Encoder {
  const { Sender } = requirePeer('ws') as { Sender: new (socket: object, extensions: object) => WsSender };
  const encoded = Buffer.alloc(1 << 17);
  let length = 0;
  const socket = {
    cork() {},
    uncork() {},
    write(data: string | Buffer) {
      // A stream would encode the text now.
      length += typeof data === 'string' ? encoded.write(data) : data.length;
    },
  };
  const sender = new Sender(socket, {});
  const options = { fin: true, compress: false, mask: role === 'client' };
  return {
    send: (data) => sender.send(data, { ...options, binary: typeof data !== 'string' }),
    write() {
      const written = length;
      length = 0;
      return written;
    },
  };
}

function casesOf(makeEncoder: MakeEncoder): readonly Case[] {
  return ROLES.flatMap((role) => frameCases.map((each) => encodeCase(each, role, makeEncoder)));
}

export const cases: Cases = {
  ws: () => casesOf(ws),
  'ws+bufferutil': () => casesOf(ws),
  rfc6455: () => casesOf(ours),
};

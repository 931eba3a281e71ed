/** One end of a connection that keeps a record of all that happens. */
import {
  type CloseReport,
  Connection,
  type ConnectionHandler,
  type ConnectionOptions,
  type ProtocolError,
  type Role,
} from '@rfc6455/connection';
import { collectFrames, encodeFrame, type Frame, FrameDecoder, type FrameInit, Opcode } from '@rfc6455/frame';
import { concat, cut, toHex, utf8 } from './bytes.ts';

export const ROLES: readonly Role[] = ['client', 'server'];

export const peerOf = (role: Role): Role => (role === 'client' ? 'server' : 'client');

/** An event as a line of text: `text Hello`, `ping 01 02`, `violation RESERVED_BITS_SET`. */
export type Event = string;

type Hooks = {
  [Name in keyof ConnectionHandler]?: (this: Endpoint, ...args: Parameters<Required<ConnectionHandler>[Name]>) => void;
};

export interface EndpointOptions extends Omit<Partial<ConnectionOptions>, 'role' | 'handler'> {
  /** What the handler does besides recording. */
  readonly on?: Hooks;
  /** Whether messages are received in chunks. */
  readonly inChunks?: boolean;
}

/** Numbers that are different each time and the same in each run. */
export function countingRandom(): () => number {
  let value = 0x37fa213d;
  return () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return value;
  };
}

export class Endpoint {
  readonly role: Role;
  readonly connection: Connection;
  readonly events: Event[] = [];
  /** The messages that were received, whole, also where they came in chunks. */
  readonly messages: (string | Uint8Array)[] = [];
  violation: ProtocolError | undefined;
  report: CloseReport | undefined;

  constructor(role: Role, options: EndpointOptions = {}) {
    const { on = {}, inChunks = false, ...rest } = options;
    this.role = role;
    const random = role === 'client' ? countingRandom() : undefined;
    this.connection = new Connection({ role, random, handler: this.#handler(on, inChunks), ...rest });
  }

  /** Gives the connection each of the chunks, as copies of its own. */
  receive(...chunks: readonly Uint8Array[]): this {
    for (const chunk of chunks) this.connection.receive(chunk.slice());
    return this;
  }

  /** Gives the connection frames of its peer, in one chunk. */
  receiveFrames(...frames: readonly FrameInit[]): this {
    return this.receive(fromPeer(this.role, ...frames));
  }

  /** Takes the output as one array. */
  output(): Uint8Array {
    return concat(this.connection.takeOutput());
  }

  /** Takes the output as frames: `text Hello`, `ping 01`, `close 1000 bye`; `+` where FIN is missing. */
  outputFrames(): string[] {
    return decodeFrames(this.role, this.output()).map(describeFrame);
  }

  #handler(on: Hooks, inChunks: boolean): ConnectionHandler {
    const { events, messages } = this;
    let pieces: Uint8Array[] = [];
    let type: 'text' | 'binary' = 'text';
    const handler: ConnectionHandler = {
      message: (data) => {
        events.push(typeof data === 'string' ? `text ${data}` : `binary ${toHex(data)}`);
        messages.push(data);
        on.message?.call(this, data);
      },
      ping: (data) => {
        events.push(`ping ${toHex(data)}`.trim());
        on.ping?.call(this, data);
      },
      pong: (data) => {
        events.push(`pong ${toHex(data)}`.trim());
        on.pong?.call(this, data);
      },
      closeReceived: (close) => {
        events.push(`closeReceived ${close.code} ${close.reason}`.trim());
        on.closeReceived?.call(this, close);
      },
      violation: (error) => {
        events.push(`violation ${error.code}`);
        this.violation = error;
        on.violation?.call(this, error);
      },
      closed: (report) => {
        events.push(`closed ${report.code} ${report.reason}`.trim());
        this.report = report;
        on.closed?.call(this, report);
      },
    };
    if (!inChunks) return handler;
    return {
      ...handler,
      messageStart: (started) => {
        events.push(`start ${started}`);
        type = started;
        pieces = [];
        on.messageStart?.call(this, started);
      },
      messageChunk: (bytes) => {
        events.push(`chunk ${toHex(bytes)}`);
        pieces.push(bytes);
        on.messageChunk?.call(this, bytes);
      },
      messageEnd: () => {
        events.push('end');
        const whole = concat(pieces);
        messages.push(
          type === 'text' ? new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(whole) : whole,
        );
        on.messageEnd?.call(this);
      },
    };
  }
}

/** Frames as the peer of that role encodes them, in one array. */
export function fromPeer(role: Role, ...frames: readonly FrameInit[]): Uint8Array {
  const maskingKey = role === 'server' ? 0x37fa213d : undefined;
  return concat(frames.map((frame) => encodeFrame({ maskingKey, ...frame })));
}

/** The events of an endpoint that receives these frames in chunks of these sizes, by default in one. */
export function eventsOf(role: Role, frames: readonly FrameInit[], sizes: readonly number[] = []): Event[] {
  return new Endpoint(role).receive(...cut(fromPeer(role, ...frames), sizes)).events;
}

/** The frames in the output of an endpoint in that role. Throws at the first fault. */
export function decodeFrames(role: Role, bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  const handler = collectFrames(
    (frame) => frames.push(frame),
    (error) => {
      throw error;
    },
  );
  const decoder = new FrameDecoder({
    role: peerOf(role),
    handler,
    reservedBits: 7,
    maxFrameSize: Number.MAX_SAFE_INTEGER,
  });
  decoder.receive(bytes.slice());
  if (!decoder.betweenFrames) throw new Error('the output ends inside a frame');
  return frames;
}

function describeFrame({ fin, reservedBits, opcode, payload }: Frame): string {
  const name = Object.entries(Opcode)
    .find(([, value]) => value === opcode)![0]
    .toLowerCase();
  const mark = `${reservedBits === 0 ? '' : ` rsv${reservedBits}`}${fin ? '' : ' +'}`;
  const body =
    opcode === Opcode.Close && payload.length >= 2
      ? `${payload[0]! * 256 + payload[1]!} ${new TextDecoder().decode(payload.subarray(2))}`
      : opcode === Opcode.Text || opcode === Opcode.Continuation
        ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload)
        : toHex(payload);
  return `${name}${mark} ${body}`.trim();
}

export const text = (payload: string, rest: Partial<FrameInit> = {}): FrameInit => ({
  opcode: Opcode.Text,
  payload: utf8(payload),
  ...rest,
});
export const binary = (payload: Uint8Array, rest: Partial<FrameInit> = {}): FrameInit => ({
  opcode: Opcode.Binary,
  payload,
  ...rest,
});
export const continuation = (payload: string | Uint8Array, rest: Partial<FrameInit> = {}): FrameInit => ({
  opcode: Opcode.Continuation,
  payload: typeof payload === 'string' ? utf8(payload) : payload,
  ...rest,
});
export const ping = (payload: string | Uint8Array = ''): FrameInit => ({
  opcode: Opcode.Ping,
  payload: typeof payload === 'string' ? utf8(payload) : payload,
});
export const pong = (payload: string | Uint8Array = ''): FrameInit => ({ ...ping(payload), opcode: Opcode.Pong });
/** A Close frame with a code and a reason, or with any payload. */
export const close = (code?: number, reason = ''): FrameInit => ({
  opcode: Opcode.Close,
  payload: code === undefined ? new Uint8Array(0) : concat([Uint8Array.of(code >>> 8, code & 0xff), utf8(reason)]),
});

/** The hostile end of a connection: it writes any bytes, keeps what comes, and never throws. */
import type { Socket as Stream } from 'node:net';
import type { Role } from '@rfc6455/connection';
import { CLOSE, type Frame, type FrameChanges, FrameParser, frame, PING, PONG, TEXT } from './wire.ts';

/** A connection whose opening handshake is over. */
export class Peer {
  readonly stream: Stream;
  /** The role of the endpoint at the other end. */
  readonly of: Role;
  /** The name of the connection in the target. */
  readonly id: string;
  readonly frames: Frame[] = [];
  /** Whether the other end has ended its stream. */
  ended = false;
  /** Whether nothing can come any more. */
  gone = false;
  readonly #parser = new FrameParser();
  readonly #waiting: (() => void)[] = [];

  /** @param rest what came behind the opening handshake */
  constructor(stream: Stream, of: Role, id: string, rest: Buffer) {
    this.stream = stream;
    this.of = of;
    this.id = id;
    stream.on('error', () => {});
    stream.on('data', (bytes) => this.#receive(bytes));
    stream.on('drain', () => this.#wake());
    stream.on('end', () => {
      this.ended = true;
      this.#wake();
    });
    stream.on('close', () => {
      this.gone = true;
      this.#wake();
    });
    this.#receive(rest);
  }

  /** Writes bytes. */
  send(...pieces: readonly Uint8Array[]): void {
    if (this.stream.writable) this.stream.write(Buffer.concat(pieces));
  }

  /** Writes a frame as the other end's role demands it, but for the changes. */
  sendFrame(opcode: number, payload: string | Uint8Array = '', changes: FrameChanges = {}): void {
    this.send(frame(this.of, opcode, payload, changes));
  }

  /** Writes bytes again and again, as fast as the other end takes them; stops when it takes no more. */
  async flood(bytes: Uint8Array, times: number): Promise<void> {
    for (let i = 0; i < times && this.stream.writable; i++) {
      if (this.stream.write(bytes)) continue;
      await this.until(() => !this.stream.writableNeedDrain || !this.stream.writable);
    }
  }

  /** Waits until a condition holds; fails when it does not although nothing can come any more. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.gone) throw new Error(`the connection ended after ${this.frames.map(describe).join(', ') || 'nothing'}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Waits for the next frames, and takes them. */
  async take(count: number): Promise<Frame[]> {
    await this.until(() => this.frames.length >= count);
    return this.frames.splice(0, count);
  }

  /** Sends a text and waits until it has come back, whatever else comes before it. */
  async echo(text: string): Promise<void> {
    this.sendFrame(TEXT, text);
    await this.until(() => this.frames.some(({ payload }) => payload.toString() === text));
    this.frames.length = 0;
  }

  #receive(bytes: Buffer): void {
    this.frames.push(...this.#parser.receive(bytes));
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** A frame in a few characters: `close 1002 UNMASKED_FRAME_FROM_CLIENT`. */
export function describe({ opcode, fin, payload }: Frame): string {
  if (opcode === CLOSE && payload.length >= 2) return `close ${payload.readUInt16BE()} ${payload.subarray(2)}`.trim();
  const name =
    opcode === CLOSE
      ? 'close'
      : opcode === PING
        ? 'ping'
        : opcode === PONG
          ? 'pong'
          : opcode === TEXT
            ? 'text'
            : `opcode ${opcode}`;
  return `${fin ? '' : 'part of '}${name} ${payload.length > 40 ? `of ${payload.length} bytes` : payload}`.trim();
}

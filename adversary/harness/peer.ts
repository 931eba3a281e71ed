/** The hostile end of a connection: it writes any bytes, keeps what comes, and never throws. */
import type { Socket as Stream } from 'node:net';
import type { Role } from '@rfc6455/connection';
import type { EndReport } from '../target/error-report.ts';
import type { Endpoint } from './endpoint.ts';
import type { TargetProcess } from './target-process.ts';
import { CLOSE, type Frame, type FrameChanges, FrameParser, frame, PING, PONG, TEXT } from './wire.ts';

/** A connection whose opening handshake is over. */
export class Peer {
  readonly stream: Stream;
  /** The role of the endpoint at the other end. */
  readonly of: Role;
  /** The name of the connection in the target. */
  readonly id: string;
  readonly #target: TargetProcess;
  readonly frames: Frame[] = [];
  /** The last one that is not a control frame: among a million it takes long to find. */
  lastData: Frame | undefined;
  /** Whether the other end has ended its stream. */
  ended = false;
  /** Whether nothing can come any more. */
  gone = false;
  readonly #parser = new FrameParser();
  readonly #waiting: (() => void)[] = [];

  /** @param rest what came behind the opening handshake */
  constructor(stream: Stream, { role, target }: Pick<Endpoint, 'role' | 'target'>, id: string, rest: Buffer) {
    this.stream = stream;
    this.of = role;
    this.id = id;
    this.#target = target;
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
      this.stream.write(bytes);
      while (this.stream.writableNeedDrain && this.stream.writable) await this.#change();
    }
  }

  /** Writes bytes one at a time. */
  async trickle(bytes: Uint8Array): Promise<void> {
    for (let i = 0; i < bytes.length && this.stream.writable; i++) {
      this.stream.write(bytes.subarray(i, i + 1));
      // Others have their turn too.
      if (i % 256 === 255) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits until a condition holds; fails when it does not although nothing can come any more. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.ended || this.gone) {
        throw new Error(`the connection ended after ${this.frames.map(describe).join(', ') || 'nothing'}`);
      }
      await this.#change();
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
    await this.until(() => this.lastData?.payload.toString() === text);
    this.frames.length = 0;
  }

  /** Waits until the endpoint's socket is closed, and returns how it says that it ended. */
  report(): Promise<EndReport> {
    return this.#target.end(this.id);
  }

  /** What the endpoint's application was told that this peer did wrong. */
  get violation(): string | undefined {
    return this.#target.violation(this.id)?.code as string | undefined;
  }

  #receive(bytes: Buffer): void {
    for (const frame of this.#parser.receive(bytes)) {
      this.frames.push(frame);
      if (frame.opcode < CLOSE) this.lastData = frame;
    }
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
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

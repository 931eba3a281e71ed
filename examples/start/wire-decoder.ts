/** One direction of a connection, from its bytes: the head of the opening handshake, then frames. */
import {
  collectFrames,
  type Frame,
  FrameDecoder,
  frameHeaderLength,
  Opcode,
  type ProtocolError,
  type Role,
} from '@rfc6455/frame';
import { HandshakeError, RequestReader, ResponseReader } from '@rfc6455/handshake';
import type { Excerpt, FrameEvent, HeadEvent, ViolationEvent } from './wire-event.ts';

/** How many bytes of a payload the page gets. */
const MOST_BYTES = 256;
/** How many characters of a text. */
const MOST_CHARACTERS = 256;

type Placed = 'connection' | 'time' | 'from';

/** What was decoded. Who sent it, where and when, the caller knows. */
export type Decoded = Omit<HeadEvent, Placed> | Omit<FrameEvent, Placed> | Omit<ViolationEvent, Placed>;

/** Decodes what one end sends. */
export class WireDecoder {
  readonly #report: (decoded: Decoded) => void;
  readonly #frames: FrameDecoder;
  /** Reads the head; undefined once that is complete. */
  #reader: RequestReader | ResponseReader | undefined;
  /** What has come and has not been reported. */
  #raw: Uint8Array = new Uint8Array(0);
  /** Decodes the text message that is being received. */
  #text: TextDecoder | undefined;

  constructor(from: Role, report: (decoded: Decoded) => void) {
    this.#report = report;
    this.#reader = from === 'client' ? new RequestReader() : new ResponseReader();
    this.#frames = new FrameDecoder({
      // The role of the end that receives.
      role: from === 'client' ? 'server' : 'client',
      handler: collectFrames(
        (frame) => this.#frame(frame),
        (error) => this.#violation(error),
      ),
    });
  }

  /** Takes the next bytes. */
  receive(bytes: Uint8Array): void {
    this.#raw = Buffer.concat([this.#raw, bytes]);
    // The decoder unmasks in place: it gets bytes of its own.
    if (this.#reader === undefined) this.#frames.receive(Uint8Array.from(bytes));
    else this.#readHead(this.#reader, bytes);
  }

  #readHead(reader: RequestReader | ResponseReader, bytes: Uint8Array): void {
    try {
      const head = reader.receive(bytes);
      if (head === undefined) return;
      const { rest } = reader;
      this.#reader = undefined;
      const raw = this.#take(this.#raw.length - rest.length);
      this.#report({ kind: 'head', bytes: excerpt(raw, raw.length) });
      // A refusal is followed by text, not by frames.
      if ('status' in head && head.status !== 101) this.#frames.stop();
      this.#frames.receive(Uint8Array.from(rest));
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      this.#violation(error);
    }
  }

  #frame(frame: Frame): void {
    const { maskingKey, payload } = frame;
    // The decoder takes only the shortest form of a length, so this is how long the header was.
    const headerLength = frameHeaderLength(payload.length, maskingKey);
    const raw = this.#take(headerLength + payload.length);
    const text = this.#textOf(frame)?.slice(0, MOST_CHARACTERS);
    this.#report({ kind: 'frame', bytes: excerpt(raw, headerLength + MOST_BYTES), text });
  }

  #textOf({ opcode, fin, payload }: Frame): string | undefined {
    if (opcode >= Opcode.Close) return undefined;
    if (opcode !== Opcode.Continuation) this.#text = opcode === Opcode.Text ? new TextDecoder() : undefined;
    return this.#text?.decode(payload, { stream: !fin });
  }

  #violation({ message, section }: ProtocolError | HandshakeError): void {
    this.#report({ kind: 'violation', message, section, bytes: excerpt(this.#raw, MOST_BYTES) });
  }

  #take(length: number): Uint8Array {
    const taken = this.#raw.subarray(0, length);
    this.#raw = this.#raw.subarray(length);
    return taken;
  }
}

/** The beginning of some bytes. */
function excerpt(bytes: Uint8Array, most: number): Excerpt {
  return { length: bytes.length, hex: Buffer.from(bytes.subarray(0, most)).toString('hex') };
}

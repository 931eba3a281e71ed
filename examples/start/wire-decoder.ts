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
import { count, describeFrame, excerpt } from './describe-frame.ts';
import { describeHead } from './describe-head.ts';
import type { FrameEvent, HeadEvent, ViolationEvent } from './wire-event.ts';

type Placed = 'connection' | 'time' | 'from';

/** What was decoded. Who sent it, where and when, the caller knows. */
export type Decoded = Omit<HeadEvent, Placed> | Omit<FrameEvent, Placed> | Omit<ViolationEvent, Placed>;

/** Decodes what one end sends. */
export class WireDecoder {
  readonly #from: Role;
  readonly #report: (decoded: Decoded) => void;
  readonly #frames: FrameDecoder;
  /** Reads the head; undefined once that is complete. */
  #reader: RequestReader | ResponseReader | undefined;
  /** What has come and has not been reported. */
  #raw: Uint8Array = new Uint8Array(0);
  /** Decodes the text message that is being received. */
  #text: TextDecoder | undefined;

  constructor(from: Role, report: (decoded: Decoded) => void) {
    this.#from = from;
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
      const lines = describeHead(Buffer.from(raw).toString('latin1'), this.#from);
      this.#report({ kind: 'head', summary: lines[0]!.text, lines, bytes: excerpt(raw, raw.length) });
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
    const raw = this.#take(frameHeaderLength(payload.length, maskingKey) + payload.length);
    this.#report(describeFrame(frame, raw, this.#from, this.#textOf(frame)));
  }

  #textOf({ opcode, fin, payload }: Frame): string | undefined {
    if (opcode >= Opcode.Close) return undefined;
    if (opcode !== Opcode.Continuation) this.#text = opcode === Opcode.Text ? new TextDecoder() : undefined;
    return this.#text?.decode(payload, { stream: !fin });
  }

  #violation({ message, section }: ProtocolError | HandshakeError): void {
    const bytes = excerpt(this.#raw);
    this.#report({ kind: 'violation', summary: `${count(bytes.length)}: ${message}`, sections: [section], bytes });
  }

  #take(length: number): Uint8Array {
    const taken = this.#raw.subarray(0, length);
    this.#raw = this.#raw.subarray(length);
    return taken;
  }
}

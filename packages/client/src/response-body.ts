/**
 * The body of a response that refuses the connection, as far as it is kept: by its length, in chunks, or to the end.
 *
 * RFC 6455 §4.1 (other status codes than 101 are handled per HTTP), §10.4; RFC 9112 §6 and §7.1.
 */
import { type HeaderList, headerValues, type ResponseHead } from '@rfc6455/handshake';

/** A line with the size of a chunk is longer than this only to be a nuisance. */
const MAX_CHUNK_LINE = 256;

/** Collects the body of one response. */
export class ResponseBody {
  readonly #chunked: boolean;
  readonly #maxBytes: number;
  #kept: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** How much comes before the next line, or before the end. */
  #expected: number;
  #line = '';
  #done = false;
  #truncated = true;

  /**
   * @param head whose body it is
   * @param maxBytes how much of it is kept
   */
  constructor(head: ResponseHead, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#chunked = /(?:^|,)\s*chunked$/i.test(headerValues(head.headers, 'transfer-encoding').join());
    this.#expected = this.#chunked ? 0 : contentLength(head);
    if (!this.#chunked && this.#expected === 0) this.#complete();
    else if (maxBytes === 0) this.#done = true;
  }

  /** Whether no more bytes are wanted. */
  get done(): boolean {
    return this.#done;
  }

  /** Whether there was more than what was kept, or it ended too early. */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** What was kept. */
  get bytes(): Uint8Array {
    return this.#kept.slice(0, this.#length);
  }

  /** Takes what came. */
  receive(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.#done) {
      if (this.#expected > 0) at += this.#keep(bytes.subarray(at, at + this.#expected));
      else this.#takeLineByte(bytes[at++]!);
    }
  }

  /** The connection has ended. */
  receiveEnd(): void {
    if (this.#expected === Number.POSITIVE_INFINITY) this.#complete();
    this.#done = true;
  }

  #keep(bytes: Uint8Array): number {
    const piece = bytes.subarray(0, this.#maxBytes - this.#length);
    const length = this.#length + piece.length;
    if (length > this.#kept.length) {
      const longer = new Uint8Array(Math.min(this.#maxBytes, Math.max(length, 2 * this.#kept.length)));
      longer.set(this.#kept);
      this.#kept = longer;
    }
    this.#kept.set(piece, this.#length);
    this.#length = length;
    this.#expected -= piece.length;
    if (piece.length < bytes.length) this.#done = true;
    else if (this.#expected === 0 && !this.#chunked) this.#complete();
    return bytes.length;
  }

  #takeLineByte(byte: number): void {
    if (byte !== 0x0a) {
      this.#line += String.fromCharCode(byte);
      if (this.#line.length > MAX_CHUNK_LINE) this.#done = true;
      return;
    }
    const line = this.#line.trim();
    this.#line = '';
    // The end of the line behind the data of a chunk.
    if (line === '') return;
    const size = /^[\da-f]{1,8}(?=[;\s]|$)/i.exec(line)?.[0];
    if (size === undefined) this.#done = true;
    else if (Number.parseInt(size, 16) === 0) this.#complete();
    else this.#expected = Number.parseInt(size, 16);
  }

  #complete(): void {
    this.#done = true;
    this.#truncated = false;
  }
}

function contentLength({ status, headers }: ResponseHead): number {
  if (status === 204 || status === 304) return 0;
  const length = singleValue(headers, 'content-length');
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
}

function singleValue(headers: HeaderList, name: string): string | undefined {
  const values = headerValues(headers, name);
  return values.length === 1 ? values[0] : undefined;
}

/**
 * A head from bytes in any portions: the start line, the fields, the empty line. Every byte is decoded once and looked at
 * when it comes, so a head that cannot become valid fails without waiting for its end.
 *
 * RFC 6455 §4.1 and §4.2.1 (a valid HTTP message), §10.4 (limits), §10.7 (validate what comes in).
 */

import { decodeLatin1 } from '#latin1';
import { FIELD_VALUE, runEnd, spaceEnd, TOKEN, trim } from './characters.ts';
import type { Fault, HandshakeErrorCode } from './handshake-error.ts';
import type { HeaderList } from './headers.ts';
import { quote } from './quote.ts';

const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** How much of a head is read before it is refused. */
export interface HeadLimits {
  /** The whole head in bytes, with its start line and the empty line at its end. 16384 unless given. */
  readonly maxHeaderBytes?: number | undefined;
  /** The number of header lines. 100 unless given. */
  readonly maxHeaders?: number | undefined;
}

/** Which head is read: how its start line is parsed, and what its errors are. */
export interface HeadGrammar<Head> {
  parseStartLine(line: string, headers: HeaderList): Head;
  readonly startLineTooLong: HandshakeErrorCode;
  readonly fault: Fault;
}

/** What {@link RequestReader} and {@link ResponseReader} have in common. */
export abstract class HeadReader<Head> {
  readonly #grammar: HeadGrammar<Head>;
  readonly #maxHeaderBytes: number;
  readonly #maxHeaders: number;
  readonly #headers: [name: string, value: string][] = [];
  #head: Head | undefined;
  #received = 0;
  /** The line so far. */
  #line = '';
  /** Whether the line has its CR, and waits for LF. */
  #cr = false;
  #rest: Uint8Array | undefined;
  #error: unknown;

  constructor(grammar: HeadGrammar<Head>, { maxHeaderBytes = 16_384, maxHeaders = 100 }: HeadLimits = {}) {
    this.#grammar = grammar;
    this.#maxHeaderBytes = checkLimit('maxHeaderBytes', maxHeaderBytes);
    this.#maxHeaders = checkLimit('maxHeaders', maxHeaders);
  }

  /** The bytes that came after the head, as a view of what was received; empty until there is a head. */
  get rest(): Uint8Array {
    return this.#rest ?? NO_BYTES;
  }

  /**
   * Takes bytes, and returns the head when they complete it.
   *
   * @param bytes what came; it may be reused afterwards, but for `rest`
   * @returns the head, or undefined when more bytes are needed
   * @throws HandshakeError for a violation, in the call that brings it, and again in each later call; TypeError after the
   *   head is complete
   */
  receive(bytes: Uint8Array): Head | undefined {
    if (this.#error) throw this.#error;
    if (this.#rest) throw new TypeError('receive: expected no bytes after the whole head, they follow `rest`');
    try {
      return this.#scan(bytes);
    } catch (error) {
      this.#error = error;
      throw error;
    }
  }

  #scan(bytes: Uint8Array): Head | undefined {
    const { fault, startLineTooLong } = this.#grammar;
    const text = decodeLatin1(bytes.subarray(0, this.#maxHeaderBytes - this.#received));
    let at = 0;
    while (at < text.length) {
      if (this.#cr) {
        if (text[at] !== '\n') throw fault('INVALID_LINE_END', text[at]);
        this.#cr = false;
        at++;
        if (this.#endLine()) {
          this.#rest = at < bytes.length ? bytes.subarray(at) : NO_BYTES;
          return this.#head;
        }
      } else {
        const end = runEnd(text, at, FIELD_VALUE);
        this.#line += text.slice(at, end);
        at = end + 1;
        if (end === text.length) break;
        this.#cr = text[end] === '\r';
        if (!this.#cr) throw fault(text[end] === '\n' ? 'INVALID_LINE_END' : 'CONTROL_CHARACTER', text[end]);
      }
    }
    this.#received += text.length;
    // [10.4-1] [10.4-2] an end to what is kept of a head that has none
    if (this.#received === this.#maxHeaderBytes)
      throw fault(this.#head ? 'HEAD_TOO_LARGE' : startLineTooLong, this.#received);
    return undefined;
  }

  /** Takes the line for what it is, and returns whether it ends the head. */
  #endLine(): boolean {
    const { fault, parseStartLine } = this.#grammar;
    const line = this.#line;
    this.#line = '';
    if (!this.#head) {
      this.#head = parseStartLine(line, this.#headers);
      return false;
    }
    if (line === '') return true;
    if (this.#headers.length === this.#maxHeaders) throw fault('TOO_MANY_HEADERS', this.#maxHeaders + 1);
    if (spaceEnd(line, 0) > 0) throw fault('FOLDED_HEADER', line[0]);
    // What follows the name may be a secret, and stays out of the message.
    const colon = runEnd(line, 0, TOKEN);
    if (colon === 0 || line[colon] !== ':') throw fault('INVALID_HEADER_NAME', line.slice(0, colon + 1));
    this.#headers.push([line.slice(0, colon), trim(line, colon + 1)]);
    return false;
  }
}

function checkLimit(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`${name}: expected a whole number of 1 or more, got ${quote(value)}`);
}

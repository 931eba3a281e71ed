/**
 * A head from bytes in any portions: the start line, the fields, the empty line. Every byte is looked at once and decoded
 * once, and what cannot be part of a head is reported when it comes.
 *
 * RFC 6455 §4.1 and §4.2.1 (a valid HTTP message), §10.4 (limits), §10.7 (validate what comes in).
 */

import { CHARACTER_SETS, isSpace, TEXT, TOKEN, trimmedSlice } from './characters.ts';
import type { Fault, HandshakeError, HandshakeErrorCode } from './handshake-error.ts';
import type { HeaderList } from './headers.ts';
import { decodeLatin1 } from './latin1.ts';
import { quote } from './quote.ts';

/** How much of a head is read before it is refused. */
export interface HeadLimits {
  /** The whole head in bytes, with its start line and the empty line at its end. 16384 unless given. */
  readonly maxHeaderBytes?: number;
  /** The number of header lines. 100 unless given. */
  readonly maxHeaders?: number;
}

/** Which head is read: how its start line is parsed, and what its errors are. */
export interface HeadGrammar<Head> {
  parseStartLine(line: string, headers: HeaderList): Head;
  readonly startLineTooLong: HandshakeErrorCode;
  readonly fault: Fault;
}

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;

// What the next byte belongs to.
const START_LINE = 0;
const START_LINE_LF = 1;
const LINE_START = 2;
const NAME = 3;
const VALUE = 4;
const VALUE_LF = 5;
const HEAD_LF = 6;
const DONE = 7;

/** What RequestReader and ResponseReader have in common. */
export class HeadReader<Head> {
  readonly #grammar: HeadGrammar<Head>;
  readonly #maxHeaderBytes: number;
  readonly #maxHeaders: number;
  readonly #headers: [name: string, value: string][] = [];
  /** Where each field has its colon and its end, counted in the text of all fields. */
  readonly #marks: number[] = [];
  #state = START_LINE;
  #received = 0;
  #ascii = true;
  #text = '';
  #head: Head | undefined;
  #error: unknown;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(grammar: HeadGrammar<Head>, limits: HeadLimits = {}) {
    this.#grammar = grammar;
    this.#maxHeaderBytes = checkLimit('maxHeaderBytes', limits.maxHeaderBytes ?? 16_384);
    this.#maxHeaders = checkLimit('maxHeaders', limits.maxHeaders ?? 100);
  }

  get rest(): Uint8Array {
    return this.#rest;
  }

  receive(bytes: Uint8Array): Head | undefined {
    if (this.#error) throw this.#error;
    if (this.#state === DONE) throw new TypeError('receive: expected no bytes after a whole head, they follow `rest`');
    try {
      return this.#scan(bytes);
    } catch (error) {
      this.#error = error;
      throw error;
    }
  }

  #scan(bytes: Uint8Array): Head | undefined {
    const end = Math.min(bytes.length, this.#maxHeaderBytes - this.#received);
    let from = 0;
    let at = 0;
    while (at < end) {
      const byte = bytes[at]!;
      switch (this.#state) {
        case START_LINE:
        case VALUE:
          if (CHARACTER_SETS[byte]! & TEXT) {
            at = skip(bytes, at + 1, end, TEXT);
          } else if (byte >= 0x80) {
            this.#ascii = false;
            at++;
          } else if (byte !== CR) {
            throw this.#unexpected(byte, at);
          } else if (this.#state === VALUE) {
            this.#marks.push(this.#text.length + at++ - from);
            this.#state = VALUE_LF;
          } else {
            at++;
            this.#state = START_LINE_LF;
          }
          break;
        case NAME:
          at = skip(bytes, at, end, TOKEN);
          if (at === end) break;
          if (bytes[at] !== COLON) throw this.#unexpected(bytes[at]!, at);
          this.#marks.push(this.#text.length + at++ - from);
          this.#state = VALUE;
          break;
        case LINE_START:
          if (byte === CR) {
            at++;
            this.#state = HEAD_LF;
          } else {
            this.#startField(byte, at);
          }
          break;
        default:
          if (byte !== LF) throw this.#unexpected(byte, at);
          at++;
          if (this.#state === VALUE_LF) {
            this.#state = LINE_START;
            break;
          }
          this.#text += decodeLatin1(bytes.subarray(from, at), this.#ascii);
          if (this.#state === HEAD_LF) {
            this.#rest = bytes.subarray(at);
            return this.#finish();
          }
          this.#head = this.#grammar.parseStartLine(this.#text.slice(0, -2), this.#headers);
          this.#text = '';
          from = at;
          this.#state = LINE_START;
      }
    }
    this.#received += end;
    if (this.#received === this.#maxHeaderBytes) throw this.#tooLarge();
    this.#text += decodeLatin1(bytes.subarray(from, end), this.#ascii);
    return undefined;
  }

  #startField(byte: number, at: number): void {
    if (isSpace(byte)) {
      throw this.#fault('FOLDED_HEADER', `expected each header on one line, got ${hex(byte)} at its start`, at);
    }
    if (!(CHARACTER_SETS[byte]! & TOKEN)) throw this.#unexpected(byte, at);
    if (this.#marks.length === this.#maxHeaders * 2) {
      throw this.#fault('TOO_MANY_HEADERS', `expected at most ${this.#maxHeaders}, got one more`, at);
    }
    this.#state = NAME;
  }

  #finish(): Head {
    const text = this.#text;
    const marks = this.#marks;
    let start = 0;
    for (let mark = 0; mark < marks.length; mark += 2) {
      const colon = marks[mark]!;
      const end = marks[mark + 1]!;
      this.#headers.push([text.slice(start, colon), trimmedSlice(text, colon + 1, end)]);
      start = end + 2;
    }
    this.#text = '';
    this.#state = DONE;
    return this.#head!;
  }

  #unexpected(byte: number, at: number): HandshakeError {
    const state = this.#state;
    if (state === NAME || state === LINE_START) {
      return this.#fault('INVALID_HEADER_NAME', `expected a token and a colon right after it, got ${hex(byte)}`, at);
    }
    if (byte === LF || (state !== VALUE && state !== START_LINE)) {
      return this.#fault('INVALID_LINE_END', `expected CR and LF side by side, got ${hex(byte)}`, at);
    }
    const code = state === VALUE ? 'INVALID_HEADER_VALUE' : 'MALFORMED_START_LINE';
    return this.#fault(code, `expected text, got the control character ${hex(byte)}`, at);
  }

  #fault(code: HandshakeErrorCode, detail: string, at: number): HandshakeError {
    return this.#grammar.fault(code, `${detail} (byte ${this.#received + at} of the head)`);
  }

  #tooLarge(): HandshakeError {
    const code = this.#head ? 'HEAD_TOO_LARGE' : this.#grammar.startLineTooLong;
    return this.#grammar.fault(code, `expected at most ${this.#maxHeaderBytes} bytes, got no end of the head in them`);
  }
}

function skip(bytes: Uint8Array, from: number, end: number, set: number): number {
  let at = from;
  while (at < end && CHARACTER_SETS[bytes[at]!]! & set) at++;
  return at;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

function checkLimit(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name}: expected a whole number of 1 or more, got ${quote(value)}`);
  }
  return value;
}

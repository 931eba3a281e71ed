/**
 * What can be wrong with a WebSocket URI: the table of codes and the error that carries them.
 * RFC 6455 §3 and §11.1; a section of another RFC is written with its number.
 */

/**
 * Every {@link UriError} code: the section that rules the text out, and what was expected in its place.
 * A bare section is one of RFC 6455.
 *
 * @example
 * ```ts
 * import { URI_ERRORS } from '@rfc6455/uri';
 *
 * URI_ERRORS.PORT_OUT_OF_RANGE.expected; // => 'a port from 1 to 65535'
 * ```
 */
export const URI_ERRORS = {
  INVALID_SCHEME: { section: '3', expected: '"ws://" or "wss://"' },
  USERINFO_NOT_ALLOWED: { section: '3', expected: 'no userinfo' },
  EMPTY_HOST: { section: '11.1.1', expected: 'a host' },
  INVALID_HOST: { section: 'RFC 3986 section 3.2.2', expected: 'a host character' },
  INVALID_IP_LITERAL: { section: 'RFC 3986 section 3.2.2', expected: 'an IPv6 (without a zone) or IPvFuture address' },
  INVALID_PORT: { section: 'RFC 3986 section 3.2.3', expected: '":" and decimal digits' },
  PORT_OUT_OF_RANGE: { section: '4.1', expected: 'a port from 1 to 65535' },
  INVALID_PATH: { section: 'RFC 3986 section 3.3', expected: '"/" and path characters' },
  INVALID_QUERY: { section: 'RFC 3986 section 3.4', expected: 'a query character' },
  INVALID_PERCENT_ENCODING: { section: 'RFC 3986 section 2.1', expected: '"%" and two hexadecimal digits' },
  NON_ASCII_CHARACTER: { section: '11.1.1', expected: 'ASCII (fromWebUrl converts)' },
  FRAGMENT_NOT_ALLOWED: { section: '3', expected: 'no fragment (write "#" as "%23")' },
  INVALID_URL: { section: '11.1.1', expected: 'an absolute URL' },
} as const;

/**
 * The code of a {@link UriError}: a key of {@link URI_ERRORS}.
 *
 * @example
 * ```ts
 * import { URI_ERRORS, type UriErrorCode } from '@rfc6455/uri';
 *
 * const code: UriErrorCode = 'FRAGMENT_NOT_ALLOWED';
 * URI_ERRORS[code].section; // => '3'
 * ```
 */
export type UriErrorCode = keyof typeof URI_ERRORS;

/**
 * Thrown for a text that is not a WebSocket URI, or for a part that would not make one. It is a `SyntaxError`,
 * as with `JSON.parse` and the platform's `WebSocket` constructor. RFC 6455 §3.
 *
 * The message quotes the offending characters only, escaped and cut to 100, and never more than three of a path or a
 * query. It quotes nothing when an "@" comes later in the text, because what stands before an "@" may be a password.
 *
 * @example
 * ```ts
 * import { parseUri, UriError } from '@rfc6455/uri';
 *
 * try {
 *   parseUri('ws://example.com:65536/');
 * } catch (error) {
 *   if (!(error instanceof UriError)) throw error;
 *   error.code; // => 'PORT_OUT_OF_RANGE'
 *   error.position; // => 17
 *   error.message; // => 'Expected a port from 1 to 65535 at index 17, got "65536" (RFC 6455 section 4.1)'
 * }
 * ```
 */
export class UriError extends SyntaxError {
  override readonly name = 'UriError';
  /** Stable, for programs. */
  readonly code: UriErrorCode;
  /** A section of RFC 6455 (`'3'`), or of another RFC (`'RFC 3986 section 3.3'`). */
  readonly section: string;
  /** Where the text goes wrong: a 0-based index, in UTF-16 units, into the text or the part that was read. */
  readonly position: number;
  /** What the grammar asks for at that position, for people. */
  readonly expected: string;

  /**
   * @param code - a key of {@link URI_ERRORS}
   * @param text - the whole text that was read
   * @param position - 0-based index of the first wrong character; the length of `text` if it ended too early
   * @param end - index after the last wrong character
   */
  constructor(code: UriErrorCode, text: string, position: number, end: number = position + 1) {
    const { section, expected } = URI_ERRORS[code];
    const rfc = section.startsWith('R') ? section : `RFC 6455 section ${section}`;
    super(`Expected ${expected} at index ${position}, got ${excerpt(text, position, end)} (${rfc})`);
    this.code = code;
    this.section = section;
    this.position = position;
    this.expected = expected;
  }
}

function excerpt(text: string, position: number, end: number): string {
  if (text.includes('@', position + 1)) return 'a possible password';
  const got = text.slice(position, end).slice(0, 100);
  return got ? `"${got.replace(/[^ -~]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`)}"` : 'the end';
}

/** The index after scheme and authority: as much of a URL as a message may quote, for a query may hold secrets. */
export function originEnd(text: string): number {
  return /^[^/?#]*(?:\/\/[^/?#]*)?/.exec(text)![0].length || 1;
}

/** Throws a `TypeError` that names the argument but does not show its value, which may be a secret. */
export function assertType(name: string, value: unknown, type: 'boolean' | 'number' | 'string'): void {
  if (typeof value !== type) {
    throw new TypeError(`Expected ${name} to be a ${type}, got ${typeof value}`);
  }
}

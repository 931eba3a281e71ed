/**
 * The head of a request from bytes: request line, fields, empty line. What it asks for is read in `read-request.ts`.
 *
 * RFC 6455 §4.2.1 with the message grammar of HTTP/1.1.
 */

import { isToken, isVisible } from './characters.ts';
import { requestFault } from './handshake-error.ts';
import { type HeadGrammar, type HeadLimits, HeadReader } from './head-reader.ts';
import type { HeaderList } from './headers.ts';
import { parseHttpVersion } from './http-version.ts';
import { quote } from './quote.ts';

/** The head of an HTTP request, as it came. */
export interface RequestHead {
  readonly method: string;
  /** The request target as it was written: `/chat?x=1`, or an absolute URI. */
  readonly target: string;
  /** The digits after `HTTP/`: `1.1`. */
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

const grammar: HeadGrammar<RequestHead> = {
  parseStartLine(line, headers) {
    const [method, target, version, ...more] = line.split(' ', 4);
    const httpVersion = parseHttpVersion(version);
    if (!isToken(method) || !isVisible(target) || httpVersion === undefined || more.length > 0) {
      throw requestFault('MALFORMED_START_LINE', `expected "GET /resource HTTP/1.1" or the like, got ${quote(line)}`);
    }
    return { method: method!, target: target!, httpVersion, headers };
  },
  startLineTooLong: 'REQUEST_LINE_TOO_LONG',
  fault: requestFault,
};

/**
 * Reads the head of one request from bytes in any portions.
 *
 * RFC 6455 §4.2.1.
 *
 * @example
 * ```ts
 * import { RequestReader } from '@rfc6455/handshake';
 *
 * const reader = new RequestReader({ maxHeaderBytes: 8192 });
 * const encoder = new TextEncoder();
 * reader.receive(encoder.encode('GET /chat HTTP/1.1\r\nHost: exam')); // => undefined
 * const head = reader.receive(encoder.encode('ple.com\r\n\r\n'));
 * head?.target; // => '/chat'
 * head?.headers; // => [['Host', 'example.com']]
 * reader.rest.length; // => 0
 * ```
 */
export class RequestReader {
  readonly #reader: HeadReader<RequestHead>;

  /**
   * @param limits how much is read before the request is refused
   * @throws RangeError for a limit that is not a whole number of 1 or more
   */
  constructor(limits?: HeadLimits) {
    this.#reader = new HeadReader(grammar, limits);
  }

  /** The bytes that came after the head, as a view of what was received; empty until there is a head. */
  get rest(): Uint8Array {
    return this.#reader.rest;
  }

  /**
   * Takes bytes, and returns the head when they complete it.
   *
   * @param bytes what came; it may be reused afterwards, but for `rest`
   * @returns the head, or undefined when more bytes are needed
   * @throws HandshakeError with the status to refuse with, at the first byte that shows a violation, and again on each
   *   later call; TypeError after the head is complete
   */
  receive(bytes: Uint8Array): RequestHead | undefined {
    return this.#reader.receive(bytes);
  }
}

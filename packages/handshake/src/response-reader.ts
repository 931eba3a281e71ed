/**
 * The head of a response from bytes: status line, fields, empty line. What it means is read in `read-response.ts`.
 *
 * RFC 6455 §4.1 with the message grammar of HTTP/1.1.
 */

import { type Fault, HandshakeError } from './handshake-error.ts';
import { type HeadGrammar, type HeadLimits, HeadReader } from './head-reader.ts';
import type { HeaderList } from './headers.ts';
import { parseHttpVersion } from './http-version.ts';

/** The head of an HTTP response, as it came. */
export interface ResponseHead {
  /** The digits after `HTTP/`: `1.1`. */
  readonly httpVersion: string;
  /** 100 to 999. */
  readonly status: number;
  /** The text after the status, which may be empty. */
  readonly reason: string;
  readonly headers: HeaderList;
}

const fault: Fault = (code, came) => new HandshakeError(code, came);

const grammar: HeadGrammar<ResponseHead> = {
  parseStartLine(line, headers) {
    const httpVersion = parseHttpVersion(line.slice(0, 8));
    // Many servers leave out the space before an empty reason.
    if (httpVersion === undefined || !/^ [1-9]\d\d(?: |$)/.test(line.slice(8, 13))) {
      throw fault('MALFORMED_START_LINE', line);
    }
    return { httpVersion, status: Number(line.slice(9, 12)), reason: line.slice(13), headers };
  },
  startLineTooLong: 'HEAD_TOO_LARGE',
  fault,
};

/**
 * Reads the head of one response from bytes in any portions.
 *
 * An interim response (1xx, but not 101) may come before the final one: see {@link isInterim}.
 *
 * RFC 6455 §4.1.
 *
 * @example
 * ```ts
 * import { isInterim, ResponseReader } from '@rfc6455/handshake';
 *
 * const bytes = new TextEncoder().encode('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n');
 * let reader = new ResponseReader();
 * let head = reader.receive(bytes);
 * while (head && isInterim(head)) {
 *   const { rest } = reader;
 *   reader = new ResponseReader();
 *   head = reader.receive(rest);
 * }
 * head?.status; // => 404
 * ```
 */
export class ResponseReader extends HeadReader<ResponseHead> {
  /**
   * @param limits how much is read before the response is given up
   * @throws RangeError for a limit that is not a whole number of 1 or more
   */
  constructor(limits?: HeadLimits) {
    super(grammar, limits);
  }
}

/**
 * Whether a response is interim: the final one follows it in the bytes after the head.
 *
 * A client skips such heads with a new {@link ResponseReader} each, and should skip only a few of them.
 *
 * @param head the head of a response
 *
 * @example
 * ```ts
 * import { isInterim } from '@rfc6455/handshake';
 *
 * isInterim({ httpVersion: '1.1', status: 100, reason: 'Continue', headers: [] }); // => true
 * isInterim({ httpVersion: '1.1', status: 101, reason: 'Switching Protocols', headers: [] }); // => false
 * ```
 */
export function isInterim(head: ResponseHead): boolean {
  return head.status < 200 && head.status !== 101;
}

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
import { withoutSecrets } from './target.ts';

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
      throw requestFault('MALFORMED_START_LINE', withoutSecrets(line));
    }
    return { method: method!, target: target!, httpVersion, headers };
  },
  startLineTooLong: 'REQUEST_LINE_TOO_LONG',
  fault: requestFault,
};

/**
 * Reads the head of one request from bytes in any portions. Its errors have the status to refuse with.
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
export class RequestReader extends HeadReader<RequestHead> {
  /**
   * @param limits how much is read before the request is refused
   * @throws RangeError for a limit that is not a whole number of 1 or more
   */
  constructor(limits?: HeadLimits) {
    super(grammar, limits);
  }
}

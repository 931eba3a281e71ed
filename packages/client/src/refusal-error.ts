/** A response that is a valid one of HTTP, but does not open the connection. RFC 6455 §4.1 (response, item 1), §4.2.2. */
import { HandshakeError, headerValues, type ResponseHead } from '@rfc6455/handshake';
import { parseRetryAfter } from './retry-after.ts';

/** What is kept of the body of a refusal. */
export interface RefusalBody {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

/**
 * The server has answered with another status than 101. A `HandshakeError` with code `'UNEXPECTED_STATUS'` that carries
 * the response, so that a program can act upon it: authenticate (401), go elsewhere (3xx), wait (503).
 *
 * Redirects are not followed unless `maxRedirects` says so, and nobody but `authenticate` is asked for credentials: where
 * they may go is for the caller to decide.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { connect, RefusalError } from '@rfc6455/client';
 *
 * const server = createServer().listen(0, '127.0.0.1', async () => {
 *   try {
 *     await connect(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
 *   } catch (error) {
 *     if (!(error instanceof RefusalError)) throw error;
 *     error.status; // => 503
 *     error.retryAfter; // => 120
 *     error.text; // => 'be right back'
 *   }
 *   server.close();
 * });
 * server.on('upgrade', (_request, stream) => {
 *   stream.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\nContent-Length: 13\r\n\r\nbe right back');
 * });
 * ```
 */
export class RefusalError extends HandshakeError {
  declare readonly code: 'UNEXPECTED_STATUS';
  declare readonly status: number;
  declare readonly response: ResponseHead;
  /** The body of the response, up to `maxResponseBody` bytes. */
  readonly body: Uint8Array;
  /** Whether the body was longer than what is kept of it, or was cut off. */
  readonly bodyTruncated: boolean;
  /** In how many seconds the server wants to be asked again, counted from when it answered: its Retry-After. */
  readonly retryAfter: number | undefined;
  /** Where a redirect leads, as the server wrote it: its Location. */
  readonly location: string | undefined;

  /**
   * @param response the head of the response
   * @param body what is kept of its body
   */
  constructor(response: ResponseHead, body: RefusalBody) {
    const location = headerValues(response.headers, 'location')[0];
    const hint = location === undefined ? '' : ' (see location, and maxRedirects)';
    super('UNEXPECTED_STATUS', `${response.status} ${response.reason.slice(0, 50)}${hint}`, { response });
    this.body = body.bytes;
    this.bodyTruncated = body.truncated;
    this.location = location;
    const retryAfter = headerValues(response.headers, 'retry-after')[0];
    this.retryAfter = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, Date.now());
  }

  /** The body as text, decoded as UTF-8. It comes from the server: escape it before it is shown. */
  get text(): string {
    return new TextDecoder().decode(this.body);
  }
}

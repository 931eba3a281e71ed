/** How a server says no to an opening handshake: with an HTTP response. RFC 6455 §4.2.2 (item 5.5 does not happen). */
import { STATUS_CODES } from 'node:http';
import { formatRefusal, type HandshakeError, type HeaderList, refusalFor } from '@rfc6455/handshake';

/** What goes with the status of a refusal. */
export interface RefuseOptions {
  /** More header fields: `WWW-Authenticate`, `Location`, `Retry-After`. */
  readonly headers?: HeaderList | undefined;
  /** Text for the client. */
  readonly body?: string | undefined;
}

/** A refusal, ready to be sent. The function {@link refuse} makes it. */
export class Refusal {
  /** The HTTP status. */
  readonly status: number;
  /** The whole response. */
  readonly response: Uint8Array;

  constructor(status: number, { headers = [], body = '' }: RefuseOptions = {}) {
    this.status = status;
    this.response = formatRefusal({ status, reason: STATUS_CODES[status] ?? '', headers, body });
  }
}

/**
 * Makes the answer with which the hook `accept` refuses an opening handshake.
 *
 * RFC 6455 §4.2.2. It can be made once and returned many times.
 *
 * @param status 300 to 599
 * @param options header fields and a text
 * @throws RangeError for another status; TypeError for a header that would break out of its line, or that the
 *   handshake itself writes
 *
 * @example
 * ```ts
 * import { refuse, serve } from '@rfc6455/server';
 *
 * const unauthorized = refuse(401, { headers: [['WWW-Authenticate', 'Bearer']], body: 'sign in first\n' });
 * const server = await serve({
 *   accept: (request) => (request.query === 'token=secret' ? { user: 'ann' } : unauthorized),
 *   open: (socket) => socket.send(`hello ${socket.data.user}`),
 * });
 * await server.close();
 * ```
 */
export function refuse(status: number, options?: RefuseOptions): Refusal {
  return new Refusal(status, options);
}

/** The answer to a request that breaks the rules of the handshake. */
export function refusalOf(error: HandshakeError): Refusal {
  const { status, headers = [], body = '' } = refusalFor(error);
  const help = error.code === 'NOT_AN_UPGRADE' ? 'This is a WebSocket server: use a WebSocket client.\n' : '';
  return new Refusal(status, { headers, body: help + body });
}

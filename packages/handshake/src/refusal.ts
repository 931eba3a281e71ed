/**
 * The server's answer when it does not open the connection: an HTTP response with an error or a redirect.
 *
 * RFC 6455 §4.2.1, §4.2.2 (items 2 to 4), §4.4, §10.7.
 */

import { encodeLatin1 } from '#latin1';
import { isFieldValue } from './characters.ts';
import { checkArgument, type HandshakeError } from './handshake-error.ts';
import { formatHeaders, type HeaderList, headerValues } from './headers.ts';
import { quote } from './quote.ts';
import { refusalHeaders } from './refusal-headers.ts';

/** A refusal. */
export interface RefusalOptions {
  /** 300 to 599. */
  readonly status: number;
  /** The text after the status; the usual one unless given. */
  readonly reason?: string | undefined;
  /** More fields: Location, WWW-Authenticate, Retry-After. */
  readonly headers?: HeaderList | undefined;
  /** Text, sent as UTF-8. Its Content-Type is `text/plain` unless `headers` has another. */
  readonly body?: string | undefined;
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  414: 'URI Too Long',
  426: 'Upgrade Required',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
  505: 'HTTP Version Not Supported',
};

/**
 * Formats a refusal. The connection ends with it (`Connection: close`).
 *
 * 426 says which protocol and which version is expected, 405 that the method is GET.
 *
 * RFC 6455 §4.2.2.
 *
 * @param options status, and what goes with it
 * @returns the response with its body
 * @throws RangeError for a status that is not 300 to 599; TypeError for an argument that would break out of its line,
 *   and for a field in `headers` that is written here: Host, Upgrade, Connection, Sec-WebSocket-*, Content-Length,
 *   Transfer-Encoding
 *
 * @example
 * ```ts
 * import { formatRefusal } from '@rfc6455/handshake';
 *
 * const bytes = formatRefusal({ status: 503, headers: [['Retry-After', '120']], body: 'draining' });
 * new TextDecoder().decode(bytes).split('\r\n')[0]; // => 'HTTP/1.1 503 Service Unavailable'
 * ```
 */
export function formatRefusal({ status, reason, headers = [], body = '' }: RefusalOptions): Uint8Array {
  if (!Number.isInteger(status) || status < 300 || status > 599) {
    throw new RangeError(`status: expected 300 to 599, got ${quote(status)}`);
  }
  const text = reason ?? REASONS[status] ?? '';
  checkArgument(isFieldValue(text), 'CONTROL_CHARACTER', text);
  const content = new TextEncoder().encode(body);
  let head = `HTTP/1.1 ${status} ${text}\r\nConnection: ${status === 426 ? 'close, Upgrade' : 'close'}\r\n`;
  for (const [name, value] of refusalHeaders(status)) {
    if (headerValues(headers, name).length === 0) head += `${name}: ${value}\r\n`;
  }
  if (body !== '' && headerValues(headers, 'content-type').length === 0) {
    head += 'Content-Type: text/plain; charset=utf-8\r\n';
  }
  const start = encodeLatin1(`${head}Content-Length: ${content.length}\r\n${formatHeaders(headers)}\r\n`);
  const bytes = new Uint8Array(start.length + content.length);
  bytes.set(start);
  bytes.set(content, start.length);
  return bytes;
}

/**
 * What to answer for an error of {@link readRequest} or {@link RequestReader}.
 *
 * The body is the message of the error: what was expected and what came, and nothing that the client does not know.
 *
 * RFC 6455 §4.2.1, §10.7.
 *
 * @param error the error, with its status; 400 without one
 * @returns the options for {@link formatRefusal}
 *
 * @example
 * ```ts
 * import { formatRefusal, HandshakeError, readRequest, refusalFor } from '@rfc6455/handshake';
 *
 * let answer;
 * try {
 *   readRequest({ method: 'POST', target: '/', httpVersion: '1.1', headers: [] });
 * } catch (error) {
 *   if (!(error instanceof HandshakeError)) throw error;
 *   answer = formatRefusal(refusalFor(error));
 * }
 * new TextDecoder().decode(answer).split('\r\n')[0]; // => 'HTTP/1.1 405 Method Not Allowed'
 * ```
 */
export function refusalFor(error: HandshakeError): RefusalOptions {
  // [10.7-4] an appropriate HTTP status
  return { status: error.status ?? 400, body: `${error.message}\n` };
}

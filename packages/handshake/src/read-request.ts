/**
 * The server reads the client's opening handshake.
 *
 * RFC 6455 §4.2.1, with the refusals of §4.2.2 and §4.4.
 */

import { type ExtensionOffer, readExtensions } from './extensions.ts';
import { type HandshakeErrorCode, requestFault } from './handshake-error.ts';
import { type HeaderList, headerValues, listIncludes, singleValue } from './headers.ts';
import { isAuthority, isOrigin } from './host.ts';
import { canUpgrade } from './http-version.ts';
import { isKey } from './key.ts';
import type { RequestHead } from './request-reader.ts';
import { readSubprotocols } from './subprotocols.ts';
import { resourceNameOf, withoutSecrets } from './target.ts';

/** What a client asks for: an opening handshake that has passed every check of RFC 6455 §4.2.1. */
export interface HandshakeRequest {
  /** Path and query: `/chat?room=1`. */
  readonly resourceName: string;
  /** The resource name up to the question mark, as it was written (not percent-decoded). */
  readonly path: string;
  /** What follows the question mark, or undefined without one. */
  readonly query: string | undefined;
  /** The Host field in lower case: the authority that the client means, with its port if there is one. */
  readonly host: string;
  /** The value of Sec-WebSocket-Key. */
  readonly key: string;
  /** The Origin field in lower case, or undefined: then the client is not a browser. It is not compared with anything. */
  readonly origin: string | undefined;
  /** In the order of the client's preference. */
  readonly subprotocols: readonly string[];
  /** In the order of the client's preference. One name may be there several times, with other parameters. */
  readonly extensions: readonly ExtensionOffer[];
  /** All fields of the request. */
  readonly headers: HeaderList;
}

/**
 * Reads a client's opening handshake from the head of its request.
 *
 * The head may come from a {@link RequestReader} or from another HTTP parser (`node:http`: pair up `rawHeaders`).
 *
 * RFC 6455 §4.2.1: every check that it asks for. Whether the origin, the resource and the subprotocols are welcome is
 * for the caller to decide.
 *
 * @param head the head of the request
 * @throws HandshakeError with the status to refuse with: 505 for an HTTP version that cannot upgrade, 405 for a method
 *   that is not GET, 426 for a request that is not a WebSocket handshake or has another version, 400 for the rest
 *
 * @example
 * ```ts
 * import { readRequest } from '@rfc6455/handshake';
 *
 * const request = readRequest({
 *   method: 'GET',
 *   target: '/chat?room=1',
 *   httpVersion: '1.1',
 *   headers: [
 *     ['Host', 'server.example.com'],
 *     ['Upgrade', 'websocket'],
 *     ['Connection', 'Upgrade'],
 *     ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
 *     ['Sec-WebSocket-Version', '13'],
 *   ],
 * });
 * request.path; // => '/chat'
 * request.query; // => 'room=1'
 * ```
 */
export function readRequest(head: RequestHead): HandshakeRequest {
  const { headers, method, httpVersion } = head;
  // [4.2.1-1] [4.1-19] GET, and HTTP/1.1 or higher. A request in HTTP/1.0 cannot upgrade (RFC 9110 §7.8), and 505 says
  // so: a server meets it behind a proxy that speaks HTTP/1.0.
  if (!canUpgrade(httpVersion)) throw requestFault('UNSUPPORTED_HTTP_VERSION', `HTTP/${httpVersion}`);
  if (method !== 'GET') throw requestFault('METHOD_NOT_GET', method);
  // [4.2.1-1] [4.1-21] the authority of the server
  const host = readField(headers, 'Host', isAuthority, 'INVALID_HOST').toLowerCase();
  // [4.1-20] the resource name, or an absolute URI that has it and the same host
  const resourceName = resourceNameOf(head.target, host);
  if (resourceName === undefined) throw requestFault('INVALID_TARGET', withoutSecrets(head.target));
  checkNoBody(headers);
  checkUpgrade(headers);
  // [4.1-30] [4.2.2-6] [4.4-1] 13; the refusal says which version this is
  readField(headers, 'Sec-WebSocket-Version', isVersion, 'UNSUPPORTED_VERSION');
  const question = resourceName.indexOf('?');
  return {
    resourceName,
    path: question < 0 ? resourceName : resourceName.slice(0, question),
    query: question < 0 ? undefined : resourceName.slice(question + 1),
    host,
    // [4.2.1-1] [4.1-24] [4.1-25] 16 bytes in base64
    key: readField(headers, 'Sec-WebSocket-Key', isKey, 'INVALID_KEY'),
    // [4.2.1-2] without this field the client is not taken for a browser
    origin: readField(headers, 'Origin', isOriginOrNone, 'INVALID_ORIGIN')?.toLowerCase(),
    subprotocols: readSubprotocols(headerValues(headers, 'sec-websocket-protocol'), requestFault),
    extensions: readExtensions(headerValues(headers, 'sec-websocket-extensions'), requestFault),
    headers,
  };
}

function readField<T extends string | undefined>(
  headers: HeaderList,
  name: string,
  isValid: (value: string | undefined) => value is T,
  code: HandshakeErrorCode,
): T {
  const value = singleValue(headers, name, requestFault);
  if (!isValid(value)) throw requestFault(code, value);
  return value;
}

function isVersion(value: string | undefined): value is string {
  return value === '13';
}

function isOriginOrNone(value: string | undefined): value is string | undefined {
  return value === undefined || isOrigin(value);
}

function checkNoBody(headers: HeaderList): void {
  // A body would be taken for frames, or the first frames for a body.
  const length = headerValues(headers, 'content-length').find((value) => value !== '0');
  const sign = length ?? headerValues(headers, 'transfer-encoding')[0];
  if (sign !== undefined) throw requestFault('REQUEST_WITH_BODY', sign);
}

function checkUpgrade(headers: HeaderList): void {
  // [4.2.1-1] [4.1-22] [4.1-23] Upgrade with "websocket" and Connection with "Upgrade", in any case
  const upgrade = headerValues(headers, 'upgrade');
  const connection = headerValues(headers, 'connection');
  if (!listIncludes(upgrade, 'websocket') || !listIncludes(connection, 'upgrade')) {
    throw requestFault('NOT_AN_UPGRADE', `Upgrade: ${upgrade.join(', ')} and Connection: ${connection.join(', ')}`);
  }
}

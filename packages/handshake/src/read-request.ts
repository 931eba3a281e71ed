/**
 * The server reads the client's opening handshake.
 *
 * RFC 6455 §4.2.1, with the refusals of §4.2.2 and §4.4.
 */

import { type ExtensionOffer, readExtensions } from './extensions.ts';
import { requestFault } from './handshake-error.ts';
import { type HeaderList, headerValues, listIncludes, singleValue } from './headers.ts';
import { isAuthority, isOrigin } from './host.ts';
import { canUpgrade } from './http-version.ts';
import { isKey } from './key.ts';
import { quote } from './quote.ts';
import type { RequestHead } from './request-reader.ts';
import { readSubprotocols } from './subprotocols.ts';
import { resourceNameOf } from './target.ts';

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
  const { headers } = head;
  checkRequestLine(head);
  const host = readHost(headers);
  const resourceName = readTarget(head.target, host);
  checkNoBody(headers);
  checkUpgrade(headers);
  checkVersion(headers);
  const question = resourceName.indexOf('?');
  return {
    resourceName,
    path: question < 0 ? resourceName : resourceName.slice(0, question),
    query: question < 0 ? undefined : resourceName.slice(question + 1),
    host,
    key: readKey(headers),
    origin: readOrigin(headers),
    subprotocols: readSubprotocols(headerValues(headers, 'sec-websocket-protocol'), requestFault),
    extensions: readExtensions(headerValues(headers, 'sec-websocket-extensions'), requestFault),
    headers,
  };
}

function checkRequestLine({ method, httpVersion }: RequestHead): void {
  // [4.2.1-1] [4.1-19] GET, and HTTP/1.1 or higher. A request in HTTP/1.0 cannot upgrade (RFC 9110 §7.8), and 505 says
  // so; it is what a server meets behind a proxy that speaks HTTP/1.0 to it.
  if (!canUpgrade(httpVersion)) {
    throw requestFault('UNSUPPORTED_HTTP_VERSION', `expected HTTP/1.1, got HTTP/${quote(httpVersion).slice(1, -1)}`);
  }
  if (method !== 'GET') throw requestFault('METHOD_NOT_GET', `expected GET, got ${quote(method)}`);
}

function readHost(headers: HeaderList): string {
  // [4.2.1-1] [4.1-21] the authority of the server
  const host = singleValue(headers, 'Host', requestFault);
  if (host === undefined || !isAuthority(host)) {
    throw requestFault('INVALID_HOST', `expected a host with an optional port, got ${quote(host)}`);
  }
  return host.toLowerCase();
}

function readTarget(target: string, host: string): string {
  // [4.1-20] the resource name, or an absolute URI that has it and the same host
  const resourceName = resourceNameOf(target, host);
  if (resourceName === undefined) {
    throw requestFault('INVALID_TARGET', `expected a path or an http URI of ${quote(host)}, got ${quote(target)}`);
  }
  return resourceName;
}

function checkNoBody(headers: HeaderList): void {
  // A body would be taken for frames, or the first frames for a body.
  const lengths = headerValues(headers, 'content-length').filter((value) => value !== '0');
  const codings = headerValues(headers, 'transfer-encoding');
  if (lengths.length > 0 || codings.length > 0) {
    throw requestFault('REQUEST_WITH_BODY', `expected no body, got ${quote([...lengths, ...codings].join(', '))}`);
  }
}

function checkUpgrade(headers: HeaderList): void {
  // [4.2.1-1] [4.1-22] [4.1-23] Upgrade with "websocket" and Connection with "Upgrade", in any case
  const upgrade = headerValues(headers, 'upgrade');
  const connection = headerValues(headers, 'connection');
  if (!listIncludes(upgrade, 'websocket') || !listIncludes(connection, 'upgrade')) {
    const came = `Upgrade: ${quote(upgrade.join(', '))} and Connection: ${quote(connection.join(', '))}`;
    throw requestFault('NOT_AN_UPGRADE', `expected Upgrade: websocket and Connection: Upgrade, got ${came}`);
  }
}

function checkVersion(headers: HeaderList): void {
  // [4.1-30] [4.2.2-6] [4.4-1] 13; the refusal says which version this is
  const version = singleValue(headers, 'Sec-WebSocket-Version', requestFault);
  if (version !== '13') throw requestFault('UNSUPPORTED_VERSION', `expected 13, got ${quote(version)}`);
}

function readKey(headers: HeaderList): string {
  // [4.2.1-1] [4.1-24] [4.1-25] 16 bytes in base64
  const key = singleValue(headers, 'Sec-WebSocket-Key', requestFault);
  if (key === undefined || !isKey(key)) {
    throw requestFault('INVALID_KEY', `expected the base64 of 16 bytes, got ${quote(key)}`);
  }
  return key;
}

function readOrigin(headers: HeaderList): string | undefined {
  // [4.2.1-2] without this field the client is not taken for a browser
  const origin = singleValue(headers, 'Origin', requestFault);
  if (origin !== undefined && !isOrigin(origin)) {
    throw requestFault('INVALID_ORIGIN', `expected "https://example.com" or the like, or null, got ${quote(origin)}`);
  }
  return origin?.toLowerCase();
}

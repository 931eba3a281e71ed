/**
 * The client's opening handshake as bytes.
 *
 * RFC 6455 §4.1 (items 1 to 12 of the request).
 */

import { encodeLatin1 } from '#latin1';
import { type ExtensionOffer, formatExtensions } from './extensions.ts';
import { checkArgument } from './handshake-error.ts';
import { formatHeaders, type HeaderList } from './headers.ts';
import { isAuthority, isOrigin } from './host.ts';
import { isKey } from './key.ts';
import { formatSubprotocols } from './subprotocols.ts';
import { isResourceName } from './target.ts';

/** What a client asks for. */
export interface RequestOptions {
  /** The host of the URI, with the port when it is not the default one: `example.com:8080`, `[::1]`. */
  readonly host: string;
  /** Path and query: `/chat?room=1`. */
  readonly resourceName: string;
  /** A fresh key for each connection: see {@link encodeKey}. */
  readonly key: string;
  /** The ASCII serialization of an origin, or `null`. Only for a client that acts like a browser. */
  readonly origin?: string | undefined;
  /** In the order of preference, each once. */
  readonly subprotocols?: readonly string[] | undefined;
  /** In the order of preference. */
  readonly extensions?: readonly ExtensionOffer[] | undefined;
  /** More fields: cookies, credentials. */
  readonly headers?: HeaderList | undefined;
}

/**
 * Formats a client's opening handshake.
 *
 * RFC 6455 §4.1.
 *
 * @param options what the client asks for
 * @returns the head of the request
 * @throws TypeError for an argument that breaks the grammar of its field, and for a field in `headers` that the
 *   handshake itself writes: Host, Upgrade, Connection, Origin, Sec-WebSocket-*, Content-Length, Transfer-Encoding
 *
 * @example
 * ```ts
 * import { formatRequest, RequestReader } from '@rfc6455/handshake';
 *
 * const bytes = formatRequest({
 *   host: 'server.example.com',
 *   resourceName: '/chat',
 *   key: 'dGhlIHNhbXBsZSBub25jZQ==',
 *   subprotocols: ['chat', 'superchat'],
 * });
 * new RequestReader().receive(bytes)?.target; // => '/chat'
 * ```
 */
export function formatRequest(options: RequestOptions): Uint8Array {
  const { host, resourceName, key, origin, subprotocols = [], extensions = [], headers = [] } = options;
  // [4.1-3] [4.1-4] valid components, or no handshake at all
  checkArgument(isResourceName(resourceName), 'INVALID_TARGET', resourceName);
  checkArgument(isAuthority(host), 'INVALID_HOST', host);
  checkArgument(isKey(key), 'INVALID_KEY', key);
  // [4.1-18] [4.1-19] [4.1-20] [4.1-21] [4.1-22] [4.1-23] [4.1-24] [4.1-29] [4.1-30]
  let head =
    `GET ${resourceName} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n`;
  if (origin !== undefined) {
    checkArgument(isOrigin(origin), 'INVALID_ORIGIN', origin);
    head += `Origin: ${origin}\r\n`;
  }
  if (subprotocols.length > 0) head += `Sec-WebSocket-Protocol: ${formatSubprotocols(subprotocols)}\r\n`;
  if (extensions.length > 0) head += `Sec-WebSocket-Extensions: ${formatExtensions(extensions)}\r\n`;
  return encodeLatin1(`${head}${formatHeaders(headers, 'origin')}\r\n`);
}

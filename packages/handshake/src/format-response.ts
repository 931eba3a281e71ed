/**
 * The server's opening handshake as bytes.
 *
 * RFC 6455 §4.2.2 (item 5).
 */

import { encodeLatin1 } from '#latin1';
import { type ExtensionOffer, formatExtensions } from './extensions.ts';
import { formatHeaders, type HeaderList } from './headers.ts';
import { acceptKey } from './key.ts';
import { formatSubprotocols } from './subprotocols.ts';

/** What a server agrees to. */
export interface ResponseOptions {
  /** The value of Sec-WebSocket-Key in the request. */
  readonly key: string;
  /** One of those that the client offers. */
  readonly subprotocol?: string | undefined;
  /** Some of those that the client offers, in the order in which they apply. */
  readonly extensions?: readonly ExtensionOffer[] | undefined;
  /** More fields: cookies. */
  readonly headers?: HeaderList | undefined;
}

/**
 * Formats a server's opening handshake: the response with status 101.
 *
 * RFC 6455 §4.2.2, item 5.
 *
 * @param options what the server agrees to
 * @returns the head of the response
 * @throws TypeError for an argument that breaks the grammar of its field, and for a field in `headers` that the
 *   handshake itself writes: Host, Upgrade, Connection, Sec-WebSocket-*, Content-Length, Transfer-Encoding
 *
 * @example
 * ```ts
 * import { formatResponse } from '@rfc6455/handshake';
 *
 * const bytes = formatResponse({ key: 'dGhlIHNhbXBsZSBub25jZQ==', subprotocol: 'chat' });
 * const lines = new TextDecoder().decode(bytes).split('\r\n');
 * lines[0]; // => 'HTTP/1.1 101 Switching Protocols'
 * lines[3]; // => 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='
 * lines[4]; // => 'Sec-WebSocket-Protocol: chat'
 * ```
 */
export function formatResponse({ key, subprotocol, extensions = [], headers = [] }: ResponseOptions): Uint8Array {
  // [4.2.2-12] 101, Upgrade, Connection, Accept
  let head =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Accept: ${acceptKey(key)}\r\n`;
  // [4.2.2-9] no field without a subprotocol
  if (subprotocol !== undefined) head += `Sec-WebSocket-Protocol: ${formatSubprotocols([subprotocol])}\r\n`;
  // [11.3.2-2] all extensions in one field
  if (extensions.length > 0) head += `Sec-WebSocket-Extensions: ${formatExtensions(extensions)}\r\n`;
  return encodeLatin1(`${head}${formatHeaders(headers)}\r\n`);
}

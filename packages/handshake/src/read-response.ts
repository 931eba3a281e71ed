/**
 * The client reads the server's opening handshake.
 *
 * RFC 6455 §4.1 ("The client MUST validate the server's response"), §4.2.2.
 */

import { type ExtensionOffer, readExtensions } from './extensions.ts';
import { findDuplicate } from './field-scanner.ts';
import { type Fault, HandshakeError } from './handshake-error.ts';
import { type HeaderList, headerValues, listIncludes, singleValue } from './headers.ts';
import { canUpgrade } from './http-version.ts';
import { acceptKey } from './key.ts';
import type { ResponseHead } from './response-reader.ts';
import { readSubprotocols } from './subprotocols.ts';

/** What the client has sent, and the response is checked against. */
export interface HandshakeOffer {
  /** The value of Sec-WebSocket-Key. */
  readonly key: string;
  readonly subprotocols?: readonly string[] | undefined;
  readonly extensions?: readonly ExtensionOffer[] | undefined;
}

/** What the server has agreed to: the connection is open. */
export interface HandshakeResponse {
  /** The subprotocol in use. */
  readonly subprotocol: string | undefined;
  /** The extensions in use, in the order in which they apply. Their parameters are for each extension to check. */
  readonly extensions: readonly ExtensionOffer[];
  /** All fields of the response. */
  readonly headers: HeaderList;
}

/**
 * Reads a server's opening handshake from the head of its response.
 *
 * RFC 6455 §4.1: every check that it asks for.
 *
 * @param head the head of the final response (see {@link isInterim})
 * @param offered what the client has sent
 * @throws HandshakeError with the head as `response`; UNEXPECTED_STATUS when the status is not 101: a redirect, a
 *   request for authentication, a refusal
 * @throws TypeError when `offered.key` is not a key
 *
 * @example
 * ```ts
 * import { formatResponse, readResponse, ResponseReader } from '@rfc6455/handshake';
 *
 * const key = 'dGhlIHNhbXBsZSBub25jZQ==';
 * const head = new ResponseReader().receive(formatResponse({ key, subprotocol: 'chat' }));
 * if (!head) throw new Error('expected a whole head');
 * readResponse(head, { key, subprotocols: ['chat', 'superchat'] }).subprotocol; // => 'chat'
 * ```
 */
export function readResponse(head: ResponseHead, offered: HandshakeOffer): HandshakeResponse {
  const { headers } = head;
  const fault: Fault = (code, came) => new HandshakeError(code, came, { response: head });
  checkStatusLine(head, fault);
  checkUpgrade(headers, fault);
  checkAccept(headers, offered.key, fault);
  return {
    subprotocol: readSubprotocol(headers, offered.subprotocols, fault),
    extensions: readAgreedExtensions(headers, offered.extensions, fault),
    headers,
  };
}

function checkStatusLine({ status, reason, httpVersion }: ResponseHead, fault: Fault): void {
  // [4.1-42] 101 in HTTP/1.1
  if (status !== 101) throw fault('UNEXPECTED_STATUS', `${status} ${reason}`);
  if (!canUpgrade(httpVersion)) throw fault('UNSUPPORTED_HTTP_VERSION', `HTTP/${httpVersion}`);
}

function checkUpgrade(headers: HeaderList, fault: Fault): void {
  // [4.1-37] "websocket" in any case, and nothing else
  const upgrade = headerValues(headers, 'upgrade').join(', ');
  if (upgrade.toLowerCase() !== 'websocket') throw fault('INVALID_UPGRADE', upgrade);
  // [4.1-38] a list with "Upgrade" in any case
  const connection = headerValues(headers, 'connection');
  if (!listIncludes(connection, 'upgrade')) throw fault('INVALID_CONNECTION', connection.join(', '));
}

function checkAccept(headers: HeaderList, key: string, fault: Fault): void {
  const accept = singleValue(headers, 'Sec-WebSocket-Accept', fault);
  // [4.1-39] derived from the key; the white space around a value is not part of it
  if (accept !== acceptKey(key)) throw fault('INVALID_ACCEPT', accept);
}

function readSubprotocol(
  headers: HeaderList,
  offered: readonly string[] | undefined,
  fault: Fault,
): string | undefined {
  const value = singleValue(headers, 'Sec-WebSocket-Protocol', fault);
  if (value === undefined) return undefined;
  // [4.1-42] one, not a list
  if (readSubprotocols([value], fault)[0] !== value) throw fault('INVALID_SUBPROTOCOLS', ',');
  // [4.1-41] one of those that were offered
  if (!offered?.includes(value)) throw fault('UNOFFERED_SUBPROTOCOL', value);
  return value;
}

function readAgreedExtensions(
  headers: HeaderList,
  offered: readonly ExtensionOffer[] | undefined,
  fault: Fault,
): readonly ExtensionOffer[] {
  // §11.3.2 forbids the server to split this field, §4.2.2 (item 5.6) allows it: the client takes both.
  const extensions = readExtensions(headerValues(headers, 'sec-websocket-extensions'), fault);
  const names = extensions.map(({ name }) => name);
  // [4.1-40] only what was offered
  const unoffered = names.find((name) => !offered?.some((offer) => offer.name === name));
  if (unoffered !== undefined) throw fault('UNOFFERED_EXTENSION', unoffered);
  const duplicate = findDuplicate(names);
  if (duplicate !== undefined) throw fault('DUPLICATE_EXTENSION', duplicate);
  return extensions;
}

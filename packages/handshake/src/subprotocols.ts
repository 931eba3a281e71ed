/**
 * Subprotocols: the list that a client offers, and the one that a server selects.
 *
 * RFC 6455 §1.9, §4.1 (item 10), §4.2.2, §4.3, §11.3.4.
 */

import { isToken, misfit, TOKEN } from './characters.ts';
import { findDuplicate, scanList } from './field-scanner.ts';
import { checkArgument, type Fault, requestFault } from './handshake-error.ts';

/** What came, when two names are equal. */
const TWICE = 'a name twice';

/**
 * Parses the values of Sec-WebSocket-Protocol in a request.
 *
 * RFC 6455 §4.1, item 10: tokens, each once; several fields are one list; empty elements are skipped.
 *
 * @param values one value for each field with the name; none gives an empty list
 * @throws HandshakeError INVALID_SUBPROTOCOLS
 *
 * @example
 * ```ts
 * import { parseSubprotocols } from '@rfc6455/handshake';
 *
 * parseSubprotocols(['chat, superchat', 'mqtt']); // => ['chat', 'superchat', 'mqtt']
 * ```
 */
export function parseSubprotocols(values: readonly string[]): string[] {
  return readSubprotocols(values, requestFault);
}

/** {@link parseSubprotocols} for either role. */
export function readSubprotocols(values: readonly string[], fault: Fault): string[] {
  // [4.1-32] [11.3.4-1] tokens that all differ; several fields are one list
  const names = scanList(
    values,
    (scanner) => scanner.token(),
    (came) => fault('INVALID_SUBPROTOCOLS', came),
  );
  if (findDuplicate(names) !== undefined) throw fault('INVALID_SUBPROTOCOLS', TWICE);
  return names;
}

/**
 * Formats subprotocols as the value of Sec-WebSocket-Protocol.
 *
 * @param subprotocols at least one, in the order of preference; tokens that all differ
 * @throws TypeError for an empty list, a name that is not a token, and a name that is there twice
 *
 * @example
 * ```ts
 * import { formatSubprotocols } from '@rfc6455/handshake';
 *
 * formatSubprotocols(['chat', 'superchat']); // => 'chat, superchat'
 * ```
 */
export function formatSubprotocols(subprotocols: readonly string[]): string {
  const valid = subprotocols.length > 0 && subprotocols.every(isToken) && findDuplicate(subprotocols) === undefined;
  checkArgument(valid, 'INVALID_SUBPROTOCOLS', valid || faultOf(subprotocols));
  return subprotocols.join(', ');
}

/** What is wrong with names, without the names: one may be a secret. */
function faultOf(names: readonly string[]): unknown {
  const at = names.findIndex((name) => !isToken(name));
  return at >= 0 ? misfit(names[at], TOKEN) : names.length > 0 ? TWICE : undefined;
}

/**
 * Selects a subprotocol: the first of those that the client offers that the server supports.
 *
 * RFC 6455 §4.2.2: one of the values of the client, or none. Names are compared as they are, case included.
 *
 * @param offered what the client offers, in the order of its preference
 * @param supported what the server can speak
 *
 * @example
 * ```ts
 * import { selectSubprotocol } from '@rfc6455/handshake';
 *
 * selectSubprotocol(['v3', 'v2', 'v1'], ['v1', 'v2']); // => 'v2'
 * selectSubprotocol(['v3'], ['v1', 'v2']); // => undefined
 * ```
 */
export function selectSubprotocol(offered: readonly string[], supported: readonly string[]): string | undefined {
  // [4.2.2-8] one of the values of the client
  return offered.find((name) => supported.includes(name));
}

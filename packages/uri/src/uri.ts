/** ws-URI and wss-URI: text to parts and back. RFC 6455 §3. */

import { type Authority, hostHeader, parseAuthority } from './authority.ts';
import { checkCharacters, EXCLUDED_FROM_PATH, EXCLUDED_FROM_QUERY } from './characters.ts';
import { assertType, originEnd, UriError } from './errors.ts';

/**
 * The parts that make a URI, for {@link formatUri}. A {@link WebSocketUri} is one.
 *
 * @example
 * ```ts
 * import { formatUri, type UriParts } from '@rfc6455/uri';
 *
 * const parts: UriParts = { secure: true, host: 'example.com', path: '/chat' };
 * formatUri(parts); // => 'wss://example.com/chat'
 * ```
 */
export interface UriParts extends Authority {
  /** Percent-encoded; empty, or "/" and more. "/" if left out. */
  readonly path?: string | undefined;
  /** Percent-encoded, without its "?". None if left out or empty. */
  readonly query?: string | undefined;
}

/**
 * A parsed WebSocket URI, by the names of RFC 6455 §3. Two URIs for the same resource of the same server, written
 * with another case, a default port, or an empty path or query, have equal parts.
 *
 * @example
 * ```ts
 * import { parseUri, type WebSocketUri } from '@rfc6455/uri';
 *
 * const uri: WebSocketUri = parseUri('wss://example.com');
 * uri.port; // => 443
 * ```
 */
export interface WebSocketUri extends UriParts {
  /** The secure flag: true for wss. */
  readonly secure: boolean;
  /** In lower case. */
  readonly scheme: 'ws' | 'wss';
  /** In lower case: a name, an IPv4 address, or an IPv6 or IPvFuture address with its brackets. */
  readonly host: string;
  /** 1 to 65535; the default one if the URI has none. */
  readonly port: number;
  /** As written, dot segments and percent-encoding included; "/" if the URI has none. */
  readonly path: string;
  /** As written, without its "?"; empty if the URI has none. */
  readonly query: string;
  /** What the client asks for in its request line: the path, and "?" and the query unless that is empty. */
  readonly resourceName: string;
}

// RFC 3986 appendix B: no part can match what ends it, so there is nothing to backtrack over.
const COMPONENTS = /^(wss?:\/\/)([^/?#]*)([^?#]*)\??([^#]*)/i;
type Components = readonly [matched: string, prefix: string, authority: string, path: string, query: string];

/**
 * Parses a ws or wss URI by the grammar of RFC 6455 §3 and RFC 3986: nothing is trimmed, repaired or resolved.
 * Takes time in proportion to the length of the text, which has no limit of its own.
 *
 * The scheme and the host come back in lower case, the port as a number, an empty path as "/". An empty query is
 * the same as none, because the resource name has a "?" only "if the query component is non-empty".
 *
 * @param text - an absolute URI in ASCII; see `fromWebUrl` for what a browser accepts besides
 * @returns the parts of the URI
 * @throws TypeError if `text` is not a string
 * @throws UriError if `text` is not a WebSocket URI: another scheme; userinfo; no host or not one by RFC 3986; a
 * port outside 1 to 65535; a fragment, even an empty one; a malformed "%" triplet; a character that is not allowed
 *
 * @example
 * ```ts
 * import { parseUri } from '@rfc6455/uri';
 *
 * const uri = parseUri('WSS://Example.com/chat?room=1');
 * uri.secure; // => true
 * uri.host; // => 'example.com'
 * uri.port; // => 443
 * uri.resourceName; // => '/chat?room=1'
 * ```
 */
export function parseUri(text: string): WebSocketUri {
  assertType('text', text, 'string');
  // [4.1-3] what is handed to the client's algorithm is valid by Section 3
  const match = COMPONENTS.exec(text);
  if (match === null) throw new UriError('INVALID_SCHEME', text, 0, originEnd(text));
  const [matched, prefix, authority, path, query] = match as unknown as Components;
  const secure = prefix.length === 'wss://'.length;
  const { host, port } = parseAuthority(authority, text, prefix.length, secure);
  checkCharacters('INVALID_PATH', EXCLUDED_FROM_PATH, path, text, prefix.length + authority.length);
  checkCharacters('INVALID_QUERY', EXCLUDED_FROM_QUERY, query, text, matched.length - query.length);
  // [3-2] no fragment, not even an empty one
  if (matched !== text) throw new UriError('FRAGMENT_NOT_ALLOWED', text, matched.length);
  return {
    secure,
    scheme: schemeOf(secure),
    host,
    port,
    path: path || '/',
    query,
    resourceName: resourceNameOf(path, query),
  };
}

/**
 * Writes the URI of the given parts in its normal form: lower case, no default port, no empty path, no empty query.
 * Each part is checked by itself, so none can spill into another. `parseUri` gives the same parts back.
 * RFC 6455 §3.
 *
 * @param parts - a parsed URI, or parts of your own; a path and a query must be percent-encoded already
 * @returns the URI
 * @throws TypeError if a part has the wrong type
 * @throws UriError if a part is not valid; its `position` is an index into that part, for the port into `host:port`
 *
 * @example
 * ```ts
 * import { formatUri, parseUri } from '@rfc6455/uri';
 *
 * formatUri({ secure: false, host: 'example.com', port: 8080, path: '/chat' }); // => 'ws://example.com:8080/chat'
 * formatUri({ ...parseUri('ws://example.com'), query: 'room=1' }); // => 'ws://example.com/?room=1'
 * ```
 */
export function formatUri(parts: UriParts): string {
  const { path = '', query = '' } = parts;
  const host = hostHeader(parts);
  assertType('path', path, 'string');
  assertType('query', query, 'string');
  if (!/^\/|^$/.test(path)) throw new UriError('INVALID_PATH', path, 0);
  checkCharacters('INVALID_PATH', EXCLUDED_FROM_PATH, path);
  checkCharacters('INVALID_QUERY', EXCLUDED_FROM_QUERY, query);
  // [4.1-11] a URI is constructed from host, port, resource name and secure flag
  return `${schemeOf(parts.secure)}://${host}${resourceNameOf(path, query)}`;
}

function schemeOf(secure: boolean): 'ws' | 'wss' {
  return secure ? 'wss' : 'ws';
}

function resourceNameOf(path: string, query: string): string {
  return (path || '/') + (query && `?${query}`);
}

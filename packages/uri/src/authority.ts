/** The authority of a WebSocket URI: host [ ":" port ], without userinfo. RFC 6455 §3, RFC 3986 §3.2. */

import { assertType, UriError } from './errors.ts';
import { parseHost } from './host.ts';

/**
 * A server: what {@link hostHeader} needs to know. A {@link WebSocketUri} is one.
 *
 * @example
 * ```ts
 * import { hostHeader, type Authority } from '@rfc6455/uri';
 *
 * const server: Authority = { secure: true, host: 'example.com' };
 * hostHeader(server); // => 'example.com'
 * ```
 */
export interface Authority {
  /** The secure flag: true for wss. */
  readonly secure: boolean;
  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  readonly host: string;
  /** 1 to 65535; 80 or, when `secure`, 443 if left out. */
  readonly port?: number | undefined;
}

/** Reads the authority that stands at `offset` in `text`. */
export function parseAuthority(
  authority: string,
  text: string,
  offset: number,
  secure: boolean,
): { host: string; port: number } {
  // First of all, because a password would be taken for a port.
  const at = authority.lastIndexOf('@');
  if (at >= 0) throw new UriError('USERINFO_NOT_ALLOWED', text, offset + at);
  const hostLength = authority.startsWith('[')
    ? authority.indexOf(']') + 1 || authority.length
    : authority.search(/:|$/);
  const host = parseHost(authority.slice(0, hostLength), text, offset);
  // Anything but ":", or anything but digits after it.
  const wrong = authority.slice(hostLength).search(/^[^:]|(?!^)\D/);
  if (wrong >= 0) throw new UriError('INVALID_PORT', text, offset + hostLength + wrong);
  const digits = authority.slice(hostLength + 1);
  // [3-1] the port is optional, and an empty one is none (RFC 3986 §6.2.3)
  const port = digits === '' ? defaultPort(secure) : Number(digits);
  // [4.1-2] the grammar takes any number, but the client must be able to open a connection to it
  if (port < 1 || port > 65535) {
    throw new UriError('PORT_OUT_OF_RANGE', text, offset + hostLength + 1, offset + authority.length);
  }
  return { host, port };
}

function defaultPort(secure: boolean): number {
  // [3-1] 80 for ws, 443 for wss
  return secure ? 443 : 80;
}

/**
 * The value of the HTTP `Host` header field for a server: the host, and ":" and the port when it is not the
 * default one. RFC 6455 §4.1, item 4 of the request's requirements.
 *
 * @param authority - a parsed URI, or a secure flag, a host and perhaps a port
 * @returns the host in lower case, with ":port" unless that is 80 (ws) or 443 (wss)
 * @throws TypeError if a part has the wrong type
 * @throws UriError if the host or the port is not valid, so the value cannot smuggle in another header field;
 * `position` is an index into `host:port`
 *
 * @example
 * ```ts
 * import { hostHeader, parseUri } from '@rfc6455/uri';
 *
 * hostHeader(parseUri('wss://Example.com:443/chat')); // => 'example.com'
 * hostHeader({ secure: false, host: '[::1]', port: 8080 }); // => '[::1]:8080'
 * ```
 */
export function hostHeader(authority: Authority): string {
  const { secure, host, port = defaultPort(secure) } = authority;
  assertType('secure', secure, 'boolean');
  assertType('host', host, 'string');
  assertType('port', port, 'number');
  // One more ":" in the host makes the port invalid, so what is read back is what was given.
  const text = `${host}:${port}`;
  const server = parseAuthority(text, text, 0, secure);
  // [4.1-21] "/host/ plus optionally ":" followed by /port/ (when not using the default port)"
  return port === defaultPort(secure) ? server.host : `${server.host}:${port}`;
}

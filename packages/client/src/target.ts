/** What `connect` is to open: a WebSocket URI, or one behind a Unix socket. RFC 6455 §3, §4.1. */
import { formatUri, fromWebUrl, parseUri, type WebSocketUri } from '@rfc6455/uri';
import { ConnectError, type Place } from './connect-error.ts';

/** Where a connection leads, and what is asked for there. */
export interface Target {
  readonly uri: WebSocketUri;
  /** The path of a Unix socket, for `ws+unix:` and `wss+unix:`. */
  readonly socketPath: string | undefined;
}

const UNIX_URI = /^(wss?)\+unix:([^:]*)(?::(.*))?$/is;

/**
 * Reads a ws or wss URI strictly, a URL object and http or https as browsers do, and `ws+unix:PATH:RESOURCE`.
 *
 * @throws TypeError, UriError, or ConnectError LOOKUP_FAILED for an address that is neither IPv4 nor IPv6
 */
export function toTarget(uri: string | URL): Target {
  if (typeof uri !== 'string' && !(uri instanceof URL)) {
    throw new TypeError(`uri: expected a string or a URL, got ${typeof uri}`);
  }
  const unix = UNIX_URI.exec(typeof uri === 'string' ? uri : unescapedUnixUrl(uri));
  if (unix !== null) return unixTarget(unix[1]!, unix[2]!, unix[3]);
  // [4.1-3] [4.1-4] what is not valid by Section 3 goes no further
  return remoteTarget(typeof uri === 'string' && !/^https?:/i.test(uri) ? parseUri(uri) : fromWebUrl(uri));
}

/**
 * Where a server redirects to: another resource, or another host, but never a Unix socket of this machine.
 *
 * @throws UriError, ConnectError, or what `URL` throws
 */
export function redirected(from: Target, location: string): Target {
  const base = new URL(formatUri(from.uri).replace(/^ws/, 'http'));
  const url = new URL(location.replace(/^ws(?=s?:)/i, 'http'), base);
  // A fragment stays with the client (RFC 9110 §10.2.2).
  url.hash = '';
  const next = remoteTarget(fromWebUrl(url));
  return url.origin === base.origin ? { ...next, socketPath: from.socketPath } : next;
}

/** What errors name. */
export function placeOf({ uri, socketPath }: Target): Place {
  return socketPath === undefined ? uri : { host: socketPath, port: 0 };
}

/** Whether two targets have the same scheme, host and port: what is secret to one is known to the other. */
export function isSameOrigin(one: Target, other: Target): boolean {
  const { secure, host, port } = one.uri;
  return (
    secure === other.uri.secure &&
    host === other.uri.host &&
    port === other.uri.port &&
    one.socketPath === other.socketPath
  );
}

function remoteTarget(uri: WebSocketUri): Target {
  // The grammar has a place for addresses of the future.
  if (uri.host.startsWith('[v')) throw new ConnectError('LOOKUP_FAILED', uri, 'neither IPv4 nor IPv6');
  return { uri, socketPath: undefined };
}

function unixTarget(scheme: string, socketPath: string, resource = '/'): Target {
  if (socketPath === '' || socketPath.includes('\0') || !/^[/?]/.test(resource)) {
    throw new TypeError(
      'uri: expected the path of a socket behind "unix:", and at most ":" and a resource name behind it',
    );
  }
  return { uri: parseUri(`${scheme}://localhost${resource}`), socketPath };
}

/** The path of a URL object is percent-encoded, that of a socket is not. */
function unescapedUnixUrl({ protocol, pathname, search }: URL): string {
  const [path = '', ...resource] = pathname.split(':');
  return [`${protocol}${decodeURIComponent(path)}`, ...resource].join(':') + search;
}

/** Where a proxy is, and how it is spoken to. RFC 6455 §4.1, item 3. */
import type { Place } from './connect-error.ts';
import type { Credentials } from './credentials.ts';
import { formatCredentials } from './credentials.ts';
import type { SocksConnector } from './socks-proxy.ts';

/**
 * Finds the proxies for a URI, for the option `proxy` of `connect`: none, one, or several that are tried in their order
 * until one can be used. Each is a URI as in the option `proxy`, or `direct:`.
 *
 * @example
 * ```ts
 * import type { ProxyFinder } from '@rfc6455/client';
 *
 * const finder: ProxyFinder = (uri) => (uri.startsWith('wss:') ? 'http://proxy.example:3128' : undefined);
 * finder('ws://intranet.example/'); // => undefined
 * ```
 */
export type ProxyFinder = (
  uri: string,
) => string | undefined | readonly string[] | Promise<string | undefined | readonly string[]>;

/** A proxy. */
export interface ProxyServer {
  readonly scheme: 'http:' | 'https:' | 'socks:';
  readonly place: Place;
  readonly credentials: (Credentials & { readonly username: string }) | undefined;
  /** What speaks SOCKS, for `socks:`. */
  readonly socks: SocksConnector | undefined;
}

const DEFAULT_PORTS = { 'http:': 80, 'https:': 443, 'socks:': 1080 } as const;
const SCHEMES: Readonly<Record<string, ProxyServer['scheme']>> = {
  'http:': 'http:',
  'https:': 'https:',
  'socks:': 'socks:',
  'socks5:': 'socks:',
  'socks5h:': 'socks:',
};
const EXPECTED = 'proxy: expected http:, https: or socks5:, "//", a host, and nothing behind the port';

/**
 * Reads the URI of a proxy. No error quotes it, since there may be a password in it.
 *
 * @throws TypeError
 */
export function parseProxy(uri: string | URL, socks: SocksConnector | undefined): ProxyServer {
  if (typeof uri !== 'string' && !(uri instanceof URL)) throw new TypeError(`${EXPECTED}; got ${typeof uri}`);
  const url = toUrl(uri);
  const scheme = SCHEMES[url.protocol];
  if (scheme === undefined || url.hostname === '' || !['', '/'].includes(url.pathname) || url.search || url.hash) {
    throw new TypeError(EXPECTED);
  }
  if (scheme === 'socks:' && socks === undefined) {
    throw new TypeError(
      'proxy: for socks5: install the package socks, and pass its SocksClient as the option `socks` ' +
        "(npm install socks; import { SocksClient } from 'socks')",
    );
  }
  return {
    scheme,
    place: { host: url.hostname, port: Number(url.port) || DEFAULT_PORTS[scheme] },
    credentials: readCredentials(url, scheme),
    socks: scheme === 'socks:' ? socks : undefined,
  };
}

function toUrl(uri: string | URL): URL {
  try {
    return new URL(uri);
  } catch {
    // The platform's error is not chained as the cause: it quotes the URL with its credentials.
    throw new TypeError(EXPECTED);
  }
}

function readCredentials(url: URL, scheme: ProxyServer['scheme']): ProxyServer['credentials'] {
  if (url.username === '' && url.password === '') return undefined;
  let credentials: { readonly username: string; readonly password: string };
  try {
    credentials = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw new TypeError('proxy: the user name or the password has a "%" that encodes nothing');
  }
  formatCredentials('proxy', credentials);
  // Their lengths are one byte each (RFC 1929 §2).
  const fit = Object.values(credentials).every((text) => text !== '' && Buffer.byteLength(text) < 256);
  if (scheme === 'socks:' && !fit) {
    throw new TypeError('proxy: SOCKS wants a user name and a password of 1 to 255 bytes');
  }
  return credentials;
}

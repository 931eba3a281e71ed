/** A connection through a SOCKS5 proxy, by the package `socks`. RFC 6455 §4.1, item 3; RFC 1928, RFC 1929. */
import type { Duplex } from 'node:stream';
import type { WebSocketUri } from '@rfc6455/uri';
import type { Attempt } from './attempt.ts';
import { bareHost } from './look-up.ts';
import type { ProxyServer } from './proxy-uri.ts';

/** What is asked of a {@link SocksConnector}. */
export interface SocksRequest {
  proxy: { host: string; port: number; type: 5; userId?: string; password?: string };
  command: 'connect';
  destination: { host: string; port: number };
  existing_socket: Duplex;
  timeout: number;
}

/**
 * What speaks SOCKS for us: the `SocksClient` of the package [`socks`](https://www.npmjs.com/package/socks), or what has
 * its `createConnection`.
 *
 * @example
 * ```ts
 * import type { ConnectOptions, SocksConnector } from '@rfc6455/client';
 * import { SocksClient } from 'socks';
 *
 * const socks: SocksConnector = SocksClient;
 * const options: ConnectOptions = { proxy: 'socks5://127.0.0.1:1080', socks };
 * options.proxy; // => 'socks5://127.0.0.1:1080'
 * ```
 */
export interface SocksConnector {
  createConnection(request: SocksRequest): Promise<unknown>;
}

/** The failures of `socks`, which have no codes, that are the answers of a proxy. */
const REFUSED = /proxy rejected|authentication failed|no accepted authentication/i;

/**
 * Asks for a connection to host and port.
 *
 * @throws ConnectError PROXY_REFUSED when the answer is no; what the package throws, without the password in it
 */
export function askSocksProxy(
  stream: Duplex,
  { place, credentials }: ProxyServer,
  socks: SocksConnector,
  { host, port }: WebSocketUri,
  attempt: Attempt,
): Promise<Duplex> {
  attempt.runClock('proxy');
  return attempt.step<Duplex>(({ done, fail }) => {
    const request: SocksRequest = {
      proxy: { ...place, type: 5 },
      command: 'connect',
      destination: { host: bareHost(host), port },
      existing_socket: stream,
      // The attempt has a clock of its own. This one runs on when all is done, and must only not be shorter.
      timeout: attempt.timeout,
    };
    if (credentials !== undefined && 'password' in credentials) {
      request.proxy.userId = credentials.username;
      request.proxy.password = credentials.password;
    }
    const failed = (error: unknown) => {
      // The error itself stays here: it has the options in it, and the password is one of them.
      const message = error instanceof Error ? error.message : String(error);
      const cause = new Error(message);
      fail(REFUSED.test(message) ? attempt.error('PROXY_REFUSED', message, cause) : cause);
    };
    new Promise((resolve) => resolve(socks.createConnection(request))).then(() => done(stream), failed);
    return (hasFailed) => {
      if (hasFailed) stream.destroy();
    };
  });
}

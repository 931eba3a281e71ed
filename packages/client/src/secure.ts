/** TLS over a TCP connection. RFC 6455 §4.1, item 5, and §10.6. */
import { isIP, type Socket } from 'node:net';
import tls from 'node:tls';
import type { Attempt } from './attempt.ts';
import { ignoreError } from './dial.ts';
import { bareHost } from './look-up.ts';

/**
 * What may be said about TLS: `ca`, `cert`, `key`, `servername`, `rejectUnauthorized` and the like of `node:tls`.
 *
 * @example
 * ```ts
 * import { rootCertificates } from 'node:tls';
 * import type { TlsOptions } from '@rfc6455/client';
 *
 * const options: TlsOptions = { ca: [...rootCertificates], minVersion: 'TLSv1.3' };
 * options.minVersion; // => 'TLSv1.3'
 * ```
 */
export type TlsOptions = Omit<
  tls.ConnectionOptions,
  'ALPNProtocols' | 'host' | 'lookup' | 'path' | 'port' | 'socket' | 'timeout'
>;

/**
 * Performs the TLS handshake.
 *
 * @throws ConnectError TLS_FAILED
 */
export function secure(stream: Socket, options: TlsOptions, attempt: Attempt): Promise<tls.TLSSocket> {
  // A name in SNI has no dot at its end (RFC 6066 §3).
  const name = options.servername || bareHost(attempt.uri.host).replace(/\.$/, '');
  attempt.runClock('TLS handshake');
  return attempt.step<tls.TLSSocket>(({ done, fail }) => {
    // [10.6-1] [4.1-13] before anything of the opening handshake is sent
    const secured = tls.connect({
      ...options,
      socket: stream,
      host: name,
      // [4.1-16] SNI, for which an address is no name (RFC 6066 §3)
      servername: isIP(name) ? undefined : name,
      ALPNProtocols: ['http/1.1'],
    });
    // [4.1-14] a certificate that cannot be verified comes as an error
    const onError = (error: Error) => fail(attempt.error('TLS_FAILED', error.message, error));
    const onSecure = () => done(secured);
    secured.on('error', ignoreError).once('error', onError).once('secureConnect', onSecure);
    return (failed) => {
      secured.off('error', onError).off('secureConnect', onSecure);
      if (failed) secured.destroy();
    };
  });
}

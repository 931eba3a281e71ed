/** TLS over a connection. RFC 6455 §4.1, item 5, and §10.6. */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Attempt } from './attempt.ts';
import { tlsError } from './certificate-error.ts';
import { type ConnectError, formatPlace } from './connect-error.ts';
import { ignoreError } from './dial.ts';
import { bareHost } from './look-up.ts';
import { isPinned } from './pins.ts';
import type { TlsOptions, TlsSession } from './tls-options.ts';

/** How many sessions a map of `sessions` holds. */
const MAX_SESSIONS = 100;

/**
 * Performs the TLS handshake.
 *
 * @param host whose certificate it must be, unless the options have a `servername`
 * @throws ConnectError TLS_FAILED, PLAIN_TEXT_SERVER, or CERTIFICATE_* when it is the certificate
 */
export function secure(stream: Duplex, host: string, options: TlsOptions, attempt: Attempt): Promise<tls.TLSSocket> {
  const { pins, sessions, ...rest } = options;
  // A name in SNI has no dot at its end (RFC 6066 §3).
  const name = options.servername || bareHost(host).replace(/\.$/, '');
  const server = `${formatPlace(attempt.place)} ${name}`;
  const resumed = sessions?.get(server);
  attempt.runClock('tls');
  return attempt.step<tls.TLSSocket>(({ done, fail }) => {
    // [10.6-1] [4.1-13] before anything of the opening handshake is sent
    const secured = tls.connect({
      ...rest,
      socket: stream,
      host: name,
      // [4.1-16] SNI, for which an address is no name (RFC 6066 §3)
      servername: isIP(name) ? undefined : name,
      ALPNProtocols: ['http/1.1'],
      session: resumed?.ticket,
    });
    let certificate: X509Certificate | undefined;
    const failWith = (error: ConnectError) => {
      sessions?.delete(server);
      fail(error);
    };
    // [4.1-14] a certificate that cannot be verified comes as an error
    const onError = (error: Error) => failWith(tlsError(error, attempt));
    const onSecure = () => {
      // A server that resumes a session shows none.
      certificate = secured.isSessionReused() ? resumed!.certificate : secured.getPeerX509Certificate();
      const error = verify(certificate, secured.isSessionReused(), name, options, attempt);
      if (error !== undefined) return failWith(error);
      done(secured);
    };
    const onSession = (ticket: Buffer) => {
      // What is resumed is not verified again: only what was verified is worth it.
      if (secured.authorized && certificate !== undefined) keep({ ticket, certificate }, server, sessions!);
    };
    if (sessions !== undefined) secured.on('session', onSession);
    secured.on('error', ignoreError).once('error', onError).once('secureConnect', onSecure);
    return (failed) => {
      secured.off('error', onError).off('secureConnect', onSecure);
      if (failed) secured.off('session', onSession).destroy();
    };
  });
}

/** What `node:tls` leaves out: pins, and the name in the certificate of a session that is resumed. */
function verify(
  certificate: X509Certificate | undefined,
  isResumed: boolean,
  name: string,
  options: TlsOptions,
  attempt: Attempt,
): ConnectError | undefined {
  const { pins, rejectUnauthorized, checkServerIdentity = tls.checkServerIdentity } = options;
  if (isResumed && rejectUnauthorized !== false) {
    const error = checkServerIdentity(name, certificate!.toLegacyObject());
    if (error !== undefined) return tlsError(error, attempt);
  }
  if (pins === undefined || (certificate !== undefined && isPinned(certificate, pins))) return undefined;
  return attempt.error('CERTIFICATE_NOT_PINNED', certificate?.fingerprint256 ?? 'there is no certificate');
}

function keep(session: TlsSession, server: string, sessions: Map<string, TlsSession>): void {
  sessions.delete(server);
  sessions.set(server, session);
  if (sessions.size <= MAX_SESSIONS) return;
  const [oldest] = sessions.keys();
  sessions.delete(oldest!);
}

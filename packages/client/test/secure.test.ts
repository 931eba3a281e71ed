import { createHash, X509Certificate } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { TlsOptions as ServerOptions, TLSSocket } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { parseUri } from '@rfc6455/uri';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { ignoreError } from '../src/dial.ts';
import type { TlsOptions, TlsSession } from '../src/index.ts';
import { secure } from '../src/secure.ts';
import { makeCertificates } from './certificates.ts';
import { listen, rejection, until } from './test-server.ts';

const { ca, local, other, selfSigned, expired, future } = makeCertificates();

interface Seen {
  servername: string | false;
  alpn: string | false | null;
}

/** A TLS server, and what it has seen of its clients. */
async function tlsServer(options: ServerOptions = local) {
  const seen: Seen[] = [];
  const more: { onStream(stream: TLSSocket): void } = { onStream() {} };
  const server = await listen(
    (stream) => {
      more.onStream(stream as TLSSocket);
      const { servername, alpnProtocol } = stream as TLSSocket & { servername: string | false };
      seen.push({ servername, alpn: alpnProtocol });
    },
    { tls: { ALPNProtocols: ['http/1.1'], ...options } },
  );
  return Object.assign(more, { port: server.port, seen });
}

function attemptTo(host: string, port: number, timeout = 5000, signal?: AbortSignal) {
  const attempt = new Attempt(parseUri(`wss://${host}:${port}/`), timeout, signal);
  onTestFinished(() => attempt.end());
  return attempt;
}

async function tcp(port: number): Promise<Socket> {
  const stream = connect(port, '127.0.0.1');
  stream.on('error', ignoreError);
  onTestFinished(() => void stream.destroy());
  await until(() => !stream.connecting);
  return stream;
}

async function handshake(host: string, port: number, options: TlsOptions = {}): Promise<TLSSocket> {
  const secured = await secure(await tcp(port), host, options, attemptTo(host, port));
  onTestFinished(() => void secured.destroy());
  return secured;
}

describe('a certificate', () => {
  it('of a known authority for the host is accepted [4.1-13] [10.6-1]', async () => {
    const server = await tlsServer();
    const secured = await handshake('localhost', server.port, { ca });
    expect(secured).toMatchObject({ authorized: true, alpnProtocol: 'http/1.1' });
    expect(secured.listeners('error')).toContain(ignoreError);
    await until(() => server.seen.length === 1);
    expect(server.seen).toEqual([{ servername: 'localhost', alpn: 'http/1.1' }]);
  });

  const withChain = { key: local.key, cert: local.cert + ca };

  it.each([
    [
      'of an unknown authority',
      local,
      'localhost',
      {},
      'CERTIFICATE_UNKNOWN_ISSUER',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'with the root of an unknown authority',
      withChain,
      'localhost',
      {},
      'CERTIFICATE_UNKNOWN_ISSUER',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
    ['that signs itself', selfSigned, 'localhost', {}, 'CERTIFICATE_SELF_SIGNED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another host', other, 'localhost', { ca }, 'CERTIFICATE_WRONG_HOST', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for another address', other, '127.0.0.1', { ca }, 'CERTIFICATE_WRONG_HOST', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', expired, 'localhost', { ca }, 'CERTIFICATE_EXPIRED', 'CERT_HAS_EXPIRED'],
    ['that is not valid yet', future, 'localhost', { ca }, 'CERTIFICATE_NOT_YET_VALID', 'CERT_NOT_YET_VALID'],
  ])(
    '%s is an error that says so, with the cause [4.1-14]',
    async (_title, certificate, host, options, code, cause) => {
      const server = await tlsServer(certificate);
      const stream = await tcp(server.port);
      const error = await rejection(secure(stream, host, options, attemptTo(host, server.port)));
      expect(error).toMatchObject({
        name: 'ConnectError',
        code,
        section: '4.1',
        phase: 'tls',
        host,
        port: server.port,
        cause: { code: cause },
      });
      await until(() => stream.destroyed);
    },
  );

  it('for another host says which names it has', async () => {
    const server = await tlsServer(other);
    const error = await rejection(handshake('localhost', server.port, { ca }));
    expect((error as Error).message).toContain('DNS:other.test');
  });

  it('that signs itself is accepted when it is trusted', async () => {
    const server = await tlsServer(selfSigned);
    expect(await handshake('localhost', server.port, { ca: selfSigned.cert })).toMatchObject({ authorized: true });
  });

  it('that cannot be verified is accepted only by who says so', async () => {
    const server = await tlsServer(expired);
    const secured = await handshake('localhost', server.port, { rejectUnauthorized: false });
    expect(secured.authorized).toBe(false);
  });

  it('may be verified for another name than that of the host', async () => {
    const server = await tlsServer(other);
    expect(await handshake('localhost', server.port, { ca, servername: 'other.test' })).toMatchObject({
      authorized: true,
    });
    await until(() => server.seen.length === 1);
    expect(server.seen[0]!.servername).toBe('other.test');
  });

  it('may be asked of the client too, as cert and key', async () => {
    const server = await tlsServer({ ...local, ca, requestCert: true, rejectUnauthorized: true });
    const names: unknown[] = [];
    server.onStream = (stream) => names.push(stream.getPeerCertificate().subject.CN);
    await handshake('localhost', server.port, { ca, ...other });
    await until(() => names.length === 1);
    expect(names).toEqual(['other']);
  });

  it('may be asked of the client too, as a context', async () => {
    const server = await tlsServer({ ...local, ca, requestCert: true, rejectUnauthorized: true });
    const secured = await handshake('localhost', server.port, {
      secureContext: createSecureContext({ ca, ...other }),
    });
    await until(() => server.seen.length === 1);
    expect(secured.authorized).toBe(true);
  });
});

describe('SNI [4.1-16]', () => {
  it.each([
    ['localhost', 'localhost'],
    ['localhost.', 'localhost'],
  ])('is sent for the name %s as %s', async (host, servername) => {
    const server = await tlsServer();
    expect(await handshake(host, server.port, { ca })).toMatchObject({ authorized: true });
    await until(() => server.seen.length === 1);
    expect(server.seen[0]!.servername).toBe(servername);
  });

  it.each(['127.0.0.1', '[::1]'])('is not sent for the address %s', async (host) => {
    const server = await tlsServer();
    await handshake(host, server.port, { ca, checkServerIdentity: () => undefined });
    await until(() => server.seen.length === 1);
    expect(server.seen[0]!.servername).toBe(false);
  });

  it('does not carry an address that is given as servername, which only says what to verify', async () => {
    const server = await tlsServer();
    expect(await handshake('other.test', server.port, { ca, servername: '127.0.0.1' })).toMatchObject({
      authorized: true,
    });
    await until(() => server.seen.length === 1);
    expect(server.seen[0]!.servername).toBe(false);
  });
});

describe('a pin', () => {
  const { fingerprint256, publicKey } = new X509Certificate(local.cert);
  const keyPin = `sha256/${createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')}`;
  const otherPin = new X509Certificate(other.cert).fingerprint256;

  it.each([
    ['the certificate', [fingerprint256]],
    ['the certificate without colons, in lower case', [fingerprint256.replaceAll(':', '').toLowerCase()]],
    ['the public key', [keyPin]],
    ['one of several', [otherPin, keyPin]],
  ])('of %s lets the server pass', async (_title, pins) => {
    const server = await tlsServer();
    expect(await handshake('localhost', server.port, { ca, pins })).toMatchObject({ authorized: true });
    // It is all that is verified where nothing else is.
    await handshake('127.0.0.1', server.port, { rejectUnauthorized: false, pins });
  });

  it.each([true, false])('of another server does not, also where nothing else is verified: %s', async (verified) => {
    const server = await tlsServer();
    const stream = await tcp(server.port);
    const options = { ca, rejectUnauthorized: verified, pins: [otherPin] };
    const error = await rejection(secure(stream, 'localhost', options, attemptTo('localhost', server.port)));
    expect(error).toMatchObject({ code: 'CERTIFICATE_NOT_PINNED', phase: 'tls' });
    expect((error as Error).message).toContain(fingerprint256);
    await until(() => stream.destroyed);
  });

  it('does not stand in for what is verified otherwise', async () => {
    const server = await tlsServer(expired);
    const pins = [new X509Certificate(expired.cert).fingerprint256];
    expect(await rejection(handshake('localhost', server.port, { ca, pins }))).toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
    });
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a session of %s', (version) => {
  const versions = { minVersion: version, maxVersion: version };

  /** Connects once, and waits until the session of that connection is there. */
  async function first(options: TlsOptions & { sessions: Map<string, TlsSession> }, server: { port: number }) {
    const secured = await handshake('localhost', server.port, options);
    expect(secured.isSessionReused()).toBe(false);
    secured.resume();
    await until(() => options.sessions.size === 1);
    secured.destroy();
  }

  it('is resumed by the next connection to the same server, which is verified all the same', async () => {
    const server = await tlsServer({ ...local, ...versions });
    const sessions = new Map<string, TlsSession>();
    const { fingerprint256 } = new X509Certificate(local.cert);
    await first({ ca, sessions }, server);
    const again = await handshake('localhost', server.port, { ca, sessions, pins: [fingerprint256] });
    expect(again.isSessionReused()).toBe(true);
    expect(again.authorized).toBe(true);
    const pins = [new X509Certificate(other.cert).fingerprint256];
    expect(await rejection(handshake('localhost', server.port, { ca, sessions, pins }))).toMatchObject({
      code: 'CERTIFICATE_NOT_PINNED',
    });
    expect(sessions.size).toBe(0);
  });

  it('does not let a name pass that is not in the certificate', async () => {
    const server = await tlsServer({ ...other, ...versions });
    const sessions = new Map<string, TlsSession>();
    const lenient = { ca, sessions, checkServerIdentity: () => undefined };
    await first(lenient, server);
    expect(await rejection(handshake('localhost', server.port, { ca, sessions }))).toMatchObject({
      code: 'CERTIFICATE_WRONG_HOST',
    });
  });

  it('is not kept of a server that was not verified, or without a map', async () => {
    const server = await tlsServer({ ...local, ...versions });
    const sessions = new Map<string, TlsSession>();
    const secured = await handshake('localhost', server.port, { rejectUnauthorized: false, sessions });
    const told = vi.fn();
    secured.on('session', told).resume();
    if (version === 'TLSv1.3') await until(() => told.mock.calls.length > 0);
    expect(sessions.size).toBe(0);
    const without = await handshake('localhost', server.port, { ca });
    expect(without.isSessionReused()).toBe(false);
  });

  it('pushes out the oldest when there are 100', async () => {
    const server = await tlsServer({ ...local, ...versions });
    const session = { ticket: Buffer.alloc(1), certificate: new X509Certificate(local.cert) };
    const old = Array.from({ length: 100 }, (_, i) => [`${i}`, session] as const);
    const sessions = new Map(old);
    const secured = await handshake('localhost', server.port, { ca, sessions });
    secured.resume();
    await until(() => !sessions.has('0'));
    expect(sessions.size).toBe(100);
    expect([...sessions.keys()].at(-1)).toBe(`localhost:${server.port} localhost`);
  });

  it('that the server does not know any more is replaced', async () => {
    const server = await tlsServer({ ...local, ...versions });
    const sessions = new Map<string, TlsSession>();
    await first({ ca, sessions }, server);
    const [[name, session]] = [...sessions] as [[string, TlsSession]];
    const stranger = await tlsServer({ ...local, ...versions });
    sessions.set(name.replace(`${server.port}`, `${stranger.port}`), session);
    expect((await handshake('localhost', stranger.port, { ca, sessions })).isSessionReused()).toBe(false);
  });
});

describe('a TLS handshake', () => {
  it.each([
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'SSH-2.0-OpenSSH_9.2\r\n',
    '220 mail.example ESMTP\r\n',
  ])('fails when the server speaks no TLS: %j', async (text) => {
    const server = await listen((stream) => stream.end(text));
    expect(await rejection(handshake('localhost', server.port))).toMatchObject({
      code: 'PLAIN_TEXT_SERVER',
      phase: 'tls',
      cause: { code: expect.stringMatching(/^ERR_SSL_/) },
    });
  });

  it.each(['end', 'resetAndDestroy'] as const)('fails when the server leaves by %s', async (method) => {
    const server = await listen((stream) => stream.once('data', () => stream[method]()));
    expect(await rejection(handshake('localhost', server.port))).toMatchObject({
      code: 'TLS_FAILED',
      cause: { code: 'ECONNRESET' },
    });
  });

  it('fails when no protocol of ALPN is common', async () => {
    const server = await tlsServer({ ...local, ALPNProtocols: ['h2'] });
    expect(await rejection(handshake('localhost', server.port, { ca }))).toMatchObject({ code: 'TLS_FAILED' });
  });

  it('that does not end is a timeout, and leaves nothing behind', async () => {
    const server = await listen((stream) => stream.resume());
    const stream = await tcp(server.port);
    const error = await rejection(secure(stream, 'localhost', {}, attemptTo('localhost', server.port, 50)));
    expect(error).toMatchObject({ code: 'TIMEOUT' });
    expect((error as Error).message).toContain('no TLS handshake within 50 ms');
    await until(() => server.open === 0);
    expect(stream.destroyed).toBe(true);
  });

  it('is given up when the signal is aborted', async () => {
    const server = await listen((stream) => stream.resume());
    const controller = new AbortController();
    const stream = await tcp(server.port);
    const secured = secure(stream, 'localhost', {}, attemptTo('localhost', server.port, 5000, controller.signal));
    controller.abort('enough');
    expect(await rejection(secured)).toBe('enough');
    await until(() => server.open === 0);
    expect(stream.destroyed).toBe(true);
  });
});

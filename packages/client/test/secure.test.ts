import { connect, type Socket } from 'node:net';
import type { TlsOptions as ServerOptions, TLSSocket } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { parseUri } from '@rfc6455/uri';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { ignoreError } from '../src/dial.ts';
import { secure, type TlsOptions } from '../src/secure.ts';
import { makeCertificates } from './certificates.ts';
import { listen, rejection, until } from './test-server.ts';

const { ca, local, other, selfSigned, expired } = makeCertificates();

interface Seen {
  servername: string | false;
  alpn: string | false | null;
}

/** A TLS server, and what it has seen of its clients. */
async function tlsServer(options: ServerOptions = local) {
  const seen: Seen[] = [];
  const server = await listen(
    (stream) => {
      const { servername, alpnProtocol } = stream as TLSSocket & { servername: string | false };
      seen.push({ servername, alpn: alpnProtocol });
    },
    { tls: { ALPNProtocols: ['http/1.1'], ...options } },
  );
  return { ...server, port: server.port, seen };
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
  const secured = await secure(await tcp(port), options, attemptTo(host, port));
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

  it.each([
    ['of an unknown authority', local, 'localhost', {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['that signs itself', selfSigned, 'localhost', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another host', other, 'localhost', { ca }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for another address', other, '127.0.0.1', { ca }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', expired, 'localhost', { ca }, 'CERT_HAS_EXPIRED'],
  ])('%s is TLS_FAILED, with the cause [4.1-14]', async (_title, certificate, host, options, code) => {
    const server = await tlsServer(certificate);
    const stream = await tcp(server.port);
    const error = await rejection(secure(stream, options, attemptTo(host, server.port)));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TLS_FAILED', section: '4.1', host, cause: { code } });
    await until(() => stream.destroyed);
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

  it('may be asked of the client too', async () => {
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

describe('a TLS handshake', () => {
  it('fails when the server speaks something else', async () => {
    const server = await listen((stream) => stream.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await rejection(handshake('localhost', server.port))).toMatchObject({
      code: 'TLS_FAILED',
      cause: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
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
    const error = await rejection(secure(stream, {}, attemptTo('localhost', server.port, 50)));
    expect(error).toMatchObject({ code: 'TIMEOUT' });
    expect((error as Error).message).toContain('no TLS handshake within 50 ms');
    await until(() => server.open === 0);
    expect(stream.destroyed).toBe(true);
  });

  it('is given up when the signal is aborted', async () => {
    const server = await listen((stream) => stream.resume());
    const controller = new AbortController();
    const stream = await tcp(server.port);
    const secured = secure(stream, {}, attemptTo('localhost', server.port, 5000, controller.signal));
    controller.abort('enough');
    expect(await rejection(secured)).toBe('enough');
    await until(() => server.open === 0);
    expect(stream.destroyed).toBe(true);
  });
});

/** Unix sockets and ready-made streams. RFC 6455 §4.1. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as dialTcp, type Socket as TcpSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { makeCertificates } from './certificates.ts';
import { accepting, answer, closingWith, field, frame, rejection, until } from './test-server.ts';

const { ca, local } = makeCertificates();

function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rfc6455 client-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'a.sock');
}

describe('a Unix socket', () => {
  it.each([
    ['ws', undefined, undefined],
    ['wss', local, { ca }],
  ])('is connected to by %s+unix, with localhost as its host', async (scheme, tls, clientTls) => {
    const path = socketPath();
    let request = '';
    await answer(
      (head) => {
        request = head;
        return accepting(head);
      },
      { path, ...(tls && { tls }) },
    );
    const socket = await connect(`${scheme}+unix:${path}:/chat?room=1`, { tls: clientTls });
    expect(request.split('\r\n')[0]).toBe('GET /chat?room=1 HTTP/1.1');
    expect(field(request, 'Host')).toBe('localhost');
    socket.terminate();
  });

  it('is named by errors, by its path', async () => {
    const path = socketPath();
    const error = await rejection(connect(`ws+unix:${path}:/?token=secret`));
    expect(error).toMatchObject({ code: 'TCP_FAILED', host: path, port: 0, cause: { code: 'ENOENT' } });
    expect((error as Error).message).not.toContain('secret');
  });

  it('has one connection at a time in state CONNECTING', async () => {
    const path = socketPath();
    let connecting = 0;
    let most = 0;
    await answer(
      (request, stream) => {
        most = Math.max(most, ++connecting);
        setTimeout(() => {
          connecting -= 1;
          stream.write(accepting(request));
        }, 5);
        return undefined;
      },
      { path },
    );
    const sockets = await Promise.all(Array.from({ length: 5 }, () => connect(`ws+unix:${path}`)));
    expect(most).toBe(1);
    for (const socket of sockets) socket.terminate();
  });

  it('is where a relative redirect stays, and what an absolute one leaves', async () => {
    const path = socketPath();
    const tcp = await answer((request) => accepting(request));
    await answer(
      (request) => {
        if (request.startsWith('GET /end ')) return accepting(request);
        const location = request.startsWith('GET /leave ') ? `ws://127.0.0.1:${tcp.port}/` : '/end';
        return `HTTP/1.1 302 X\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
      },
      { path },
    );
    const stayed = await connect(`ws+unix:${path}:/stay`, { maxRedirects: 1 });
    expect(tcp.accepted).toBe(0);
    const left = await connect(`ws+unix:${path}:/leave`, { maxRedirects: 1 });
    expect(tcp.accepted).toBe(1);
    stayed.terminate();
    left.terminate();
  });
});

describe('a stream that is there already', () => {
  async function tcpTo(port: number): Promise<TcpSocket> {
    const stream = dialTcp(port, '127.0.0.1');
    onTestFinished(() => void stream.destroy());
    await until(() => !stream.connecting);
    return stream;
  }

  it.each([
    ['ws', undefined, undefined],
    ['wss', local, { ca }],
  ])('has the handshake performed on it for %s, without a lookup or a lane', async (scheme, tls, clientTls) => {
    let request = '';
    const server = await answer((head) => {
      request = head;
      return accepting(head);
    }, tls && { tls });
    const stream = await tcpTo(server.port);
    // Nobody could find this host.
    const host = tls === undefined ? 'nowhere.invalid' : 'localhost';
    const opening = connect(`${scheme}://${host}/chat`, { stream, tls: clientTls });
    expect(takenLanes()).toBe(0);
    const socket = await opening;
    expect(field(request, 'Host')).toBe(host);
    expect(server.accepted).toBe(1);
    socket.terminate();
    await until(() => stream.destroyed);
  });

  it('may be any Duplex, for wss too', async () => {
    const server = await answer(closingWith(frame(1, 'hello'), frame(8, '')), { tls: local });
    const tcp = await tcpTo(server.port);
    const stream = new Duplex({
      read: () => void tcp.resume(),
      write: (chunk, _encoding, callback) => void tcp.write(chunk, callback),
      final: (callback) => void tcp.end(callback),
    });
    tcp.on('data', (chunk) => stream.push(chunk)).on('end', () => stream.push(null));
    const got: unknown[] = [];
    for await (const message of await connect('wss://localhost/', { stream, tls: { ca } })) got.push(message);
    expect(got).toEqual(['hello']);
  });

  it('may still be connecting', async () => {
    const server = await answer((request) => accepting(request));
    const socket = await connect('ws://example.test/', { stream: dialTcp(server.port, '127.0.0.1') });
    socket.terminate();
  });

  it.each<[string, () => Duplex, string]>([
    ['is refused', () => dialTcp(1, '127.0.0.1'), 'ECONNREFUSED'],
    ['was destroyed', () => new PassThrough().destroy(), 'the stream was destroyed'],
    ['ends', () => new PassThrough().end(), ''],
  ])('that %s is INCOMPLETE_RESPONSE', async (_title, make, message) => {
    const stream = make();
    const error = await rejection(connect('ws://example.test/', { stream, handshakeTimeout: 1000 }));
    expect(error).toMatchObject({ code: 'INCOMPLETE_RESPONSE', phase: 'handshake' });
    expect((error as Error).message).toContain(message);
    expect(stream.destroyed).toBe(true);
  });

  it('is destroyed when the handshake fails or is given up, and left alone when the call is wrong', async () => {
    const server = await answer((request) =>
      request.startsWith('GET /silent ') ? undefined : 'HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n',
    );
    const [refused, silent, unused] = [await tcpTo(server.port), await tcpTo(server.port), await tcpTo(server.port)];
    expect(await rejection(connect('ws://example.test/', { stream: refused }))).toMatchObject({ status: 403 });
    expect(
      await rejection(connect('ws://example.test/silent', { stream: silent, handshakeTimeout: 50 })),
    ).toMatchObject({ code: 'TIMEOUT' });
    expect(await rejection(connect('ws://example.test/', { stream: unused, maxHeaders: 0 }))).toBeInstanceOf(
      RangeError,
    );
    expect([refused.destroyed, silent.destroyed, unused.destroyed]).toEqual([true, true, false]);
  });
});

/** Proxies that answer anything but yes or no. RFC 6455 §4.1, item 3; §10.4. */
import type { Socket as Stream } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';

const target = useTarget();

const GROWTH = 16 * MiB;
const URI = 'ws://example.test/?token=SECRET-in-the-query';

/** What becomes of an attempt through a proxy that does this. */
async function through(requested: (stream: Stream, head: string) => void, uri = URI, options: object = {}) {
  const endpoint = await target.endpoint('client');
  const proxy = await scriptedServer({ requested });
  const error = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
    target.process.call('attempt', uri, {
      proxy: `http://user:SECRET-password@127.0.0.1:${proxy.port}`,
      headers: { Authorization: 'Bearer SECRET', Cookie: 'SECRET' },
      handshakeTimeout: 1000,
      ...options,
    }),
  );
  expect(error?.message).toMatch(/^[\x20-\x7e]*$/);
  expect(error?.message).not.toContain('SECRET');
  expect(error?.inspected).not.toContain('SECRET');
  return { error, proxy };
}

/** Writes the same over and over, as fast as it is read. */
function pour(stream: Stream, chunk: string): void {
  const more = () => {
    while (!stream.destroyed && stream.write(chunk, 'latin1'));
  };
  stream.on('drain', more);
  more();
}

describe('a client behind a proxy', () => {
  it.each([
    ['random bytes', '\x8f\x00\xfe\x17garbage\r\n\r\n', 'CONTROL_CHARACTER'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n\r\n', 'MALFORMED_START_LINE'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n', 'MALFORMED_START_LINE'],
    ['bare line feeds', 'HTTP/1.1 200 OK\n\n', 'INVALID_LINE_END'],
    ['a folded field', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', 'FOLDED_HEADER'],
    ['a field without a name', 'HTTP/1.1 200 OK\r\n: b\r\n\r\n', 'INVALID_HEADER_NAME'],
    ['a NUL', 'HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n', 'CONTROL_CHARACTER'],
    ['an alert of TLS', '\x15\x03\x01\x00\x02\x02\x46', 'TLS_SERVER'],
    ['a frame', '\x81\x05hello', 'CONTROL_CHARACTER'],
    ['a head of 500 KB', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(500_000)}`, 'HEAD_TOO_LARGE'],
    ['10,000 fields', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(10_000)}\r\n`, 'TOO_MANY_HEADERS'],
    ['interim responses without an end', 'HTTP/1.1 103 X\r\n\r\n'.repeat(10_000), 'TOO_MANY_INTERIM_RESPONSES'],
  ])('gives it up for %s', async (_, answer, code) => {
    const { error } = await through((stream) => stream.end(answer, 'latin1'));
    // A few bytes that are no whole line yet are an answer that was cut off.
    expect(error).toMatchObject({ name: 'ConnectError', code: 'PROXY_FAILED', phase: 'proxy' });
    expect([code, 'INCOMPLETE_RESPONSE']).toContain(error?.causeCode);
  });

  it.each([
    ['a line that never ends', 'HTTP/1.1 200 ', 'x'.repeat(65_536)],
    ['fields that never end', 'HTTP/1.1 200 OK\r\n', 'A: b\r\n'.repeat(10_000)],
    ['nothing but line ends', '', '\r\n'.repeat(30_000)],
  ])('reads no more than a head of %s [10.4-1]', async (_, begin, chunk) => {
    const { error } = await through((stream) => {
      stream.write(begin);
      pour(stream, chunk);
    });
    expect(error).toMatchObject({ code: 'PROXY_FAILED', phase: 'proxy' });
  });

  it.each([
    ['at all', ''],
    ['to its end', 'HTTP/1.1 200 OK\r\nA: '],
  ])('does not wait forever for an answer that does not come %s', async (_, begin) => {
    const { error } = await through((stream) => {
      stream.write(`${begin}`);
      const timer = setInterval(() => begin !== '' && stream.write('x'), 5);
      stream.on('close', () => clearInterval(timer));
    });
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'proxy' });
  });

  it.each(['403 Forbidden', '407 Proxy Authentication Required', '502 Bad Gateway', '302 Found', '101 Switching'])(
    'keeps 64 KiB of the body of a %s that does not end [10.4-1]',
    async (status) => {
      const { error } = await through(
        (stream) => {
          stream.write(`HTTP/1.1 ${status}\r\nLocation: http://127.0.0.1:1/\r\n\r\n`);
          pour(stream, 'x'.repeat(65_536));
        },
        URI,
        { maxRedirects: 20, answer401: { token: 'SECRET' } },
      );
      expect(error).toMatchObject({ code: 'PROXY_REFUSED', phase: 'proxy', causeCode: 'UNEXPECTED_STATUS' });
    },
  );

  it('does not take an answer that was there before the request', async () => {
    const { error } = await through((stream) => {
      stream.write(`HTTP/1.1 200 OK\r\n\r\n${acceptHead('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n')}`);
    });
    expect(error).toMatchObject({ name: 'HandshakeError', code: 'INVALID_ACCEPT' });
  });

  it('does not take plain text for what comes through TLS, and shows the proxy nothing', async () => {
    let seen = '';
    const { error } = await through(
      (stream) => {
        stream.on('data', (chunk) => {
          seen += chunk.toString('latin1');
        });
        stream.write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
      URI.replace('ws:', 'wss:'),
    );
    expect(error).toMatchObject({ code: 'PLAIN_TEXT_SERVER', phase: 'tls' });
    expect(seen).not.toContain('SECRET');
  });

  it('asks it once, and shows it nothing that is for the server', async () => {
    const { proxy } = await through((stream) =>
      stream.end('HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(proxy.requests).toHaveLength(1);
    expect(proxy.requests[0]).not.toMatch(/SECRET|Cookie|^Authorization/m);
  });
});

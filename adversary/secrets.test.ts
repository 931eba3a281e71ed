/** Credentials that must not turn up in errors, reports, answers or at other servers. RFC 6455 §4.1, §10.5. */
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceptHead, ROLES } from './harness/endpoint.ts';
import { dial, exchange, request } from './harness/exchange.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { useTarget } from './harness/use-target.ts';
import { TEXT } from './harness/wire.ts';
import type { ErrorReport } from './target/error-report.ts';

const target = useTarget();

const QUERY = 'token=SECRET-in-the-query';
const SUBPROTOCOL = 'bearer.SECRET-in-a-subprotocol';
const OPTIONS = {
  subprotocols: ['chat', SUBPROTOCOL],
  headers: {
    Authorization: 'Bearer SECRET-to-authorize',
    Cookie: 'session=SECRET-of-the-session',
    'Proxy-Authorization': 'Basic SECRET-for-the-proxy',
    'X-Api-Key': 'SECRET-key',
  },
};

/** Not in its message, and not where a log would find it either. */
function expectNoSecret(error: ErrorReport | undefined): void {
  expect(error?.message).not.toContain('SECRET');
  expect(error?.inspected).not.toContain('SECRET');
}

const attempt = (uri: string, options: object = OPTIONS) => target.process.call('attempt', uri, options);

describe('an error of connect says nothing of its credentials, when', () => {
  it('nobody listens', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => unused.once('listening', resolve));
    const { port } = unused.address() as AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    const error = await attempt(`ws://127.0.0.1:${port}/?${QUERY}`);
    expect(error?.code).toBe('TCP_FAILED');
    expectNoSecret(error);
  });

  it('the host has no address', async () => {
    const error = await attempt(`ws://nowhere.invalid/?${QUERY}`);
    expect(error?.code).toBe('LOOKUP_FAILED');
    expectNoSecret(error);
  });

  it('the server does not do TLS', async () => {
    const { port } = await scriptedServer({ connected: (stream) => stream.end('no TLS here') });
    const error = await attempt(`wss://127.0.0.1:${port}/?${QUERY}`);
    expect(error?.code).toBe('PLAIN_TEXT_SERVER');
    expectNoSecret(error);
  });

  it('the server says nothing', async () => {
    const { port } = await scriptedServer({});
    const error = await attempt(`ws://127.0.0.1:${port}/?${QUERY}`, { ...OPTIONS, handshakeTimeout: 100 });
    expect(error?.code).toBe('TIMEOUT');
    expectNoSecret(error);
  });

  it.each([
    ['leaves', () => '', 'INCOMPLETE_RESPONSE'],
    ['is no HTTP server', () => 'SSH-2.0-OpenSSH_9.9\r\n', 'MALFORMED_START_LINE'],
    ['refuses', () => 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', 'UNEXPECTED_STATUS'],
    [
      'redirects',
      () => 'HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n',
      'UNEXPECTED_STATUS',
    ],
    ['has not read the key', (head: string) => acceptHead(head).replace('Accept: ', 'Accept: x'), 'INVALID_ACCEPT'],
    [
      'names another subprotocol',
      (head: string) => acceptHead(head, 'Sec-WebSocket-Protocol: other\r\n'),
      'UNOFFERED_SUBPROTOCOL',
    ],
  ])('the server %s', async (_, answerTo, code) => {
    const { port } = await scriptedServer({ requested: (stream, head) => stream.end(answerTo(head)) });
    const error = await attempt(`ws://127.0.0.1:${port}/?${QUERY}`);
    expect(error?.code).toBe(code);
    expectNoSecret(error);
  });

  it.each([
    [
      'twice',
      `Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n`,
      'DUPLICATE_HEADER',
    ],
    ['in a list', `Sec-WebSocket-Protocol: chat, ${SUBPROTOCOL}\r\n`, 'INVALID_SUBPROTOCOLS'],
    ['with a comma behind it', `Sec-WebSocket-Protocol: ${SUBPROTOCOL},\r\n`, 'INVALID_SUBPROTOCOLS'],
  ])('the server repeats a subprotocol that is a credential, %s', async (_, field, code) => {
    const { port } = await scriptedServer({ requested: (stream, head) => stream.end(acceptHead(head, field)) });
    const error = await attempt(`ws://127.0.0.1:${port}/?${QUERY}`);
    expect(error?.code).toBe(code);
    // The response is there for the application to read, and the server has written it.
    expect(error?.message).not.toContain('SECRET');
  });

  it.each([
    ['a fragment', `ws://127.0.0.1:1/?${QUERY}#fragment`, OPTIONS],
    ['userinfo', 'ws://user:SECRET-password@127.0.0.1:1/', {}],
    ['userinfo in an http URL', 'http://user:SECRET-password@127.0.0.1:1/', {}],
    ['a space in its query', `ws://127.0.0.1:1/?${QUERY} x`, {}],
    ['another scheme', `ftp://user:SECRET-password@127.0.0.1:1/?${QUERY}`, {}],
    ['no scheme', `//user:SECRET-password@127.0.0.1:1/?${QUERY}`, {}],
    ['a line end in a field', 'ws://127.0.0.1:1/', { headers: { Authorization: 'Bearer SECRET\r\n' } }],
    ['a line end in a name', 'ws://127.0.0.1:1/', { headers: { 'Authorization: Bearer SECRET\r\nX': 'y' } }],
    ['a subprotocol that is none', 'ws://127.0.0.1:1/', { subprotocols: ['bearer SECRET'] }],
    ['a subprotocol twice', 'ws://127.0.0.1:1/', { subprotocols: ['bearer.SECRET', 'bearer.SECRET'] }],
  ])('it was called with %s', async (_, uri, options) => {
    const error = await attempt(uri, options);
    expect(['TypeError', 'UriError']).toContain(error?.name);
    expectNoSecret(error);
  });
});

describe('a client that is redirected with %s', () => {
  it.each(['301', '302', '303', '307', '308'])(
    '%s goes nowhere else, with or without its credentials',
    async (status) => {
      const elsewhere = await scriptedServer({ requested: (stream, head) => stream.write(acceptHead(head)) });
      const location = `ws://127.0.0.1:${elsewhere.port}/elsewhere`;
      const first = await scriptedServer({
        requested: (stream) => stream.end(`HTTP/1.1 ${status} X\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`),
      });
      const error = await attempt(`ws://127.0.0.1:${first.port}/?${QUERY}`);
      expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: Number(status), location });
      expectNoSecret(error);
      expect([first.connections, elsewhere.connections]).toEqual([1, 0]);
    },
  );
});

describe.each(['serve', 'attach'] as const)('a server made with %s', (via) => {
  const credentials = {
    Authorization: 'Bearer SECRET-to-authorize',
    Cookie: 'session=SECRET-of-the-session',
    'Sec-WebSocket-Protocol': `chat, ${SUBPROTOCOL}`,
  };
  const line = `GET /?${QUERY} HTTP/1.1`;

  it.each([
    ['another version', request({ ...credentials, 'Sec-WebSocket-Version': '8' }, line), 426],
    ['a bad key', request({ ...credentials, 'Sec-WebSocket-Key': 'x' }, line), 400],
    ['a fragment', request(credentials, `GET /?${QUERY}#x HTTP/1.1`), 400],
    ['another host in the target', request(credentials, `GET http://elsewhere/?${QUERY} HTTP/1.1`), 400],
    ['userinfo in the target', request(credentials, `GET http://user:SECRET@localhost/?${QUERY} HTTP/1.1`), 400],
    ['a foreign page', request({ ...credentials, Origin: 'http://evil.example' }, line), 403],
    ['a malformed subprotocol', request({ ...credentials, 'Sec-WebSocket-Protocol': `${SUBPROTOCOL} x` }, line), 400],
    [
      'a subprotocol twice',
      request({ ...credentials, 'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, ${SUBPROTOCOL}` }, line),
      400,
    ],
    ['no path', request(credentials, line), 404],
  ])('repeats no credentials when it refuses %s', async (_, bytes, status) => {
    const routes = status === 404 ? { '/other': {} } : undefined;
    const port = await target.process.call('serve', { via, routes });
    const answer = await exchange(port, bytes);
    expect(answer.status).toBe(status);
    expect(answer.head + answer.body).not.toContain('SECRET');
  });

  it('says nothing of them when a function of its application fails', async () => {
    const port = await target.process.call('serve', { via, careless: { accept: ['X', 'a\r\nb'] } });
    expect((await exchange(port, request(credentials, line))).status).toBe(500);
    const [error, ...others] = target.process.serverErrors.splice(0);
    expect(error?.code).toBe('HOOK_FAILED');
    expectNoSecret(error);
    expect(others).toEqual([]);
  });
});

describe('a close report says nothing of the credentials of the handshake, when the connection', () => {
  const ENDS = [
    ['breaks', '', 'TRANSPORT_ENDED'],
    ['is failed', '\x83', 'RESERVED_OPCODE'],
  ] as const;

  it.each(ENDS)('of a client %s', async (_, bytes, cause) => {
    const { port } = await scriptedServer({
      requested: (stream, head) => stream.end(Buffer.from(acceptHead(head) + bytes, 'latin1')),
    });
    const id = `/client/${cause}`;
    await target.process.call('connect', id, `ws://127.0.0.1:${port}/?${QUERY}`, OPTIONS);
    const report = await target.process.end(id);
    expect(report.cause).toBe(cause);
    expect(report.inspected).not.toContain('SECRET');
  });

  it.each(ENDS)('of a server %s', async (_, bytes, cause) => {
    const port = await target.process.call('serve', {});
    const id = `/server/${cause}`;
    const head = request({ Authorization: 'Bearer SECRET' }, `GET ${id}?${QUERY} HTTP/1.1`);
    dial(port)
      .resume()
      .end(Buffer.from(head + bytes, 'latin1'));
    const report = await target.process.end(id);
    expect(report.cause).toBe(cause);
    expect(report.inspected).not.toContain('SECRET');
  });
});

describe.each(ROLES)('the close report of a %s', (role) => {
  it('says nothing of what was sent, when that was not allowed', async () => {
    const endpoint = await target.endpoint(role);
    const broken = Buffer.concat([Buffer.from('SECRET'), Buffer.of(0xff)]);
    for (const [opcode, payload] of [
      [TEXT, broken],
      [0x3, 'SECRET'],
      [0x8, 'SECRET'],
    ] as const) {
      const peer = await endpoint.open();
      peer.sendFrame(opcode, payload);
      await peer.until(() => peer.ended);
      peer.stream.end();
      const report = await peer.report();
      expect(report.wasClean).toBe(false);
      expect(report.inspected).not.toContain('SECRET');
      expect(peer.frames.map((frame) => frame.payload.toString('latin1')).join()).not.toContain('SECRET');
    }
  });
});

/** Text that would break out of its place in a head. RFC 6455 §4.1, §4.2.2. */
import { afterEach, describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import { exchange, request } from './harness/exchange.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { useTarget } from './harness/use-target.ts';
import type { ConnectSetup } from './target/main.ts';

const target = useTarget();

describe('a client refuses, before it opens any connection,', () => {
  const LINE = 'a\r\nX: y';
  const OWNED = [
    'Host',
    'Upgrade',
    'Connection',
    'Content-Length',
    'Transfer-Encoding',
    'Origin',
    'sec-websocket-key',
    'Sec-WebSocket-Extensions',
    'SEC-WEBSOCKET-PROTOCOL',
    'Sec-WebSocket-Version',
  ];

  const ARGUMENTS: readonly (readonly [string, ConnectSetup])[] = [
    ['a line end in a subprotocol', { subprotocols: [LINE] }],
    ['a LF in a subprotocol', { subprotocols: ['a\nX: y'] }],
    ['a list in a subprotocol', { subprotocols: ['a, b'] }],
    ['an empty subprotocol', { subprotocols: [''] }],
    ['a subprotocol twice', { subprotocols: ['a', 'a'] }],
    ['a line end in the name of a field', { headers: { [LINE]: 'z' } }],
    ['a colon in the name of a field', { headers: { 'X: y': 'z' } }],
    ['an empty name of a field', { headers: { '': 'z' } }],
    ['a line end in a value', { headers: { X: LINE } }],
    ['a LF in a value', { headers: { X: 'a\nY: z' } }],
    ['a CR in a value', { headers: { X: 'a\rY: z' } }],
    ['a NUL in a value', { headers: { X: 'a\0' } }],
    ['a line separator that becomes a LF in Latin-1', { headers: { X: 'a\u010a\u0158: y' } }],
    ['a line end in the origin', { origin: `http://${LINE}` }],
    ['a line end in the path of the origin', { origin: 'http://a/\r\nX: y' }],
    ...OWNED.map((name) => [`the field ${name}, which the handshake writes`, { headers: { [name]: 'x' } }] as const),
  ];

  it.each(ARGUMENTS)('%s [4.1-18] [4.1-32]', async (_, options) => {
    const server = await scriptedServer({});
    const error = await target.process.call('attempt', `ws://127.0.0.1:${server.port}/`, options);
    expect(error?.name).toBe('TypeError');
    expect(server.connections).toBe(0);
  });

  it.each([
    ['a line end in the path', '/a\r\nX: y'],
    ['a LF in the path', '/a\nX: y'],
    ['a space in the path', '/a HTTP/1.1'],
    ['a line end in the query', '/?a\r\nX: y'],
    ['a NUL in the query', '/?a\0'],
    ['a character that becomes a LF in Latin-1', '/\u010a'],
    ['a fragment', '/a#b'],
  ])('%s of a URI [3-2] [4.1-3] [4.1-4]', async (_, resource) => {
    const server = await scriptedServer({});
    const error = await target.process.call('attempt', `ws://127.0.0.1:${server.port}${resource}`);
    expect(error?.name).toBe('UriError');
    expect(server.connections).toBe(0);
  });

  it.each(['a\r\nb@', 'user:password@', 'a%0d%0ab', '[::1', '\r\n'])(
    '%j in the authority of a URI',
    async (authority) => {
      const server = await scriptedServer({});
      const error = await target.process.call('attempt', `ws://${authority}127.0.0.1:${server.port}/`);
      expect(['UriError', 'ConnectError']).toContain(error?.name);
      expect(server.connections).toBe(0);
    },
  );

  it('and what browsers leave out of an http URL, it leaves out', async () => {
    const server = await scriptedServer({ requested: (stream, head) => stream.write(acceptHead(head)) });
    const error = await target.process.call('attempt', `http://127.0.0.1:${server.port}/a\r\nX: y?b\r\nc`);
    expect(error).toBe(undefined);
    const [head = ''] = server.requests;
    expect(head.split('\r\n')[0]).toBe('GET /aX:%20y?bc HTTP/1.1');
    expect(head).not.toMatch(/^X/m);
  });
});

describe.each(['serve', 'attach'] as const)(
  'a server made with %s answers 500, and not what its application was given,',
  (via) => {
    afterEach(() => {
      expect(target.process.serverErrors.splice(0).map(({ code }) => code)).toEqual(['HOOK_FAILED']);
    });

    const LINE: [string, string] = ['X', 'a\r\nSet-Cookie: stolen=1'];
    const NAME: [string, string] = ['X: a\r\nSet-Cookie', 'stolen=1'];
    it.each([
      ['a line end in a value of the 101', { accept: LINE }],
      ['a line end in a name of the 101', { accept: NAME }],
      ['a second Sec-WebSocket-Accept', { accept: ['Sec-WebSocket-Accept', 'x'] as [string, string] }],
      ['a second Upgrade', { accept: ['Upgrade', 'h2c'] as [string, string] }],
      ['a line end in a value of a refusal', { refuse: LINE }],
      ['a line end in a name of a refusal', { refuse: NAME }],
      ['a second Content-Length', { refuse: ['Content-Length', '0'] as [string, string] }],
      ['a line end in the subprotocol', { subprotocol: 'a\r\nSet-Cookie: stolen=1' }],
      ['a subprotocol that was not offered', { subprotocol: 'b' }],
    ])('%s [4.2.2-8] [4.2.2-12]', async (_, careless) => {
      const port = await target.process.call('serve', { via, careless });
      const { status, head, body } = await exchange(port, request({ 'Sec-WebSocket-Protocol': 'a' }));
      expect(status).toBe(500);
      expect(head + body).not.toContain('stolen');
      expect(body).toBe('');
    });
  },
);

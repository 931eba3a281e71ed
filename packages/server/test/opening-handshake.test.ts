import { type AddressInfo, createServer, type Socket as Stream } from 'node:net';
import { Socket } from '@rfc6455/socket';
import { composeRequest, type RequestDraft } from '@rfc6455/testing';
import { describe, expect, it } from 'vitest';
import { attach, refuse, type ServeOptions, type Server, type ServerError, type ServerRequest } from '../src/index.ts';
import { OpeningHandshake } from '../src/opening-handshake.ts';
import { Reception } from '../src/reception.ts';
import { clientFrame, deferred, dial, SWITCHING, until } from './peers.ts';
import { start, startHttp } from './servers.ts';

const KEY = 'Sec-WebSocket-Key';
const VERSION = 'Sec-WebSocket-Version';
const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSIONS = 'Sec-WebSocket-Extensions';
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`X-${i}`, 'x']));

/** What breaks the rules, the answer of a server that reads HTTP itself, and of one that is attached where it differs. */
const violations: [name: string, parts: RequestDraft, status: number, attachedStatus?: number][] = [
  ['HTTP/1.0', { httpVersion: '1.0' }, 505],
  ['HTTP/1.0 without Connection: Upgrade', { httpVersion: '1.0', headers: { Connection: undefined } }, 505, 200],
  ['no Host', { headers: { Host: undefined } }, 400],
  ['two Hosts', { headers: { Host: ['a', 'b'] } }, 400],
  ['a Host that is none', { headers: { Host: '[::1' } }, 400],
  ['a Host with a path', { headers: { Host: 'a/b' } }, 400],
  ['POST', { method: 'POST' }, 405],
  ['HEAD', { method: 'HEAD' }, 405],
  ['no Upgrade', { headers: { Upgrade: undefined } }, 426, 200],
  ['another Upgrade', { headers: { Upgrade: 'h2c' } }, 426],
  ['Connection: keep-alive only', { headers: { Connection: 'keep-alive' } }, 426, 200],
  ['a key of 3 characters', { headers: { [KEY]: 'abc' } }, 400],
  ['a key of 15 bytes', { headers: { [KEY]: 'AAAAAAAAAAAAAAAAAAAA' } }, 400],
  ['a key of 17 bytes', { headers: { [KEY]: 'AAAAAAAAAAAAAAAAAAAAAAA=' } }, 400],
  ['a key that is not base64', { headers: { [KEY]: '!!!!!!!!!!!!!!!!!!!!!!==' } }, 400],
  ['a key with bits behind its end', { headers: { [KEY]: 'dGhlIHNhbXBsZSBub25jZR==' } }, 400],
  ['no key', { headers: { [KEY]: undefined } }, 400],
  ['two keys', { headers: { [KEY]: ['dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ=='] } }, 400],
  ['no version', { headers: { [VERSION]: undefined } }, 426],
  ['version 0', { headers: { [VERSION]: '0' } }, 426],
  ['version 7', { headers: { [VERSION]: '7' } }, 426],
  ['version 8', { headers: { [VERSION]: '8' } }, 426],
  ['version 14', { headers: { [VERSION]: '14' } }, 426],
  ['version 013', { headers: { [VERSION]: '013' } }, 426],
  [
    'draft 76',
    { headers: { [KEY]: undefined, [VERSION]: undefined, 'Sec-WebSocket-Key1': '1', 'Sec-WebSocket-Key2': '2' } },
    426,
  ],
  ['two versions', { headers: { [VERSION]: ['13', '13'] } }, 400],
  ['a subprotocol with a space', { headers: { [PROTOCOL]: 'a b' } }, 400],
  ['a subprotocol twice', { headers: { [PROTOCOL]: 'a, a' } }, 400],
  ['an empty subprotocol', { headers: { [PROTOCOL]: '' } }, 400],
  ['extensions that are none', { headers: { [EXTENSIONS]: 'a; b="\\c\\c' } }, 400],
  ['a fragment', { target: '/x#frag' }, 400],
  ['the target *', { target: '*' }, 400],
  ['a target of another host', { target: 'http://evil.org/' }, 400],
  ['a target of another scheme', { target: 'ftp://server.example.com/' }, 400],
  ['a body', { headers: { 'Content-Length': '5' } }, 400],
  ['a chunked body', { headers: { 'Transfer-Encoding': 'chunked' } }, 400],
  ['an Origin that is none', { headers: { Origin: 'http://[' } }, 400],
  ['two Origins', { headers: { Origin: ['http://server.example.com', 'http://server.example.com'] } }, 400],
  ['a long Origin', { headers: { Origin: `http://${'a'.repeat(10_000)}` } }, 403],
  ['a request line of 60 KiB', { target: `/${'a'.repeat(61_440)}` }, 414, 431],
  ['a header of 60 KiB', { headers: { Cookie: 'a'.repeat(61_440) } }, 431],
  ['3000 headers', { headers: many(3000) }, 431],
];

/** What is unusual, but right. */
const variants: [name: string, parts: RequestDraft][] = [
  ['names and tokens in another case', { headers: { Upgrade: 'WebSocket', Connection: 'keep-alive, UPGRADE' } }],
  ['a list of upgrades', { headers: { Upgrade: 'foo, websocket' } }],
  ['an absolute URI as target', { target: 'http://server.example.com/chat?x=1' }],
  ['an absolute URI with its port', { target: 'http://SERVER.example.com:80/chat' }],
  ['Content-Length: 0', { headers: { 'Content-Length': '0' } }],
  [
    'headers named like properties',
    { headers: { Constructor: 'x', ['__proto__' as string]: 'x', toString: 'x' } as never },
  ],
  ['extensions named like properties', { headers: { [EXTENSIONS]: 'constructor, __proto__; toString=1' } }],
  ['subprotocols named like properties', { headers: { [PROTOCOL]: '__proto__, constructor' } }],
  ['a malformed cookie', { headers: { Cookie: '%;=;;%%%' } }],
  ['90 headers', { headers: many(90) }],
  ['white space around values', { headers: { [KEY]: ' \t dGhlIHNhbXBsZSBub25jZQ== \t', [VERSION]: '\t13\t' } }],
];

const kinds: [string, (options?: ServeOptions<undefined>) => Promise<{ server: Server; port: number }>][] = [
  [
    'serve',
    async (options) => {
      const server = await start(options);
      return { server, port: server.port };
    },
  ],
  [
    'attach',
    async (options = {}) => {
      const { httpServer, port } = await startHttp();
      return { server: attach(httpServer, options), port };
    },
  ],
];

describe.each(kinds)('%s refuses', (kind, listen) => {
  it.each(violations)('%s [4.2.1-1] [4.2.2-5] [10.7-1] [10.7-4]', async (_name, parts, status, attachedStatus) => {
    const { server, port } = await listen();
    const client = dial(port).send(composeRequest(parts));
    const head = await client.head();
    const expected = kind === 'attach' ? (attachedStatus ?? status) : status;
    expect(client.status).toBe(expected);
    if (expected === 405) expect(head).toContain('\r\nAllow: GET\r\n');
    if (expected === 426) expect(head).toContain('\r\nSec-WebSocket-Version: 13\r\n');
    if (expected !== 200) {
      expect(head).toMatch(/\r\nConnection: close/);
      await client.until(() => client.ended);
    }
    expect(server.sockets.size).toBe(0);
  });

  it('every version but 13 with 426, and says 13 [4.2.2-6] [4.4-1]', async () => {
    const { port } = await listen();
    for (const version of ['0', '1', '12', '14', '255', '256', '13, 8']) {
      const client = dial(port).send(composeRequest({ headers: { [VERSION]: version } }));
      expect(await client.head()).toMatch(/^HTTP\/1\.1 426 .*\r\nSec-WebSocket-Version: 13\r\n/s);
    }
  });

  it('a foreign origin with 403, and lets its own in [10.2-2] [4.2.2-4]', async () => {
    const { port } = await listen();
    const ask = async (origin: string | undefined) => {
      const client = dial(port).send(composeRequest({ headers: { Origin: origin, Cookie: 'session=1' } }));
      await client.head();
      return client.status;
    };
    expect(await ask('http://evil.org')).toBe(403);
    expect(await ask('null')).toBe(403);
    expect(await ask('HTTP://Server.Example.COM:80')).toBe(101);
    expect(await ask(undefined)).toBe(101);
  });

  it('a host that it does not serve with 403', async () => {
    const { port } = await listen({ hosts: ['localhost'] });
    const ask = async (host: string) => {
      const client = dial(port).send(composeRequest({ headers: { Host: host } }));
      await client.head();
      return client.status;
    };
    expect([await ask('evil.org'), await ask('localhost:8080')]).toEqual([403, 101]);
  });

  it('a path without a service with 404, and one that is malformed with 400 [4.2.2-7]', async () => {
    const { port } = await listen({ routes: { '/rooms/:room': {} } });
    const ask = async (target: string) => {
      const client = dial(port).send(composeRequest({ target }));
      await client.head();
      return client.status;
    };
    expect(await ask('/rooms/1')).toBe(101);
    expect(await ask('/nowhere')).toBe(404);
    expect(await ask('/rooms/%ff')).toBe(400);
    expect(await ask('/rooms/__proto__')).toBe(101);
    expect(await ask('/__proto__')).toBe(404);
  });
});

describe.each(kinds)('%s accepts', (_kind, listen) => {
  it.each(variants)('%s', async (_name, parts) => {
    const { port } = await listen();
    const client = dial(port).send(composeRequest(parts));
    expect(await client.head()).toBe(SWITCHING);
  });

  it('bytes that follow the handshake in the same packet', async () => {
    const { port } = await listen({ message: (socket, data) => socket.send(data) });
    const client = dial(port).send(Buffer.concat([Buffer.from(composeRequest()), clientFrame(1, 'early')]));
    expect(await client.bytes(7)).toBe('81056561726c79');
  });

  it('what the handler sends at once, in one packet with the 101', async () => {
    const { port } = await listen({ open: (socket) => socket.send('hi') });
    const client = dial(port).send(composeRequest());
    const chunk = await new Promise<Buffer>((resolve) => client.stream.once('data', resolve));
    expect(chunk.toString('latin1')).toBe(`${SWITCHING}\x81\x02hi`);
  });

  it('a handshake, and fails the connection for a bad frame in the same packet', async () => {
    const { port } = await listen();
    const client = dial(port).send(Buffer.concat([Buffer.from(composeRequest()), Buffer.from('81026869', 'hex')]));
    expect((await client.bytes(4)).slice(0, 2)).toBe('88');
    expect(client.body.readUInt16BE(2)).toBe(1002);
    await client.until(() => client.ended);
  });

  it('the first of two handshakes that come together, and fails the connection for the second', async () => {
    const { server, port } = await listen();
    const client = dial(port).send(composeRequest() + composeRequest());
    await client.bytes(4);
    expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(client.body.readUInt16BE(2)).toBe(1002);
    await client.until(() => client.ended);
    await until(() => server.sockets.size === 0);
  });

  it('nothing more on a connection that it has refused', async () => {
    let accepted = 0;
    const { port } = await listen({
      accept() {
        accepted++;
      },
    });
    const client = dial(port).send(composeRequest({ target: '/x#y' }) + composeRequest() + composeRequest());
    await client.until(() => client.ended);
    expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect([client.status, accepted]).toEqual([400, 0]);
  });

  it('one of the subprotocols that are offered, or none [4.2.2-8] [4.2.2-9]', async () => {
    const { server, port } = await listen({ subprotocols: ['v1', 'v2'] });
    const ask = async (...offered: string[]) => {
      const client = dial(port).send(composeRequest({ headers: { [PROTOCOL]: offered } }));
      return /\r\nSec-WebSocket-Protocol: (.*)\r\n/.exec(await client.head())?.[1];
    };
    expect(await ask('v3, v2', 'v1')).toBe('v2');
    expect(await ask('v3')).toBeUndefined();
    expect(await ask()).toBeUndefined();
    expect(Array.from(server.sockets, ({ subprotocol }) => subprotocol)).toEqual(['v2', '', '']);
  });

  it('a handshake byte by byte', async () => {
    const { port } = await listen({ message: (socket, data) => socket.send(data) });
    const client = dial(port);
    for (const byte of Buffer.concat([Buffer.from(composeRequest()), clientFrame(1, 'x')])) {
      client.send(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.bytes(3)).toBe('810178');
    expect(await client.head()).toBe(SWITCHING);
  });
});

describe('a request that only looks like a handshake', () => {
  it('gets a text that helps, from a server of its own', async () => {
    const { port } = await start();
    const client = dial(port).send('GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8\r\n\r\n');
    await client.until(() => client.ended);
    expect(client.status).toBe(426);
    expect(await client.head()).toMatch(/\r\nUpgrade: websocket\r\n/);
    expect(client.body.toString()).toBe(
      'This is a WebSocket server: use a WebSocket client.\n' +
        'expected Upgrade: websocket and Connection: Upgrade, got "Upgrade:  and Connection: " (RFC 6455 section 4.2.1)\n',
    );
  });

  it.each(kinds)('and has 2100 headers in few bytes is refused: %s', async (_kind, listen) => {
    const { port } = await listen();
    const client = dial(port).send(composeRequest().replace('Upgrade:', `${'a:\r\n'.repeat(2100)}Upgrade:`));
    await client.head();
    expect(client.status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['lines that end in LF', 'GET / HTTP/1.1\nHost: a\n\n'],
    ['noise', '\0\0\0\0'],
  ])('is refused: %s', async (_name, bytes) => {
    const { port } = await start();
    const client = dial(port).send(bytes);
    await client.until(() => client.ended);
    expect([400, 505]).toContain(client.status);
  });

  it.each([
    ['Sec-WebSocket-Protocol', `b${' '.repeat(15_000)}x`],
    ['Sec-WebSocket-Extensions', `b${' '.repeat(15_000)}x`],
    ['Sec-WebSocket-Extensions', `a; b="${'\\c'.repeat(7_500)}`],
    ['Connection', `${','.repeat(15_000)}x`],
    ['Origin', `http://${':'.repeat(15_000)}`],
  ])('is refused soon when its %s is hostile', async (name, value) => {
    const { port } = await start();
    const begun = performance.now();
    const client = dial(port).send(composeRequest({ headers: { [name]: value } }));
    await client.head();
    expect(client.status).toBeGreaterThanOrEqual(400);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('handshakeTimeout', () => {
  const soon = { handshakeTimeout: 60 };

  it('cuts off a client that says nothing', async () => {
    const { port } = await start(soon);
    const client = dial(port);
    await client.closed;
    expect(client.text).toBe('');
  });

  it('answers 408 to half a head', async () => {
    const { port } = await start(soon);
    const client = dial(port).send('GET / HTTP/1.1\r\nHost: a\r\n');
    await client.until(() => client.ended);
    expect(client.status).toBe(408);
  });

  it('answers 408 to a head that comes too slowly', async () => {
    const { port } = await start(soon);
    const client = dial(port);
    for (const byte of Buffer.from(composeRequest())) {
      if (client.ended) break;
      client.send(Buffer.of(byte));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(client.status).toBe(408);
  });

  it.each(kinds)('answers 503 when accept does not decide: %s', async (_kind, listen) => {
    const decision = deferred<undefined>();
    const { server, port } = await listen({ ...soon, accept: () => decision.promise });
    const client = dial(port).send(composeRequest());
    await client.until(() => client.ended);
    expect(client.status).toBe(503);
    decision.resolve(undefined);
    await client.closed;
    expect(server.sockets.size).toBe(0);
  });

  it('leaves a socket alone that is open', async () => {
    const { port } = await start({ ...soon, message: (socket, data) => socket.send(data) });
    const client = dial(port).send(composeRequest());
    await client.head();
    await new Promise((resolve) => setTimeout(resolve, 120));
    client.send(clientFrame(1, 'x'));
    expect(await client.bytes(3)).toBe('810178');
  });

  it('gives a client that was refused a second to read that, and no more', async () => {
    const { port } = await start();
    const client = dial(port);
    client.stream.allowHalfOpen = true;
    client.send('POST / HTTP/1.1\r\n\r\n');
    const sending = setInterval(() => client.send('x'.repeat(1000)), 20);
    const begun = performance.now();
    await client.until(() => client.ended);
    expect(client.status).toBe(405);
    await client.closed;
    clearInterval(sending);
    expect(performance.now() - begun).toBeGreaterThan(500);
  });
});

describe.each(kinds)('accept, of %s,', (_kind, listen) => {
  const ask = async (port: number, parts?: RequestDraft) => {
    const client = dial(port).send(composeRequest(parts));
    await client.head();
    return client;
  };

  it('sees the request, which is the same for the socket', async () => {
    const seen: unknown[] = [];
    const see = (request: ServerRequest): undefined => {
      const { resourceName, path, query, host, key, origin, subprotocols, extensions, headers } = request;
      const { params, secure, remoteAddress } = request;
      const names = headers.map(([name]) => name);
      seen.push({ resourceName, path, query, host, key, origin, subprotocols, extensions, names, params, secure });
      expect(remoteAddress).toBe('127.0.0.1');
    };
    const { port } = await listen({
      routes: { '/rooms/:room': {} },
      accept: see,
      open: ({ request }) => see(request),
    });
    await ask(port, { target: '/rooms/a%20b?x=1', headers: { Origin: 'http://server.example.com', [PROTOCOL]: 'v1' } });
    const expected = {
      resourceName: '/rooms/a%20b?x=1',
      path: '/rooms/a%20b',
      query: 'x=1',
      host: 'server.example.com',
      key: 'dGhlIHNhbXBsZSBub25jZQ==',
      origin: 'http://server.example.com',
      subprotocols: ['v1'],
      extensions: [],
      names: expect.arrayContaining(['Host', 'Upgrade', 'Connection', 'Origin', PROTOCOL]),
      params: { room: 'a b' },
      secure: false,
    };
    expect(seen).toEqual([expected, expected]);
  });

  it.each([
    ['at once', () => refuse(401, { headers: [['WWW-Authenticate', 'Bearer']], body: 'sign in' }), 401],
    ['in a while', async () => refuse(402), 402],
    ['with false', () => false as const, 403],
    ['with a promise of false', async () => false as const, 403],
  ])('refuses %s [4.2.2-5]', async (_name, accept, status) => {
    const { server, port } = await listen({ accept });
    const client = await ask(port);
    expect(client.status).toBe(status);
    await client.until(() => client.ended);
    expect(server.sockets.size).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret'))],
  ])('that %s is 500 without a word, and is reported', async (_name, accept) => {
    const errors: [ServerError, unknown][] = [];
    const { port } = await listen({ accept, serverError: (error, request) => errors.push([error, request?.path]) });
    const client = await ask(port);
    await client.until(() => client.ended);
    expect(client.text).toBe('HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    expect(errors).toMatchObject([[{ code: 'HOOK_FAILED', cause: { message: 'secret' } }, '/']]);
  });

  it('decides later, and what the client sends meanwhile is not lost', async () => {
    const decision = deferred<undefined>();
    let asked = false;
    const { port } = await listen({
      accept() {
        asked = true;
        return decision.promise;
      },
      message: (socket, data) => socket.send(data),
    });
    const client = dial(port).send(Buffer.concat([Buffer.from(composeRequest()), clientFrame(1, 'a')]));
    await until(() => asked);
    client.send(clientFrame(1, 'b'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.send(clientFrame(1, 'c'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(client.text).toBe('');
    decision.resolve(undefined);
    expect(await client.bytes(9)).toBe('810161810162810163');
  });

  it('decides later, and a client that sends much meanwhile is held back', async () => {
    const decision = deferred<undefined>();
    let asked = false;
    let received = 0;
    const { server, port } = await listen({
      accept() {
        asked = true;
        return decision.promise;
      },
      message: (_socket, data) => {
        received += data.length;
      },
    });
    const client = dial(port).send(composeRequest());
    await until(() => asked);
    const payload = 120;
    const count = 100_000;
    client.send(Buffer.concat(Array.from({ length: count }, () => clientFrame(2, new Uint8Array(payload)))));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(client.stream.writableLength).toBeGreaterThan(0);
    decision.resolve(undefined);
    await until(() => received === payload * count);
    expect(server.sockets.size).toBe(1);
  });

  it.each([
    ['goes away', (client: ReturnType<typeof dial>) => client.stream.end()],
    ['resets', (client: ReturnType<typeof dial>) => client.reset()],
  ])('decides later, when the client %s', async (_name, leave) => {
    const decision = deferred<undefined>();
    let asked = false;
    let opened = 0;
    const { server, port } = await listen({
      accept() {
        asked = true;
        return decision.promise;
      },
      open: () => opened++,
    });
    const client = dial(port).send(composeRequest());
    await until(() => asked);
    leave(client);
    await client.closed;
    await new Promise((resolve) => setTimeout(resolve, 20));
    decision.resolve(undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([opened, server.sockets.size]).toEqual([0, 0]);
  });

  it('that rejects when the client is gone is still reported', async () => {
    const decision = deferred<undefined>();
    let asked = false;
    const errors: ServerError[] = [];
    const { port } = await listen({
      accept() {
        asked = true;
        return decision.promise;
      },
      serverError: (error) => errors.push(error),
    });
    const client = dial(port).send(composeRequest());
    await until(() => asked);
    client.reset();
    await client.closed;
    decision.reject(new Error('late'));
    await until(() => errors.length === 1);
    expect(errors[0]?.cause).toEqual(new Error('late'));
  });
});

describe('RST', () => {
  it.each(kinds)('at each stage of the handshake hurts nobody: %s', async (_kind, listen) => {
    const { server, port } = await listen({ message: (socket, data) => socket.send(data) });
    const whole = composeRequest();
    for (const length of [0, 1, 20, whole.length - 1, whole.length]) {
      const client = dial(port);
      await new Promise((resolve) => client.stream.once('connect', resolve));
      if (length > 0) client.send(whole.slice(0, length));
      await new Promise((resolve) => setTimeout(resolve, 5));
      client.reset();
      await client.closed;
    }
    const refused = dial(port).send(composeRequest({ target: '/#' }));
    await refused.head();
    refused.reset();
    const open = dial(port).send(composeRequest());
    await open.head();
    open.reset();
    await until(() => server.sockets.size === 0);
    const client = dial(port).send(composeRequest());
    expect(await client.head()).toBe(SWITCHING);
  });
});

async function listenTcp(): Promise<{ port: number; streams: Stream[]; close(): void }> {
  const streams: Stream[] = [];
  const listener = createServer((stream) => streams.push(stream));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return { port: (listener.address() as AddressInfo).port, streams, close: () => listener.close() };
}

describe('a handshake that is over', () => {
  it('leaves nothing of its own on the stream, and no timer', async () => {
    const { port, close, streams } = await listenTcp();
    const reception = new Reception<undefined>({ heartbeat: false });
    const counts = (stream: Stream) => stream.eventNames().map((name) => [String(name), stream.listenerCount(name)]);
    const clients = [dial(port), dial(port)];
    await until(() => streams.length === 2);
    new Socket(streams[0]!, { role: 'server', handler: {}, heartbeat: false }).start();
    new OpeningHandshake(reception, streams[1]!).read();
    expect([...reception.handshakes.items()]).toHaveLength(1);
    clients[1]!.send(composeRequest());
    await clients[1]!.head();
    expect(counts(streams[1]!).toSorted()).toEqual(counts(streams[0]!).toSorted());
    expect([...reception.handshakes.items()]).toEqual([]);
    for (const { stream } of clients) stream.destroy();
    close();
  });
});

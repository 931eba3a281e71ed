/** Connections through proxies of other makes, and through scripted ones. RFC 6455 §4.1, items 2 and 3. */
import type { LookupFunction } from 'node:net';
import { SocksClient } from 'socks';
import { describe, expect, it } from 'vitest';
import { type ConnectOptions, connect } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { MAX_CONNECTING_THROUGH_PROXIES } from '../src/proxy.ts';
import { openBlackHole } from './black-hole.ts';
import { makeCertificates } from './certificates.ts';
import { behindTls, microsocks, missing, tinyproxy } from './real-proxies.ts';
import { accepting, answer, closingWith, field, frame, listen, rejection, until } from './test-server.ts';
import { watchSockets } from './watch-sockets.ts';

const { ca, local, other } = makeCertificates();
const account = { username: 'ada', password: 'pa ss:w%rd' };
const userinfo = `${account.username}:${encodeURIComponent(account.password)}@`;
const simple = { username: 'ada', password: 'secret' };

/** Whoever connects must not look the host of the URI up: the proxy does. */
const lookup: LookupFunction = (name, _options, callback) => {
  const error = Object.assign(new Error(`${name} was looked up`), { code: 'ENOTFOUND' });
  if (name === 'proxy.test') callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(error, []);
};

interface Kind {
  readonly title: string;
  readonly reason: string | undefined;
  /** Starts one, and returns its URI without and with these credentials. */
  start(account?: typeof simple): Promise<(userinfo?: string) => string>;
  readonly options: ConnectOptions;
}

const kinds: readonly Kind[] = [
  {
    title: 'an HTTP proxy',
    reason: missing('tinyproxy'),
    start: async (wanted) => {
      const port = await tinyproxy(wanted && { account: wanted });
      return (user = '') => `http://${user}proxy.test:${port}`;
    },
    options: { lookup },
  },
  {
    title: 'an HTTPS proxy',
    reason: missing('tinyproxy'),
    start: async (wanted) => {
      const port = await behindTls(await tinyproxy(wanted && { account: wanted }), other);
      return (user = '') => `https://${user}proxy.test:${port}`;
    },
    options: { lookup, proxyTls: { ca, servername: 'other.test' } },
  },
  {
    title: 'a SOCKS5 proxy',
    reason: missing('microsocks'),
    start: async (wanted) => {
      const port = await microsocks(wanted);
      return (user = '') => `socks5://${user}proxy.test:${port}`;
    },
    options: { lookup, socks: SocksClient },
  },
];

describe.each(kinds)('$title', ({ start, options, reason }) => {
  const test = it.skipIf(reason !== undefined);

  test.each([
    ['ws', undefined, undefined],
    ['wss', local, { ca }],
  ])(`lets %s through, and looks the name up itself [4.1-9] ${reason ?? ''}`, async (scheme, tls, clientTls) => {
    let request = '';
    const script = closingWith(frame(1, 'hello'), frame(8, ''));
    const server = await answer((head, stream) => {
      request = head;
      return script(head, stream);
    }, tls && { tls });
    const proxy = await start();
    const sockets = watchSockets();
    const socket = await connect(`${scheme}://localhost:${server.port}/chat`, {
      ...options,
      proxy: proxy(),
      tls: clientTls,
      headers: { Cookie: 'a=1' },
    });
    const got: unknown[] = [];
    for await (const message of socket) got.push(message);
    expect(got).toEqual(['hello']);
    // The server sees the request as if there were no proxy.
    expect(request.split('\r\n')[0]).toBe('GET /chat HTTP/1.1');
    expect(field(request, 'Host')).toBe(`localhost:${server.port}`);
    expect(field(request, 'Proxy-Authorization')).toBeUndefined();
    expect(takenLanes()).toBe(0);
    await until(() => sockets.every(({ destroyed }) => destroyed));
  });

  test(`verifies the certificate of the server, not of the proxy ${reason ?? ''}`, async () => {
    const server = await answer((request) => accepting(request), { tls: other });
    const proxy = await start();
    const error = await rejection(
      connect(`wss://localhost:${server.port}/`, { ...options, proxy: proxy(), tls: { ca } }),
    );
    expect(error).toMatchObject({ code: 'CERTIFICATE_WRONG_HOST', phase: 'tls', host: 'localhost', port: server.port });
    expect(takenLanes()).toBe(0);
  });

  test(`gets user name and password, and refuses others ${reason ?? ''}`, async () => {
    const server = await answer((request) => accepting(request));
    const uri = `ws://127.0.0.1:${server.port}/`;
    const proxy = await start(simple);
    (await connect(uri, { ...options, proxy: proxy('ada:secret@') })).terminate();
    for (const user of ['', 'ada:wrong@']) {
      const error = await rejection(connect(uri, { ...options, proxy: proxy(user) }));
      expect(error).toMatchObject({ name: 'ConnectError', code: 'PROXY_REFUSED', phase: 'proxy', host: 'proxy.test' });
      expect(JSON.stringify(error) + String(error)).not.toMatch(/wrong/);
    }
    expect(server.accepted).toBe(1);
  });

  test(`that cannot reach the server refuses ${reason ?? ''}`, async () => {
    const proxy = await start();
    const error = await rejection(connect('ws://127.0.0.1:1/?token=secret', { ...options, proxy: proxy() }));
    expect(error).toMatchObject({ code: 'PROXY_REFUSED', phase: 'proxy' });
    expect(String(error)).not.toContain('secret');
    expect(takenLanes()).toBe(0);
  });

  test(`takes part in redirects and 401, each with a connection of its own ${reason ?? ''}`, async () => {
    const server = await answer((request) => {
      if (request.startsWith('GET / ')) return 'HTTP/1.1 302 X\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n';
      const isKnown = field(request, 'Authorization') === 'Bearer abc';
      return isKnown ? accepting(request) : 'HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n';
    });
    const proxy = await start();
    const socket = await connect(`ws://localhost:${server.port}/`, {
      ...options,
      proxy: proxy(),
      maxRedirects: 1,
      authenticate: () => ({ token: 'abc' }),
    });
    expect(server.accepted).toBe(3);
    socket.terminate();
  });
});

describe.skipIf(missing('tinyproxy') !== undefined)('an HTTP proxy of another make', () => {
  it('that does not allow the port says 403, with a body', async () => {
    const server = await answer((request) => accepting(request));
    const port = await tinyproxy({ allowed: 443 });
    const error = await rejection(
      connect(`ws://127.0.0.1:${server.port}/`, { proxy: `http://127.0.0.1:${port}`, maxResponseBody: 100 }),
    );
    expect(error).toMatchObject({
      code: 'PROXY_REFUSED',
      port,
      refusal: { status: 403, bodyTruncated: true },
    });
    expect((error as { refusal: { text: string } }).refusal.text).toMatch(/^<\?xml/);
    expect(server.accepted).toBe(0);
  });

  it('that wants credentials says 407, and which', async () => {
    const port = await tinyproxy({ account: simple });
    const error = await rejection(connect('ws://127.0.0.1:9/', { proxy: `http://127.0.0.1:${port}` }));
    expect(error).toMatchObject({ code: 'PROXY_REFUSED', refusal: { status: 407 } });
    const { headers } = (error as { refusal: { response: { headers: [string, string][] } } }).refusal.response;
    expect(headers.find(([name]) => name === 'Proxy-Authenticate')?.[1]).toMatch(/^Basic realm=/);
  });
});

describe('a proxy', () => {
  const through = (port: number, options: ConnectOptions = {}) =>
    rejection(connect('ws://example.test/?token=secret', { proxy: `http://${userinfo}127.0.0.1:${port}`, ...options }));

  it('is asked with the name, and with credentials in Proxy-Authorization only', async () => {
    let request = '';
    const server = await answer((head) => {
      request = head;
      return 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n';
    });
    await through(server.port, { headers: { Authorization: 'Bearer secret', Cookie: 'secret' } });
    const basic = Buffer.from(`${account.username}:${account.password}`).toString('base64');
    expect(request).toBe(
      `CONNECT example.test:80 HTTP/1.1\r\nHost: example.test:80\r\nProxy-Authorization: Basic ${basic}\r\n\r\n`,
    );
  });

  it.each<[string, number | (() => Promise<number>), string]>([
    ['is not there', 1, 'TCP_FAILED'],
    ['leaves', async () => (await answer((_r, s) => void s.end())).port, 'INCOMPLETE_RESPONSE'],
    ['resets', async () => (await answer((_r, s) => void s.resetAndDestroy())).port, 'INCOMPLETE_RESPONSE'],
    ['speaks something else', async () => (await answer(() => '220 mail\r\n\r\n')).port, 'MALFORMED_START_LINE'],
    ['speaks TLS', async () => (await answer(() => '\x15\x03\x01\0\x02\x02\x46')).port, 'TLS_SERVER'],
  ])('that %s is PROXY_FAILED, with the cause', async (_title, start, code) => {
    const port = typeof start === 'number' ? start : await start();
    const error = await through(port);
    expect(error).toMatchObject({
      name: 'ConnectError',
      code: 'PROXY_FAILED',
      phase: 'proxy',
      host: '127.0.0.1',
      port,
      cause: { code },
    });
    expect(String(error)).not.toMatch(/secret|pa ss|ada/);
    expect(takenLanes()).toBe(0);
  });

  it('that has no address is PROXY_FAILED too', async () => {
    const proxy = 'http://nowhere.invalid:3128';
    const failing: LookupFunction = (name, _options, callback) => callback(new Error(`no ${name}`), []);
    expect(await rejection(connect('ws://example.test/', { proxy, lookup: failing }))).toMatchObject({
      code: 'PROXY_FAILED',
      host: 'nowhere.invalid',
      port: 3128,
      cause: { code: 'LOOKUP_FAILED' },
    });
  });

  it('whose certificate is not right is PROXY_FAILED, and sees no credentials', async () => {
    let received = 0;
    const server = await listen((stream) => stream.on('data', (chunk) => (received += chunk.length)), { tls: other });
    const proxy = `https://${userinfo}localhost:${server.port}`;
    const error = await rejection(connect('ws://example.test/', { proxy, proxyTls: { ca } }));
    expect(error).toMatchObject({ code: 'PROXY_FAILED', cause: { code: 'CERTIFICATE_WRONG_HOST', port: server.port } });
    expect(received).toBe(0);
  });

  it.each<[string, () => Promise<number>]>([
    ['TCP', async () => (await openBlackHole('127.0.0.1')).port],
    ['its answer', async () => (await listen((stream) => stream.resume())).port],
    ['half its answer', async () => (await answer(() => 'HTTP/1.1 200 Conn')).port],
  ])('stuck at %s is a timeout of the phase proxy, and leaves nothing behind', async (_title, start) => {
    const port = await start();
    const sockets = watchSockets();
    const error = await through(port, { handshakeTimeout: 200 });
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'proxy', host: '127.0.0.1', port });
    expect(String(error)).toContain('no answer of the proxy within 200 ms');
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    expect(takenLanes()).toBe(0);
  });

  it('is given up when the signal is aborted', async () => {
    const server = await listen((stream) => stream.resume());
    const controller = new AbortController();
    const sockets = watchSockets();
    const rejected = through(server.port, { signal: controller.signal });
    await until(() => server.accepted === 1);
    controller.abort('enough');
    expect(await rejected).toBe('enough');
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    expect(takenLanes()).toBe(0);
  });

  it('may have interim responses, any 2xx, and what looks like a body', async () => {
    const server = await answer((request, stream) => {
      if (request.startsWith('CONNECT ')) {
        let head = '';
        stream.on('data', (chunk) => {
          head += chunk;
          if (head.endsWith('\r\n\r\n')) stream.write(accepting(head));
        });
        return 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n';
      }
      return undefined;
    });
    const socket = await connect('ws://example.test/', { proxy: `http://127.0.0.1:${server.port}` });
    expect(socket.response.status).toBe(101);
    socket.terminate();
  });
});

describe('several proxies', () => {
  const dead = 'http://127.0.0.1:1';

  it('are tried in their order, and direct: goes without one', async () => {
    const server = await answer((request) => accepting(request));
    const asked: string[] = [];
    const proxy = (uri: string) => {
      asked.push(uri);
      return [dead, 'http://127.0.0.1:2', 'direct:'];
    };
    (await connect(`ws://127.0.0.1:${server.port}/chat?room=1`, { proxy })).terminate();
    // [4.1-11]
    expect(asked).toEqual([`ws://127.0.0.1:${server.port}/chat?room=1`]);
  });

  it.each([undefined, [], Promise.resolve(undefined), ['direct:']])('may be none: %j', async (found) => {
    const server = await answer((request) => accepting(request));
    (await connect(`ws://127.0.0.1:${server.port}/`, { proxy: () => found })).terminate();
  });

  it('that all fail are one error with all causes', async () => {
    const error = await rejection(connect('ws://example.test/', { proxy: () => [dead, 'http://127.0.0.1:2'] }));
    expect(error).toMatchObject({ code: 'PROXY_FAILED', cause: { errors: [{ port: 1 }, { port: 2 }] } });
  });

  it('are not gone around when one of them refuses', async () => {
    const proxy = await answer(() => 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    const server = await answer((request) => accepting(request));
    const error = await rejection(
      connect(`ws://127.0.0.1:${server.port}/`, { proxy: () => [`http://127.0.0.1:${proxy.port}`, 'direct:'] }),
    );
    expect(error).toMatchObject({ code: 'PROXY_REFUSED', refusal: { status: 403 } });
    expect(server.accepted).toBe(0);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('broken');
      },
    ],
    ['finds a number', () => 1],
    ['finds what is no proxy', () => ['ftp://ada:secret@proxy.test/']],
    ['finds SOCKS where nothing speaks it', () => 'socks5://ada:secret@proxy.test'],
  ])('cannot be found when the function %s', async (_title, proxy) => {
    const error = await rejection(connect('ws://example.test/', { proxy: proxy as () => string }));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'PROXY_FAILED', phase: 'proxy', host: 'example.test' });
    expect(String(error)).not.toContain('secret');
  });

  it('that are never found are a timeout', async () => {
    const proxy = () => new Promise<string>(() => {});
    const error = await rejection(connect('ws://example.test/', { proxy, handshakeTimeout: 50 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'proxy' });
  });
});

describe('through a proxy', () => {
  /**
   * A proxy that is the server too, and how many handshakes it has had at the same time. None is answered before there are
   * `expected`, and more have had time to come.
   */
  async function counting(expected: number) {
    const count = { now: 0, most: 0, perName: new Map<string, number>(), mostPerName: 0 };
    const server = await answer((request, stream) => {
      const name = request.split(' ')[1]!;
      const add = (by: number) => {
        count.now += by;
        count.perName.set(name, (count.perName.get(name) ?? 0) + by);
        count.most = Math.max(count.most, count.now);
        count.mostPerName = Math.max(count.mostPerName, count.perName.get(name)!);
      };
      add(1);
      stream.once('data', async (chunk) => {
        await until(() => count.most >= expected);
        await new Promise((resolve) => setTimeout(resolve, 20));
        add(-1);
        stream.write(accepting(String(chunk)));
      });
      return 'HTTP/1.1 200 OK\r\n\r\n';
    });
    return { count, proxy: `http://127.0.0.1:${server.port}` };
  }

  it('each name is a host of its own, with one connection in state CONNECTING [4.1-8]', async () => {
    const { count, proxy } = await counting(3);
    const uris = Array.from({ length: 12 }, (_, i) => `ws://${'abc'[i % 3]}.test/`);
    const sockets = await Promise.all(uris.map((uri) => connect(uri, { proxy })));
    expect(count.mostPerName).toBe(1);
    expect(count.most).toBe(3);
    expect(takenLanes()).toBe(0);
    for (const socket of sockets) socket.terminate();
  });

  it('not more than 16 are in state CONNECTING, whatever their names [4.1-8]', async () => {
    const { count, proxy } = await counting(MAX_CONNECTING_THROUGH_PROXIES);
    const uris = Array.from({ length: 40 }, (_, i) => `ws://host-${i}.test/`);
    const sockets = await Promise.all(uris.map((uri) => connect(uri, { proxy })));
    expect(count.most).toBe(MAX_CONNECTING_THROUGH_PROXIES);
    expect(takenLanes()).toBe(0);
    for (const socket of sockets) socket.terminate();
  });

  it('those that wait are bounded too', async () => {
    const server = await listen((stream) => stream.resume());
    const controller = new AbortController();
    const options = { proxy: `http://127.0.0.1:${server.port}`, maxWaiting: 1, signal: controller.signal };
    const waiting = [1, 2].map(() => rejection(connect('ws://a.test/', options)));
    await until(() => server.accepted === 1);
    expect(await rejection(connect('ws://a.test/', options))).toMatchObject({
      code: 'TOO_MANY_WAITING',
      phase: 'queue',
      host: 'a.test',
    });
    controller.abort('enough');
    expect(await Promise.all(waiting)).toEqual(['enough', 'enough']);
    expect(takenLanes()).toBe(0);
  });
});

/** Redirects and 401: what is tried after a refusal, over real sockets. RFC 6455 §4.1 (response, item 1). */
import { describe, expect, it, vi } from 'vitest';
import { type ConnectOptions, type Credentials, connect, type RefusalError } from '../src/index.ts';
import { takenLanes } from '../src/lane.ts';
import { makeCertificates } from './certificates.ts';
import { accepting, answer, at, field, rejection, type Script, type TestServer, until } from './test-server.ts';

const { ca, local, other } = makeCertificates();

const redirect = (location: string, status = 302) =>
  `HTTP/1.1 ${status} Elsewhere\r\nLocation: ${location}\r\nContent-Length: 4\r\n\r\nthis`;
const UNAUTHORIZED = 'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';

/** A server that accepts at /end, follows a script elsewhere, and keeps the requests. */
async function keeping(script: Script, options?: Parameters<typeof answer>[1]) {
  const requests: string[] = [];
  const server = await answer((request, stream) => {
    requests.push(request);
    return request.startsWith('GET /end') ? accepting(request) : script(request, stream);
  }, options);
  return { server, requests };
}

const secureAt = (server: TestServer, path = '/') => `wss://localhost:${server.port}${path}`;

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %i is followed when that is asked for', async (status) => {
    const { server, requests } = await keeping(() => redirect('/end?room=1', status));
    const socket = await connect(at(server, '/start'), { maxRedirects: 1 });
    expect(socket.uri.resourceName).toBe('/end?room=1');
    expect(socket.response.status).toBe(101);
    // [4.1-26] each request has a key of its own
    const keys = requests.map((request) => field(request, 'Sec-WebSocket-Key'));
    expect(new Set(keys).size).toBe(2);
    socket.terminate();
  });

  it.each([undefined, 0])('is a refusal where maxRedirects is %j', async (maxRedirects) => {
    const { server } = await keeping(() => redirect('/end'));
    expect(await rejection(connect(at(server), { maxRedirects }))).toMatchObject({ status: 302, location: '/end' });
    expect(server.accepted).toBe(1);
  });

  it.each([300, 304, 305, 306])('is not what %i is', async (status) => {
    const { server } = await keeping(() => redirect('/end', status));
    expect(await rejection(connect(at(server), { maxRedirects: 5 }))).toMatchObject({ status });
    expect(server.accepted).toBe(1);
  });

  it.each([
    ['relative to the directory', () => 'end', '/a/b', '/a/end'],
    ['relative to the root', () => '/end', '/a/b', '/end'],
    ['a query', () => '?end', '/a/b?c', '/a/b?end'],
    ['a ws URI', (server: TestServer) => at(server, '/end'), '/', '/end'],
    ['an http URI', (server: TestServer) => `http://127.0.0.1:${server.port}/end`, '/', '/end'],
    ['in upper case', (server: TestServer) => `WS://127.0.0.1:${server.port}/end`, '/', '/end'],
    ['with a fragment, which stays here', () => '/end#there', '/', '/end'],
  ])('may be %s', async (_title, location, from, to) => {
    const targets: string[] = [];
    const server: TestServer = await answer((request) => {
      targets.push(request.split(' ')[1]!);
      return targets.length === 1 ? redirect(location(server)) : accepting(request);
    });
    (await connect(at(server, from), { maxRedirects: 1 })).terminate();
    expect(targets).toEqual([from, to]);
  });

  it.each([
    ['nothing', 'HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n'],
    ['another scheme', redirect('ftp://127.0.0.1/secret')],
    ['a file', redirect('file:///secret')],
    ['a script', redirect('javascript:secret')],
    ['a Unix socket', redirect('ws+unix:/run/secret.sock')],
    ['user and password', redirect('ws://user:secret@127.0.0.1/')],
    ['no URL', redirect('http://[secret')],
    ['an address of the future', redirect('ws://[v1.secret]/')],
  ])('that leads to %s is REDIRECT_INVALID, with the refusal', async (_title, response) => {
    const server = await answer(() => response);
    const error = await rejection(connect(at(server), { maxRedirects: 5 }));
    expect(error).toMatchObject({
      name: 'ConnectError',
      code: 'REDIRECT_INVALID',
      phase: 'redirect',
      port: server.port,
      refusal: { status: 302 },
    });
    expect((error as Error).message).not.toContain('secret');
    expect(server.accepted).toBe(1);
    expect(takenLanes()).toBe(0);
  });

  it('from wss to ws is REDIRECT_INSECURE, to the same host too', async () => {
    const plain = await answer((request) => accepting(request));
    const { server } = await keeping(() => redirect(`http://localhost:${plain.port}/end`), { tls: local });
    const error = await rejection(connect(secureAt(server), { tls: { ca }, maxRedirects: 5 }));
    expect(error).toMatchObject({
      code: 'REDIRECT_INSECURE',
      phase: 'redirect',
      refusal: { status: 302, text: 'this' },
    });
    expect(plain.accepted).toBe(0);
  });

  it('may go from ws to wss, whose certificate is verified', async () => {
    const { server: target } = await keeping(() => '', { tls: local });
    const { server } = await keeping(() => redirect(secureAt(target, '/end')));
    const socket = await connect(at(server), { tls: { ca }, maxRedirects: 1 });
    expect(socket.uri.secure).toBe(true);
    socket.terminate();
    expect(await rejection(connect(at(server), { maxRedirects: 1 }))).toMatchObject({
      code: 'CERTIFICATE_UNKNOWN_ISSUER',
      port: target.port,
    });
  });

  it('in a circle ends at maxRedirects', async () => {
    const { server } = await keeping((request) => redirect(request.startsWith('GET /a ') ? '/b' : '/a'));
    const error = await rejection(connect(at(server, '/a'), { maxRedirects: 3 }));
    expect(error).toMatchObject({ code: 'TOO_MANY_REDIRECTS', phase: 'redirect', refusal: { location: '/a' } });
    expect(server.accepted).toBe(4);
    expect(takenLanes()).toBe(0);
  });

  it('has no more time than the attempt as a whole', async () => {
    const { server } = await keeping((_request, stream) => {
      setTimeout(() => stream.write(redirect('/again')), 60);
      return undefined;
    });
    const error = await rejection(connect(at(server), { maxRedirects: 20, handshakeTimeout: 200 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', phase: 'handshake' });
    expect(server.accepted).toBeLessThan(6);
  });

  it('whose body does not come in time is a refusal', async () => {
    const server = await answer(() => 'HTTP/1.1 302 X\r\nLocation: /end\r\nContent-Length: 9\r\n\r\nso');
    const authenticate = vi.fn();
    const options = { maxRedirects: 20, handshakeTimeout: 100, authenticate };
    expect(await rejection(connect(at(server), options))).toMatchObject({
      status: 302,
      text: 'so',
      bodyTruncated: true,
    });
    expect(server.accepted).toBe(1);
  });

  const secrets: ConnectOptions = {
    credentials: { token: 'secret' },
    headers: { Cookie: 'secret=1', 'X-Api-Key': 'secret' },
    subprotocols: ['chat'],
    origin: 'https://example.com',
    maxRedirects: 1,
  };

  it('takes headers and credentials along within its origin', async () => {
    const { server, requests } = await keeping(() => redirect('/end'));
    (await connect(at(server), { ...secrets })).terminate();
    expect(requests).toHaveLength(2);
    for (const name of ['Authorization', 'Cookie', 'X-Api-Key', 'Sec-WebSocket-Protocol', 'Origin']) {
      expect(field(requests[1]!, name)).toBe(field(requests[0]!, name));
    }
  });

  it.each(['127.0.0.1', 'localhost'])('takes none of them to another origin: %s', async (host) => {
    const target = await keeping(() => '');
    const { server } = await keeping(() => redirect(`ws://${host}:${target.server.port}/end`));
    (await connect(at(server), { ...secrets })).terminate();
    expect(target.requests).toHaveLength(1);
    expect(target.requests[0]).not.toContain('secret');
    expect(field(target.requests[0]!, 'Sec-WebSocket-Protocol')).toBe('chat');
    expect(field(target.requests[0]!, 'Origin')).toBe('https://example.com');
  });

  it('does not show the client certificate to another origin, nor takes its name for another', async () => {
    const asking = { ca, requestCert: true, rejectUnauthorized: true };
    const target = await keeping(() => '', { tls: { ...local, ...asking } });
    const { server } = await keeping(() => redirect(secureAt(target.server, '/end')), { tls: { ...other, ...asking } });
    const tls = { ca, ...local, servername: 'other.test' };
    const error = await rejection(connect(secureAt(server), { tls, maxRedirects: 1 }));
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TLS_FAILED', phase: 'tls', port: target.server.port });
    expect(target.requests).toEqual([]);
  });
});

describe('a 401', () => {
  const wants =
    (authorization: string): Script =>
    (request) =>
      field(request, 'Authorization') === authorization ? accepting(request) : UNAUTHORIZED;

  it.each<[string, Credentials, string]>([
    ['user name and password', { username: 'ada', password: 'x y' }, 'Basic YWRhOnggeQ=='],
    ['a token', { token: 'abc' }, 'Bearer abc'],
  ])('is answered with %s', async (_title, credentials, authorization) => {
    const server = await answer(wants(authorization));
    const authenticate = vi.fn((_refusal: RefusalError) => credentials);
    const socket = await connect(at(server, '/chat'), { authenticate, headers: { authorization: 'Bearer old' } });
    expect(socket.response.status).toBe(101);
    expect(authenticate.mock.calls).toMatchObject([
      [
        {
          status: 401,
          response: {
            headers: [
              ['WWW-Authenticate', 'Basic realm="x"'],
              ['Content-Length', '0'],
            ],
          },
        },
        { path: '/chat' },
      ],
    ]);
    socket.terminate();
  });

  it('does not come when the credentials go along at once', async () => {
    const server = await answer(wants('Bearer abc'));
    const authenticate = vi.fn();
    (await connect(at(server), { credentials: { token: 'abc' }, authenticate })).terminate();
    expect(server.accepted).toBe(1);
    expect(authenticate).not.toHaveBeenCalled();
  });

  it('is answered once: the second is a refusal', async () => {
    const server = await answer(() => UNAUTHORIZED);
    const authenticate = vi.fn(async () => ({ username: 'ada', password: 'secret' }));
    const error = await rejection(connect(at(server), { authenticate, maxRedirects: 20 }));
    expect(error).toMatchObject({ name: 'HandshakeError', status: 401 });
    expect((error as Error).message).not.toContain('secret');
    expect(authenticate).toHaveBeenCalledOnce();
    expect(server.accepted).toBe(2);
  });

  it.each([undefined, async () => undefined])('stays a refusal when nobody answers it: %s', async (authenticate) => {
    const server = await answer(() => UNAUTHORIZED);
    expect(await rejection(connect(at(server), authenticate ? { authenticate } : {}))).toMatchObject({ status: 401 });
    expect(server.accepted).toBe(1);
  });

  it('gives a person time, and does not hold up others meanwhile', async () => {
    const server = await answer(wants('Bearer abc'));
    const options = { handshakeTimeout: 400, credentials: { token: 'abc' } };
    const authenticate = async () => {
      (await connect(at(server), options)).terminate();
      await new Promise((resolve) => setTimeout(resolve, 600));
      return { token: 'abc' };
    };
    (await connect(at(server), { handshakeTimeout: 400, authenticate })).terminate();
  });

  it('is given up when the signal is aborted', async () => {
    const server = await answer(() => UNAUTHORIZED);
    const controller = new AbortController();
    const authenticate = () => {
      setTimeout(() => controller.abort('enough'));
      return new Promise<undefined>(() => {});
    };
    expect(await rejection(connect(at(server), { signal: controller.signal, authenticate }))).toBe('enough');
    await until(() => server.open === 0);
  });

  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    [
      'rejects',
      (async () => {
        throw new Error('broken');
      }) as never,
    ],
  ])('ends with what authenticate %s', async (_title, authenticate) => {
    const server = await answer(() => UNAUTHORIZED);
    expect(await rejection(connect(at(server), { authenticate }))).toEqual(new Error('broken'));
    expect(takenLanes()).toBe(0);
  });

  it('is not answered with what would break the request', async () => {
    const server = await answer(() => UNAUTHORIZED);
    const authenticate = () => ({ token: 'secret\r\nX: y' });
    const error = await rejection(connect(at(server), { authenticate }));
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).not.toContain('secret');
    expect(server.accepted).toBe(1);
  });

  it('after a redirect tells who asks', async () => {
    const target = await keeping(wants('Bearer abc'));
    const { server } = await keeping(() => redirect(at(target.server, '/start')));
    const authenticate = vi.fn((_refusal: RefusalError, _uri: { port: number }) => ({ token: 'abc' }));
    (await connect(at(server), { maxRedirects: 1, authenticate })).terminate();
    expect(authenticate.mock.calls[0]![1]).toMatchObject({ port: target.server.port });
  });
});

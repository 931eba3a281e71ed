/** Servers that redirect and ask for credentials, to where it hurts or without an end. RFC 6455 §4.1 (response, item 1). */
import { describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';

const target = useTarget();

const GROWTH = 16 * MiB;
const FOLLOWING = { maxRedirects: 20 };

const redirect = (location: string, more = '') =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n${more}\r\n`;

/** A server that answers each request with the next of the answers, and with the last one from then on. */
const answeringInTurn = async (...answers: readonly ((head: string) => string)[]) => {
  let asked = 0;
  return scriptedServer({
    requested: (stream, head) => {
      const answerTo = answers[Math.min(asked++, answers.length - 1)]!;
      stream.write(answerTo(head), 'latin1');
    },
  });
};

const withstand = async (uri: string, options: object = FOLLOWING) => {
  const endpoint = await target.endpoint('client');
  return expectToWithstand(endpoint, { growth: GROWTH }, () => target.process.call('attempt', uri, options));
};

describe('a client that follows redirects', () => {
  it('ends a circle at maxRedirects [10.4-1]', async () => {
    const { port, requests } = await answeringInTurn(
      () => redirect('/a'),
      () => redirect('/b'),
    );
    for (let i = 0; i < 10; i++) {
      const error = await withstand(`ws://127.0.0.1:${port}/`);
      expect(error).toMatchObject({ code: 'TOO_MANY_REDIRECTS', phase: 'redirect' });
    }
    expect(requests).toHaveLength(210);
  });

  it('ends a circle of two servers', async () => {
    const ports: number[] = [];
    const servers = [0, 1].map((i) => answeringInTurn(() => redirect(`ws://127.0.0.1:${ports[1 - i]}/`)));
    for (const { port } of await Promise.all(servers)) ports.push(port);
    const error = await withstand(`ws://127.0.0.1:${ports[0]}/`);
    expect(error?.code).toBe('TOO_MANY_REDIRECTS');
  });

  it('never asks for a URI that grows with each redirect without a bound [10.4-1]', async () => {
    const { port, requests } = await answeringInTurn((head) => redirect(`${head.split(' ')[1]}${'x'.repeat(15_000)}`));
    const error = await withstand(`ws://127.0.0.1:${port}/`);
    expect(error).toMatchObject({ name: 'HandshakeError', code: 'HEAD_TOO_LARGE' });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['of 500 KB', `http://127.0.0.1/${'x'.repeat(500_000)}`, 'HEAD_TOO_LARGE'],
    ['with 5,000 dot segments', `/${'../'.repeat(5_000)}x`, 'TOO_MANY_REDIRECTS'],
    ['of many percent signs', `/${'%'.repeat(15_000)}`, 'TOO_MANY_REDIRECTS'],
    ['of many brackets, each of which becomes three bytes', `/?${'['.repeat(15_000)}`, 'TOO_MANY_REDIRECTS'],
    ['that is empty', '', 'TOO_MANY_REDIRECTS'],
    ['of control characters', '/\x1b[31m', 'CONTROL_CHARACTER'],
    ['that would break the next request', '/a HTTP/1.1\r\n X: y', 'FOLDED_HEADER'],
    ['of a Unix socket', 'ws+unix:/run/docker.sock:/', 'REDIRECT_INVALID'],
    ['of a Unix socket as http', 'http+unix://%2Frun%2Fdocker.sock/', 'REDIRECT_INVALID'],
    ['of a file', 'file:///etc/passwd', 'REDIRECT_INVALID'],
    ['of data', 'data:text/plain,x', 'REDIRECT_INVALID'],
    ['with user and password', 'http://user:password@127.0.0.1:1/', 'REDIRECT_INVALID'],
    ['with a port out of range', 'http://127.0.0.1:99999/', 'REDIRECT_INVALID'],
    ['with a host name that is far too long', `http://${'a.'.repeat(7_000)}/`, 'LOOKUP_FAILED'],
  ])('goes nowhere bad by a Location %s', async (_, location, code) => {
    const { port } = await answeringInTurn(() => redirect(location));
    const error = await withstand(`ws://127.0.0.1:${port}/`);
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(/^[\x20-\x7e]*$/);
  });

  it('takes the first of several Locations', async () => {
    const { port, requests } = await answeringInTurn(
      () => redirect('/first', 'Location: /second\r\n'),
      (head) => acceptHead(head),
    );
    expect(await withstand(`ws://127.0.0.1:${port}/`)).toBeUndefined();
    expect(requests[1]).toMatch(/^GET \/first /);
  });

  it('waits for a body that drips no longer than its time', async () => {
    const { port, connections } = await scriptedServer({
      requested: (stream) => {
        stream.write('HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n');
        const timer = setInterval(() => stream.write('x'), 5);
        stream.on('close', () => clearInterval(timer));
      },
    });
    const error = await withstand(`ws://127.0.0.1:${port}/`, { ...FOLLOWING, handshakeTimeout: 200 });
    expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: 302 });
    expect(connections).toBeLessThan(2);
  });

  it('answers a 401 once, and tells nobody what with', async () => {
    const unauthorized = 'HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';
    const { port, requests } = await answeringInTurn(() => unauthorized);
    const error = await withstand(`ws://127.0.0.1:${port}/`, { ...FOLLOWING, answer401: { token: 'SECRET' } });
    expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: 401 });
    expect(requests).toHaveLength(2);
    expect(error?.inspected).not.toContain('SECRET');
  });

  it('gives a server that it is sent to nothing that was meant for another', async () => {
    const elsewhere = await scriptedServer({ requested: (stream, head) => stream.write(acceptHead(head)) });
    const { port } = await answeringInTurn(() => redirect(`ws://127.0.0.1:${elsewhere.port}/`));
    const error = await withstand(`ws://127.0.0.1:${port}/?token=SECRET`, {
      ...FOLLOWING,
      credentials: { username: 'user', password: 'SECRET' },
      headers: { Cookie: 'SECRET', 'X-Api-Key': 'SECRET' },
    });
    expect(error).toBeUndefined();
    expect(elsewhere.requests).toHaveLength(1);
    expect(elsewhere.requests[0]).not.toMatch(/SECRET|Authorization|Cookie|X-Api-Key/i);
  });
});

describe('a client without TLS', () => {
  it.each([
    ['protocol_version', '\x15\x03\x01\x00\x02\x02\x46'],
    ['unexpected_message', '\x15\x03\x03\x00\x02\x02\x0a'],
    ['a flood of alerts', '\x15\x03\x03\x00\x02\x02\x0a'.repeat(100_000)],
  ])('says what it is when it gets an alert of TLS: %s', async (_, alert) => {
    const { port } = await answeringInTurn(() => alert);
    const error = await withstand(`ws://127.0.0.1:${port}/?token=SECRET`);
    expect(error).toMatchObject({ name: 'ConnectError', code: 'TLS_SERVER', phase: 'handshake' });
    expect(error?.inspected).not.toContain('SECRET');
  });
});

/** Web pages that try to use the cookies of others, and names that lead to the wrong server. RFC 6455 §4.2.2, §10.1, §10.2. */
import { describe, expect, it } from 'vitest';
import { exchange, request } from './harness/exchange.ts';
import { useTarget } from './harness/use-target.ts';
import type { ServeSetup } from './target/main.ts';

const target = useTarget();

/** The request of a page, with the user's cookies. */
const fromPage = (Origin: string | readonly string[], Host = 'app.example:8080') =>
  request({ Origin, Host, Cookie: 'session=secret' });

async function expectStatus(setup: ServeSetup, bytes: string, status: number): Promise<void> {
  for (const via of ['serve', 'attach'] as const) {
    const port = await target.process.call('serve', { via, ...setup });
    const answer = await exchange(port, bytes);
    expect(answer.status, `${via}: ${answer.body}`).toBe(status);
    expect(answer.field('Sec-WebSocket-Accept').length).toBe(status === 101 ? 1 : 0);
  }
}

describe('a server that was told nothing takes pages of its own host only [10.2-1] [10.2-2]', () => {
  it.each([
    ['http://app.example:8080', 101],
    ['HTTP://APP.EXAMPLE:8080', 101],
    // TLS may end in front of the server.
    ['https://app.example:8080', 101],
    ['http://app.example', 403],
    ['http://app.example:80', 403],
    ['http://app.example:8081', 403],
    ['http://app.example.:8080', 403],
    ['http://evil.example:8080', 403],
    ['http://app.example.evil:8080', 403],
    ['http://evil-app.example:8080', 403],
    ['http://sub.app.example:8080', 403],
    ['http://localhost:8080', 403],
    ['ws://app.example:8080', 403],
    ['file://', 403],
    ['file://app.example:8080', 403],
    ['chrome-extension://app.example:8080', 403],
    ['null', 403],
    ['NULL', 400],
    ['', 400],
    ['http://[', 400],
    ['http://a b', 400],
    ['http://app.example:8080/', 400],
    ['http://app.example:8080/path', 400],
    ['http://app.example:8080?x', 400],
    ['http://user@app.example:8080', 400],
    ['http://app.example:8080, http://evil.example', 400],
    ['//app.example:8080', 400],
    ['app.example:8080', 400],
    [`http://${'a'.repeat(10_000)}`, 403],
  ])('Origin %j is answered with %i', async (origin, status) => {
    await expectStatus({}, fromPage(origin), status);
  });

  it('two origins are answered with 400', async () => {
    await expectStatus({}, fromPage(['http://app.example:8080', 'http://evil.example']), 400);
    await expectStatus({}, fromPage(['http://evil.example', 'http://app.example:8080']), 400);
  });

  it('a client without Origin is no browser, and is taken [4.2.1-2]', async () => {
    await expectStatus({}, request({ Cookie: 'session=secret' }), 101);
  });

  it.each([
    ['http://app.example', 'app.example', 101],
    ['http://app.example:80', 'app.example', 101],
    ['http://app.example', 'app.example:80', 101],
    ['https://app.example', 'app.example', 101],
    ['https://app.example:443', 'app.example', 101],
    ['https://app.example', 'app.example:80', 403],
    ['http://app.example', 'app.example:443', 403],
    ['http://[::1]:8080', '[::1]:8080', 101],
    ['http://127.0.0.1:8080', '[::1]:8080', 403],
    ['http://[::1]', '[::1]:8080', 403],
  ])('Origin %j at the Host %j is answered with %i', async (origin, host, status) => {
    await expectStatus({}, fromPage(origin, host), status);
  });
});

describe('a server with a list of origins takes exactly these [10.2-1] [10.2-2]', () => {
  const setup = { origins: ['https://app.example', 'http://localhost:5173'] };

  it.each([
    ['https://app.example', 101],
    ['https://app.example:443', 101],
    ['http://localhost:5173', 101],
    ['http://app.example', 403],
    ['https://app.example:8443', 403],
    ['https://app.example.', 403],
    ['https://app.example.evil', 403],
    ['https://sub.app.example', 403],
    ['https://localhost:5173', 403],
    ['http://localhost', 403],
    ['http://127.0.0.1:5173', 403],
    ['http://app.example:8080', 403],
    ['null', 403],
    ['__proto__', 400],
    ['http://__proto__', 403],
  ])('Origin %j is answered with %i', async (origin, status) => {
    await expectStatus(setup, fromPage(origin), status);
  });
});

describe('a server with a list of hosts is not reached by another name that leads to it', () => {
  const setup = { hosts: ['localhost', 'app.example:8080', '[::1]'], origins: 'any' as const };

  it.each([
    ['localhost', 101],
    ['LOCALHOST', 101],
    ['localhost:1234', 101],
    ['app.example:8080', 101],
    ['[::1]', 101],
    ['[::1]:5173', 101],
    ['app.example', 403],
    ['app.example:80', 403],
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['localhost.', 403],
    ['127.0.0.1', 403],
    ['__proto__', 403],
    ['constructor', 403],
    ['[::2]', 403],
  ])('Host %j is answered with %i', async (host, status) => {
    // The page has the name of the host that it has resolve to this server.
    await expectStatus(setup, fromPage(`http://${host}`, host), status);
  });
});

import { connect as dialTcp } from 'node:net';
import { parseUri } from '@rfc6455/uri';
import { expect, it, onTestFinished } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { ignoreError } from '../src/dial.ts';
import { askHttpProxy } from '../src/http-proxy.ts';
import { parseProxy } from '../src/proxy-uri.ts';
import { answer, rejection, type Script, until } from './test-server.ts';

/** Asks a scripted proxy for a connection. */
async function ask(script: Script, { uri = 'ws://example.test/', proxy = 'http://proxy.test', limits = {} } = {}) {
  let request = '';
  const server = await answer((head, stream) => {
    request = head;
    return script(head, stream);
  });
  const stream = dialTcp(server.port, '127.0.0.1').on('error', ignoreError);
  const attempt = new Attempt({ host: 'proxy.test', port: 80 }, 2000);
  onTestFinished(() => {
    attempt.end();
    stream.destroy();
  });
  const asked = askHttpProxy(stream, parseProxy(proxy, undefined), parseUri(uri), limits, attempt);
  return { asked, stream, request: () => request };
}

it.each([
  ['ws://example.test/chat', 'example.test:80'],
  ['wss://example.test/', 'example.test:443'],
  ['ws://[2001:db8::1]:8080/', '[2001:db8::1]:8080'],
  ['ws://a%20b.test/', 'a%20b.test:80'],
])('asks for host and port of %s [4.1-9]', async (uri, authority) => {
  const { asked, stream, request } = await ask(() => 'HTTP/1.1 200 OK\r\n\r\n', { uri });
  expect(await asked).toBe(stream);
  expect(request()).toBe(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
});

it('hands the stream over without losing a byte', async () => {
  const { asked } = await ask((_request, stream) => {
    setTimeout(() => stream.write('later'), 20);
    return 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nearly, ';
  });
  const stream = await asked;
  await new Promise((resolve) => setTimeout(resolve, 40));
  let got = '';
  stream.on('data', (chunk) => (got += chunk)).resume();
  await until(() => got === 'early, later');
});

it.each([
  ['403 Forbidden', 'no'],
  ['407 Proxy Authentication Required', 'who'],
  ['502 Bad Gateway', 'cannot'],
  ['302 Found', 'elsewhere'],
  ['101 Switching Protocols', ''],
  ['600 What', ''],
])('fails with PROXY_REFUSED for %s, with the answer', async (status, body) => {
  const { asked, stream } = await ask(() => `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const error = await rejection(asked);
  expect(error).toMatchObject({
    code: 'PROXY_REFUSED',
    phase: 'proxy',
    host: 'proxy.test',
    refusal: { status: Number(status.slice(0, 3)), text: body },
  });
  expect((error as Error).message).toContain(`the proxy refuses the connection: ${status}`);
  expect(stream.destroyed).toBe(true);
});

it('keeps as much of a head and of a body as the limits say', async () => {
  const long = () => `HTTP/1.1 403 Forbidden\r\nX: ${'x'.repeat(1000)}\r\n\r\n${'y'.repeat(100_000)}`;
  const { asked } = await ask(long, { limits: { maxResponseBody: 10 } });
  expect(await rejection(asked)).toMatchObject({ refusal: { text: 'yyyyyyyyyy', bodyTruncated: true } });
  const { asked: tooLong } = await ask(long, { limits: { maxHeaderBytes: 500 } });
  expect(await rejection(tooLong)).toMatchObject({ name: 'HandshakeError', code: 'HEAD_TOO_LARGE' });
});

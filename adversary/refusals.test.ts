/** Answers with another status than 101, and answers that never come to an end. RFC 6455 §4.1, §10.4. */
import { describe, expect, it } from 'vitest';
import { type Answer, answering, changed } from './harness/responses.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';
import { frame, TEXT } from './harness/wire.ts';

const target = useTarget();

const OPTIONS = { subprotocols: ['chat', 'superchat'] };

describe('a client, for a refusal,', () => {
  const STATUSES = [
    ['200 OK', {}],
    ['204 No Content', {}],
    ['301 Moved Permanently', { Location: 'ws://127.0.0.1:1/' }],
    ['401 Unauthorized', { 'WWW-Authenticate': 'Basic realm="x"' }],
    ['403 Forbidden', {}],
    ['404 Not Found', {}],
    ['407 Proxy Authentication Required', { 'Proxy-Authenticate': 'Basic realm="x"' }],
    ['426 Upgrade Required', { 'Sec-WebSocket-Version': '14' }],
    ['500 Internal Server Error', {}],
    ['503 Service Unavailable', { 'Retry-After': '120' }],
    ['999 Whatever', {}],
  ] as const;

  it.each(STATUSES)(
    'gives %s, its fields and its body to the application, and never reads frames [4.1-36]',
    async (status, fields) => {
      const body = `no\0\x1b[31m${'x'.repeat(1_000)}`;
      const line = `HTTP/1.1 ${status}`;
      const frames = frame('client', TEXT, 'hello').toString('latin1');
      const answerTo: Answer = (request) => {
        // Everything that would open the connection is there, but for the status.
        const head = changed({ ...fields, 'Content-Length': String(body.length) }, line)(request);
        return head + body + frames;
      };
      const { port, sent } = await answering(answerTo);
      const error = await target.process.call('attempt', `ws://127.0.0.1:${port}/`, OPTIONS);
      expect(error).toMatchObject({
        name: 'HandshakeError',
        code: 'UNEXPECTED_STATUS',
        status: Number(status.slice(0, 3)),
        body: status.startsWith('204') ? '' : body,
        location: 'Location' in fields ? fields.Location : undefined,
        retryAfter: 'Retry-After' in fields ? 120 : undefined,
      });
      expect(await sent()).toBe('');
    },
  );

  it('keeps 64 KiB of a body that does not end [10.4-1]', async () => {
    const endpoint = await target.endpoint('client');
    const chunk = 'x'.repeat(MiB);
    let written = 0;
    const { port } = await scriptedServer({
      requested: (stream) => {
        stream.write('HTTP/1.1 403 Forbidden\r\n\r\n');
        const pour = () => {
          while (stream.writable && written++ < 64 && stream.write(chunk));
        };
        stream.on('drain', pour);
        pour();
      },
    });
    const error = await expectToWithstand(endpoint, { growth: 16 * MiB }, () =>
      target.process.call('attempt', `ws://127.0.0.1:${port}/`),
    );
    expect(error?.code).toBe('UNEXPECTED_STATUS');
    expect(error?.body?.length).toBe(65_536);
    expect(written).toBeLessThan(64);
  });

  it.each([
    ['sizes that are not numbers', 'xyz\r\nhello\r\n'],
    ['a size that overflows', 'ffffffffffffffff\r\nhello\r\n'],
    ['a negative size', '-5\r\nhello\r\n'],
    ['a line of sizes that never ends', '0'.repeat(100_000)],
    ['chunks of one byte', '1\r\nx\r\n'.repeat(100_000)],
    ['empty lines', '\r\n'.repeat(100_000)],
  ])('survives a body in chunks with %s', async (_, body) => {
    const endpoint = await target.endpoint('client');
    const { port } = await scriptedServer({
      requested: (stream) => stream.end(`HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n${body}`),
    });
    const error = await expectToWithstand(endpoint, { growth: 16 * MiB }, () =>
      target.process.call('attempt', `ws://127.0.0.1:${port}/`),
    );
    expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: 403 });
  });
});

describe('a client, for what never becomes an answer,', () => {
  it('gives up after 16 interim responses [10.4-1]', async () => {
    const { port } = await answering(() => 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100_000));
    const endpoint = await target.endpoint('client');
    const error = await expectToWithstand(endpoint, { growth: 16 * MiB }, () =>
      target.process.call('attempt', `ws://127.0.0.1:${port}/`),
    );
    expect(error?.code).toBe('TOO_MANY_INTERIM_RESPONSES');
  });
});

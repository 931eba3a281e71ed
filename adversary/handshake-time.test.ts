/** Heads that are made to be slow to read. RFC 6455 §4.2.1, §9.1, §10.4. */
import { describe, expect, it } from 'vitest';
import { acceptHead } from './harness/endpoint.ts';
import { answer, dial, exchange, request } from './harness/exchange.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, KiB, MiB, useTarget } from './harness/use-target.ts';

const target = useTarget();

/** In a value of this length, time that grows with its square is seen at once: it would be minutes. */
const LENGTH = 256 * KiB;
const LIMITS = { maxHeaderBytes: MiB, maxHeaders: 100_000 };
/** The values are some of what the process holds meanwhile. */
/** A head is 16 times as long as a server takes by default. */
const COST = { growth: 48 * MiB, block: 200 };

const filled = (start: string, middle: string, end = '') =>
  start + middle.repeat((LENGTH - start.length - end.length) / middle.length) + end;

const VALUES: readonly (readonly [string, string])[] = [
  ['spaces between two tokens', filled('b', ' ', 'x')],
  ['tabs between two tokens', filled('b', '\t', 'x')],
  ['spaces only', filled('', ' ')],
  ['commas only', filled('', ',')],
  ['one long token', filled('', 'a')],
  ['one token over and over', filled('', 'a,')],
  [
    'many tokens',
    Array.from({ length: LENGTH / 8 }, (_, i) => `t${i}`)
      .join(',')
      .slice(0, LENGTH),
  ],
  ['semicolons only', filled('a', ';')],
  ['parameters without end', filled('a', ';b')],
  ['spaces before a semicolon that does not come', filled('a', ' ')],
  ['a quoted string of escapes without its end', filled('a; b="', '\\c')],
  ['a quoted string of backslashes', filled('a; b="', '\\', '"')],
  ['a quoted string without its end', filled('a; b="', 'c')],
  ['quotes only', filled('a; b=', '"')],
  ['equals signs only', filled('a; b', '=')],
  ['colons only', filled('', ':')],
  ['brackets only', filled('', '[')],
  ['dots only', filled('', '.')],
  ['slashes only', filled('http://', '/')],
];

const REQUEST_FIELDS = [
  'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Key',
  'Connection',
  'Upgrade',
  'Origin',
  'Host',
  'X',
];

const RESPONSE_FIELDS = [
  'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Accept',
  'Connection',
  'Upgrade',
  'X',
];

describe('a server that takes heads of 1 MiB reads in linear time', () => {
  it.each(VALUES)('%s, in any field', async (_, value) => {
    const endpoint = await target.server({ ...LIMITS, subprotocols: ['chat'] });
    for (const name of REQUEST_FIELDS) {
      const { status } = await expectToWithstand(endpoint, COST, () =>
        exchange(endpoint.port, request({ [name]: value })),
      );
      expect([101, 400, 403, 426], name).toContain(status);
    }
  });

  it('many fields', async () => {
    const endpoint = await target.server(LIMITS);
    for (const line of [
      'X: x\r\n',
      'Sec-WebSocket-Protocol: a\r\n',
      'Sec-WebSocket-Extensions: a\r\n',
      '__proto__: x\r\n',
    ]) {
      const lines = line.repeat(LENGTH / line.length);
      const { status } = await expectToWithstand(endpoint, COST, () =>
        exchange(endpoint.port, request().replace('Host', `${lines}Host`)),
      );
      expect([101, 400]).toContain(status);
    }
  });

  it.each(['maxHeaderBytes', 'the whole of it'])('a head that comes byte by byte, up to %s', async (until) => {
    const endpoint = await target.server({ maxHeaderBytes: 64 * KiB });
    const filler = 'x'.repeat(until === 'maxHeaderBytes' ? 64 * KiB : 63 * KiB);
    const head = request({ X: filler });
    const { status } = await expectToWithstand(endpoint, COST, async () => {
      const stream = dial(endpoint.port);
      const answered = answer(stream);
      await trickle(stream, head);
      return answered;
    });
    expect(status).toBe(until === 'maxHeaderBytes' ? 431 : 101);
  });
});

describe('a client that takes heads of 1 MiB reads in linear time', () => {
  it.each(VALUES)('%s, in any field', async (_, value) => {
    const endpoint = await target.endpoint('client');
    for (const name of RESPONSE_FIELDS) {
      const { port } = await scriptedServer({
        requested: (stream, head) => {
          const lines = acceptHead(head)
            .split('\r\n')
            .filter((line) => !line.startsWith(`${name}:`));
          stream.write([lines[0], `${name}: ${value}`, ...lines.slice(1)].join('\r\n'));
        },
      });
      const error = await expectToWithstand(endpoint, COST, () =>
        target.process.call('attempt', `ws://127.0.0.1:${port}/`, LIMITS),
      );
      expect([undefined, 'HandshakeError'], name).toContain(error?.name);
    }
  });

  it('a head that comes byte by byte', async () => {
    const endpoint = await target.endpoint('client');
    const { port } = await scriptedServer({
      requested: (stream, head) => void trickle(stream, acceptHead(head, `X: ${'x'.repeat(63 * KiB)}\r\n`)),
    });
    const error = await expectToWithstand(endpoint, COST, () =>
      target.process.call('attempt', `ws://127.0.0.1:${port}/`, { maxHeaderBytes: 64 * KiB, handshakeTimeout: 60_000 }),
    );
    expect(error).toBe(undefined);
  });
});

async function trickle(stream: ReturnType<typeof dial>, text: string): Promise<void> {
  for (let i = 0; i < text.length && stream.writable; i++) {
    stream.write(text.slice(i, i + 1));
    if (i % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
  }
}

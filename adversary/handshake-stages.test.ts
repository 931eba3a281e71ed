/** Opening handshakes that are cut, and frames that come too early. RFC 6455 §4.1, §4.2, §7.1.7. */
import { describe, expect, it } from 'vitest';
import { acceptHead, ROLES, requestHead } from './harness/endpoint.ts';
import { dial, exchange, request } from './harness/exchange.ts';
import { expectFailing } from './harness/expectations.ts';
import { describe as describeFrame } from './harness/peer.ts';
import { scriptedServer } from './harness/scripted-server.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';
import { CLOSE, closePayload, frame, TEXT } from './harness/wire.ts';

const target = useTarget();

const GROWTH = 16 * MiB;
const TIMES = 20;
const RESERVED = 'close 1002 RESERVED_OPCODE';
const TOO_LARGE = 'close 1009 FRAME_TOO_LARGE';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Where a head is cut: at its beginning, in each of its parts, right before its end, and behind it. */
const CUTS: readonly (readonly [string, boolean, (head: string) => string])[] = [
  ['no byte', false, () => ''],
  ['one byte', false, (head) => head.slice(0, 1)],
  ['half of the first line', false, (head) => head.slice(0, 8)],
  ['the first line', false, (head) => head.slice(0, head.indexOf('\n') + 1)],
  ['half of the head', false, (head) => head.slice(0, head.length / 2)],
  ['all but the last byte', false, (head) => head.slice(0, -1)],
  ['the whole head', true, (head) => head],
  ['the head and half a frame', true, (head) => `${head}\x81\x85\x37`],
  ['the head and a frame that breaks the rules', true, (head) => `${head}\xff\xff`],
];

const LEAVING = [
  ['resets', (stream: { resetAndDestroy(): void }) => stream.resetAndDestroy()],
  ['ends', (stream: { end(): void }) => stream.end()],
] as const;

describe.each(['serve', 'attach'] as const)('a server made with %s, when the client', (via) => {
  describe.each(LEAVING)('%s the connection after', (_, leave) => {
    it.each(CUTS)('%s', async (_, _whole, cut) => {
      const endpoint = await target.server({ via });
      await expectToWithstand(endpoint, { growth: GROWTH }, async () => {
        for (let i = 0; i < TIMES; i++) {
          const stream = dial(endpoint.port).resume();
          await new Promise((resolve) => stream.once('connect', resolve));
          stream.write(cut(requestHead(endpoint.port, '/')), 'latin1');
          // Sometimes at once, sometimes when there may be an answer.
          if (i % 2 === 0) await pause(2);
          leave(stream);
        }
        await pause(20);
      });
    });
  });
});

describe('a client, when the server', () => {
  describe.each(LEAVING)('%s the connection after', (_, leave) => {
    it.each(CUTS)('%s', async (_, whole, cut) => {
      const endpoint = await target.endpoint('client');
      const { port } = await scriptedServer({
        requested: (stream, head) => {
          stream.write(cut(acceptHead(head)), 'latin1', () => leave(stream));
        },
      });
      const errors = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
        Promise.all(Array.from({ length: TIMES }, () => target.process.call('attempt', `ws://127.0.0.1:${port}/`))),
      );
      // Of a whole head, a reset right behind it may take some with it.
      const expected = whole ? [undefined, 'INCOMPLETE_RESPONSE'] : ['INCOMPLETE_RESPONSE'];
      for (const error of errors) expect(expected).toContain(error?.code);
    });

    it('nothing at all, not even a request', async () => {
      const endpoint = await target.endpoint('client');
      const { port } = await scriptedServer({ connected: leave });
      const errors = await expectToWithstand(endpoint, { growth: GROWTH }, () =>
        Promise.all(Array.from({ length: TIMES }, () => target.process.call('attempt', `ws://127.0.0.1:${port}/`))),
      );
      for (const error of errors) expect(['INCOMPLETE_RESPONSE', 'TCP_FAILED']).toContain(error?.code);
    });
  });
});

describe.each(ROLES)('a %s, when there comes in one packet with the handshake', (role) => {
  it.each([
    ['a message', frame(role, TEXT, 'hello'), 'text hello', ''],
    ['a Close frame', frame(role, CLOSE, closePayload(4000)), 'close 4000', 'close 4000'],
    ['a frame that breaks the rules', frame(role, 0x3), RESERVED, RESERVED],
    ['a message too large', frame(role, TEXT, '', { declares: 2 ** 32 }), TOO_LARGE, TOO_LARGE],
  ])('%s, takes it, whether the application has handlers or none', async (_, early, echoed, unheard) => {
    for (const [behaviour, expected] of [
      ['echo', echoed],
      ['none', unheard],
    ] as const) {
      const endpoint = await target.endpoint(role, { behaviour });
      const peer = await endpoint.open(early);
      const frames = expected === '' ? [] : await peer.take(1);
      expect(frames.map(describeFrame).join()).toBe(expected);
    }
  });
});

describe.each(['serve', 'attach'] as const)('a server made with %s', (via) => {
  it('takes a second handshake behind the first for frames, which it is not', async () => {
    const endpoint = await target.server({ via });
    const peer = await endpoint.open(Buffer.from(requestHead(endpoint.port, '/second')));
    await expectFailing(peer, 1002, 'RESERVED_OPCODE');
  });

  it('answers a request that it has refused once, whatever comes behind it', async () => {
    const port = await target.process.call('serve', { via });
    const frames = frame('server', TEXT, 'hello').toString('latin1');
    const refused = request({ 'Sec-WebSocket-Key': undefined });
    for (const behind of [frames, request(), `${frames}${request()}`, refused]) {
      const { status, body, field } = await exchange(port, refused + behind);
      expect([status, field('Content-Length')]).toEqual([400, [String(body.length)]]);
    }
  });
});

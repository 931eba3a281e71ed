/** The limits that hold where nobody has set any: the same ones, whichever function has made the endpoint. RFC 6455 §10.4. */
import { type AddressInfo, createServer } from 'node:net';
import { Connection, type Role } from '@rfc6455/connection';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dial } from './harness/exchange.ts';
import { Peer } from './harness/peer.ts';
import { MiB, useTarget } from './harness/use-target.ts';
import { BINARY, CLOSE, CONTINUATION, FrameParser, frame, PING, TEXT } from './harness/wire.ts';

const target = useTarget();

const MAX_MESSAGE_SIZE = 16 * MiB;
const MAX_FRAGMENTS = 16_384;
const MAX_PENDING_PONG_BYTES = 65_536;

const NOTHING = Buffer.alloc(0);
const COUNT = { behaviour: 'count' } as const;

/** A connection that each of the functions has made, with no limit set. */
const WAYS: readonly (readonly [string, Role, () => Promise<Peer>])[] = [
  ['serve', 'server', async () => (await target.server(COUNT)).open()],
  ['serve, with a route', 'server', async () => (await target.server({ ...COUNT, hosts: ['127.0.0.1'] })).open()],
  ['attach', 'server', async () => (await target.server({ ...COUNT, via: 'attach' })).open()],
  ['connect', 'client', async () => (await target.endpoint('client', COUNT)).open()],
  [
    'new Socket, of a server,',
    'server',
    async () => {
      const port = await target.process.call('listenWithSocket', '/socket', 'count');
      return new Peer(dial(port), { role: 'server', target: target.process }, '/socket', NOTHING);
    },
  ],
  [
    'new Socket, of a client,',
    'client',
    async () => {
      const listener = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
      onTestFinished(() => void listener.close());
      await new Promise((resolve) => listener.once('listening', resolve));
      const arrival = new Promise<Peer>((resolve) => {
        listener.once('connection', (stream) =>
          resolve(new Peer(stream, { role: 'client', target: target.process }, '/socket', NOTHING)),
        );
      });
      await target.process.call('dialWithSocket', '/socket', (listener.address() as AddressInfo).port, 'count');
      return arrival;
    },
  ],
];

const fragments = (role: Role, count: number) => {
  const one = frame(role, CONTINUATION, 'x', { fin: false });
  return Buffer.concat([frame(role, TEXT, 'x', { fin: false }), Buffer.alloc((count - 1) * one.length, one)]);
};

describe.each(WAYS)('a connection made with %s has the default limits [10.4-1] [10.4-2]', (_, role, open) => {
  it('of 16 MiB for a message, and of 16384 fragments', async () => {
    const peer = await open();
    await target.process.call('received');
    peer.send(frame(role, BINARY, Buffer.alloc(MAX_MESSAGE_SIZE)));
    peer.send(fragments(role, MAX_FRAGMENTS - 1), frame(role, CONTINUATION, 'x'), frame(role, PING));
    await peer.take(1);
    expect(await target.process.call('received')).toEqual({ messages: 2, bytes: MAX_MESSAGE_SIZE + MAX_FRAGMENTS });
  });

  it.each([
    ['one byte more', (to: Role) => frame(to, BINARY, '', { declares: MAX_MESSAGE_SIZE + 1 }), 1009],
    [
      'one byte more in two fragments',
      (to: Role) =>
        Buffer.concat([
          frame(to, BINARY, 'x', { fin: false }),
          frame(to, CONTINUATION, '', { declares: MAX_MESSAGE_SIZE }),
        ]),
      1009,
    ],
    ['one fragment more', (to: Role) => fragments(to, MAX_FRAGMENTS + 1), 1008],
  ] as const)('and fails with %s', async (_, bytes, code) => {
    const peer = await open();
    peer.send(bytes(role));
    await peer.until(() => peer.ended);
    expect(peer.frames.map(({ opcode, payload }) => [opcode, payload.readUInt16BE(0)])).toEqual([[CLOSE, code]]);
    peer.stream.end();
  });
});

describe.each(['server', 'client'] as const)(
  'a connection made with new Connection, of a %s, has the default limits',
  (role) => {
    const make = () => new Connection({ role, random: () => 0, handler: {} });
    const closeCode = (connection: Connection) => connection.closeSent?.code;

    it('of 16 MiB for a message, of 16384 fragments, and of 64 KiB of pongs', () => {
      const tooLarge = make();
      tooLarge.receive(frame(role, BINARY, '', { declares: MAX_MESSAGE_SIZE }));
      expect(closeCode(tooLarge)).toBe(undefined);
      for (const [bytes, code] of [
        [frame(role, BINARY, '', { declares: MAX_MESSAGE_SIZE + 1 }), 1009],
        [fragments(role, MAX_FRAGMENTS), undefined],
        [fragments(role, MAX_FRAGMENTS + 1), 1008],
      ] as const) {
        const connection = make();
        connection.receive(bytes);
        expect(closeCode(connection)).toBe(code);
      }
      const pinged = make();
      for (let i = 0; i < 10_000; i++) pinged.receive(frame(role, PING, 'x'.repeat(125)));
      const length = Buffer.concat(pinged.takeOutput()).length;
      // The latest ping is answered too.
      expect(length).toBeGreaterThan(MAX_PENDING_PONG_BYTES - 131);
      expect(length).toBeLessThan(MAX_PENDING_PONG_BYTES + 132);
      expect(new FrameParser().receive(Buffer.concat(pinged.takeOutput()))).toEqual([]);
    });
  },
);

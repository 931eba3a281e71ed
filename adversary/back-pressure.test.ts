/** Peers that do not read, and applications that do not. RFC 6455 §10.4. */
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { expectToWithstand, KiB, MiB, useTarget } from './harness/use-target.ts';
import { BINARY, CONTINUATION, frame, PING, TEXT } from './harness/wire.ts';
import type { Behaviour } from './target/main.ts';

const target = useTarget({ each: true });

/** How long one turn may take. A function that waits for each message is work of its own, and one read brings thousands. */
const blockFor = (behaviour: Behaviour) => (behaviour === 'echo and wait' ? 200 : 100);

describe.each(ROLES)('a %s whose peer does not read', (role) => {
  it('is rid of it once 64 MiB of echoes wait', async () => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    peer.stream.pause();
    const message = frame(role, BINARY, Buffer.alloc(64 * KiB));
    const report = await expectToWithstand(endpoint, { growth: 2 * 64 * MiB }, async () => {
      await peer.flood(message, (128 * MiB) / message.length);
      return peer.report();
    });
    expect(report).toMatchObject({ code: 1006, wasClean: false, initiator: 'transport', cause: 'SEND_BUFFER_FULL' });
  });

  it.each([
    ['of 1 KiB', KiB, 'echo'],
    ['of one byte', 1, 'echo'],
    ['of no byte', 0, 'echo'],
    ['of no byte', 0, 'echo and return'],
    ['of no byte', 0, 'echo and wait'],
  ] as const)(
    'is rid of it once as much waits as it allows, in echoes %s (%i bytes, handler: %s)',
    async (_, size, behaviour) => {
      const endpoint = await target.endpoint(role, { maxBufferedAmount: MiB, behaviour });
      const peer = await endpoint.open();
      peer.stream.pause();
      const message = frame(role, TEXT, 'x'.repeat(size));
      const some = Buffer.alloc(Math.ceil((64 * KiB) / message.length) * message.length, message);
      const report = await expectToWithstand(endpoint, { growth: 64 * MiB, block: blockFor(behaviour) }, async () => {
        await peer.flood(some, 1_000);
        return peer.report();
      });
      expect(report.cause).toBe('SEND_BUFFER_FULL');
    },
  );

  it.each(['echo', 'echo and return', 'echo and wait'] as const)(
    'is rid of it once 64 MiB of messages of no byte wait (handler: %s)',
    async (behaviour) => {
      const endpoint = await target.endpoint(role, { behaviour });
      const peer = await endpoint.open();
      peer.stream.pause();
      const message = frame(role, TEXT, '');
      const some = Buffer.alloc(10_000 * message.length, message);
      const report = await expectToWithstand(
        endpoint,
        { growth: (behaviour === 'echo and wait' ? 3 : 2) * 64 * MiB, block: blockFor(behaviour) },
        async () => {
          await peer.flood(some, 1_000);
          return peer.report();
        },
      );
      expect(report.cause).toBe('SEND_BUFFER_FULL');
    },
  );

  it('waits with what it sends when it waits for what send returns', async () => {
    const endpoint = await target.endpoint(role, { heartbeat: { interval: 200, timeout: 200 } });
    const peer = await endpoint.open();
    peer.stream.pause();
    const report = await expectToWithstand(endpoint, { growth: 24 * MiB }, async () => {
      // A gigabyte, if nobody waited. It ends because nothing is heard of the peer.
      await target.process.call('sendMany', peer.id, 16_384, Buffer.alloc(64 * KiB));
      return peer.report();
    });
    expect(report.cause).toBe('HEARTBEAT_TIMEOUT');
  });
});

describe.each(ROLES)('a %s whose application does not ask for its messages', (role) => {
  it.each([
    ['of 64 KiB', BINARY, 64 * KiB],
    ['of 1 KiB', TEXT, KiB],
    ['of one byte', TEXT, 1],
    ['of one byte', BINARY, 1],
    ['of no byte', TEXT, 0],
    ['of no byte', BINARY, 0],
  ])('stops reading, messages %s (opcode %i)', async (_, opcode, size) => {
    const endpoint = await target.endpoint(role);
    const idle = await target.endpoint(role, { behaviour: 'none' });
    const peer = await idle.open();
    const message = frame(role, opcode, Buffer.alloc(size, 'x'));
    const some = Buffer.alloc(Math.ceil((64 * KiB) / message.length) * message.length, message);
    await expectToWithstand(endpoint, { growth: 24 * MiB }, async () => {
      void peer.flood(some, (256 * MiB) / some.length);
      let taken: number;
      do {
        taken = peer.stream.bytesWritten - peer.stream.writableLength;
        await new Promise((resolve) => setTimeout(resolve, 100));
      } while (peer.stream.bytesWritten - peer.stream.writableLength > taken);
      // The rest waits here.
      expect(taken).toBeLessThan(32 * MiB);
    });
    // It is not read at all: a ping is not answered either.
    peer.sendFrame(PING, 'p');
    expect(peer.frames).toEqual([]);
    peer.stream.resetAndDestroy();
  });
});

describe.each(ROLES)('a %s that receives one long message', (role) => {
  it('of 16 MiB without end holds 16 MiB, and then no more [10.4-2]', async () => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    const piece = frame(role, CONTINUATION, Buffer.alloc(64 * KiB), { fin: false });
    // While what has come is moved to a place of twice the size, it is there twice.
    await expectToWithstand(endpoint, { growth: 64 * MiB }, async () => {
      peer.sendFrame(BINARY, '', { fin: false });
      await peer.flood(piece, 1_000);
      await peer.until(() => peer.ended);
    });
    expect(peer.frames.map(({ payload }) => payload.readUInt16BE(0))).toEqual([1009]);
  });
});

/** Lengths that are declared and not sent. RFC 6455 §5.2, §10.4. */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { openMany, ROLES } from './harness/endpoint.ts';
import { expectFailing } from './harness/expectations.ts';
import type { Peer } from './harness/peer.ts';
import { expectToWithstand, KiB, MiB, useTarget } from './harness/use-target.ts';
import { BINARY, CONTINUATION, frame, PING, TEXT } from './harness/wire.ts';

/** The default of `maxMessageSize`. */
const LIMIT = 16 * MiB;

/** A frame header, and as many bytes of the payload. */
function declaring(role: Role, opcode: number, declares: number | bigint, sent = '', fin = true): Buffer {
  return frame(role, opcode, sent, { declares, fin });
}

/** Up to the last byte of the length. */
function upToLength(role: Role, opcode: number, declares: number | bigint): Buffer {
  const bytes = declaring(role, opcode, declares);
  return bytes.subarray(0, bytes.length - (role === 'server' ? 4 : 0));
}

describe.each(ROLES)('a %s, at the last byte of the length [10.4-1] [10.4-2]', (role) => {
  const target = useTarget();

  it.each([
    ['its limit and 1', LIMIT + 1, {}],
    ['2^32', 2 ** 32, {}],
    ['2^53 - 1', Number.MAX_SAFE_INTEGER, {}],
    ['2^53 + 1', 2n ** 53n + 1n, {}],
    ['2^63 - 1', 2n ** 63n - 1n, {}],
    ['2^53, with no limit but the greatest', 2n ** 53n, { maxMessageSize: Number.MAX_SAFE_INTEGER }],
    ['2^63 - 1, with no limit but the greatest', 2n ** 63n - 1n, { maxMessageSize: Number.MAX_SAFE_INTEGER }],
    ['1000, with a limit of 999 for a frame', 1_000, { maxFrameSize: 999 }],
  ] as const)('fails with 1009 a frame of %s', async (_, declares, limits) => {
    const endpoint = await target.endpoint(role, limits);
    await expectToWithstand(endpoint, { growth: 8 * MiB }, async () => {
      for (const opcode of [TEXT, BINARY]) {
        const peer = await endpoint.open();
        peer.send(upToLength(role, opcode, declares));
        await expectFailing(peer, 1009, 'FRAME_TOO_LARGE');
      }
    });
  });

  it.each([
    ['its limit and 1', LIMIT, {}],
    ['2^53, with no limit but the greatest', Number.MAX_SAFE_INTEGER, { maxMessageSize: Number.MAX_SAFE_INTEGER }],
    ['1000, with a limit of 999 for a message', 999, { maxMessageSize: 999 }],
  ] as const)('fails with 1009 two fragments whose sum is %s', async (_, declares, limits) => {
    const endpoint = await target.endpoint(role, limits);
    await expectToWithstand(endpoint, { growth: 8 * MiB }, async () => {
      for (const fin of [true, false]) {
        const peer = await endpoint.open();
        peer.send(frame(role, BINARY, 'x', { fin: false }), declaring(role, CONTINUATION, declares, '', fin));
        await expectFailing(peer, 1009, 'MESSAGE_TOO_LARGE');
      }
    });
  });

  it('takes a message of exactly its limit, whole and in fragments', async () => {
    const endpoint = await target.endpoint(role, { maxMessageSize: MiB });
    const peer = await endpoint.open();
    const half = Buffer.alloc(MiB / 2, 'x');
    peer.send(frame(role, BINARY, Buffer.concat([half, half])));
    peer.send(frame(role, BINARY, half, { fin: false }), frame(role, CONTINUATION, half));
    const echoes = await peer.take(2);
    expect(echoes.map(({ payload }) => payload.length)).toEqual([MiB, MiB]);
  });
});

describe.each(ROLES)('1000 connections of a %s that declare 16 MiB and send one byte', (role) => {
  const target = useTarget({ each: true });

  it('take memory for what they have sent, not for what they declare', async () => {
    const endpoint = await target.endpoint(role);
    const peers = await openMany(endpoint, 1_000);
    const declare = async (peer: Peer) => {
      peer.send(frame(role, PING, 'p'), declaring(role, BINARY, LIMIT, 'x'));
      await peer.take(1);
    };
    await declare(await endpoint.open());
    const before = await target.process.call('memory');
    await expectToWithstand(endpoint, { growth: 32 * MiB, block: 1_000 }, async () => {
      await Promise.all(peers.map(declare));
    });
    const after = await target.process.call('memory');
    expect((after.heap + after.buffers - before.heap - before.buffers) / 1_000).toBeLessThan(KiB);
    // They are all still there, and what they declared is not forgotten.
    const [one] = peers;
    await one!.flood(Buffer.alloc(MiB), 15);
    await one!.flood(Buffer.alloc(MiB - 1), 1);
    const [echo] = await one!.take(1);
    expect(echo!.payload.length).toBe(LIMIT);
  });
});

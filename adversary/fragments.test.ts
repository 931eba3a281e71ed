/** Messages in as many pieces as possible. RFC 6455 §5.4, §10.4. */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { openMany, ROLES } from './harness/endpoint.ts';
import { expectFailing } from './harness/expectations.ts';
import type { Peer } from './harness/peer.ts';
import { expectToWithstand, KiB, MiB, useTarget } from './harness/use-target.ts';
import { CONTINUATION, frame, PING, TEXT } from './harness/wire.ts';

const target = useTarget({ each: true });

/** The default of `maxFragments`. */
const LIMIT = 16_384;

const fragment = (role: Role, payload: string) => frame(role, CONTINUATION, payload, { fin: false });

/** Many frames of these in turn, in as few writes as possible. */
async function flood(peer: Peer, frames: readonly Buffer[], rounds: number): Promise<void> {
  const round = Buffer.concat(frames);
  const many = Buffer.alloc(10_000 * round.length, round);
  await peer.flood(many, Math.floor(rounds / 10_000));
  await peer.flood(many.subarray(0, (rounds % 10_000) * round.length), 1);
}

describe.each(ROLES)('a %s, in one message of 1,000,000 fragments [10.4-1] [10.4-2]', (role) => {
  const one = fragment(role, 'a');
  const none = fragment(role, '');
  const ping = frame(role, PING, 'p');

  it.each([
    ['of one byte', [one], 1_000_000],
    ['of no byte', [none], 1_000_000],
    ['of one byte, with a ping behind each', [one, ping], 1_000_000],
    ['of no byte, with a ping behind each', [none, ping], 1_000_000],
  ] as const)('%s, fails it at its limit', async (_, frames, rounds) => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    await expectToWithstand(endpoint, { growth: 32 * MiB }, async () => {
      peer.sendFrame(TEXT, 'a', { fin: false });
      await flood(peer, frames, rounds);
      await peer.until(() => peer.ended);
    });
    // The first fragment counts, and the one too many may have a ping behind it.
    const pongs = peer.frames.splice(0, peer.frames.length - 1);
    expect(pongs.length).toBeLessThan(LIMIT);
    expect(pongs.every(({ payload }) => payload.toString() === 'p')).toBe(true);
    await expectFailing(peer, 1008, 'TOO_MANY_FRAGMENTS');
  });

  it.each([
    ['of one byte', [one], 1_000_001],
    ['of one byte, with a ping behind each', [one, ping], 1_000_001],
    ['of no byte', [none], 1],
  ] as const)('%s, puts them together when it may', async (_, frames, length) => {
    const endpoint = await target.endpoint(role, { maxFragments: 1_000_002 });
    const peer = await endpoint.open();
    await expectToWithstand(endpoint, { growth: 32 * MiB }, async () => {
      peer.sendFrame(TEXT, 'a', { fin: false });
      await flood(peer, frames, 1_000_000);
      peer.sendFrame(CONTINUATION, '', { fin: true });
      await peer.until(() => peer.lastData !== undefined);
    });
    expect(peer.lastData!.payload.equals(Buffer.alloc(length, 'a'))).toBe(true);
  });
});

describe.each(ROLES)('50 connections of a %s that stop one fragment before its limit', (role) => {
  it.each([
    ['of no byte', 0, 4 * KiB],
    ['of one byte', 1, 40 * KiB],
    ['of 64 bytes', 64, 2.1 * MiB],
  ] as const)('hold no more than twice what they have sent, fragments %s', async (_, size, perConnection) => {
    const endpoint = await target.endpoint(role);
    const fill = async (peer: Peer) => {
      peer.sendFrame(TEXT, 'a', { fin: false });
      await flood(peer, [fragment(role, 'a'.repeat(size))], LIMIT - 2);
      // The answer shows that all of it has arrived.
      peer.sendFrame(PING, 'p');
      await peer.take(1);
    };
    // What the first of all costs is not what each costs.
    await fill(await endpoint.open());
    const peers = await openMany(endpoint, 50);
    const before = await target.process.call('memory');
    await expectToWithstand(endpoint, { growth: 32 * MiB + 2 * 50 * LIMIT * size, block: 1_000 }, async () => {
      await Promise.all(peers.map(fill));
      const after = await target.process.call('memory');
      const held = after.heap + after.buffers - before.heap - before.buffers;
      expect(held / 50).toBeLessThan(perConnection);
    });
    for (const peer of peers) peer.sendFrame(CONTINUATION, 'z');
    for (const peer of peers) {
      const [message] = await peer.take(1);
      expect(message!.payload.length).toBe((LIMIT - 2) * size + 2);
    }
  });
});

describe.each([
  ['server', MiB],
  ['client', MiB / 4],
] as const)('a %s, in a message of %i bytes that comes byte by byte', (role, length) => {
  it('holds no more than four times what has come', async () => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    const text = 'a'.repeat(length);
    await expectToWithstand(endpoint, { growth: 32 * MiB }, async () => {
      await peer.trickle(frame(role, TEXT, text));
      const [echo] = await peer.take(1);
      expect(echo!.payload.toString() === text).toBe(true);
    });
  });
});

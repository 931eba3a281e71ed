/** Pings without end, from peers that read the answers and from peers that do not. RFC 6455 §5.5.2, §5.5.3, §10.4. */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { ROLES } from './harness/endpoint.ts';
import { expectToWithstand, MiB, useTarget } from './harness/use-target.ts';
import { type Frame, frame, MASKING_KEY, PING, PONG } from './harness/wire.ts';

const target = useTarget({ each: true });

const COUNT = 400_000;
const AT_ONCE = 1_000;

/** Each says which it is, and takes as much room as it may. */
const payload = (i: number) => String(i).padStart(125, '.');
const number = (bytes: Buffer) => Number(bytes.toString().replaceAll('.', ''));

/** Numbers frames afresh, from `first` on, which is faster than to make them afresh. */
function renumber(frames: Buffer, role: Role, first: number): void {
  const length = frames.length / AT_ONCE;
  for (let i = 0; i < AT_ONCE; i++) {
    const digits = String(first + i).padStart(6, '.');
    for (let digit = 0; digit < 6; digit++) {
      const mask = role === 'server' ? MASKING_KEY[(119 + digit) & 3]! : 0;
      frames[(i + 1) * length - 6 + digit] = digits.charCodeAt(digit) ^ mask;
    }
  }
}

describe.each(ROLES)('a %s', (role) => {
  it('answers ten pings with ten pongs, in their order [5.5.2-2] [5.5.2-3]', async () => {
    const peer = await (await target.endpoint(role)).open();
    peer.send(...Array.from({ length: 10 }, (_, i) => frame(role, PING, payload(i))));
    const pongs = await peer.take(10);
    expect(pongs.map((pong) => [pong.opcode, number(pong.payload)])).toEqual(
      Array.from({ length: 10 }, (_, i) => [PONG, i]),
    );
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'takes %j for a payload like any other',
    async (name) => {
      const peer = await (await target.endpoint(role, { heartbeat: { interval: 20, timeout: 60_000 } })).open();
      const isPong = ({ opcode }: Frame) => opcode === PONG;
      peer.send(frame(role, PONG, name), frame(role, PING, name));
      await peer.until(() => peer.frames.some(isPong));
      expect(peer.frames.find(isPong)!.payload.toString()).toBe(name);
      // Nor is it taken for the answer to a ping of the endpoint's own.
      await peer.until(() => peer.frames.some(({ opcode }) => opcode === PING));
      peer.send(frame(role, PONG, name));
      await peer.echo('still there');
    },
  );

  it('keeps few answers for a peer that pings 400,000 times and does not read [5.5.3-1] [10.4-1]', async () => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    peer.stream.pause();
    const pings = Buffer.concat(Array.from({ length: AT_ONCE }, (_, i) => frame(role, PING, payload(i))));
    await expectToWithstand(endpoint, { growth: 32 * MiB }, async () => {
      for (let sent = 0; sent < COUNT; sent += AT_ONCE) {
        renumber(pings, role, sent);
        await peer.flood(pings, 1);
      }
    });
    peer.stream.resume();
    const last = () => peer.frames.at(-1);
    await peer.until(() => last() !== undefined && number(last()!.payload) === COUNT - 1);
    const answered = peer.frames.splice(0).map((pong) => number(pong.payload));
    // Those that found room, in their order, and the last of all.
    expect(answered.length).toBeLessThan(COUNT / 2);
    expect(answered).toEqual(answered.toSorted((a, b) => a - b));
    expect(new Set(answered).size).toBe(answered.length);
    // It has not done the connection any harm.
    peer.send(...Array.from({ length: 10 }, (_, i) => frame(role, PING, payload(i))));
    const pongs = await peer.take(10);
    expect(pongs.map((pong) => number(pong.payload))).toEqual(Array.from({ length: 10 }, (_, i) => i));
  });

  it('ignores 400,000 pongs that nobody asked for [5.5.3-2]', async () => {
    const endpoint = await target.endpoint(role);
    const peer = await endpoint.open();
    await expectToWithstand(endpoint, { growth: 32 * MiB }, async () => {
      const pong = frame(role, PONG, payload(1));
      await peer.flood(Buffer.alloc(AT_ONCE * pong.length, pong), COUNT / AT_ONCE);
      await peer.echo('still there');
    });
  });
});

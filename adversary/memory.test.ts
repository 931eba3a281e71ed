/** What a connection costs while it is idle, after its peer has sent something. RFC 6455 §10.4. */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { openMany, ROLES } from './harness/endpoint.ts';
import type { Peer } from './harness/peer.ts';
import { KiB, note, useTarget } from './harness/use-target.ts';
import { CONTINUATION, frame, PING, TEXT } from './harness/wire.ts';

const target = useTarget({ each: true });

const COUNT = 1_000;

/** About as much as one read takes. */
const manyTexts = (role: Role) => {
  const text = frame(role, TEXT, 'x'.repeat(100));
  return Buffer.alloc(600 * text.length, text);
};

/** What a peer sends, and what is allowed to remain of it. */
const CASES: readonly (readonly [string, (role: Role) => Buffer, number])[] = [
  ['a short text', (role) => frame(role, TEXT, 'hello'), 0],
  [
    'a text in two fragments',
    (role) => Buffer.concat([frame(role, TEXT, 'a', { fin: false }), frame(role, CONTINUATION, 'b')]),
    0,
  ],
  ['60 KiB of short texts in one piece', manyTexts, 0],
  [
    '60 KiB of short texts in one piece, and the beginning of another',
    (role) => Buffer.concat([manyTexts(role), frame(role, TEXT, 'hello', { declares: 100 })]),
    KiB,
  ],
  [
    '60 KiB of short texts in one piece, and half a header',
    (role) => Buffer.concat([manyTexts(role), frame(role, TEXT, 'hello').subarray(0, 1)]),
    0,
  ],
];

describe.each(ROLES)(`${COUNT} connections of a %s`, (role) => {
  it.each(CASES)('keep nothing of %s', async (_, bytesFor, allowed) => {
    const endpoint = await target.endpoint(role, { behaviour: 'count' });
    const bytes = bytesFor(role);
    const send = async (peer: Peer) => {
      peer.send(frame(role, PING, 'p'), bytes);
      await peer.take(1);
    };
    // What the first of all costs is not what each costs.
    for (const peer of await openMany(endpoint, 50)) await send(peer);
    const before = await target.process.call('memory');
    const peers = await openMany(endpoint, COUNT);
    const opened = await target.process.call('memory');
    for (const peer of peers) await send(peer);
    const after = await target.process.call('memory');
    // Parts that are made when they are first needed stay.
    const held = (after.heap + after.buffers - opened.heap - opened.buffers) / COUNT;
    const open = (opened.heap + opened.buffers - before.heap - before.buffers) / COUNT;
    const resident = (after.resident - before.resident) / COUNT;
    note({ held, open, resident });
    expect(held, 'bytes a connection keeps of what it has received').toBeLessThan(KiB + allowed);
    expect(open, 'bytes a connection takes before it has received anything').toBeLessThan(8 * KiB);
  });
});

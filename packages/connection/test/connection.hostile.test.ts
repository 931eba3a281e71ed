import type { Role } from '@rfc6455/connection';
import { type FrameInit, Opcode } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, cut, hex, utf8 } from './bytes.ts';
import { binary, close, continuation, decodeFrames, Endpoint, fromPeer, ping, pong, ROLES, text } from './endpoint.ts';

const CLOSE_CODES_OF_VIOLATIONS = [1002, 1007, 1008, 1009];

/** What holds after any bytes at all: at most one violation, at the end; one Close frame, at the end of the output. */
function expectInOrder(endpoint: Endpoint): void {
  const { connection, events, role } = endpoint;
  const frames = decodeFrames(role, endpoint.output());
  const violations = events.filter((event) => event.startsWith('violation'));
  const closes = frames.filter(({ opcode }) => opcode === Opcode.Close);
  const hasEnded = violations.length > 0 || connection.closeReceived !== undefined;
  expect(violations.length + Number(connection.closeReceived !== undefined)).toBeLessThanOrEqual(1);
  expect(closes).toHaveLength(hasEnded ? 1 : 0);
  expect(connection.state).toBe(hasEnded ? 'closing' : 'open');
  if (hasEnded) {
    expect(frames.at(-1)!.opcode).toBe(Opcode.Close);
    expect(events.at(-1)).toMatch(/^(violation|closeReceived)/);
  }
  if (violations.length > 0) {
    expect(CLOSE_CODES_OF_VIOLATIONS).toContain(connection.closeSent!.code);
    expect(connection.transportDuty).toBe('end');
  }
}

/** Headers and payloads that are mostly right, so that what is wrong comes late. */
const almostFrame = (role: Role): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      first: fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(0x81, 0x82, 0x89, 0x8a) },
        { weight: 3, arbitrary: fc.constantFrom(0x01, 0x00, 0x80) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
      ),
      masked: fc.oneof(
        { weight: 30, arbitrary: fc.constant(role === 'server') },
        { weight: 1, arbitrary: fc.boolean() },
      ),
      payload: fc.oneof(fc.string({ maxLength: 20 }).map(utf8), fc.uint8Array({ maxLength: 20 })),
      length: fc.oneof(
        { weight: 20, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 127 }) },
      ),
    })
    .map(({ first, masked, payload, length }) =>
      concat([
        Uint8Array.of(first, (masked ? 0x80 : 0) | (length ?? payload.length)),
        masked ? new Uint8Array(4) : new Uint8Array(0),
        payload,
      ]),
    );

const VALID: readonly FrameInit[] = [
  text('Hello'),
  binary(hex('00 ff 80')),
  text('κόσ', { fin: false }),
  ping('still there?'),
  continuation('', { fin: false }),
  pong(),
  continuation('με 😀'),
  binary(new Uint8Array(200).fill(7)),
  close(1000, 'done'),
];

describe.each(ROLES)('a %s never throws, never loops, and breaks no rule itself', (role) => {
  it('fed with random bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), fc.boolean(), (chunks, inChunks) => {
        expectInOrder(new Endpoint(role, { inChunks }).receive(...chunks));
      }),
      { numRuns: 500 },
    );
  });

  it('fed with frames that are almost right', () => {
    fc.assert(
      fc.property(
        fc.array(almostFrame(role), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        (frames, sizes, inChunks) => {
          const endpoint = new Endpoint(role, {
            inChunks,
            maxMessageSize: 64,
            maxFragments: 4,
            maxPendingPongBytes: 40,
          });
          expectInOrder(endpoint.receive(...cut(concat(frames), sizes)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('fed with right frames in which one byte is changed', () => {
    const valid = fromPeer(role, ...VALID);
    for (let at = 0; at < valid.length; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const bytes = valid.slice();
        bytes[at]! ^= change;
        expectInOrder(new Endpoint(role).receive(bytes));
      }
    }
  });

  it('fed with right frames that are cut off, doubled or left out', () => {
    const valid = fromPeer(role, ...VALID);
    for (let at = 0; at < valid.length; at++) {
      const [start, end] = [valid.slice(0, at), valid.slice(at)];
      expectInOrder(new Endpoint(role).receive(start));
      expectInOrder(new Endpoint(role).receive(end));
      expectInOrder(new Endpoint(role).receive(end, start));
      expectInOrder(new Endpoint(role).receive(start, start, end));
    }
  });

  it('says the same however random bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(almostFrame(role), { maxLength: 12 }), (frames) => {
        const bytes = concat(frames);
        expect(new Endpoint(role).receive(...cut(bytes, [1])).events).toEqual(new Endpoint(role).receive(bytes).events);
      }),
      { numRuns: 300 },
    );
  });

  it('answers names that objects have by themselves as plain data', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const endpoint = new Endpoint(role).receiveFrames(text(name), ping(name), pong(name), close(1000, name));
      expect(endpoint.messages).toEqual([name]);
      expect(endpoint.connection.closeReceived).toEqual({ code: 1000, reason: name });
      expectInOrder(endpoint);
    }
  });
});

import { Opcode } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, utf8 } from './bytes.ts';
import { binary, continuation, Endpoint, eventsOf, fromPeer, ping, ROLES } from './endpoint.ts';
import { expectFailed, expectOpen } from './expectations.ts';

describe.each(ROLES)('a %s fails with 1007 at the byte that is not UTF-8 [8.1-1] [10.7-1]', (role) => {
  const invalid: readonly (readonly [what: string, bytes: string, bad: number])[] = [
    ['a byte that never occurs', 'ff', 0],
    ['another byte that never occurs', 'fe', 0],
    ['a continuation byte alone', '80', 0],
    ['the last continuation byte alone', 'bf', 0],
    ['an overlong sequence of two bytes', 'c0 80', 0],
    ['the last overlong sequence of two bytes', 'c1 bf', 0],
    ['an overlong sequence of three bytes', 'e0 80 80', 1],
    ['the last overlong sequence of three bytes', 'e0 9f bf', 1],
    ['an overlong sequence of four bytes', 'f0 80 80 80', 1],
    ['the last overlong sequence of four bytes', 'f0 8f bf bf', 1],
    ['the first surrogate', 'ed a0 80', 1],
    ['the last surrogate', 'ed bf bf', 1],
    ['a surrogate pair', 'ed a0 bd ed b8 80', 1],
    ['the first code point above U+10FFFF', 'f4 90 80 80', 1],
    ['a lead byte above U+10FFFF', 'f5 80 80 80', 0],
    ['a sequence of five bytes', 'f8 88 80 80 80', 0],
    ['a sequence of two bytes that is broken', 'c3 28', 1],
    ['a sequence of three bytes that is broken', 'e2 82 28', 2],
    ['a sequence of four bytes that is broken', 'f0 9f 98 28', 3],
    ['a sequence that is begun twice', 'e2 e2 82 ac', 1],
  ];

  it.each(invalid)('%s: %s, byte %d', (_, bytes, bad) => {
    for (const before of ['', 'ok', 'κόσμε, twenty bytes and more']) {
      const prefix = utf8(before);
      const payload = concat([prefix, hex(bytes), utf8('after')]);
      const frame = fromPeer(role, { opcode: Opcode.Text, payload });
      const badAt = frame.length - payload.length + prefix.length + bad;

      const bytewise = new Endpoint(role);
      for (let i = 0; i < badAt; i++) bytewise.receive(frame.subarray(i, i + 1));
      expectOpen(bytewise.connection);
      bytewise.receive(frame.subarray(badAt, badAt + 1));
      expectFailed(bytewise, 1007, 'INVALID_UTF8');

      const inOneChunk = new Endpoint(role).receive(frame.subarray(0, badAt + 1));
      expectFailed(inOneChunk, 1007, 'INVALID_UTF8');
    }
  });

  it.each(invalid)('across fragments, %s: %s, byte %d', (_, bytes, bad) => {
    const endpoint = new Endpoint(role);
    const payload = concat([utf8('ok'), hex(bytes)]);
    payload.slice(0, bad + 2).forEach((byte, i) => {
      const opcode = i === 0 ? Opcode.Text : Opcode.Continuation;
      endpoint.receiveFrames({ opcode, fin: false, payload: Uint8Array.of(byte) }, ping());
    });
    expectOpen(endpoint.connection);
    endpoint.receiveFrames({ opcode: Opcode.Continuation, fin: false, payload: payload.slice(bad + 2, bad + 3) });
    expectFailed(endpoint, 1007, 'INVALID_UTF8');
  });

  it.each(['c3', 'e2 82', 'f0 9f 98'])('at the end of a message that ends inside a sequence: %s', (bytes) => {
    const whole = new Endpoint(role).receiveFrames({ opcode: Opcode.Text, payload: hex(bytes) });
    expectFailed(whole, 1007, 'INVALID_UTF8');
    const inFragments = new Endpoint(role).receiveFrames({ opcode: Opcode.Text, fin: false, payload: hex(bytes) });
    expectOpen(inFragments.connection);
    expectFailed(inFragments.receiveFrames(continuation('')), 1007, 'INVALID_UTF8');
  });

  it('agrees with the platform about random bytes', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const sequence = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }).map(utf8),
      fc.uint8Array({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 4 }), fc.nat({ max: 60 }), (sequences, at) => {
        const payload = concat(sequences);
        let expected: string;
        try {
          expected = `text ${decoder.decode(payload)}`;
        } catch {
          expected = 'violation INVALID_UTF8';
        }
        const frames = [
          { opcode: Opcode.Text, fin: false, payload: payload.slice(0, at) },
          { opcode: Opcode.Continuation, payload: payload.slice(at) },
        ];
        expect(eventsOf(role, frames)).toEqual([expected]);
        expect(eventsOf(role, frames, [1])).toEqual([expected]);
      }),
    );
  });

  it('leaves binary data alone', () => {
    expect(eventsOf(role, [binary(hex('ff c3'))])).toEqual(['binary ff c3']);
  });
});

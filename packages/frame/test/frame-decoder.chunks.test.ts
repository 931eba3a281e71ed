/** However the bytes are cut, and whatever they are: the decoder tells the same as the reference. */
import type { ReservedBits, Role } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytewise, type Call, cuts, type DecoderOptions, decode, decodeWhole, joinPieces } from './decoding.ts';
import { referenceDecode } from './reference-decoder.ts';
import { encodeAll, frames, hostileBytes, mutations } from './streams.ts';

const roles: Role[] = ['client', 'server'];

const limits = fc.record({
  maxFrameSize: fc.constantFrom(undefined, 0, 10, 124, 125, 127, 300, 65535, 65536, Number.MAX_SAFE_INTEGER),
  reservedBits: fc.nat({ max: 7 }) as fc.Arbitrary<ReservedBits>,
});

/** The calls with payloads joined and, of an error, its code and the byte that it names. */
function summary(calls: readonly Call[]): Call[] {
  return joinPieces(calls).map((call) => call.replace(/^(error \w+): .*, (at byte \d+) of the stream.*/, '$1 $2'));
}

/** Expects the same calls for the bytes at once, one by one, and in the given chunks; the errors to the letter. */
function expectSameCalls(bytes: Uint8Array, chunks: Uint8Array[], options: DecoderOptions): void {
  const whole = decode(options, bytes);
  expect(summary(whole)).toEqual(referenceDecode(bytes, options));
  expect(joinPieces(decode(options, ...chunks))).toEqual(joinPieces(whole));
  expect(joinPieces(decode(options, ...bytewise(bytes)))).toEqual(joinPieces(whole));
}

describe.each(roles)('a %s that receives', (role) => {
  it('gives back the frames that were encoded [5.4-7] [6.2-1]', () => {
    fc.assert(
      fc.property(frames(role, 7), (all) => {
        expect(decodeWhole(encodeAll(all), { role, reservedBits: 7 })).toEqual({ frames: all });
      }),
    );
  });

  it('tells the same about good streams, whole, one byte at a time and in random chunks', () => {
    fc.assert(
      fc.property(frames(role, 7), cuts, limits, (all, cut, options) => {
        const bytes = encodeAll(all);
        expectSameCalls(bytes, cut(bytes), { role, ...options });
      }),
    );
  });

  it('tells the same about spoilt streams: the same calls before the error, and the same error', () => {
    fc.assert(
      fc.property(frames(role, 7), mutations, cuts, limits, (all, mutate, cut, options) => {
        const bytes = mutate(encodeAll(all));
        expectSameCalls(bytes, cut(bytes), { role, ...options });
      }),
      { numRuns: 500 },
    );
  });

  it('tells the same about hostile bytes, and never throws [10.7-1]', () => {
    fc.assert(
      fc.property(hostileBytes, cuts, limits, (bytes, cut, options) => {
        expectSameCalls(bytes, cut(bytes), { role, ...options });
      }),
      { numRuns: 500 },
    );
  });
});

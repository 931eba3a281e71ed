/** A handler with `wholeMessage` learns the same as one without: of most messages in one call. */
import { encodeFrame, FrameDecoder, type FrameInit, Opcode, type ReservedBits, type Role } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, toHex, utf8 } from './bytes.ts';
import { type Call, cuts, type DecoderOptions, decode, joinPieces, WholeMessageRecorder } from './decoding.ts';
import { encodeAll, frames, hostileBytes, mutations } from './streams.ts';

const roles: Role[] = ['client', 'server'];

function decodeWithWholeMessages(options: DecoderOptions, ...chunks: Uint8Array[]): Call[] {
  const recorder = new WholeMessageRecorder(options.role);
  const decoder = new FrameDecoder({ ...options, handler: recorder });
  for (const chunk of chunks) decoder.receive(chunk.slice());
  return recorder.calls;
}

/** What is left does not depend on whether a message came in one call, which does not tell the masking key. */
function summary(calls: readonly Call[]): Call[] {
  return joinPieces(calls.filter((call) => !call.startsWith('whole')).map((call) => call.replace(/ key=\w+/, '')));
}

describe.each(roles)('the handler of a %s that takes whole messages', (role) => {
  const maskingKey = role === 'server' ? 0x37fa213d : undefined;
  const encode = (...all: FrameInit[]) => concat(...all.map((frame) => encodeFrame({ maskingKey, ...frame })));
  const countOfWhole = (chunks: Uint8Array[], options: Omit<DecoderOptions, 'role'> = {}): number => {
    const calls = decodeWithWholeMessages({ role, ...options }, ...chunks);
    expect(summary(calls)).toEqual(summary(decode({ role, ...options }, ...chunks)));
    return calls.filter((call) => call.startsWith('whole')).length;
  };

  it.each([0, 1, 2, 3, 4, 124, 125, 126, 127, 128, 255, 256, 1023, 1024, 65_535])(
    'gets one of %d bytes in one call',
    (length) => {
      for (const opcode of [Opcode.Text, Opcode.Binary]) {
        const bytes = encode({ opcode, payload: pattern(length) });
        expect(countOfWhole([bytes])).toBe(1);
        const payload = length === 0 ? [] : [`payload ${toHex(pattern(length))}`];
        const start = `start fin=1 rsv=0 opcode=${opcode} masked=${Number(role === 'server')} length=${length}`;
        expect(summary(decodeWithWholeMessages({ role }, bytes))).toEqual([start, ...payload, 'end']);
      }
    },
  );

  it('gets all of a chunk, up to the frame that is not whole', () => {
    const all = encode(
      { opcode: Opcode.Text, payload: utf8('one') },
      { opcode: Opcode.Binary, payload: pattern(200) },
      { opcode: Opcode.Text },
      { opcode: Opcode.Text, payload: utf8('last') },
    );
    expect(countOfWhole([all])).toBe(4);
    for (let length = 0; length < all.length; length++) {
      const chunks = [all.subarray(0, length), all.subarray(length)];
      expect(countOfWhole(chunks)).toBeGreaterThanOrEqual(3);
    }
  });

  it('gets many in one chunk', () => {
    const payloads = Array.from({ length: 300 }, (_, i) => pattern(i % 140, i));
    expect(countOfWhole([encode(...payloads.map((payload) => ({ opcode: Opcode.Binary, payload })))])).toBe(300);
  });

  it.each<[string, FrameInit[], ReservedBits]>([
    ['control frames', [{ opcode: Opcode.Ping }, { opcode: Opcode.Close, payload: hex('03 e8') }], 0],
    ['messages with a reserved bit', [{ opcode: Opcode.Text, payload: utf8('a'), reservedBits: 4 }], 4],
    ['messages of 65536 bytes', [{ opcode: Opcode.Binary, payload: pattern(65_536) }], 0],
    [
      'fragments',
      [
        { opcode: Opcode.Text, payload: utf8('a'), fin: false },
        { opcode: Opcode.Ping },
        { opcode: Opcode.Continuation, payload: utf8('b'), fin: false },
        { opcode: Opcode.Continuation, payload: utf8('c') },
      ],
      0,
    ],
  ])('gets %s as it always does', (_, all, reservedBits) => {
    expect(countOfWhole([encode(...all)], { reservedBits })).toBe(0);
  });

  it('gets no message inside another, but the error', () => {
    const inside = encode({ opcode: Opcode.Text, fin: false }, { opcode: Opcode.Text, payload: utf8('a') });
    expect(countOfWhole([inside])).toBe(0);
    expect(decodeWithWholeMessages({ role }, inside).at(-1)).toMatch(/^error MESSAGE_INSIDE_MESSAGE/);
  });

  it('gets a message that is exactly as long as the limit, and of a longer one the error', () => {
    const [within, beyond] = [encode({ opcode: Opcode.Text, payload: utf8('four') }), utf8('fives')];
    expect(countOfWhole([within], { maxFrameSize: 4 })).toBe(1);
    const all = concat(within, encode({ opcode: Opcode.Text, payload: beyond }));
    expect(countOfWhole([all], { maxFrameSize: 4 })).toBe(1);
    expect(decodeWithWholeMessages({ role, maxFrameSize: 4 }, all).at(-1)).toMatch(/^error FRAME_TOO_LARGE/);
  });

  it.each([
    ['LENGTH_NOT_MINIMAL', 'a length in two bytes that fits in one [5.2-6]', '7e 00 05'],
    ['LENGTH_NOT_MINIMAL', 'the greatest such length', '7e 00 7d'],
    ['FRAME_TOO_LARGE', 'a length in eight bytes, whose first two would be one', '7f 00 7e 00 00 00 00 00 00'],
  ])('gets the error %s for %s, though all the bytes are there', (code, _, length) => {
    const header = concat(hex('82'), hex(length), maskingKey === undefined ? hex('') : hex('00 00 00 00'));
    if (maskingKey !== undefined) header[1]! |= 0x80;
    const bytes = concat(encode({ opcode: Opcode.Text }), header, new Uint8Array(300));
    expect(countOfWhole([bytes])).toBe(1);
    expect(decodeWithWholeMessages({ role }, bytes).at(-1)).toMatch(new RegExp(`^error ${code}`));
  });

  it.each([1, 125, 126, 300])(
    'gets the error for a payload of %d bytes that is masked and should not be, or the reverse',
    (length) => {
      // [5.1-2] [5.1-5] Each byte of the payload is 1: two of them would be a length, and there are enough for it.
      const payload = new Uint8Array(length).fill(1);
      const wrong = encodeFrame({
        opcode: Opcode.Binary,
        payload,
        maskingKey: role === 'server' ? undefined : 0x01010101,
      });
      const bytes = concat(encode({ opcode: Opcode.Text }), wrong, new Uint8Array(600).fill(1));
      expect(countOfWhole([bytes])).toBe(1);
      expect(decodeWithWholeMessages({ role }, bytes).at(-1)).toMatch(
        /^error (UNMASKED_FRAME_FROM_CLIENT|MASKED_FRAME_FROM_SERVER)/,
      );
    },
  );

  it('learns whether a message that was masked is ASCII', () => {
    const all = ['ASCII', 'é', '', 'a'.repeat(200), `${'a'.repeat(200)}é`].map((text) => utf8(text));
    const calls = decodeWithWholeMessages(
      { role },
      encode(...all.map((payload) => ({ opcode: Opcode.Text, payload }))),
    );
    expect(calls.filter((call) => call.startsWith('whole'))).toEqual(
      [true, false, true, true, false].map((ascii) => (ascii && role === 'server' ? 'whole ascii' : 'whole')),
    );
  });

  it('hears nothing more after it has stopped the decoder', () => {
    const recorder = new WholeMessageRecorder(role);
    const decoder: FrameDecoder = new FrameDecoder({
      role,
      handler: {
        frameStart: (header) => recorder.frameStart(header),
        framePayload: (bytes, start, end) => recorder.framePayload(bytes, start, end),
        frameEnd: () => recorder.frameEnd(),
        frameError: (error) => recorder.frameError(error),
        wholeMessage(...args) {
          recorder.wholeMessage(...args);
          decoder.stop();
        },
      },
    });
    const message: FrameInit = { opcode: Opcode.Text, payload: utf8('a') };
    decoder.receive(encode(message, message, { opcode: Opcode.Ping }));
    decoder.receive(encode(message));
    expect(recorder.calls.filter((call) => call === 'end')).toHaveLength(1);
    expect(decoder.betweenFrames).toBe(false);
  });

  const limits = fc.record({
    maxFrameSize: fc.constantFrom(undefined, 0, 10, 124, 125, 127, 300, Number.MAX_SAFE_INTEGER),
    reservedBits: fc.nat({ max: 7 }) as fc.Arbitrary<ReservedBits>,
  });

  it.each([
    ['good', fc.tuple(frames(role, 7)).map(([all]) => encodeAll(all))],
    ['spoilt', fc.tuple(frames(role, 7), mutations).map(([all, mutate]) => mutate(encodeAll(all)))],
    ['hostile', hostileBytes],
  ])('learns what it always does of %s streams, and of the same error', (_, streams) => {
    fc.assert(
      fc.property(streams, cuts, limits, (bytes, cut, options) => {
        for (const chunks of [[bytes], cut(bytes)]) countOfWhole(chunks, options);
      }),
      { numRuns: 300 },
    );
  });
});

import { encodeFrame, type Frame, type FrameInit, Opcode, type ReservedBits } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, toHex, utf8 } from './bytes.ts';
import { decodeWhole } from './decoding.ts';

const KEY = 0x37fa213d;
const hello = utf8('Hello');

const headers: [length: number, unmasked: string, masked: string][] = [
  [0, '82 00', '82 80'],
  [1, '82 01', '82 81'],
  [125, '82 7d', '82 fd'],
  [126, '82 7e 00 7e', '82 fe 00 7e'],
  [127, '82 7e 00 7f', '82 fe 00 7f'],
  [65535, '82 7e ff ff', '82 fe ff ff'],
  [65536, '82 7f 00 00 00 00 00 01 00 00', '82 ff 00 00 00 00 00 01 00 00'],
];

describe('encodeFrame', () => {
  it.each<[string, FrameInit, string]>([
    ['a single-frame unmasked text message', { opcode: Opcode.Text, payload: hello }, '81 05 48 65 6c 6c 6f'],
    [
      'a single-frame masked text message',
      { opcode: Opcode.Text, payload: hello, maskingKey: KEY },
      '81 85 37 fa 21 3d 7f 9f 4d 51 58',
    ],
    ['a first fragment', { opcode: Opcode.Text, fin: false, payload: utf8('Hel') }, '01 03 48 65 6c'],
    ['a last fragment', { opcode: Opcode.Continuation, payload: utf8('lo') }, '80 02 6c 6f'],
    ['an unmasked Ping', { opcode: Opcode.Ping, payload: hello }, '89 05 48 65 6c 6c 6f'],
    ['a masked Pong', { opcode: Opcode.Pong, payload: hello, maskingKey: KEY }, '8a 85 37 fa 21 3d 7f 9f 4d 51 58'],
  ])('encodes %s as in RFC 6455 section 5.7 [6.1-4]', (_, frame, bytes) => {
    expect(toHex(encodeFrame(frame))).toBe(bytes);
  });

  it('encodes 256 bytes and 64 KiB as in RFC 6455 section 5.7', () => {
    expect(encodeFrame({ opcode: Opcode.Binary, payload: pattern(256) })).toEqual(
      concat(hex('82 7e 01 00'), pattern(256)),
    );
    expect(toHex(encodeFrame({ opcode: Opcode.Binary, payload: pattern(65536) }).subarray(0, 12))).toBe(
      `82 7f 00 00 00 00 00 01 00 00 ${toHex(pattern(2))}`,
    );
  });

  it.each(headers)(
    'encodes the length %d in the fewest bytes, unmasked and masked [5.2-6] [5.3-1]',
    (length, unmasked, masked) => {
      const payload = pattern(length);
      const bytes = encodeFrame({ opcode: Opcode.Binary, payload });
      expect(toHex(bytes.subarray(0, bytes.length - length))).toBe(unmasked);
      expect(toHex(bytes.subarray(bytes.length - length))).toBe(toHex(payload));
      const withKey = encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: KEY });
      expect(toHex(withKey.subarray(0, withKey.length - length))).toBe(`${masked} 37 fa 21 3d`);
      const keyBytes = hex('37 fa 21 3d');
      expect(toHex(withKey.subarray(withKey.length - length))).toBe(
        toHex(payload.map((byte, i) => byte ^ keyBytes[i % 4]!)),
      );
    },
  );

  it('sets MASK also for the masking key 0 [5.3-1]', () => {
    expect(toHex(encodeFrame({ opcode: Opcode.Text, payload: utf8('a'), maskingKey: 0 }))).toBe('81 81 00 00 00 00 61');
  });

  it('needs an opcode only: the rest is an empty, final, unmasked frame', () => {
    expect(toHex(encodeFrame({ opcode: Opcode.Pong }))).toBe('8a 00');
  });

  it('puts the reserved bits between FIN and the opcode [5.2-8] [5.2-9] [5.2-10]', () => {
    const first = (reservedBits: ReservedBits) => encodeFrame({ opcode: Opcode.Text, reservedBits })[0]!.toString(16);
    expect([first(0), first(4), first(2), first(1), first(7)]).toEqual(['81', 'c1', 'a1', '91', 'f1']);
  });

  it('does not change the payload and does not keep it', () => {
    const payload = pattern(300);
    const frames = [
      encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: KEY }),
      encodeFrame({ opcode: Opcode.Binary, payload }),
    ];
    expect(payload).toEqual(pattern(300));
    const before = frames.map((frame) => frame.slice());
    payload.fill(0xff);
    expect(frames).toEqual(before);
  });

  it('takes the bytes of a view, not of the buffer behind it', () => {
    const payload = hex('ff ff 61 62 ff').subarray(2, 4);
    expect(toHex(encodeFrame({ opcode: Opcode.Text, payload }))).toBe('81 02 61 62');
  });

  it('takes a control frame of 125 bytes and refuses one of 126 [5.5-1]', () => {
    for (const opcode of [Opcode.Close, Opcode.Ping, Opcode.Pong]) {
      expect(encodeFrame({ opcode, payload: new Uint8Array(125) })).toHaveLength(127);
      expect(() => encodeFrame({ opcode, payload: new Uint8Array(126) })).toThrow(
        new RangeError('payload: expected at most 125 bytes in a control frame, got 126'),
      );
    }
  });

  it('refuses a control frame without FIN [5.4-2] [5.5-1]', () => {
    for (const opcode of [Opcode.Close, Opcode.Ping, Opcode.Pong]) {
      expect(() => encodeFrame({ opcode, fin: false })).toThrow(
        new RangeError('fin: expected true for a control frame, which is never fragmented'),
      );
    }
  });

  it.each([3, 7, 11, 15, 16, -1, 1.5, '1', null, undefined])('refuses the opcode %s [5.2-4]', (opcode) => {
    expect(() => encodeFrame({ opcode: opcode as Opcode })).toThrow(/^opcode: expected one that is defined, got /);
  });

  it.each([8, -1, 1.5, '1', null, 1n])('refuses the reserved bits %s', (reservedBits) => {
    expect(() => encodeFrame({ opcode: Opcode.Text, reservedBits: reservedBits as ReservedBits })).toThrow(
      /^reservedBits: expected an integer from 0 to 7, got /,
    );
  });

  it.each([-1, 2 ** 32, 1.5, Number.NaN, '1', null, 1n])('refuses the masking key %s', (maskingKey) => {
    expect(() => encodeFrame({ opcode: Opcode.Text, maskingKey: maskingKey as number })).toThrow(
      /^maskingKey: expected an integer from 0 to 4294967295, got /,
    );
  });

  it.each([
    ['Hello'],
    [100],
    [null],
    [[1, 2]],
    [new ArrayBuffer(8)],
    [new Float32Array(20)],
    [new DataView(new ArrayBuffer(8))],
  ])('refuses the payload %s, which is not bytes', (payload) => {
    expect(() => encodeFrame({ opcode: Opcode.Ping, payload: payload as unknown as Uint8Array })).toThrow(
      /^payload: expected a Uint8Array, got /,
    );
  });

  it('encodes what the decoder gives back, for any frame and either role', () => {
    const data = fc.record({
      fin: fc.boolean(),
      reservedBits: fc.nat({ max: 7 }) as fc.Arbitrary<ReservedBits>,
      opcode: fc.constantFrom(Opcode.Text, Opcode.Binary),
      maskingKey: fc.option(fc.nat({ max: 0xffff_ffff }), { nil: undefined }),
      payload: fc.uint8Array({ maxLength: 300 }),
    });
    const control = fc.record({
      fin: fc.constant(true),
      reservedBits: fc.constant(0 as const),
      opcode: fc.constantFrom(Opcode.Close, Opcode.Ping, Opcode.Pong),
      maskingKey: fc.option(fc.nat({ max: 0xffff_ffff }), { nil: undefined }),
      payload: fc.uint8Array({ maxLength: 125 }),
    });
    fc.assert(
      fc.property(fc.oneof<fc.Arbitrary<Frame>[]>(data, control), (frame) => {
        const role = frame.maskingKey === undefined ? 'client' : 'server';
        const { frames, error } = decodeWhole(encodeFrame(frame), { role, reservedBits: 7 });
        expect(error).toBeUndefined();
        expect(frames).toEqual([frame]);
      }),
    );
  });
});

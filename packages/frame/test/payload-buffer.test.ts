import { PayloadBuffer } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, toHex } from './bytes.ts';

/** What is reserved: the buffer behind the bytes. Reads it by taking them. */
const takeWithCapacity = (payload: PayloadBuffer) => {
  const bytes = payload.take();
  return { bytes, capacity: bytes.buffer.byteLength };
};

/** The bytes of one long pattern between two positions. */
const piece = (start: number, end: number) => pattern(end).subarray(start);

describe('PayloadBuffer', () => {
  it('puts pieces together in order', () => {
    const payload = new PayloadBuffer();
    payload.append(hex('ff 01 02 ff'), 1, 3, 3);
    expect(payload.length).toBe(2);
    payload.append(hex('03'), 0, 1, 2);
    payload.append(hex('04 05'), 0, 2, 0);
    expect(payload.length).toBe(5);
    expect(toHex(payload.take())).toBe('01 02 03 04 05');
  });

  it('copies: what the source holds later does not matter', () => {
    const source = hex('01 02 03');
    const payload = new PayloadBuffer();
    payload.append(source, 0, 3, 0);
    source.fill(0xff);
    expect(toHex(payload.take())).toBe('01 02 03');
  });

  it('starts over after take, and never hands out the same bytes twice', () => {
    const payload = new PayloadBuffer();
    payload.append(hex('01 02'), 0, 2, 0);
    const first = payload.take();
    expect(payload.length).toBe(0);
    payload.append(hex('03 04'), 0, 2, 0);
    expect(toHex(payload.take())).toBe('03 04');
    expect(toHex(first)).toBe('01 02');
  });

  it('gives no bytes when nothing came', () => {
    const payload = new PayloadBuffer();
    expect(payload.take()).toEqual(new Uint8Array(0));
    payload.append(hex('01 02'), 1, 1, 0);
    expect(payload.take()).toEqual(new Uint8Array(0));
  });

  it('goes on when a taker transfers the buffer, also of no bytes', () => {
    const payload = new PayloadBuffer();
    const none = payload.take();
    expect(structuredClone(none, { transfer: [none.buffer] }).length).toBe(0);
    const again = payload.take();
    expect(structuredClone(again, { transfer: [again.buffer] }).length).toBe(0);
    payload.append(hex('01 02'), 0, 2, 1);
    payload.append(hex('03'), 0, 1, 0);
    expect(toHex(payload.take())).toBe('01 02 03');
  });

  it.each([1, 31, 32, 33, 1000])('takes exactly %d bytes for a payload that is whole at once', (length) => {
    const payload = new PayloadBuffer();
    payload.append(pattern(length), 0, length, 0);
    expect(takeWithCapacity(payload)).toEqual({ bytes: pattern(length), capacity: length });
  });

  it('makes room for what was declared at once when a quarter of it has come', () => {
    const payload = new PayloadBuffer();
    payload.append(pattern(250), 0, 250, 750);
    expect(takeWithCapacity(payload).capacity).toBe(1000);
  });

  it('does not believe a declared length beyond three times what has come [10.4-1]', () => {
    const payload = new PayloadBuffer();
    payload.append(pattern(1000), 0, 1000, Number.MAX_SAFE_INTEGER - 1000);
    expect(takeWithCapacity(payload).capacity).toBe(4000);
  });

  it('makes no room for more than may come', () => {
    const payload = new PayloadBuffer(1500);
    payload.append(pattern(600), 0, 600, 300);
    payload.append(pattern(400), 0, 400, 0);
    expect(takeWithCapacity(payload).capacity).toBe(1500);
    payload.append(pattern(1600), 0, 1600, 900);
    expect(takeWithCapacity(payload)).toEqual({ bytes: pattern(1600), capacity: 1600 });
  });

  it('reserves 64 bytes for the first of many when it is small', () => {
    const payload = new PayloadBuffer();
    payload.append(hex('01'), 0, 1, 16_777_215);
    expect(takeWithCapacity(payload).capacity).toBe(64);
  });

  it('never reserves more than four times what has come, for any pieces and any declared length [10.4-1]', () => {
    const piece = fc.tuple(fc.nat({ max: 600 }), fc.oneof(fc.nat({ max: 1000 }), fc.maxSafeNat()));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const payload = new PayloadBuffer();
        const parts = pieces.map(([length, expected], i) => {
          const part = pattern(length + 2, i);
          payload.append(part, 1, length + 1, expected);
          return part.subarray(1, length + 1);
        });
        const whole = concat(...parts);
        expect(payload.length).toBe(whole.length);
        const { bytes, capacity } = takeWithCapacity(payload);
        expect(toHex(bytes)).toBe(toHex(whole));
        expect(capacity).toBeLessThanOrEqual(Math.max(64, 4 * whole.length));
      }),
    );
  });

  it('hands out nothing of what was in its memory before', () => {
    for (let i = 0; i < 50; i++) {
      const payload = new PayloadBuffer();
      payload.append(pattern(5000), 0, 5000, 20_000);
      const bytes = payload.take();
      const room = new Uint8Array(bytes.buffer, bytes.byteLength);
      expect(room.length).toBe(15_000);
      expect(room.every((byte) => byte === 0)).toBe(true);
    }
  });

  it.each([14, 50])('keeps the memory of the source if what is expected fits into the room before it: %d', (start) => {
    const source = pattern(100);
    const payload = new PayloadBuffer();
    payload.append(source, start, 100, 14, 14);
    expect(payload.length).toBe(100 - start);
    payload.append(piece(100, 114), 0, 14, 0);
    const bytes = payload.take();
    expect(bytes.buffer).toBe(source.buffer);
    expect(toHex(bytes)).toBe(toHex(concat(piece(start, 100), piece(100, 114))));
  });

  it('leaves what stands before the room as it is', () => {
    const source = pattern(100);
    const payload = new PayloadBuffer();
    payload.append(source, 20, 100, 5, 10);
    payload.append(piece(100, 105), 0, 5, 0);
    expect(toHex(payload.take())).toBe(toHex(concat(piece(20, 100), piece(100, 105))));
    expect(toHex(source.subarray(0, 15))).toBe(toHex(pattern(15)));
  });

  it.each([
    ['more is expected than there is room', 14, 100, 15, 14],
    ['nothing is expected', 14, 100, 0, 14],
    ['something else follows it', 14, 99, 14, 14],
    ['it is less than half of the source', 51, 100, 14, 14],
  ])('copies a piece when %s', (_, start, end, expected, room) => {
    const source = pattern(100);
    const payload = new PayloadBuffer();
    payload.append(source, start, end, expected, room);
    expect(toHex(source)).toBe(toHex(pattern(100)));
    const bytes = payload.take();
    expect(bytes.buffer).not.toBe(source.buffer);
    expect(toHex(bytes)).toBe(toHex(piece(start, end)));
  });

  it('copies a second piece, whatever the room before it', () => {
    const source = pattern(100);
    const payload = new PayloadBuffer();
    payload.append(hex('ff'), 0, 1, 200);
    payload.append(source, 14, 100, 14, 14);
    expect(toHex(source)).toBe(toHex(pattern(100)));
    expect(toHex(payload.take())).toBe(`ff ${toHex(piece(14, 100))}`);
  });

  describe('of a long payload, a piece that is most of its memory', () => {
    const KIB = 1024;
    /** Appends pieces that belong to the buffer, of a payload with this length in all. */
    const gather = (payload: PayloadBuffer, declared: number, ...sources: Uint8Array[]) => {
      for (const source of sources) {
        payload.append(source, 0, source.length, declared - payload.length - source.length, 0);
      }
    };

    it('is not copied before a quarter of the payload has come, then once, to its place', () => {
      const sources = [0, 1, 2, 3].map((seed) => pattern(8 * KIB, seed));
      const payload = new PayloadBuffer();
      gather(payload, 32 * KIB + 1, sources[0]!);
      expect(payload.length).toBe(8 * KIB);
      sources[0]!.fill(7);
      gather(payload, 32 * KIB + 1, sources[1]!);
      // A quarter is here, and the copies have been made.
      sources[0]!.fill(8);
      sources[1]!.fill(8);
      gather(payload, 32 * KIB + 1, sources[2]!, sources[3]!, hex('ff'));
      const { bytes, capacity } = takeWithCapacity(payload);
      expect(capacity).toBe(32 * KIB + 1);
      expect(toHex(bytes)).toBe(
        toHex(
          concat(
            new Uint8Array(8 * KIB).fill(7),
            pattern(8 * KIB, 1),
            pattern(8 * KIB, 2),
            pattern(8 * KIB, 3),
            hex('ff'),
          ),
        ),
      );
    });

    it.each([
      ['it is short', pattern(4 * KIB - 1), 4 * KIB - 1, 0],
      ['it is less than half of its memory', new Uint8Array(16 * KIB).subarray(0, 8 * KIB - 1), 8 * KIB - 1, 0],
      ['it does not belong to the buffer', pattern(8 * KIB), 8 * KIB, undefined],
    ])('is copied at once when %s', (_, source, end, room) => {
      const payload = new PayloadBuffer();
      payload.append(source, 0, end, 1024 * KIB, room);
      const copy = source.slice();
      source.fill(1);
      expect(toHex(payload.take())).toBe(toHex(copy));
    });

    it('is handed out when no more comes', () => {
      const payload = new PayloadBuffer();
      gather(payload, 1024 * KIB, pattern(8 * KIB), pattern(4 * KIB, 1));
      expect(takeWithCapacity(payload)).toEqual({
        bytes: concat(pattern(8 * KIB), pattern(4 * KIB, 1)),
        capacity: 12 * KIB,
      });
      gather(payload, 2, hex('01'), hex('02'));
      expect(toHex(payload.take())).toBe('01 02');
    });

    it('stays in order among short ones and long ones, with never more than four times of what has come [10.4-1]', () => {
      const length = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 4 * KIB, max: 12 * KIB }));
      fc.assert(
        fc.property(fc.array(length, { minLength: 1, maxLength: 12 }), fc.nat({ max: 500 * KIB }), (lengths, more) => {
          const sources = lengths.map((count, i) => pattern(count, i));
          const whole = concat(...sources);
          const payload = new PayloadBuffer();
          gather(payload, whole.length + more, ...sources);
          expect(payload.length).toBe(whole.length);
          const { bytes, capacity } = takeWithCapacity(payload);
          expect(toHex(bytes)).toBe(toHex(whole));
          expect(capacity).toBeLessThanOrEqual(Math.max(64, 4 * whole.length));
        }),
      );
    });
  });
});

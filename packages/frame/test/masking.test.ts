import { applyMask, maskInto } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAsciiResult, maskInPlace, rotateKey, viewWords } from '../src/masking.ts';
import { concat, hex, pattern, toHex, utf8 } from './bytes.ts';

/** RFC 6455 section 5.3 as it is written: j = i MOD 4, transformed-octet-i = original-octet-i XOR masking-key-octet-j. */
function masked(original: Uint8Array, maskingKey: number, offset = 0): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, maskingKey);
  return original.map((octet, i) => octet ^ octets[(i + offset) % 4]!);
}

/** Whether two arrays hold the same bytes: `toEqual` is too slow for a hundred thousand of them. */
const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** A key that looks random and differs for each input. */
const keyFor = (n: number) => Math.imul(n + 1, 0x9e3779b1) >>> 0;

const anyKey = fc.nat({ max: 0xffff_ffff });

describe('applyMask', () => {
  it('masks and unmasks the example of RFC 6455 section 5.7', () => {
    const payload = utf8('Hello');
    expect(toHex(applyMask(payload, 0x37fa213d))).toBe('7f 9f 4d 51 58');
    expect(applyMask(payload, 0x37fa213d)).toEqual(utf8('Hello'));
  });

  it('changes the bytes it was given and returns them', () => {
    const payload = hex('00 00 00 00 00');
    expect(applyMask(payload, 0x01020304)).toBe(payload);
    expect(toHex(payload)).toBe('01 02 03 04 01');
  });

  it('leaves the bytes around a view alone', () => {
    const around = new Uint8Array(200);
    applyMask(around.subarray(33, 166), 0xffff_ffff);
    expect(around.findIndex((byte) => byte !== 0)).toBe(33);
    expect(around.findLastIndex((byte) => byte !== 0)).toBe(165);
  });

  it('goes on in the middle of a payload when told the offset', () => {
    const whole = masked(pattern(400), 0x37fa213d);
    for (const offset of [0, 1, 2, 3, 4, 5, 6, 7, 130, 399, 400]) {
      expect(toHex(applyMask(pattern(400).subarray(offset), 0x37fa213d, offset))).toBe(toHex(whole.subarray(offset)));
    }
  });

  it.each([2 ** 31 - 1, 2 ** 32 + 1, 2 ** 53 - 1])('knows the offset %d of a huge payload', (offset) => {
    expect(applyMask(pattern(9), 0x37fa213d, offset)).toEqual(masked(pattern(9), 0x37fa213d, offset % 4));
  });

  it.each([-1, 2 ** 32, 0.5, Number.NaN, '1', null, 1n])('refuses the masking key %s', (key) => {
    expect(() => applyMask(new Uint8Array(1), key as number)).toThrow(
      /^maskingKey: expected an integer from 0 to 4294967295, got /,
    );
  });

  it.each([-1, 2 ** 53, 0.5, Number.NaN, '1', null])('refuses the offset %s', (offset) => {
    expect(() => applyMask(new Uint8Array(1), 0, offset as number)).toThrow(
      /^offset: expected an integer from 0 to 9007199254740991, got /,
    );
  });

  it.each([['text'], [[1, 2]], [null], [new ArrayBuffer(4)], [new Uint16Array(4)]])(
    'refuses the payload %s',
    (payload) => {
      expect(() => applyMask(payload as unknown as Uint8Array, 0)).toThrow(/^payload: expected a Uint8Array, got /);
    },
  );
});

describe('maskInPlace', () => {
  it('agrees with the formula for every length to 300, every alignment to 7 and every start to 3', () => {
    const wrong: string[] = [];
    for (let alignment = 0; alignment < 8; alignment++) {
      for (let start = 0; start < 4; start++) {
        for (let length = 0; length <= 300; length++) {
          const bytes = new Uint8Array(new ArrayBuffer(320), alignment, start + length + 5);
          const original = pattern(bytes.length, length);
          const key = keyFor(length * 32 + alignment * 4 + start);
          bytes.set(original);
          maskInPlace(bytes, start, start + length, key);
          const expected = original.slice();
          expected.set(masked(original.subarray(start, start + length), key), start);
          if (!same(bytes, expected)) wrong.push(`length ${length}, alignment ${alignment}, start ${start}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('agrees with the formula for random bytes, keys, places and lengths', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), anyKey, fc.nat(), fc.nat(), (original, key, a, b) => {
        const [start, end] = [a % (original.length + 1), b % (original.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const bytes = original.slice();
        maskInPlace(bytes, start, end, key);
        const middle = masked(original.subarray(start, end), key);
        expect(toHex(bytes)).toBe(toHex(concat(original.subarray(0, start), middle, original.subarray(end))));
      }),
    );
  });

  it('says ASCII exactly when every byte of the result is below 0x80, wherever the other byte stands', () => {
    const wrong: string[] = [];
    for (let alignment = 0; alignment < 4; alignment++) {
      for (let length = 1; length <= 300; length++) {
        const bytes = new Uint8Array(new ArrayBuffer(304), alignment, length);
        const key = keyFor(length);
        const ascii = pattern(length).map((byte) => byte & 0x7f);
        // Each of the first and last bytes, which may go singly, and some of the others.
        for (let at = -1; at < length; at += at < 8 || at >= length - 8 ? 1 : 7) {
          const clear = ascii.slice();
          if (at >= 0) clear[at] = 0x80 | ascii[at]!;
          bytes.set(masked(clear, key));
          if (isAsciiResult(maskInPlace(bytes, 0, length, key)) !== at < 0) wrong.push(`length ${length}, byte ${at}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('looks at the bytes of the piece only when it says ASCII', () => {
    for (const length of [10, 200]) {
      const bytes = new Uint8Array(length + 8).fill(0xff);
      bytes.fill(0x41, 4, 4 + length);
      expect(isAsciiResult(maskInPlace(bytes, 4, 4 + length, 0x01020304))).toBe(true);
      expect(isAsciiResult(maskInPlace(bytes, 4, 4 + length, 0x01020384))).toBe(false);
    }
  });

  it('says ASCII for no bytes', () => {
    expect(isAsciiResult(maskInPlace(hex('ff'), 1, 1, 0xffff_ffff))).toBe(true);
  });
});

describe('rotateKey', () => {
  it('turns the key so that its first byte is the one that comes next', () => {
    const turned = [0, 1, 2, 3, 4, 5, 2 ** 32 + 3].map((count) => (rotateKey(0x81020384, count) >>> 0).toString(16));
    expect(turned).toEqual(['81020384', '2038481', '3848102', '84810203', '81020384', '2038481', '84810203']);
  });

  it('makes masking in pieces the same as masking at once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1000 }), anyKey, fc.array(fc.nat({ max: 300 })), (original, key, cuts) => {
        const bytes = original.slice();
        let [at, turned] = [0, key];
        for (const cut of [...cuts, bytes.length]) {
          const end = Math.min(at + cut, bytes.length);
          maskInPlace(bytes, at, end, turned);
          turned = rotateKey(turned, end - at);
          at = end;
        }
        expect(toHex(bytes)).toBe(toHex(masked(original, key)));
      }),
    );
  });
});

describe('maskInto', () => {
  it('masks a copy for every length to 300 and every alignment of target and source', () => {
    const wrong: string[] = [];
    for (let alignment = 0; alignment < 8; alignment++) {
      for (let length = 0; length <= 300; length++) {
        const source = new Uint8Array(new ArrayBuffer(320), length % 8, length);
        source.set(pattern(length, length));
        const target = new Uint8Array(new ArrayBuffer(320), alignment, length + 10).fill(0xee);
        const key = keyFor(length * 8 + alignment);
        maskInto(target, 6, source, key);
        const expected = concat(new Uint8Array(6).fill(0xee), masked(source, key), new Uint8Array(4).fill(0xee));
        if (!same(target, expected)) wrong.push(`length ${length}, alignment ${alignment}`);
        if (!same(source, pattern(length, length))) wrong.push(`length ${length}, source changed`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('an array whose words are viewed', () => {
  const LENGTH = 70;

  it.each([0, 1, 2, 3])('is masked in any piece of it, at offset %d in its buffer', (byteOffset) => {
    for (let start = 0; start <= 8; start++) {
      for (let end = start; end <= LENGTH; end++) {
        const bytes = new Uint8Array(new ArrayBuffer(byteOffset + LENGTH + 3), byteOffset, LENGTH);
        bytes.set(pattern(LENGTH));
        viewWords(bytes);
        const key = keyFor(start * LENGTH + end);
        const seen = maskInPlace(bytes, start, end, key);
        const expected = masked(pattern(LENGTH).subarray(start, end), key);
        expect(toHex(bytes)).toBe(toHex(concat(pattern(start), expected, pattern(LENGTH).subarray(end))));
        expect(isAsciiResult(seen)).toBe(expected.every((byte) => byte < 0x80));
      }
    }
  });

  it.each([0, 1, 2, 3])('may be shorter than a word, at offset %d in its buffer', (byteOffset) => {
    for (let length = 0; length < 8; length++) {
      const bytes = new Uint8Array(new ArrayBuffer(byteOffset + length), byteOffset, length);
      viewWords(bytes);
      expect(toHex(applyMask(bytes, 0x01020304))).toBe(toHex(masked(new Uint8Array(length), 0x01020304)));
    }
  });

  it('may be another one by the next call', () => {
    const [one, other] = [pattern(50), pattern(60)];
    viewWords(one);
    applyMask(other, 0x37fa213d);
    applyMask(one, 0x37fa213d);
    expect(toHex(other)).toBe(toHex(masked(pattern(60), 0x37fa213d)));
    expect(toHex(one)).toBe(toHex(masked(pattern(50), 0x37fa213d)));
  });

  it('may have been transferred away', () => {
    const bytes = pattern(64);
    viewWords(bytes);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(() => applyMask(bytes, 0x37fa213d)).not.toThrow();
  });
});

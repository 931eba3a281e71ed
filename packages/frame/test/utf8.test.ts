import { Utf8Validator } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, toHex, utf8 } from './bytes.ts';
import { wellFormedText } from './texts.ts';

const strict = new TextDecoder('utf-8', { fatal: true });

/** Whether bytes are whole, valid UTF-8, by the platform's decoder. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

// Every way to end a sequence after its first byte: the narrow second bytes of E0, ED, F0 and F4 are among them.
const endings = ['', '80', '90', 'a0', '80 80', '90 80', 'a0 80', '80 80 80', '90 80 80', 'a0 80 80'].map(hex);

/** The same without an exception, which is slow: what is not valid comes back as U+FFFD. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const survives = (bytes: Uint8Array) => toHex(utf8(lenient.decode(bytes))) === toHex(bytes);

/** Whether bytes are the beginning of valid UTF-8. */
const canBecomeUtf8 = (bytes: Uint8Array) => endings.some((ending) => survives(concat(bytes, ending)));

/** The position of the first byte after which nothing makes the text valid any more, or -1. */
function firstBadByte(bytes: Uint8Array): number {
  for (let end = 1; end <= bytes.length; end++) {
    if (!canBecomeUtf8(bytes.subarray(0, end))) return end - 1;
  }
  return -1;
}

/** What the validator says about bytes that come in these pieces: the position in all of them, and `complete`. */
function validate(...pieces: Uint8Array[]): { bad: number; complete: boolean | undefined } {
  const validator = new Utf8Validator();
  let before = 0;
  for (const piece of pieces) {
    const bad = validator.write(piece);
    if (bad !== -1) return { bad: before + bad, complete: undefined };
    before += piece.length;
  }
  return { bad: -1, complete: validator.complete };
}

/** What the validator must say. */
function expected(bytes: Uint8Array): { bad: number; complete: boolean | undefined } {
  const bad = firstBadByte(bytes);
  return { bad, complete: bad === -1 ? isUtf8(bytes) : undefined };
}

function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
}

describe('Utf8Validator', () => {
  it('agrees with TextDecoder on every single byte [8.1-1]', () => {
    const all = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    expect(all.map((bytes) => validate(bytes))).toEqual(all.map(expected));
  });

  it('agrees with TextDecoder on every pair of bytes, at once and one by one [8.1-1]', () => {
    const wrong: string[] = [];
    const ok = new Set(
      Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => canBecomeUtf8(Uint8Array.of(byte))),
    );
    for (let pair = 0; pair < 65536; pair++) {
      const bytes = Uint8Array.of(pair >> 8, pair & 0xff);
      const bad = !ok.has(pair >> 8) ? 0 : canBecomeUtf8(bytes) ? -1 : 1;
      const complete = bad === -1 ? isUtf8(bytes) : undefined;
      for (const said of [validate(bytes), validate(...bytewise(bytes))]) {
        if (said.bad !== bad || said.complete !== complete) wrong.push(pair.toString(16).padStart(4, '0'));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('agrees with TextDecoder at the boundaries of three- and four-byte sequences [8.1-1]', () => {
    const firsts = [0x7f, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
    const others = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    const wrong: string[] = [];
    for (const a of firsts) {
      for (const b of others) {
        for (const c of others) {
          for (const d of others) {
            const bytes = Uint8Array.of(a, b, c, d);
            const right = JSON.stringify(expected(bytes));
            const said = [validate(bytes), validate(...bytewise(bytes))].map((one) => JSON.stringify(one));
            if (said.some((one) => one !== right)) wrong.push(`${bytes}: ${said}, not ${right}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['an overlong slash of two bytes', 'c0 af', 0],
    ['an overlong slash of three bytes', 'e0 80 af', 1],
    ['an overlong slash of four bytes', 'f0 80 80 af', 1],
    ['the greatest overlong form of three bytes', 'e0 9f bf', 1],
    ['the greatest overlong form of four bytes', 'f0 8f bf bf', 1],
    ['the first surrogate', 'ed a0 80', 1],
    ['the last surrogate', 'ed bf bf', 1],
    ['the code point after the last one', 'f4 90 80 80', 1],
    ['a first byte of five', 'f8 88 80 80 80', 0],
    ['a continuation byte alone', '61 80', 1],
    ['a sequence that ASCII interrupts', 'e8 aa 61', 2],
    ['a sequence that another interrupts', 'f0 9f c3 a9', 2],
    ['a surrogate in the middle of text', '68 c3 a9 ed a0 bd ed b8 80 21', 4],
  ])('stops at %s, on the very byte [8.1-1]', (_, text, position) => {
    expect(validate(hex(text))).toEqual({ bad: position, complete: undefined });
    expect(validate(...bytewise(hex(text)))).toEqual({ bad: position, complete: undefined });
    // The same behind enough valid text for a platform's own validation to be asked.
    const before = utf8('κόσμε, 世界, 🌍: fifty bytes and some more, so that it is worth it');
    expect(validate(concat(before, hex(text)))).toEqual({ bad: before.length + position, complete: undefined });
    expect(validate(before, hex(text))).toEqual({ bad: before.length + position, complete: undefined });
  });

  it.each([
    '00',
    '7f',
    'c2 80',
    'df bf',
    'e0 a0 80',
    'ed 9f bf',
    'ee 80 80',
    'ef bb bf',
    'ef bf bd',
    'ef bf be',
    'ef bf bf',
    'f0 90 80 80',
    'f0 9f bf bf',
    'f4 8f bf bf',
  ])('takes %s, whole or cut anywhere, and is complete only at its end [5.6-1]', (text) => {
    const bytes = hex(text);
    expect(validate(bytes)).toEqual({ bad: -1, complete: true });
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(validate(bytes.subarray(0, cut))).toEqual({ bad: -1, complete: false });
      expect(validate(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ bad: -1, complete: true });
    }
  });

  it('agrees with TextDecoder on valid text that is spoiled or not, in any pieces [5.6-1] [8.1-1]', () => {
    const spoil = fc.option(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { nil: undefined });
    fc.assert(
      fc.property(wellFormedText.map(utf8), spoil, fc.array(fc.nat({ max: 40 })), (bytes, spoilt, cuts) => {
        if (spoilt !== undefined && bytes.length > 0) bytes[spoilt[0] % bytes.length] = spoilt[1];
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          pieces.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        expect(validate(...pieces)).toEqual(expected(bytes));
        expect(validate(...bytewise(bytes))).toEqual(expected(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with TextDecoder on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(validate(bytes)).toEqual(expected(bytes));
      }),
    );
  });

  it('finds one bad byte anywhere in long text', () => {
    const clean = utf8('aé語🌍'.repeat(20));
    for (let at = 0; at < clean.length; at++) {
      const bytes = clean.slice();
      bytes[at] = 0xff;
      expect(validate(bytes).bad).toBe(at);
    }
  });

  it('looks at what stands between start and end only, and counts from the start of the array', () => {
    const validator = new Utf8Validator();
    const bytes = concat(hex('ff ff'), utf8('sixty bytes of text.'.repeat(3)), hex('ff'));
    expect(validator.write(bytes, 2, 62)).toBe(-1);
    expect(validator.write(bytes, 2)).toBe(62);
    expect(validator.write(bytes, 1, 1)).toBe(-1);
  });

  it('forgets the narrow range of a second byte after it', () => {
    expect(validate(hex('e0 a0 80 e1 80 80'))).toEqual({ bad: -1, complete: true });
    expect(validate(hex('ed 9f bf ee bf bf'))).toEqual({ bad: -1, complete: true });
    expect(validate(hex('f4 8f bf bf f3 bf bf bf'))).toEqual({ bad: -1, complete: true });
  });
});

import { mayReceiveCloseCode } from '@rfc6455/close-codes';
import { type Close, decodeClosePayload, encodeClosePayload, MAX_REASON_BYTES, ProtocolError } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex, toHex, utf8 } from './bytes.ts';
import { wellFormedText } from './texts.ts';

const withCode = (code: number, rest = '') => concat(Uint8Array.of(code >> 8, code & 0xff), hex(rest));

/** The violation that a payload is. */
function violationOf(payload: Uint8Array): ProtocolError {
  const close = decodeClosePayload(payload);
  if (!(close instanceof ProtocolError)) throw new Error(`decoded as ${JSON.stringify(close)}`);
  return close;
}

describe('encodeClosePayload', () => {
  it('puts the code first, in network byte order, and the reason after it [5.5.1-1] [5.5.1-2] [5.5.1-3]', () => {
    expect(toHex(encodeClosePayload(1000, 'bye'))).toBe('03 e8 62 79 65');
    expect(toHex(encodeClosePayload(4999, 'é'))).toBe('13 87 c3 a9');
  });

  it('is empty without a code', () => {
    expect(encodeClosePayload()).toEqual(new Uint8Array(0));
    expect(encodeClosePayload(undefined, '')).toEqual(new Uint8Array(0));
  });

  it('is two bytes without a reason', () => {
    expect(toHex(encodeClosePayload(1001))).toBe('03 e9');
  });

  it('encodes each code that may be on the wire, and no other [7.4.1-3] [7.4.1-4] [7.4.1-6]', () => {
    const wrong: number[] = [];
    for (const code of [...Array(5001).keys(), 65535]) {
      let encoded: string | undefined;
      try {
        encoded = toHex(encodeClosePayload(code));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      if (encoded !== (mayReceiveCloseCode(code) ? toHex(withCode(code)) : undefined)) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it.each<[unknown, string]>([
    [1005, '1005'],
    [1006, '1006'],
    [1015, '1015'],
    [999, '999'],
    [5000, '5000'],
    [1000.5, '1000.5'],
    [66536, '66536'],
    [-1, '-1'],
    ['1000', "'1000'"],
    [null, 'null'],
    ['\u001b[2J', "'\\u001b[2J'"],
  ])('throws a RangeError for the code %j and shows it, case %#', (code, shown) => {
    expect(() => encodeClosePayload(code as number)).toThrow(
      new RangeError(`code: expected a close code that may be sent, got ${shown} (RFC 6455 section 7.4)`),
    );
  });

  it('takes a reason of 123 bytes and refuses one of 124, counted in UTF-8 [5.5-1]', () => {
    expect(MAX_REASON_BYTES).toBe(123);
    expect(encodeClosePayload(1000, 'a'.repeat(123))).toHaveLength(125);
    expect(encodeClosePayload(1000, '語'.repeat(41))).toHaveLength(125);
    expect(() => encodeClosePayload(1000, 'a'.repeat(124))).toThrow(
      new RangeError('reason: expected at most 123 bytes of UTF-8, got 124'),
    );
    expect(() => encodeClosePayload(1000, '語'.repeat(42))).toThrow(
      new RangeError('reason: expected at most 123 bytes of UTF-8, got 126'),
    );
  });

  it('sends a surrogate that stands alone as U+FFFD', () => {
    expect(toHex(encodeClosePayload(1000, 'a\ud800'))).toBe('03 e8 61 ef bf bd');
    expect(encodeClosePayload(1000, '\udc00'.repeat(41))).toHaveLength(125);
    expect(() => encodeClosePayload(1000, '\udc00'.repeat(42))).toThrow(RangeError);
  });

  it('throws a TypeError for a reason without a code', () => {
    expect(() => encodeClosePayload(undefined, 'bye')).toThrow(
      new TypeError('reason: a Close frame has a reason only beside a close code'),
    );
  });

  it.each<[unknown, string]>([
    [5, '5'],
    [null, 'null'],
    [new Float32Array(20), 'object'],
    [{ toString: () => 'bye' }, 'object'],
  ])('throws a TypeError for a reason that is not a string, case %#', (reason, shown) => {
    expect(() => encodeClosePayload(1000, reason as string)).toThrow(
      new TypeError(`reason: expected a string, got ${shown}`),
    );
  });
});

describe('decodeClosePayload', () => {
  it('says 1005 for an empty payload, which is what stands for no code', () => {
    expect(decodeClosePayload(new Uint8Array(0))).toEqual({ code: 1005, reason: '' });
  });

  it.each<[number, string, Close]>([
    [2, '03 e8', { code: 1000, reason: '' }],
    [3, '03 e8 61', { code: 1000, reason: 'a' }],
    [5, '0f a0 e8 aa 9e', { code: 4000, reason: '語' }],
    [5, '03 e9 ef bb bf', { code: 1001, reason: '\ufeff' }],
    [125, `0b b8 ${'61'.repeat(123)}`, { code: 3000, reason: 'a'.repeat(123) }],
  ])('decodes a payload of %d bytes [5.5.1-1] [5.5.1-2] [5.5.1-3]', (length, payload, close) => {
    expect(hex(payload)).toHaveLength(length);
    expect(decodeClosePayload(hex(payload))).toEqual(close);
  });

  it('refuses half a close code with 1002 [5.5.1-2]', () => {
    const error = violationOf(hex('03'));
    expect(error.code).toBe('CLOSE_PAYLOAD_TOO_SHORT');
    expect(error.closeCode).toBe(1002);
    expect(error.message).toBe('expected no bytes or at least 2 in a Close frame, got 1 (RFC 6455 section 5.5.1)');
  });

  it('decodes each code that may be on the wire and refuses all others [7.4.1-3] [7.4.1-4] [7.4.1-6]', () => {
    const wrong: number[] = [];
    for (const code of [...Array(5001).keys(), 65535]) {
      const close = decodeClosePayload(withCode(code));
      const expected = mayReceiveCloseCode(code) ? code : 'CLOSE_CODE_NOT_ALLOWED';
      if (close.code !== expected) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])('refuses the close code %d with 1002', (code) => {
    const error = violationOf(withCode(code, '61'));
    expect(error.closeCode).toBe(1002);
    expect(error.message).toBe(`expected a close code that may be sent, got ${code} (RFC 6455 section 7.4)`);
  });

  it.each([
    ['ff', '0xff at byte 0 of the reason'],
    ['61 62 80', '0x80 at byte 2 of the reason'],
    ['ed a0 80', '0xa0 at byte 1 of the reason'],
    ['61 f0 9f 98', 'a reason that ends inside a sequence'],
  ])('refuses the reason %s with 1007 and shows what is wrong [8.1-1]', (reason, got) => {
    const error = violationOf(withCode(1000, reason));
    expect(error.code).toBe('INVALID_UTF8');
    expect(error.closeCode).toBe(1007);
    expect(error.message).toBe(`expected valid UTF-8, got ${got} (RFC 6455 section 8.1)`);
  });

  it('names the close code rather than the reason when both are wrong', () => {
    expect(violationOf(withCode(1005, 'ff')).code).toBe('CLOSE_CODE_NOT_ALLOWED');
  });

  it('reads a view in the middle of other bytes', () => {
    const around = hex('ff ff 03 e8 6f 6b ff');
    expect(decodeClosePayload(around.subarray(2, 6))).toEqual({ code: 1000, reason: 'ok' });
  });

  it('decodes what was encoded', () => {
    const code = fc.oneof(fc.integer({ min: 3000, max: 4999 }), fc.constantFrom(1000, 1001, 1003, 1007, 1011, 1014));
    fc.assert(
      fc.property(code, wellFormedText, (code, text) => {
        const reason = Array.from(text).slice(0, 30).join('');
        expect(decodeClosePayload(encodeClosePayload(code, reason))).toEqual({ code, reason });
      }),
    );
  });

  it('never throws, and encodes to the same bytes whatever it accepted', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 125 }), fc.constantFrom(1000, 1005, 3000, 4999), (rest, code) => {
        for (const payload of [rest, concat(withCode(code), rest.slice(0, 123)), concat(withCode(code), utf8('ok'))]) {
          const close = decodeClosePayload(payload);
          if (close instanceof ProtocolError) {
            expect([1002, 1007]).toContain(close.closeCode);
          } else {
            expect(toHex(encodeClosePayload(payload.length === 0 ? undefined : close.code, close.reason))).toBe(
              toHex(payload),
            );
          }
        }
      }),
    );
  });
});

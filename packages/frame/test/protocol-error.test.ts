import { closeCodes } from '@rfc6455/close-codes';
import { ProtocolError, type ProtocolErrorCode, VIOLATIONS } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { violation } from '../src/protocol-error.ts';

const codes = Object.keys(VIOLATIONS) as ProtocolErrorCode[];
const codesWith = (closeCode: number) => codes.filter((code) => VIOLATIONS[code].closeCode === closeCode);

describe('VIOLATIONS', () => {
  it('answers what breaks the protocol with 1002', () => {
    expect(codesWith(1002)).toEqual([
      'RESERVED_BITS_SET',
      'RESERVED_OPCODE',
      'FRAGMENTED_CONTROL_FRAME',
      'CONTROL_FRAME_TOO_LONG',
      'CONTINUATION_WITHOUT_START',
      'MESSAGE_INSIDE_MESSAGE',
      'UNMASKED_FRAME_FROM_CLIENT',
      'MASKED_FRAME_FROM_SERVER',
      'LENGTH_NOT_MINIMAL',
      'LENGTH_MOST_SIGNIFICANT_BIT',
      'CLOSE_PAYLOAD_TOO_SHORT',
      'CLOSE_CODE_NOT_ALLOWED',
    ]);
  });

  it('answers data that does not fit its type with 1007', () => {
    expect(codesWith(1007)).toEqual(['INVALID_UTF8', 'EXTENSION_DATA_INVALID']);
  });

  it('answers what is over a limit with 1009, and too many fragments with 1008', () => {
    expect(codesWith(1009)).toEqual(['FRAME_TOO_LARGE', 'MESSAGE_TOO_LARGE']);
    expect(codesWith(1008)).toEqual(['TOO_MANY_FRAGMENTS']);
  });

  it('uses close codes that may be on the wire only', () => {
    const onWire = new Set<number>(closeCodes.filter((entry) => entry.onWire).map((entry) => entry.code));
    expect(codes.filter((code) => !onWire.has(VIOLATIONS[code].closeCode))).toEqual([]);
  });

  it('names a section for each, and words of its own for what was expected', () => {
    expect(codes.filter((code) => !/^\d+(\.\d+)*$/.test(VIOLATIONS[code].section))).toEqual([]);
    expect(codes.filter((code) => !/^[a-z].{9,}$/.test(VIOLATIONS[code].expected))).toEqual([]);
    expect(new Set(codes.map((code) => VIOLATIONS[code].expected)).size).toBe(codes.length);
  });
});

describe('ProtocolError', () => {
  it.each(codes)('takes close code and section of %s from the table', (code) => {
    const error = new ProtocolError(code, 'expected this, got that');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ProtocolError');
    expect(error.code).toBe(code);
    expect(error.closeCode).toBe(VIOLATIONS[code].closeCode);
    expect(error.section).toBe(VIOLATIONS[code].section);
    expect(error.message).toBe(`expected this, got that (RFC 6455 section ${VIOLATIONS[code].section})`);
  });

  it('prints its name and message', () => {
    expect(String(new ProtocolError('INVALID_UTF8', 'expected valid UTF-8, got 0xff'))).toBe(
      'ProtocolError: expected valid UTF-8, got 0xff (RFC 6455 section 8.1)',
    );
  });

  it('chains the error below it as its cause', () => {
    const cause = new Error('incorrect data check');
    expect(new ProtocolError('EXTENSION_DATA_INVALID', 'inflate failed', { cause }).cause).toBe(cause);
    expect('cause' in new ProtocolError('EXTENSION_DATA_INVALID', 'inflate failed')).toBe(false);
  });
});

describe('violation', () => {
  it("says what was expected in the table's words", () => {
    const error = violation('MASKED_FRAME_FROM_SERVER', 'a masked one');
    expect(error.code).toBe('MASKED_FRAME_FROM_SERVER');
    expect(error.message).toBe('expected a frame that is not masked, got a masked one (RFC 6455 section 5.1)');
  });
});

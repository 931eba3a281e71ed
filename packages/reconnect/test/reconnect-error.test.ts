import { RECONNECT_ERRORS, ReconnectError, type ReconnectErrorCode } from '@rfc6455/reconnect';
import { describe, expect, it } from 'vitest';

describe('ReconnectError', () => {
  it.each(Object.keys(RECONNECT_ERRORS) as ReconnectErrorCode[])(
    'takes section and meaning of %s from the table',
    (code) => {
      const cause = new Error('below');
      const error = new ReconnectError(code, 'detail', { cause });
      const { section, meaning } = RECONNECT_ERRORS[code];
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: 'ReconnectError', code, section, cause });
      expect(error.message).toBe(`${meaning}: detail (RFC 6455 section ${section})`);
    },
  );

  it('has a section of the RFC for every code', () => {
    expect(Object.values(RECONNECT_ERRORS).filter(({ section }) => !/^\d+(\.\d+)*$/.test(section))).toEqual([]);
  });
});

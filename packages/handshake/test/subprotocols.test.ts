import { formatSubprotocols, parseSubprotocols, selectSubprotocol } from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from './helpers.ts';

const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,8}$/);

describe('parseSubprotocols', () => {
  it('takes the list of section 1.3 in its order', () => {
    expect(parseSubprotocols(['chat, superchat'])).toEqual(['chat', 'superchat']);
  });

  it('takes several fields for one list [11.3.4-1]', () => {
    expect(parseSubprotocols(['chat', 'superchat,mqtt'])).toEqual(['chat', 'superchat', 'mqtt']);
  });

  it('takes names that differ in case, and the names of an object, for different names', () => {
    expect(parseSubprotocols(['a, A, __proto__, constructor, toString'])).toHaveLength(5);
  });

  it('gives an empty list without a field', () => {
    expect(parseSubprotocols([])).toEqual([]);
  });

  it.each([
    ['two words', 'a b', '"b"'],
    ['a quoted string', '"a"', '"\\""'],
    ['a parameter', 'a;b', '";"'],
    ['a character above ASCII', 'caf\xe9', '"\\u00e9"'],
    ['no element', '', 'nothing'],
    ['empty elements only', ' , ,', 'nothing'],
    ['a name twice', 'a, b, a', '"a name twice"'],
  ])('refuses %s [4.1-32]', (_, value, came) => {
    const error = errorOf(() => parseSubprotocols([value]));
    expect(error).toMatchObject({ code: 'INVALID_SUBPROTOCOLS', status: 400, section: '4.3' });
    expect(error.message).toBe(
      `expected subprotocols that are tokens and all differ, got ${came} (RFC 6455 section 4.3)`,
    );
  });

  it('refuses a name that two fields have [4.1-32]', () => {
    expect(errorOf(() => parseSubprotocols(['a', 'a'])).code).toBe('INVALID_SUBPROTOCOLS');
  });

  it('does not tell a secret that somebody has put there', () => {
    for (const value of ['token, c2VjcmV0==', 'c2VjcmV0, c2VjcmV0']) {
      expect(errorOf(() => parseSubprotocols([value])).message).not.toContain('c2VjcmV0');
    }
  });

  it('is the inverse of formatSubprotocols', () => {
    fc.assert(
      fc.property(fc.uniqueArray(token, { minLength: 1 }), (names) => {
        expect(parseSubprotocols([formatSubprotocols(names)])).toEqual(names);
      }),
    );
  });
});

describe('formatSubprotocols', () => {
  it('writes the list of section 1.3', () => {
    expect(formatSubprotocols(['chat', 'superchat'])).toBe('chat, superchat');
  });

  it.each([[[]], [['']], [['a b']], [['a,b']], [['a', 'a']], [['a\r\nX: y']], [['é']]])(
    'refuses %j [4.1-32]',
    (names) => {
      expect(() => formatSubprotocols(names)).toThrow(TypeError);
    },
  );

  it('tells the character that does not fit, and not the name, which may be a secret', () => {
    const expectRefused = (names: readonly string[], came: string) =>
      expect(() => formatSubprotocols(names)).toThrow(
        new TypeError(`expected subprotocols that are tokens and all differ, got ${came}`),
      );
    expectRefused(['chat', 'secret key'], '" "');
    expectRefused(['secret', 'secret'], '"a name twice"');
    expectRefused(['secret', ''], '""');
    expectRefused([], 'nothing');
  });

  it('refuses a name that is not a string', () => {
    expect(() => formatSubprotocols([['a'] as unknown as string])).toThrow(TypeError);
  });
});

describe('selectSubprotocol', () => {
  it('takes the first that the client offers and the server supports [4.2.2-8]', () => {
    expect(selectSubprotocol(['v3', 'v2', 'v1'], ['v1', 'v2'])).toBe('v2');
  });

  it('takes none when there is none in common, or the case differs [4.2.2-8]', () => {
    expect(selectSubprotocol(['v3'], ['v1', 'V3'])).toBeUndefined();
    expect(selectSubprotocol([], ['v1'])).toBeUndefined();
    expect(selectSubprotocol(['v1'], [])).toBeUndefined();
  });
});

describe('formatSubprotocols, for a name that is no token,', () => {
  it('quotes the character that does not fit, in the first name too', () => {
    expect(() => formatSubprotocols(['a b', 'c'])).toThrow(
      'expected subprotocols that are tokens and all differ, got " "',
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  isFieldValue,
  isToken,
  isVisible,
  misfit,
  QUOTED_TOKEN,
  runEnd,
  spaceEnd,
  TOKEN,
  trim,
} from '../src/characters.ts';

const all = Array.from({ length: 0x120 }, (_, code) => String.fromCharCode(code));

describe('the sets of characters', () => {
  it('have the tokens of RFC 2616 §2.2: no control, no separator, nothing above ASCII [4.1-32]', () => {
    const separators = '()<>@,;:\\"/[]?={} \t';
    const expected = all.filter(
      (character) => character > ' ' && character < '\x7f' && !separators.includes(character),
    );
    expect(all.filter(isToken)).toEqual(expected);
    expect(expected).toHaveLength(77);
  });

  it('have every octet but the controls in a header value, and tab', () => {
    const expected = all.filter(
      (character) => character === '\t' || (character >= ' ' && character !== '\x7f' && character <= '\xff'),
    );
    expect(all.filter(isFieldValue)).toEqual(expected);
  });

  it('have the visible characters of ASCII from "!" to "~"', () => {
    expect(all.filter(isVisible)).toEqual(all.slice(0x21, 0x7f));
  });
});

describe('isToken, isVisible and isFieldValue', () => {
  it('look at every character', () => {
    expect([isToken('abc'), isToken('ab c'), isToken('abc\n')]).toEqual([true, false, false]);
    expect([isVisible('a?b'), isVisible('a b'), isVisible('ab\n')]).toEqual([true, false, false]);
    expect([isFieldValue('a b'), isFieldValue('a b\n'), isFieldValue('\0')]).toEqual([true, false, false]);
  });

  it('differ about the empty string', () => {
    expect([isToken(''), isVisible(''), isFieldValue('')]).toEqual([false, false, true]);
  });

  it('refuse what is not a string', () => {
    for (const value of [undefined, null, 5, ['a'], { length: 0 }, new String('a')]) {
      expect([isToken(value), isVisible(value), isFieldValue(value)]).toEqual([false, false, false]);
    }
  });
});

describe('runEnd and spaceEnd', () => {
  it('find where a run ends, also one that is empty', () => {
    expect(runEnd('a\\"b', 0, QUOTED_TOKEN)).toBe(2);
    expect(runEnd('a"b', 1, QUOTED_TOKEN)).toBe(1);
    expect(runEnd('abc', 1, QUOTED_TOKEN)).toBe(3);
    expect(spaceEnd('a \t b', 1)).toBe(4);
    expect(spaceEnd('a', 1)).toBe(1);
  });
});

describe('misfit', () => {
  it('is the first character that does not belong to the set, or what is no text at all', () => {
    expect(misfit('secret key', TOKEN)).toBe(' ');
    expect(misfit('secret', TOKEN)).toBe('');
    expect(misfit(5, TOKEN)).toBe(5);
  });
});

describe('trim', () => {
  it('takes spaces and tabs from both ends, and nothing else', () => {
    expect(trim(' \t a b\t ')).toBe('a b');
    expect(trim('a')).toBe('a');
    expect(trim('')).toBe('');
    expect(trim(' \t ')).toBe('');
    expect(trim('\xa0a\xa0')).toBe('\xa0a\xa0');
  });
});

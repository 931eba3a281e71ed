import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FieldScanner, findDuplicate, scanList } from '../src/field-scanner.ts';

const malformed = (came: string | undefined): Error => new Error(`malformed at ${came}`);
const tokens = (...values: readonly string[]): string[] => scanList(values, (scanner) => scanner.token(), malformed);

describe('scanList', () => {
  it('takes the elements of all fields in order [11.3.4-1]', () => {
    expect(tokens('a,b', 'c')).toEqual(['a', 'b', 'c']);
    expect(tokens('\ta ,\t b\t')).toEqual(['a', 'b']);
  });

  it('skips empty elements, as the list rule of RFC 2616 has it', () => {
    expect(tokens('a,,b')).toEqual(['a', 'b']);
    expect(tokens(', a , ,')).toEqual(['a']);
    expect(tokens('', 'a', ',')).toEqual(['a']);
  });

  it('gives nothing for no field', () => {
    expect(tokens()).toEqual([]);
  });

  it('asks for one element when there is a field', () => {
    for (const values of [[''], [','], [' , '], ['', '']]) {
      expect(() => tokens(...values)).toThrow('malformed at undefined');
    }
  });

  it('says at which character a value breaks the grammar', () => {
    expect(() => tokens('a b')).toThrow('malformed at b');
    expect(() => tokens('a, "b"')).toThrow('malformed at "');
    expect(() => tokens('a=b')).toThrow('malformed at =');
    expect(() => tokens('a', 'b', '\xe9')).toThrow('malformed at \xe9');
  });
});

describe('quotedToken', () => {
  const quoted = (value: string): string | undefined => new FieldScanner(value).quotedToken();

  it('takes the value out of the quotes, unescaped [4.3-1]', () => {
    expect(quoted('"abc"')).toBe('abc');
    expect(quoted('"a\\bc"')).toBe('abc');
    expect(quoted('"\\a\\b\\c" ; x')).toBe('abc');
  });

  it.each([
    ['nothing', '""'],
    ['a space', '"a b"'],
    ['a separator', '"a;b"'],
    ['an escaped quote', '"a\\"b"'],
    ['an escaped backslash', '"a\\\\b"'],
    ['two of them', '"\\\\\\\\"'],
    ['three backslashes', '"\\\\\\a"'],
    ['a backslash at the end', '"a\\'],
    ['an escaped end', '"a\\"'],
    ['no end', '"a'],
    ['no more than the start', '"'],
    ['an escaped separator', '"a\\;b"'],
    ['a character above ASCII', '"\xe9"'],
  ])('refuses %s between the quotes [4.3-1]', (_, value) => {
    expect(quoted(value)).toBeUndefined();
  });

  it('agrees with unescaping character by character', () => {
    const characters = fc.string({ unit: fc.constantFrom('a', '\\', '"', ' '), maxLength: 12 });
    fc.assert(
      fc.property(characters, (content) => {
        let value = '';
        let at = 0;
        while (at < content.length && content[at] !== '"') {
          if (content[at] === '\\') at++;
          value += content[at++] ?? '"';
        }
        const ends = at === content.length || content[at] === '"';
        const expected = ends && /^a+$/.test(value) ? value : undefined;
        expect(quoted(`"${content}"`)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('findDuplicate', () => {
  it('finds the first name that is there twice', () => {
    expect(findDuplicate(['a', 'b', 'b', 'a'])).toBe('b');
    expect(findDuplicate(['a', 'A', '__proto__', 'constructor'])).toBeUndefined();
    expect(findDuplicate(['__proto__', '__proto__'])).toBe('__proto__');
    expect(findDuplicate([])).toBeUndefined();
  });
});

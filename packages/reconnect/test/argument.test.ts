import { describe, expect, it } from 'vitest';
import { quote, quoteThrown, requireFunction, requireInteger } from '../src/argument.ts';

describe('quote', () => {
  it.each<[unknown, string]>([
    ['a', '"a"'],
    ['\r\n\x1b[31m\u0085\u202e', '"\\r\\n\\u001b[31m\\u{85}\\u{202e}"'],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ secret: 1 }, 'object'],
    [() => 'secret', 'function'],
    [Symbol('secret'), 'symbol'],
  ])('shows %s as %s', (value, text) => {
    expect(quote(value)).toBe(text);
  });

  it('cuts a long text to 100 characters', () => {
    expect(quote('x'.repeat(1e6))).toHaveLength(102);
  });
});

describe('quoteThrown', () => {
  it('shows the message of an error, or what else was thrown', () => {
    expect([quoteThrown(new TypeError('a\n')), quoteThrown('b'), quoteThrown(undefined)]).toEqual([
      '"a\\n"',
      '"b"',
      'undefined',
    ]);
  });
});

describe('requireInteger', () => {
  it('returns an integer within the bounds', () => {
    expect([requireInteger('n', 1, 1, 3), requireInteger('n', 3, 1, 3)]).toEqual([1, 3]);
  });

  it.each([0, 4, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('throws a RangeError for %d', (value) => {
    expect(() => requireInteger('n', value, 1, 3)).toThrow(
      new RangeError(`n: expected an integer from 1 to 3, got ${value}`),
    );
  });

  it.each(['2', null, undefined, 2n, {}])('throws a TypeError for %s', (value) => {
    expect(() => requireInteger('n', value as number, 1, 3)).toThrow(TypeError);
  });
});

describe('requireFunction', () => {
  it('returns a function', () => {
    expect(requireFunction('f', quote)).toBe(quote);
  });

  it('throws a TypeError for anything else', () => {
    expect(() => requireFunction('f', 'x')).toThrow(new TypeError('f: expected a function, got "x"'));
  });
});

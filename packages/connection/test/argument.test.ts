import { describe, expect, it } from 'vitest';
import { checkBytes, checkLimit, excerpt } from '../src/argument.ts';

describe('excerpt', () => {
  it.each([
    ['a string', 'text', "'text'"],
    ['control characters', 'a\u0000\u001b[31m\r\n', "'a\\u0000\\u001b[31m\\u000d\\u000a'"],
    ['characters that are not ASCII', 'é\u202e😀', "'\\u00e9\\u202e\\ud83d\\ude00'"],
    ['a number', 1005, '1005'],
    ['not a number', Number.NaN, 'NaN'],
    ['a bigint', 1000n, '1000'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a function', () => 'its source', 'a function'],
    ['an array', [1, 2], '[object Array]'],
    ['an object without a prototype', Object.create(null), '[object Object]'],
    ['a promise', Promise.resolve(), '[object Promise]'],
    ['a view', new Uint16Array(2), '[object Uint16Array]'],
  ])('shows %s', (_, value, shown) => {
    expect(excerpt(value)).toBe(shown);
  });

  it('cuts what is long to 100 characters', () => {
    expect(excerpt('a'.repeat(1e6))).toBe(`'${'a'.repeat(99)}`);
    expect(excerpt({ [Symbol.toStringTag]: 'x'.repeat(1000) })).toBe(`[object ${'x'.repeat(92)}`);
  });
});

describe('checkBytes', () => {
  it('lets a Uint8Array pass, and what is derived from it', () => {
    class Derived extends Uint8Array {}
    for (const bytes of [new Uint8Array(0), new Derived(2)]) expect(checkBytes('x', bytes)).toBeUndefined();
  });

  it.each([new Uint16Array(1), new ArrayBuffer(1), [1], 'a', null, undefined, 1])('refuses %s', (value) => {
    expect(() => checkBytes('x', value as never)).toThrow(
      new TypeError(`x: expected a Uint8Array, got ${excerpt(value)}`),
    );
  });
});

describe('checkLimit', () => {
  it('returns the limit, or the default where there is none', () => {
    expect(checkLimit('maxX', 5, 7, 1)).toBe(5);
    expect(checkLimit('maxX', undefined, 7, 1)).toBe(7);
  });

  it.each([1, 2, Number.MAX_SAFE_INTEGER])('takes %d where at least 1 is asked for', (value) => {
    expect(checkLimit('maxX', value, 7, 1)).toBe(value);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5', null, {}])('refuses %s', (value) => {
    expect(() => checkLimit('maxX', value as number, 7, 1)).toThrow(
      new RangeError(`maxX: expected an integer from 1 to 2^53 - 1, got ${excerpt(value)}`),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBytes, checkInteger, excerpt } from '../src/argument.ts';

describe('checkInteger', () => {
  it.each([0, 1, 6, 7])('lets %d pass where 7 is the greatest', (value) => {
    expect(checkInteger('bits', value, 7)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [8, '8'],
    [-1, '-1'],
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['7', "'7'"],
    [7n, '7'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{ valueOf: () => 7 }, 'object'],
    [Object.create(null), 'object'],
    [Symbol('bits'), 'Symbol(bits)'],
  ])('throws a RangeError that shows what came, case %#', (value, shown) => {
    expect(() => checkInteger('bits', value as number, 7)).toThrow(
      new RangeError(`bits: expected an integer from 0 to 7, got ${shown}`),
    );
  });
});

describe('checkBytes', () => {
  it('lets a Uint8Array pass, and whatever extends it', () => {
    class Bytes extends Uint8Array {}
    expect(checkBytes('payload', new Uint8Array(3))).toBeUndefined();
    expect(checkBytes('payload', new Bytes(3))).toBeUndefined();
  });

  it.each<[unknown, string]>([
    ['text', "'text'"],
    [5, '5'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[1, 2], 'object'],
    [new ArrayBuffer(8), 'object'],
    [new Float32Array(2), 'object'],
    [new Uint8ClampedArray(2), 'object'],
    [new DataView(new ArrayBuffer(8)), 'object'],
    [() => 1, 'function'],
  ])('throws a TypeError that shows what came, case %#', (value, shown) => {
    expect(() => checkBytes('payload', value as Uint8Array)).toThrow(
      new TypeError(`payload: expected a Uint8Array, got ${shown}`),
    );
  });
});

describe('excerpt', () => {
  it('escapes control characters and everything beyond ASCII', () => {
    expect(excerpt('a\r\n\u001b[31m\u007f\u0085\u202e')).toBe("'a\\u000d\\u000a\\u001b[31m\\u007f\\u0085\\u202e'");
    expect(excerpt(Symbol('\u001b'))).toBe('Symbol(\\u001b)');
  });

  it('cuts a long value to 100 characters', () => {
    expect(excerpt('x'.repeat(1e6))).toBe(`'${'x'.repeat(99)}`);
    expect(excerpt(10n ** 200n)).toBe(`1${'0'.repeat(99)}`);
  });

  it('gives printable ASCII of a bounded length for any value', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }), (value) => {
        expect(excerpt(value)).toMatch(/^[ -~]{1,600}$/);
      }),
    );
  });
});

import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  clampToUnsignedShort,
  defineConstants,
  defineInterface,
  enforceUnsignedShort,
  requireArguments,
  toBufferSource,
  toDictionary,
  toSequence,
  toUsvString,
} from '../src/web-idl.ts';

describe('conversions of Web IDL', () => {
  it('says how many arguments are missing', () => {
    expect(() => requireArguments('send', 0, 1)).toThrow(new TypeError('send: expected at least 1 argument, got 0'));
    expect(() => requireArguments('send', 1, 1)).not.toThrow();
  });

  it('makes strings without a surrogate that stands alone', () => {
    expect(['a\ud800', '\udc00\ud800', '😀', 1, null, [2]].map(toUsvString)).toEqual([
      'a\ufffd',
      '\ufffd\ufffd',
      '😀',
      '1',
      'null',
      '2',
    ]);
    expect(() => toUsvString(Symbol('a'))).toThrow(TypeError);
  });

  it('clamps to 16 bits, and rounds to the nearest integer, of two to the even one', () => {
    const cases = new Map<unknown, number>([
      [-1, 0],
      [0.5, 0],
      [1.5, 2],
      [2.5, 2],
      [2.51, 3],
      [65_535.6, 65_535],
      [Number.POSITIVE_INFINITY, 65_535],
      [Number.NaN, 0],
      ['1000', 1000],
      [null, 0],
      [{}, 0],
    ]);
    for (const [value, expected] of cases) expect(clampToUnsignedShort(value), String(value)).toBe(expected);
  });

  it('enforces 16 bits, cut to an integer', () => {
    expect([0, 3000.9, '4000', -0.9, null].map((value) => enforceUnsignedShort('code', value))).toEqual([
      0, 3000, 4000, -0, 0,
    ]);
    for (const bad of [-1, 65_536, Number.NaN, Number.POSITIVE_INFINITY, 'x', {}]) {
      expect(() => enforceUnsignedShort('code', bad)).toThrow(new TypeError('code: expected a number from 0 to 65535'));
    }
  });

  it('takes an object or nothing for a dictionary', () => {
    expect(toDictionary('options', undefined)).toEqual({});
    expect(toDictionary('options', null)).toEqual({});
    const options = { a: 1 };
    expect(toDictionary('options', options)).toBe(options);
    const some = () => {};
    expect(toDictionary('options', some)).toBe(some);
    expect(() => toDictionary('options', 1 as unknown as object)).toThrow('options: expected an object, got number');
  });

  it('makes a sequence of what can be iterated over, strings excepted', () => {
    expect(toSequence('protocols', new Set(['a', 1]))).toEqual(['a', '1']);
    for (const bad of ['a', {}, null, undefined]) expect(() => toSequence('protocols', bad)).toThrow(TypeError);
  });

  it('knows buffers and views of any realm, of fixed length and not shared', () => {
    const foreign = runInNewContext('new Uint8Array([1, 2])');
    for (const value of [new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), foreign, foreign.buffer]) {
      expect(toBufferSource(value)).toBe(value);
    }
    for (const value of [1, 'a', {}, [], new SharedArrayBuffer(1)]) expect(toBufferSource(value)).toBeUndefined();
    const Resizable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer;
    const resizable = new Resizable(1, { maxByteLength: 2 });
    for (const value of [resizable, new Uint8Array(resizable), new Uint8Array(new SharedArrayBuffer(1))]) {
      expect(() => toBufferSource(value)).toThrow(TypeError);
    }
  });

  it('dresses a class up as an interface', () => {
    class Thing {
      get value() {
        return 1;
      }
      method() {}
    }
    defineInterface(Thing);
    defineConstants(Thing, { ONE: 1 });
    const names = [];
    for (const name in new Thing()) names.push(name);
    expect(names.sort()).toEqual(['ONE', 'method', 'value']);
    expect(String(new Thing())).toBe('[object Thing]');
    expect(Reflect.set(Thing, 'ONE', 2)).toBe(false);
  });
});

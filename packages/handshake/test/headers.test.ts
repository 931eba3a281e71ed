import { type HeaderList, headerValues } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { requestFault } from '../src/handshake-error.ts';
import { formatHeaders, listIncludes, singleValue } from '../src/headers.ts';
import { errorOf } from './helpers.ts';

const headers: HeaderList = [
  ['A', '1'],
  ['b', '2'],
  ['a', '3'],
  ['__proto__', '4'],
  ['constructor', '5'],
];

describe('headerValues', () => {
  it('finds a name in any case, and keeps order and duplicates', () => {
    expect(headerValues(headers, 'A')).toEqual(['1', '3']);
    expect(headerValues(headers, 'a')).toEqual(['1', '3']);
    expect(headerValues(headers, 'B')).toEqual(['2']);
    expect(headerValues(headers, 'c')).toEqual([]);
  });

  it('takes the names of an object for names like any other', () => {
    expect(headerValues(headers, '__proto__')).toEqual(['4']);
    expect(headerValues(headers, 'Constructor')).toEqual(['5']);
    expect(headerValues(headers, 'toString')).toEqual([]);
  });
});

describe('singleValue', () => {
  it('gives the value, or undefined without one', () => {
    expect(singleValue(headers, 'B', requestFault)).toBe('2');
    expect(singleValue(headers, 'c', requestFault)).toBeUndefined();
  });

  it('refuses two', () => {
    const error = errorOf(() => singleValue(headers, 'A', requestFault));
    expect(error).toMatchObject({ code: 'DUPLICATE_HEADER', status: 400, section: '11.3' });
    expect(error.message).toBe('expected this header once, got "A, 2 times" (RFC 6455 section 11.3)');
  });
});

describe('listIncludes', () => {
  it('finds a token in any case, between others, and in any of the fields', () => {
    expect(listIncludes(['keep-alive, Upgrade'], 'upgrade')).toBe(true);
    expect(listIncludes(['keep-alive', 'x,\tUPGRADE ,'], 'upgrade')).toBe(true);
  });

  it('does not find a part of a token', () => {
    for (const value of ['', ',', 'upgrades', 'no upgrade', 'x-upgrade', '"upgrade"', 'upgrade;q=1', '\xa0upgrade']) {
      expect(listIncludes([value], 'upgrade')).toBe(false);
    }
    expect(listIncludes([], 'upgrade')).toBe(false);
  });
});

describe('formatHeaders', () => {
  it('writes a line for each field, in order', () => {
    expect(
      formatHeaders([
        ['Set-Cookie', 'a=1'],
        ['X', ''],
        ['Set-Cookie', '\xe9\t2'],
      ]),
    ).toBe('Set-Cookie: a=1\r\nX: \r\nSet-Cookie: \xe9\t2\r\n');
    expect(formatHeaders([['__proto__', 'x']])).toBe('__proto__: x\r\n');
    expect(formatHeaders([])).toBe('');
  });

  it.each(['', 'a b', 'a:', 'X\r\nY', 'é', 'a\0'])('refuses the name %j', (name) => {
    expect(() => formatHeaders([[name, 'x']])).toThrow(TypeError);
    expect(() => formatHeaders([[name, 'x']])).toThrow('expected a token and a colon right after it, got "');
  });

  it.each(['a\r\nX: y', 'a\n', '\r', '\0', '\x7f', '\u0100', '\u{1f600}'])('refuses the value %j', (value) => {
    expect(() => formatHeaders([['x', value]])).toThrow(TypeError);
    expect(() => formatHeaders([['x', value]])).toThrow('expected a head without control characters, got "');
  });

  it('tells the character that does not fit, and neither a value nor what follows a name: they may be secrets', () => {
    expect(() => formatHeaders([['Authorization', 'Bearer secret\n']])).toThrow(
      new TypeError('expected a head without control characters, got "\\n"'),
    );
    expect(() => formatHeaders([['Authorization: secret', 'x']])).toThrow(
      new TypeError('expected a token and a colon right after it, got ":"'),
    );
  });

  it.each([
    'Host',
    'HOST',
    'Upgrade',
    'Connection',
    'Content-Length',
    'Transfer-Encoding',
    'Sec-WebSocket-Key',
    'sec-websocket-accept',
    'Sec-WebSocket-Anything',
  ])('refuses %s, which the handshake writes itself', (name) => {
    expect(() => formatHeaders([[name, 'x']])).toThrow(
      new TypeError(`expected no header that the handshake writes itself, got "${name}"`),
    );
  });

  it('refuses one more name where the caller says so', () => {
    expect(formatHeaders([['Origin', 'null']])).toBe('Origin: null\r\n');
    expect(() => formatHeaders([['Origin', 'null']], 'origin')).toThrow(TypeError);
  });
});

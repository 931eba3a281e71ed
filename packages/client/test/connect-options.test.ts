import { describe, expect, it } from 'vitest';
import { type ConnectOptions, checkConnectOptions, toHeaderList } from '../src/connect-options.ts';

describe('headers', () => {
  const list = [
    ['Cookie', 'a=1'],
    ['__proto__', 'x'],
  ];

  it('may be an object, pairs, a Map or a Headers', () => {
    expect(toHeaderList(Object.fromEntries(list))).toEqual(list);
    expect(toHeaderList(list as [string, string][])).toEqual(list);
    expect(toHeaderList(new Map(list as [string, string][]))).toEqual(list);
    expect(toHeaderList(new Headers({ Cookie: 'a=1' }))).toEqual([['cookie', 'a=1']]);
  });

  it.each([null, 'Cookie: a=1', 1, true])('may not be %j', (headers) => {
    expect(() => toHeaderList(headers as never)).toThrow(/^headers: expected an object or pairs, got /);
  });
});

describe('options', () => {
  it('may be left out, be undefined, or stand at the ends of their ranges', () => {
    const { signal } = new AbortController();
    const valid: ConnectOptions[] = [
      {},
      { subprotocols: undefined, signal: undefined, lookup: undefined, handshakeTimeout: undefined },
      { subprotocols: [], signal, lookup: () => {} },
      { handshakeTimeout: 1, maxResponseBody: 0, maxHeaderBytes: 1, maxHeaders: 1 },
      { handshakeTimeout: 2_147_483_647, maxResponseBody: Number.MAX_SAFE_INTEGER },
    ];
    for (const options of valid) expect(checkConnectOptions(options)).toBeUndefined();
  });

  it.each([
    ['subprotocols', 'chat', TypeError, 'subprotocols: expected an array, got string'],
    ['extensions', {}, TypeError, 'extensions: expected an array, got object'],
    ['signal', {}, TypeError, 'signal: expected an AbortSignal, got object'],
    ['lookup', 'dns', TypeError, 'lookup: expected a function, got string'],
    ['handshakeTimeout', 0, RangeError, 'handshakeTimeout: expected an integer from 1 to 2147483647, got 0'],
    [
      'handshakeTimeout',
      2 ** 31,
      RangeError,
      'handshakeTimeout: expected an integer from 1 to 2147483647, got 2147483648',
    ],
    ['handshakeTimeout', '1', RangeError, 'handshakeTimeout: expected an integer from 1 to 2147483647, got 1'],
    ['maxResponseBody', -1, RangeError, 'maxResponseBody: expected an integer from 0 to 9007199254740991, got -1'],
    ['maxHeaderBytes', 0, RangeError, 'maxHeaderBytes: expected an integer from 1 to 9007199254740991, got 0'],
    ['maxHeaders', Number.NaN, RangeError, 'maxHeaders: expected an integer from 1 to 9007199254740991, got NaN'],
  ])('%s may not be %j', (name, value, type, message) => {
    const check = () => checkConnectOptions({ [name]: value } as ConnectOptions);
    expect(check).toThrow(type);
    expect(check).toThrow(message);
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkConnectOptions, fieldsOf, toHeaderList } from '../src/check-options.ts';
import type { ConnectOptions } from '../src/index.ts';

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
      { maxRedirects: 0, maxWaiting: 0 },
      { maxRedirects: 20, maxWaiting: 100_000, authenticate: () => undefined },
      { proxy: () => undefined, proxyTls: {}, tls: { pins: ['ab'.repeat(32)], sessions: new Map() } },
      { proxy: 'http://user:password@proxy.test:3128' },
      { proxy: new URL('socks5://proxy.test'), socks: { createConnection: async () => {} } },
      { stream: new PassThrough(), tls: {} },
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
    ['authenticate', {}, TypeError, 'authenticate: expected a function, got object'],
    ['maxRedirects', 21, RangeError, 'maxRedirects: expected an integer from 0 to 20, got 21'],
    ['maxRedirects', true, RangeError, 'maxRedirects: expected an integer from 0 to 20, got true'],
    ['maxWaiting', -1, RangeError, 'maxWaiting: expected an integer from 0 to 9007199254740991, got -1'],
    ['tls', null, TypeError, 'tls: expected an object, got null'],
    ['tls', { pins: [] }, TypeError, 'tls.pins: expected an array of one pin at least'],
    ['tls', { sessions: {} }, TypeError, 'tls.sessions: expected a Map, got object'],
    ['proxyTls', 'ca', TypeError, 'proxyTls: expected an object, got string'],
    ['proxyTls', { cert: 'x' }, Error, 'PEM'],
    ['proxy', 1, TypeError, 'proxy: expected http:, https: or socks5:'],
    ['proxy', 'proxy.test:3128', TypeError, 'proxy: expected http:, https: or socks5:'],
    ['proxy', 'socks5://proxy.test', TypeError, 'npm install socks'],
    ['socks', {}, TypeError, 'socks: expected SocksClient'],
    ['stream', {}, TypeError, 'stream: expected a Duplex, got object'],
    ['maxResponseBody', -1, RangeError, 'maxResponseBody: expected an integer from 0 to 9007199254740991, got -1'],
    ['maxHeaderBytes', 0, RangeError, 'maxHeaderBytes: expected an integer from 1 to 9007199254740991, got 0'],
    ['maxHeaders', Number.NaN, RangeError, 'maxHeaders: expected an integer from 1 to 9007199254740991, got NaN'],
  ])('%s may not be %j', (name, value, type, message) => {
    const check = () => checkConnectOptions({ [name]: value } as ConnectOptions);
    expect(check).toThrow(type);
    expect(check).toThrow(message);
  });

  it.each(['lookup', 'maxRedirects', 'authenticate', 'proxy', 'proxyTls', 'socks'])(
    'a stream that is there already goes with no %s',
    (name) => {
      const values = { lookup() {}, maxRedirects: 1, authenticate() {}, proxy: () => undefined };
      const value = { proxyTls: {}, socks: { createConnection() {} }, ...values }[name];
      const check = () => checkConnectOptions({ stream: new PassThrough(), [name]: value } as ConnectOptions);
      expect(check).toThrow(`stream: it is there already, and ${name} is for one that is not`);
    },
  );
});

describe('credentials', () => {
  it('become the Authorization, behind the other fields', () => {
    expect(fieldsOf({ headers: { Cookie: 'a=1' }, credentials: { token: 'abc' } })).toEqual([
      ['Cookie', 'a=1'],
      ['Authorization', 'Bearer abc'],
    ]);
  });

  it('go with no other Authorization', () => {
    const options = { headers: { AUTHORIZATION: 'Basic secret' }, credentials: { token: 'secret' } };
    expect(() => fieldsOf(options)).toThrow(/^credentials: (?!.*secret)/);
  });
});

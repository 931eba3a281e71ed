import { describe, expect, it } from 'vitest';
import { parseProxy } from '../src/proxy-uri.ts';

const socks = { createConnection: async () => {} };

describe('the URI of a proxy', () => {
  it.each([
    ['http://proxy.test', 'http:', 'proxy.test', 80],
    ['http://proxy.test:80/', 'http:', 'proxy.test', 80],
    ['HTTPS://PROXY.test', 'https:', 'proxy.test', 443],
    ['http://[::1]:3128', 'http:', '[::1]', 3128],
    ['socks://proxy.test', 'socks:', 'proxy.test', 1080],
    ['socks5://127.0.0.1:9050', 'socks:', '127.0.0.1', 9050],
    ['socks5h://proxy.test', 'socks:', 'proxy.test', 1080],
  ])('%s', (uri, scheme, host, port) => {
    const proxy = parseProxy(uri, socks);
    expect(proxy).toMatchObject({ scheme, place: { host, port }, credentials: undefined });
    expect(parseProxy(new URL(uri), socks)).toEqual(proxy);
  });

  it('may have user name and password, percent-encoded', () => {
    const { credentials } = parseProxy('http://ada:p%40ss%3A%25@proxy.test', undefined);
    expect(credentials).toEqual({ username: 'ada', password: 'p@ss:%' });
    expect(parseProxy('http://ada@proxy.test', undefined).credentials).toEqual({ username: 'ada', password: '' });
  });

  it.each([
    ['nothing', ''],
    ['no URI', 'proxy.test'],
    ['no host', 'http://'],
    ['another scheme', 'ftp://ada:secret@proxy.test'],
    ['SOCKS4', 'socks4://ada:secret@proxy.test'],
    ['a path', 'http://ada:secret@proxy.test/path'],
    ['a query', 'http://ada:secret@proxy.test?x'],
    ['a fragment', 'http://ada:secret@proxy.test#x'],
    ['a port out of range', 'http://ada:secret@proxy.test:65536'],
    ['a line break in the password', 'http://ada:secret%0d%0aX:%20y@proxy.test'],
    ['a colon in the user name', 'http://secret%3A:b@proxy.test'],
    ['a percent sign alone', 'http://ada:secret%zz@proxy.test'],
    ['a password that is no UTF-8', 'http://ada:secret%ff@proxy.test'],
    ['no password for SOCKS', 'socks5://secret@proxy.test'],
    ['a password of 256 bytes for SOCKS', `socks5://ada:${'s'.repeat(256)}@proxy.test`],
    ['a number', 1],
  ])('may not be %s, and is not quoted', (_title, uri) => {
    const parse = () => parseProxy(uri as string, socks);
    expect(parse).toThrow(TypeError);
    expect(parse).toThrow(/^proxy(?!.*secret)/);
  });

  it('with SOCKS says what to install when there is nothing that speaks it', () => {
    expect(() => parseProxy('socks5://ada:secret@proxy.test', undefined)).toThrow(/npm install socks(?!.*secret)/);
  });
});

import { describe, expect, it } from 'vitest';
import { isAuthority, isOrigin, normalizeAuthority } from '../src/host.ts';

describe('isAuthority', () => {
  it.each([
    'example.com',
    'EXAMPLE.com:8080',
    'a_b.c',
    '127.0.0.1:1',
    '[::1]',
    '[2001:db8::7]:443',
    '[::ffff:1.2.3.4]',
    'a:',
  ])('takes %s [4.1-21]', (host) => {
    expect(isAuthority(host)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'a b',
    'a/b',
    'a@b',
    'a?b',
    'a#b',
    ':80',
    'a:80:80',
    'a:x',
    'a:-1',
    'a:0',
    'a:65536',
    'a:99999999999999999999',
    '[::1',
    '::1',
    '[]',
    '[1:2]',
    '[::1]x',
    '[::1%25eth0]',
    'bücher.example',
    'a\r\nX: y',
    'a\0',
    '%zz',
  ])('refuses %j', (host) => {
    expect(isAuthority(host)).toBe(false);
  });

  it('refuses what is not a string', () => {
    expect([undefined, null, 5, ['a'], {}].map(isAuthority)).toEqual([false, false, false, false, false]);
  });
});

describe('normalizeAuthority', () => {
  it('writes in lower case and leaves out the default port of the scheme', () => {
    expect(normalizeAuthority('Example.COM:80', false)).toBe('example.com');
    expect(normalizeAuthority('Example.COM:80', true)).toBe('example.com:80');
    expect(normalizeAuthority('example.com:443', true)).toBe('example.com');
    expect(normalizeAuthority('[::A]:0443', true)).toBe('[::a]');
    expect(normalizeAuthority('example.com:', false)).toBe('example.com');
    expect(normalizeAuthority('example.com:8080', false)).toBe('example.com:8080');
    expect(normalizeAuthority('example.com:x', false)).toBeUndefined();
  });
});

describe('isOrigin', () => {
  it.each([
    'null',
    'http://example.com',
    'https://example.com:8443',
    'HTTPS://EXAMPLE.com',
    'http://[::1]:3000',
    'file://',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'capacitor://localhost',
    'app+x.y-z://h',
  ])('takes %s [4.1-27]', (origin) => {
    expect(isOrigin(origin)).toBe(true);
  });

  it.each([
    '',
    'NULL',
    'example.com',
    'http:',
    'http:/',
    '://a',
    '1http://a',
    'http://a/',
    'http://a/b',
    'http://a?b',
    'http://a#b',
    'http://u@a',
    'http://a http://b',
    'http://a, http://b',
    'http://[',
    'http://a:x',
    'http://\0',
    'http://é',
    'http://a\r\nX: y',
  ])('refuses %j', (origin) => {
    expect(isOrigin(origin)).toBe(false);
  });

  it('refuses 10 kB that are not one', () => {
    expect(isOrigin(`http://${'['.repeat(10_000)}`)).toBe(false);
    expect(isOrigin('a'.repeat(10_000))).toBe(false);
  });

  it('refuses what is not a string', () => {
    expect([undefined, null, 5, ['null'], {}].map(isOrigin)).toEqual([false, false, false, false, false]);
  });
});

describe('isOrigin, for what is not a string,', () => {
  it('says no', () => {
    expect([new URL('https://example.com'), ['https://example.com'], undefined].map(isOrigin)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

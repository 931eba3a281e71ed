import { describe, expect, it } from 'vitest';
import { isResourceName, resourceNameOf, withoutSecrets } from '../src/target.ts';

describe('isResourceName', () => {
  it('takes a path and a query in visible ASCII', () => {
    for (const name of ['/', '/chat', '//a', '/a?b?c', '/%zz', '/a|b?{x}="<>^`\\'])
      expect(isResourceName(name)).toBe(true);
  });

  it('refuses a fragment [3-2]', () => {
    expect(['/#', '/x#frag', '/x?y#'].map(isResourceName)).toEqual([false, false, false]);
  });

  it('refuses what is not a path, and what would break out of the request line', () => {
    for (const name of [
      '',
      'chat',
      '*',
      '?x',
      '/a b',
      '/a\tb',
      '/a\r\nX: y',
      '/a\0',
      '/é',
      '/\x7f',
      undefined,
      ['/'],
    ]) {
      expect(isResourceName(name)).toBe(false);
    }
  });
});

describe('resourceNameOf', () => {
  it('takes a path as it is [4.1-20]', () => {
    expect(resourceNameOf('/chat?x=1', 'example.com')).toBe('/chat?x=1');
    expect(resourceNameOf('//other.example/chat', 'example.com')).toBe('//other.example/chat');
  });

  it('takes it out of an absolute http or https URI of the same host [4.1-20]', () => {
    expect(resourceNameOf('http://example.com/chat?x=1', 'example.com')).toBe('/chat?x=1');
    expect(resourceNameOf('HTTPS://EXAMPLE.com:8443/chat', 'example.com:8443')).toBe('/chat');
    expect(resourceNameOf('http://[::1]:8080/', '[::1]:8080')).toBe('/');
    expect(resourceNameOf('http://example.com', 'example.com')).toBe('/');
    expect(resourceNameOf('http://example.com?x', 'example.com')).toBe('/?x');
  });

  it('takes the default port for the same as none', () => {
    expect(resourceNameOf('http://example.com:80/', 'example.com')).toBe('/');
    expect(resourceNameOf('https://example.com/', 'example.com:443')).toBe('/');
    expect(resourceNameOf('https://example.com:80/', 'example.com')).toBeUndefined();
  });

  it.each([
    ['another host', 'http://other.example/'],
    ['another port', 'http://example.com:81/'],
    ['userinfo', 'http://user@example.com/'],
    ['no host', 'http:///chat'],
    ['a port that is none', 'http://example.com:x/'],
    ['another scheme', 'ws://example.com/'],
    ['something before the scheme', 'xhttp://example.com/'],
    ['a fragment', 'http://example.com/#top'],
    ['a fragment after the host', 'http://example.com#top'],
    ['asterisk-form', '*'],
    ['authority-form', 'example.com:80'],
    ['a relative path', 'chat'],
    ['nothing', ''],
    ['a fragment after a path', '/x#frag'],
  ])('refuses %s', (_, target) => {
    expect(resourceNameOf(target, 'example.com')).toBeUndefined();
  });
});

describe('resourceNameOf, for a host that is none,', () => {
  it('refuses the same text in target and Host field', () => {
    expect(resourceNameOf('http://a b/chat', 'a b')).toBeUndefined();
    expect(resourceNameOf('http://example.com:x/chat', 'example.com:x')).toBeUndefined();
  });
});

describe('withoutSecrets', () => {
  it('leaves out what follows the question mark, and userinfo', () => {
    expect(withoutSecrets('/a?token=secret#b\n?')).toBe('/a?...');
    expect(withoutSecrets('/a#b')).toBe('/a#b');
    expect(withoutSecrets('http://user:secret@host/a@b?c')).toBe('http://...@host/a@b?...');
    expect(withoutSecrets('http://host/a@b')).toBe('http://host/a@b');
  });
});

import { describe, expect, it } from 'vitest';
import { isSameOrigin, placeOf, redirected, toTarget } from '../src/target.ts';

describe('a target', () => {
  it('is read strictly as a string, and as browsers do as a URL or with http [4.1-3] [4.1-4]', () => {
    expect(toTarget('ws://example.com/a').uri).toMatchObject({ host: 'example.com', port: 80, resourceName: '/a' });
    expect(toTarget('https://example.com/a b').uri).toMatchObject({ scheme: 'wss', resourceName: '/a%20b' });
    expect(toTarget(new URL('http://example.com')).uri).toMatchObject({ scheme: 'ws', resourceName: '/' });
    expect(() => toTarget('ws://example.com/a b')).toThrow(expect.objectContaining({ name: 'UriError' }));
    expect(() => toTarget(1 as never)).toThrow(new TypeError('uri: expected a string or a URL, got number'));
    expect(() => toTarget('ws://[v1.x]/')).toThrow(expect.objectContaining({ code: 'LOOKUP_FAILED' }));
  });

  it.each([
    ['ws+unix:/run/a.sock', 'ws', '/run/a.sock', '/'],
    ['ws+unix:/run/a.sock:/chat?u=http://x', 'ws', '/run/a.sock', '/chat?u=http://x'],
    ['WSS+UNIX:/run/a.sock:/', 'wss', '/run/a.sock', '/'],
    ['ws+unix:a b%20é.sock', 'ws', 'a b%20é.sock', '/'],
  ])('may be a Unix socket: %s', (text, scheme, socketPath, resourceName) => {
    const target = toTarget(text);
    expect(target).toMatchObject({ socketPath, uri: { scheme, host: 'localhost', resourceName } });
    expect(placeOf(target)).toEqual({ host: socketPath, port: 0 });
  });

  it('may be a Unix socket as a URL, whose path is percent-encoded', () => {
    expect(toTarget(new URL('ws+unix:/run/a b.sock:/chat?room=1'))).toMatchObject({
      socketPath: '/run/a b.sock',
      uri: { resourceName: '/chat?room=1' },
    });
  });

  it.each(['ws+unix:', 'ws+unix::/chat', 'ws+unix:/a\0b', 'ws+unix:/a:chat', 'ws+unix:/a::80/', 'ws+unix:/a:@evil/'])(
    'needs the path of a socket, and a resource name behind it: %j',
    (text) => {
      expect(() => toTarget(text)).toThrow(TypeError);
    },
  );

  it.each(['ws+unix:/a:/b c', 'ws+unix:/a:/b#c', 'ws+unix:/a:/\r\nX: y'])(
    'needs a resource name by section 3: %j',
    (text) => {
      expect(() => toTarget(text)).toThrow(expect.objectContaining({ name: 'UriError' }));
    },
  );

  it('is of the same origin when scheme, host, port and socket are', () => {
    const one = toTarget('wss://example.com/a');
    expect(isSameOrigin(one, toTarget('wss://EXAMPLE.com:443/b?c'))).toBe(true);
    expect(isSameOrigin(one, toTarget('ws://example.com:443/a'))).toBe(false);
    expect(isSameOrigin(one, toTarget('wss://example.com:444/a'))).toBe(false);
    expect(isSameOrigin(one, toTarget('wss://www.example.com/a'))).toBe(false);
    expect(isSameOrigin(toTarget('ws+unix:/a:/x'), toTarget('ws+unix:/a'))).toBe(true);
    expect(isSameOrigin(toTarget('ws+unix:/a'), toTarget('ws+unix:/b'))).toBe(false);
    expect(isSameOrigin(toTarget('ws+unix:/a'), toTarget('ws://localhost/'))).toBe(false);
  });

  it('may be where another one redirects to, but never a Unix socket that it names', () => {
    const from = toTarget('ws+unix:/run/a.sock:/x/y?z');
    expect(redirected(from, 'end#f')).toMatchObject({ socketPath: '/run/a.sock', uri: { resourceName: '/x/end' } });
    expect(redirected(from, 'WSS://example.com').socketPath).toBeUndefined();
    expect(() => redirected(from, 'ws+unix:/run/b.sock')).toThrow(expect.objectContaining({ name: 'UriError' }));
  });
});

import { formatUri, hostHeader, parseUri, type UriParts } from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, host, nearlyUri, normalParts, path, port, query } from './arbitraries.ts';
import { resultOrCode, uriErrorOf } from './thrown-by.ts';

describe('parseUri', () => {
  it('gives host, port, resource name and secure flag, as the client needs them [4.1-3]', () => {
    expect(parseUri('ws://server.example.com/chat')).toEqual({
      secure: false,
      scheme: 'ws',
      host: 'server.example.com',
      port: 80,
      path: '/chat',
      query: '',
      resourceName: '/chat',
    });
    expect(parseUri('wss://[2001:db8::1]:8443/a/b?c=d&e=f')).toEqual({
      secure: true,
      scheme: 'wss',
      host: '[2001:db8::1]',
      port: 8443,
      path: '/a/b',
      query: 'c=d&e=f',
      resourceName: '/a/b?c=d&e=f',
    });
  });

  it('matches the scheme case-insensitively and sets the secure flag for wss', () => {
    for (const scheme of ['ws', 'WS', 'Ws', 'wS']) {
      expect(parseUri(`${scheme}://h`)).toMatchObject({ secure: false, scheme: 'ws' });
    }
    for (const scheme of ['wss', 'WSS', 'Wss', 'wSs', 'wsS']) {
      expect(parseUri(`${scheme}://h`)).toMatchObject({ secure: true, scheme: 'wss' });
    }
  });

  it('takes no other scheme, and no text around the URI', () => {
    for (const text of [
      '',
      'ws',
      'ws:',
      'ws:/',
      'ws:h',
      'ws:/h',
      'ws//h',
      '//h/',
      '/chat',
      'h/chat',
      'http://h/',
      'https://h/',
      'wsss://h/',
      'w://h/',
      'xws://h/',
      'ws+unix:///h',
      ' ws://h/',
      '\nws://h/',
      '\ufeffws://h/',
      'w\u017f://h/',
      'w\ts://h/',
      'ws:\\\\h\\',
    ]) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'INVALID_SCHEME', position: 0 });
    }
    expect(uriErrorOf(() => parseUri('ws://h/ '))).toMatchObject({ code: 'INVALID_PATH', position: 7 });
    expect(uriErrorOf(() => parseUri('ws://h/?\n'))).toMatchObject({ code: 'INVALID_QUERY', position: 8 });
  });

  it('makes the resource name by the four steps of Section 3', () => {
    for (const [text, resourceName] of [
      ['ws://h', '/'],
      ['ws://h/', '/'],
      ['ws://h?', '/'],
      ['ws://h/?', '/'],
      ['ws://h/a?', '/a'],
      ['ws://h?a', '/?a'],
      ['ws://h?/a', '/?/a'],
      ['ws://h/?a', '/?a'],
      ['ws://h/??', '/??'],
      ['ws://h/a?b?c/d', '/a?b?c/d'],
      ['ws://h//', '//'],
      ['ws://h//evil.example/', '//evil.example/'],
      ['ws://h:80?a:@', '/?a:@'],
    ] as const) {
      expect(parseUri(text).resourceName).toBe(resourceName);
    }
  });

  it('leaves dot segments and percent-encoding as they are written', () => {
    expect(parseUri('ws://h/a/../b/./%7Euser/%2e%2E?%41').resourceName).toBe('/a/../b/./%7Euser/%2e%2E?%41');
  });

  it('gives equal parts for URIs that differ in case, default port, empty path or empty query only', () => {
    const expected = parseUri('ws://example.com/');
    for (const text of ['WS://Example.Com', 'ws://example.com:80', 'ws://example.com:/', 'ws://example.com:0080?']) {
      expect(parseUri(text)).toEqual(expected);
    }
  });

  it('refuses a fragment, an empty one too [3-2]', () => {
    for (const [text, position] of [
      ['ws://h#', 6],
      ['ws://h/#', 7],
      ['ws://h/a#b', 8],
      ['ws://h/a?b#c', 10],
      ['ws://h/a?#', 9],
      ['wss://h:443#/', 11],
      ['ws://h/##', 7],
    ] as const) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'FRAGMENT_NOT_ALLOWED', position, section: '3' });
    }
  });

  it('refuses spaces, control characters and backslashes in path and query', () => {
    for (const character of [
      ' ',
      '\t',
      '\r',
      '\n',
      '\0',
      '\x1f',
      '\x7f',
      '\\',
      '"',
      '<',
      '>',
      '^',
      '`',
      '{',
      '|',
      '}',
      '[',
      ']',
    ]) {
      expect(uriErrorOf(() => parseUri(`ws://h/a${character}`))).toMatchObject({ code: 'INVALID_PATH', position: 8 });
      expect(uriErrorOf(() => parseUri(`ws://h/?${character}`))).toMatchObject({ code: 'INVALID_QUERY', position: 8 });
    }
  });

  it('reads back every URI of the grammar', () => {
    const scheme = fc.constantFrom('ws', 'WS', 'wS', 'wss', 'WSS', 'WsS');
    const digits = fc.option(fc.tuple(fc.nat(3), fc.option(port)), { nil: undefined });
    fc.assert(
      fc.property(scheme, host, digits, path, fc.option(query), (scheme, host, digits, path, query) => {
        const [zeros = 0, number = null] = digits ?? [];
        const secure = scheme.length === 3;
        const suffix = digits === undefined ? '' : `:${number === null ? '' : '0'.repeat(zeros) + number}`;
        expect(parseUri(`${scheme}://${host}${suffix}${path}${query === null ? '' : `?${query}`}`)).toEqual({
          secure,
          scheme: scheme.toLowerCase(),
          host: host.toLowerCase(),
          port: number ?? (secure ? 443 : 80),
          path: path === '' ? '/' : path,
          query: query ?? '',
          resourceName: (path === '' ? '/' : path) + (query ? `?${query}` : ''),
        });
      }),
      { numRuns: 500 },
    );
  });

  it('gives a result or a UriError with a position in the text, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyUri, anyText, fc.webUrl()), (text) => {
        const result = resultOrCode(() => parseUri(text));
        if (typeof result === 'string') {
          const { position } = uriErrorOf(() => parseUri(text));
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(text.length);
        } else {
          expect(parseUri(formatUri(result))).toEqual(result);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('formatUri', () => {
  it('writes the URI from host, port, resource name and secure flag [4.1-11]', () => {
    for (const [parts, text] of [
      [{ secure: false, host: 'h' }, 'ws://h/'],
      [{ secure: true, host: 'H', port: undefined, path: undefined, query: undefined }, 'wss://h/'],
      [{ secure: false, host: 'h', port: 80, path: '', query: '' }, 'ws://h/'],
      [{ secure: false, host: 'h', port: 443, path: '/a', query: 'b' }, 'ws://h:443/a?b'],
      [{ secure: true, host: '[::1]', port: 443, query: '?/' }, 'wss://[::1]/??/'],
    ] as const) {
      expect(formatUri(parts)).toBe(text);
    }
  });

  it('lets one part of a parsed URI be replaced', () => {
    const uri = parseUri('ws://h:81/a?b');
    expect(formatUri({ ...uri, path: '/c' })).toBe('ws://h:81/c?b');
    expect(formatUri({ ...uri, secure: true })).toBe('wss://h:81/a?b');
  });

  it('refuses a part that would spill into another', () => {
    for (const [part, code, position] of [
      [{ host: 'h/evil' }, 'INVALID_HOST', 1],
      [{ host: 'h?' }, 'INVALID_HOST', 1],
      [{ host: 'a@h' }, 'USERINFO_NOT_ALLOWED', 1],
      [{ host: 'h:81' }, 'INVALID_PORT', 4],
      [{ port: 0 }, 'PORT_OUT_OF_RANGE', 2],
      [{ path: 'evil' }, 'INVALID_PATH', 0],
      [{ path: '.evil.example/' }, 'INVALID_PATH', 0],
      [{ path: '@evil.example/' }, 'INVALID_PATH', 0],
      [{ path: ':81/' }, 'INVALID_PATH', 0],
      [{ path: '?a' }, 'INVALID_PATH', 0],
      [{ path: '/a?b' }, 'INVALID_PATH', 2],
      [{ path: '/a#b' }, 'FRAGMENT_NOT_ALLOWED', 2],
      [{ path: '/a HTTP/1.1\r\nX: y' }, 'INVALID_PATH', 2],
      [{ path: '/%4' }, 'INVALID_PERCENT_ENCODING', 1],
      [{ path: '/é' }, 'NON_ASCII_CHARACTER', 1],
      [{ query: 'a b' }, 'INVALID_QUERY', 1],
      [{ query: 'a#b' }, 'FRAGMENT_NOT_ALLOWED', 1],
      [{ query: '\r\n' }, 'INVALID_QUERY', 0],
    ] as const) {
      const error = uriErrorOf(() => formatUri({ secure: false, host: 'h', ...part }));
      expect(error).toMatchObject({ code, position });
    }
  });

  it('is the inverse of parseUri on parts in normal form', () => {
    fc.assert(
      fc.property(normalParts, (parts) => {
        const uri = parseUri(formatUri(parts));
        expect(uri).toMatchObject(parts);
        expect(formatUri(uri)).toBe(`${uri.scheme}://${hostHeader(uri)}${uri.resourceName}`);
      }),
      { numRuns: 500 },
    );
  });

  it('gives back every URI in normal form', () => {
    fc.assert(
      fc.property(normalParts, ({ secure, host, port, path, query }) => {
        const isDefault = port === (secure ? 443 : 80);
        const text = `ws${secure ? 's' : ''}://${host}${isDefault ? '' : `:${port}`}${path}${query && `?${query}`}`;
        expect(formatUri(parseUri(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('writes what parses to the given parts, or throws, whatever the parts', () => {
    const parts: fc.Arbitrary<UriParts> = fc.record({
      secure: fc.boolean(),
      host: fc.oneof(host, nearlyUri),
      port: fc.oneof(port, fc.integer(), fc.double()),
      path: fc.oneof(path, nearlyUri),
      query: fc.oneof(query, nearlyUri),
    });
    fc.assert(
      fc.property(parts, (parts) => {
        const text = resultOrCode(() => formatUri(parts));
        if (text.startsWith('ws')) {
          const { secure, port, query } = parts;
          const expected = { secure, host: parts.host.toLowerCase(), port, path: parts.path || '/', query };
          expect(parseUri(text)).toMatchObject(expected);
        } else {
          expect(text).toMatch(/^[A-Z_]+$/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

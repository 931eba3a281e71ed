import { formatUri, fromWebUrl, parseUri } from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, nearlyUri, path, port, query } from './arbitraries.ts';
import { resultOrCode, uriErrorOf } from './thrown-by.ts';

const converted = (url: string | URL): string => formatUri(fromWebUrl(url));

describe('fromWebUrl', () => {
  it('reads http as ws and https as wss', () => {
    expect(converted('http://h/a')).toBe('ws://h/a');
    expect(converted('https://h/a')).toBe('wss://h/a');
    expect(converted('HTTPS://h:8443')).toBe('wss://h:8443/');
    expect(converted('ws://h/a')).toBe('ws://h/a');
    expect(converted('wss://h/a')).toBe('wss://h/a');
  });

  it('leaves an http URL alone that stands in the path or in the query', () => {
    expect(converted('ws://h/http://a?u=https://b')).toBe('ws://h/http://a?u=https://b');
  });

  it('keeps the default port of the scheme', () => {
    expect(fromWebUrl('http://h:80/').port).toBe(80);
    expect(fromWebUrl('https://h:443/').port).toBe(443);
    expect(fromWebUrl('https://h:80/').port).toBe(80);
  });

  it('takes a URL object and leaves it alone', () => {
    const url = new URL('../chat?a=b', 'https://h/x/y');
    expect(converted(url)).toBe('wss://h/chat?a=b');
    expect(url.href).toBe('https://h/chat?a=b');
  });

  it('trims spaces, resolves dot segments and reads a backslash as a slash, as a browser does', () => {
    expect(converted(' \n ws://h/a/../b ')).toBe('ws://h/b');
    expect(converted('ws:\\\\h\\a')).toBe('ws://h/a');
  });

  it('converts an international host to punycode [11.1.1-1] [11.1.2-1]', () => {
    expect(converted('ws://bücher.example/')).toBe('ws://xn--bcher-kva.example/');
    expect(converted('wss://BÜCHER.example/')).toBe('wss://xn--bcher-kva.example/');
  });

  it('percent-encodes the UTF-8 of what the syntax excludes elsewhere [11.1.1-2] [11.1.2-2]', () => {
    expect(fromWebUrl('ws://h/a b/é?q=é "<>').resourceName).toBe('/a%20b/%C3%A9?q=%C3%A9%20%22%3C%3E');
    expect(fromWebUrl('wss://h/\u{1f600}').resourceName).toBe('/%F0%9F%98%80');
  });

  it('percent-encodes what the URL standard leaves alone [11.1.1-2] [11.1.2-2]', () => {
    expect(fromWebUrl('ws://h/[|]^').resourceName).toBe('/%5B%7C%5D%5E');
    expect(fromWebUrl('wss://h/?a[]=\\^`{|}').resourceName).toBe('/?a%5B%5D=%5C%5E%60%7B%7C%7D');
    expect(fromWebUrl('ws://h/100%?100%&%4&%41').resourceName).toBe('/100%25?100%25&%254&%41');
  });

  it('keeps the brackets of an IPv6 address', () => {
    expect(converted('http://[2001:DB8:0:0::1]:8080/[x]')).toBe('ws://[2001:db8::1]:8080/%5Bx%5D');
  });

  it('refuses a fragment, as the WHATWG constructor does, an empty one too [3-2]', () => {
    for (const url of ['ws://h/#', 'https://h/#a', 'ws://h#a b', new URL('ws://h/?a#{')]) {
      expect(uriErrorOf(() => fromWebUrl(url)).code).toBe('FRAGMENT_NOT_ALLOWED');
    }
    expect(fromWebUrl('ws://h/%23?%23').resourceName).toBe('/%23?%23');
  });

  it('refuses what a WebSocket URI cannot say', () => {
    for (const [url, code] of [
      ['ftp://h/', 'INVALID_SCHEME'],
      ['httpx://h/', 'INVALID_SCHEME'],
      ['mailto:a', 'INVALID_SCHEME'],
      ['blob:https://h/', 'INVALID_SCHEME'],
      ['ws://user@h/', 'USERINFO_NOT_ALLOWED'],
      ['https://user:password@h/', 'USERINFO_NOT_ALLOWED'],
      ['ws://h:0/', 'PORT_OUT_OF_RANGE'],
      ['ws://a"b/', 'INVALID_HOST'],
      ['', 'INVALID_URL'],
      ['/chat', 'INVALID_URL'],
      ['h', 'INVALID_URL'],
      ['ws://', 'INVALID_URL'],
      ['ws://h:65536/', 'INVALID_URL'],
      ['ws://[::1/', 'INVALID_URL'],
      ['ws://256.256.256.256/', 'INVALID_URL'],
    ] as const) {
      expect(resultOrCode(() => fromWebUrl(url))).toBe(code);
    }
  });

  it('gives a result or a UriError, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyUri, anyText, fc.webUrl()), (text) => {
        const result = resultOrCode(() => fromWebUrl(text));
        if (typeof result === 'string') expect(result).toMatch(/^[A-Z_]+$/);
        else expect(parseUri(formatUri(result))).toEqual(result);
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees with the URL of the platform and with parseUri where the three read the same language', () => {
    const label = fc.stringMatching(/^[A-Za-z]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/).filter((text) => !/^..--/.test(text));
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const plainPath = path.filter((text) => !/\/(\.|%2e)+(\/|$)/i.test(text));
    // The URL standard encodes an apostrophe in a query; RFC 3986 leaves it.
    const plainQuery = query.map((text) => text.replaceAll("'", ''));
    fc.assert(
      fc.property(fc.boolean(), name, fc.option(port), plainPath, plainQuery, (secure, name, port, path, query) => {
        const suffix = `${name}${port === null ? '' : `:${port}`}${path}${query && `?${query}`}`;
        const uri = parseUri(`${secure ? 'wss' : 'ws'}://${suffix}`);
        const url = new URL(`${secure ? 'wss' : 'ws'}://${suffix}`);
        expect(uri).toMatchObject({ scheme: url.protocol.slice(0, -1), host: url.hostname, path: url.pathname });
        expect(uri.query).toBe(url.search.slice(1));
        expect(uri.port).toBe(Number(url.port) || (secure ? 443 : 80));
        expect(formatUri(uri)).toBe(url.href);
        expect(fromWebUrl(url)).toEqual(uri);
        expect(fromWebUrl(`${secure ? 'https' : 'http'}://${suffix}`)).toEqual(uri);
      }),
      { numRuns: 500 },
    );
  });
});

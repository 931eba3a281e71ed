import { formatUri, parseUri } from '@rfc6455/uri';
import { describe, expect, it } from 'vitest';
import { resultOrCode, uriErrorOf } from './thrown-by.ts';

// Spelled out from RFC 3986 appendix A.
const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
const SUB_DELIMS = "!$&'()*+,;=";
const PCHAR = `${UNRESERVED}${SUB_DELIMS}:@`;
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const ELSEWHERE = ['%', '#'];

describe('the characters of a component', () => {
  for (const { component, allowed, code, part } of [
    { component: 'host', allowed: UNRESERVED + SUB_DELIMS, code: 'INVALID_HOST', part: (c: string) => ({ host: c }) },
    { component: 'path', allowed: `${PCHAR}/`, code: 'INVALID_PATH', part: (c: string) => ({ path: `/${c}` }) },
    { component: 'query', allowed: `${PCHAR}/?`, code: 'INVALID_QUERY', part: (c: string) => ({ query: c }) },
  ]) {
    // ":", "@" and "[" mean something else in front of or behind a host; the host's tests have them.
    const tried = ASCII.filter((c) => !ELSEWHERE.includes(c) && !(component === 'host' && ':@['.includes(c)));

    it(`are exactly those of RFC 3986 in a ${component}`, () => {
      const accepted = tried.filter(
        (c) => resultOrCode(() => formatUri({ secure: false, host: 'h', ...part(c) })) !== code,
      );
      expect(accepted.join('')).toBe(tried.filter((c) => allowed.includes(c)).join(''));
    });
  }

  it('may be any percent-encoded byte, which is kept as it is written', () => {
    for (let byte = 0; byte < 256; byte++) {
      for (const triplet of [
        `%${byte.toString(16).padStart(2, '0')}`,
        `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
      ]) {
        const uri = parseUri(`ws://${triplet}/${triplet}?${triplet}`);
        expect(uri).toMatchObject({ host: triplet.toLowerCase(), path: `/${triplet}`, query: triplet });
      }
    }
  });

  it('are no "%" without two hexadecimal digits in the same component', () => {
    for (const [text, position] of [
      ['ws://%/', 5],
      ['ws://a%4/', 6],
      ['ws://a%4:80/', 6],
      ['ws://%g0/', 5],
      ['ws://h/%', 7],
      ['ws://h/a%4', 8],
      ['ws://h/%4?1', 7],
      ['ws://h/%4g', 7],
      ['ws://h/%%41', 7],
      ['ws://h/%u0041', 7],
      ['ws://h/%20?a=%', 13],
      ['ws://h/?%4', 8],
      ['ws://h/?%４１', 8],
    ] as const) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'INVALID_PERCENT_ENCODING', position });
    }
  });

  it('are ASCII in the host: a name is converted to punycode first [11.1.1-1] [11.1.2-1]', () => {
    for (const text of ['ws://bücher.example/', 'wss://bücher.example/', 'ws://例え.テスト/', 'wss://h\u212a/']) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'NON_ASCII_CHARACTER', section: '11.1.1' });
      expect(uriErrorOf(() => parseUri(text)).message).toContain('ASCII (fromWebUrl converts)');
    }
    expect(parseUri('ws://xn--bcher-kva.example/').host).toBe('xn--bcher-kva.example');
  });

  it('are ASCII after the host: others are percent-encoded as UTF-8 first [11.1.1-2] [11.1.2-2]', () => {
    for (const [text, position] of [
      ['ws://h/é', 7],
      ['wss://h/é', 8],
      ['ws://h/a?é', 9],
      ['wss://h/a?b=\u{1f600}', 12],
      ['ws://h/\u017f', 7],
    ] as const) {
      expect(uriErrorOf(() => parseUri(text))).toMatchObject({ code: 'NON_ASCII_CHARACTER', position });
    }
    expect(parseUri('ws://h/%C3%A9').resourceName).toBe('/%C3%A9');
  });

  it('are no "#": it is written as "%23" [3-3]', () => {
    expect(parseUri('ws://h/a%23b?c=%23').resourceName).toBe('/a%23b?c=%23');
    for (const part of [{ path: '/a#b' }, { query: 'a#b' }]) {
      const error = uriErrorOf(() => formatUri({ secure: false, host: 'h', ...part }));
      expect(error.code).toBe('FRAGMENT_NOT_ALLOWED');
      expect(error.message).toContain('write "#" as "%23"');
    }
  });
});

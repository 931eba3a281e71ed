import {
  formatUri,
  fromWebUrl,
  hostHeader,
  parseUri,
  URI_ERRORS,
  type UriError,
  type UriErrorCode,
} from '@rfc6455/uri';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearlyUri } from './arbitraries.ts';
import { uriErrorOf } from './thrown-by.ts';

const provocations: Record<UriErrorCode, { provoke: () => unknown; position: number; got: string }> = {
  INVALID_SCHEME: { provoke: () => parseUri('http://h/?token=1'), position: 0, got: '"http://h"' },
  USERINFO_NOT_ALLOWED: { provoke: () => parseUri('ws://user:password@h/'), position: 18, got: '"@"' },
  EMPTY_HOST: { provoke: () => parseUri('ws:///chat'), position: 5, got: '"/"' },
  INVALID_HOST: { provoke: () => parseUri('ws://a\\b/'), position: 6, got: '"\\"' },
  INVALID_IP_LITERAL: { provoke: () => parseUri('ws://[1::2::3]:8080/'), position: 5, got: '"[1::2::3]"' },
  INVALID_PORT: { provoke: () => parseUri('ws://h:8o/'), position: 8, got: '"o"' },
  PORT_OUT_OF_RANGE: { provoke: () => parseUri('ws://h:65536/'), position: 7, got: '"65536"' },
  INVALID_PATH: { provoke: () => parseUri('ws://h/a b'), position: 8, got: '" "' },
  INVALID_QUERY: { provoke: () => parseUri('ws://h/?a[]'), position: 9, got: '"["' },
  INVALID_PERCENT_ENCODING: { provoke: () => parseUri('ws://h/%4'), position: 7, got: '"%4"' },
  NON_ASCII_CHARACTER: { provoke: () => parseUri('ws://bücher.example'), position: 6, got: '"\\u{fc}"' },
  FRAGMENT_NOT_ALLOWED: { provoke: () => parseUri('ws://h/#'), position: 7, got: '"#"' },
  INVALID_URL: { provoke: () => fromWebUrl('ws://h:65536/?token=1'), position: 0, got: '"ws://h:65536"' },
};

/** The message without the code's own words, which hold no text from outside. */
const quoted = (error: UriError): string => error.message.replace(error.expected, '');

describe('the table of codes', () => {
  for (const [code, { provoke, position, got }] of Object.entries(provocations)) {
    it(`provokes ${code} at index ${position}`, () => {
      const { section, expected } = URI_ERRORS[code as UriErrorCode];
      const rfc = section.startsWith('RFC') ? section : `RFC 6455 section ${section}`;
      const error = uriErrorOf(provoke);
      expect(error).toMatchObject({ name: 'UriError', code, section, position, expected });
      expect(error.message).toBe(`Expected ${expected} at index ${position}, got ${got} (${rfc})`);
    });
  }

  it('has a provocation for each code', () => {
    expect(Object.keys(provocations).sort()).toEqual(Object.keys(URI_ERRORS).sort());
  });

  it('names a section of RFC 6455 or of RFC 3986 in each row', () => {
    for (const { section } of Object.values(URI_ERRORS)) expect(section).toMatch(/^(RFC 3986 section )?\d+(\.\d+)*$/);
  });
});

describe('UriError', () => {
  it('is a SyntaxError', () => {
    expect(uriErrorOf(() => parseUri(''))).toBeInstanceOf(SyntaxError);
  });

  it('says that the text ended', () => {
    expect(uriErrorOf(() => parseUri('ws://')).message).toBe(
      'Expected a host at index 5, got the end (RFC 6455 section 11.1.1)',
    );
    expect(uriErrorOf(() => parseUri('')).message).toContain('at index 0, got the end');
  });

  it('quotes at most 100 characters', () => {
    const { message } = uriErrorOf(() => parseUri(`ws://h:${'9'.repeat(100_000)}`));
    expect(message).toContain(`got "${'9'.repeat(100)}" (`);
  });

  it('escapes control characters, line separators, bidirectional marks and lone surrogates', () => {
    for (const [character, escaped] of [
      ['\0', '\\u{0}'],
      ['\r', '\\u{d}'],
      ['\n', '\\u{a}'],
      ['\x7f', '\\u{7f}'],
      ['\x9b', '\\u{9b}'],
      ['\u2028', '\\u{2028}'],
      ['\u202e', '\\u{202e}'],
      ['\ud800', '\\u{d800}'],
    ] as const) {
      expect(uriErrorOf(() => parseUri(`ws://h/${character}`)).message).toContain(`got "${escaped}" (`);
    }
  });

  it('prints ASCII only, whatever the text', () => {
    fc.assert(
      fc.property(nearlyUri, (text) => {
        fc.pre(!URL.canParse(text));
        expect(quoted(uriErrorOf(() => fromWebUrl(text)))).toMatch(/^[ -~]*$/);
      }),
    );
  });

  it('never prints credentials', () => {
    for (const text of [
      'ws://alice:s3cret@h/',
      'ws://alice:s3cret@h:99999/#',
      'ws://alice:s3/cret@h/',
      'ws://alice:s3?cret@h/',
      'ws://alice:s3#cret@h/',
      'ws://alice:12345678/s3cret@h/',
      'ws://alice:s3cret@@h/',
      'ws://[alice:s3cret@h/',
      'http://alice:s3cret@h/',
      'alice:s3cret@h',
      'ws:alice:s3cret@h',
    ]) {
      for (const read of [parseUri, fromWebUrl]) {
        const error = uriErrorOf(() => read(text));
        expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/alice|s3|cret|12345678/);
        expect(error).not.toHaveProperty('cause');
      }
    }
  });

  it('says what it quotes nothing for', () => {
    expect(uriErrorOf(() => parseUri('http://alice:s3cret@h/')).message).toBe(
      'Expected "ws://" or "wss://" at index 0, got a possible password (RFC 6455 section 3)',
    );
  });

  it('never prints a path or a query, where a token may be', () => {
    for (const text of [
      '/path?token',
      '?token',
      'h/path?token',
      'http://h/path?token',
      'ws://h/path?token=[',
      'h?token//',
    ]) {
      const message = uriErrorOf(() => parseUri(text)).message.replace(/path characters/, '');
      expect(message).not.toMatch(/path|token/);
    }
  });
});

describe('arguments of a wrong type', () => {
  const untyped = (value: unknown) => value as never;

  it('are a TypeError that names the argument', () => {
    expect(() => parseUri(untyped(undefined))).toThrow(new TypeError('Expected text to be a string, got undefined'));
    expect(() => parseUri(untyped(new URL('ws://h/')))).toThrow(
      new TypeError('Expected text to be a string, got object'),
    );
    expect(() => hostHeader(untyped({ secure: 'false', host: 'h' }))).toThrow(
      new TypeError('Expected secure to be a boolean, got string'),
    );
    expect(() => hostHeader(untyped({ secure: true }))).toThrow(
      new TypeError('Expected host to be a string, got undefined'),
    );
    expect(() => hostHeader(untyped({ secure: true, host: 'h', port: '80' }))).toThrow(
      new TypeError('Expected port to be a number, got string'),
    );
    expect(() => formatUri(untyped({ secure: true, host: 'h', path: 1 }))).toThrow(
      new TypeError('Expected path to be a string, got number'),
    );
    expect(() => formatUri(untyped({ secure: true, host: 'h', query: { a: 1 } }))).toThrow(
      new TypeError('Expected query to be a string, got object'),
    );
  });
});

import {
  type Authority,
  formatUri,
  fromWebUrl,
  hostHeader,
  parseUri,
  URI_ERRORS,
  type UriError,
  type UriErrorCode,
  type UriParts,
  type WebSocketUri,
} from '@rfc6455/uri';
import { describe, expectTypeOf, it } from 'vitest';

describe('types', () => {
  it('has one signature a function', () => {
    expectTypeOf(parseUri).toEqualTypeOf<(text: string) => WebSocketUri>();
    expectTypeOf(formatUri).toEqualTypeOf<(parts: UriParts) => string>();
    expectTypeOf(hostHeader).toEqualTypeOf<(authority: Authority) => string>();
    expectTypeOf(fromWebUrl).toEqualTypeOf<(url: string | URL) => WebSocketUri>();
  });

  it('has every part of a parsed URI, read-only', () => {
    expectTypeOf<WebSocketUri>().toEqualTypeOf<{
      readonly secure: boolean;
      readonly scheme: 'ws' | 'wss';
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly query: string;
      readonly resourceName: string;
    }>();
  });

  it('takes a parsed URI where it takes parts', () => {
    expectTypeOf<WebSocketUri>().toExtend<UriParts>();
    expectTypeOf<UriParts>().toExtend<Authority>();
    expectTypeOf<{ secure: true; host: string }>().toExtend<UriParts>();
    expectTypeOf<{ host: string }>().not.toExtend<UriParts>();
  });

  it('has a literal type for each code', () => {
    expectTypeOf<UriErrorCode>().toEqualTypeOf<keyof typeof URI_ERRORS>();
    expectTypeOf<'EMPTY_HOST'>().toExtend<UriErrorCode>();
    expectTypeOf<string>().not.toExtend<UriErrorCode>();
    expectTypeOf<UriError['code']>().toEqualTypeOf<UriErrorCode>();
    expectTypeOf<UriError>().toExtend<SyntaxError>();
    expectTypeOf(URI_ERRORS.EMPTY_HOST.section).toEqualTypeOf<'11.1.1'>();
  });

  it('takes a URL object in fromWebUrl only', () => {
    expectTypeOf(fromWebUrl).toBeCallableWith(new URL('ws://h/'));
    expectTypeOf<URL>().not.toExtend<Parameters<typeof parseUri>[0]>();
  });
});

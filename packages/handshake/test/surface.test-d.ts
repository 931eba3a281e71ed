import type {
  ExtensionAcceptor,
  ExtensionOffer,
  HandshakeErrorCode,
  HandshakeErrorEntry,
  HandshakeRequest,
  HandshakeResponse,
  HeaderList,
  RequestHead,
  RequestOptions,
  ResponseHead,
} from '@rfc6455/handshake';
import {
  type formatRefusal,
  formatRequest,
  formatResponse,
  HANDSHAKE_ERRORS,
  HandshakeError,
  headerValues,
  negotiateExtensions,
  RequestReader,
  type ResponseReader,
  readRequest,
  readResponse,
  refusalFor,
} from '@rfc6455/handshake';
import { describe, expectTypeOf, it } from 'vitest';

declare const offers: readonly ExtensionOffer[];

describe('the types', () => {
  it('lead from bytes to a request, and from a response to what is agreed', () => {
    expectTypeOf(RequestReader).toBeConstructibleWith();
    expectTypeOf(RequestReader).toBeConstructibleWith({ maxHeaders: 5, maxHeaderBytes: 500 });
    expectTypeOf<RequestReader['receive']>().toEqualTypeOf<(bytes: Uint8Array) => RequestHead | undefined>();
    expectTypeOf<ResponseReader['receive']>().toEqualTypeOf<(bytes: Uint8Array) => ResponseHead | undefined>();
    expectTypeOf<RequestReader['rest']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf(readRequest).toEqualTypeOf<(head: RequestHead) => HandshakeRequest>();
    expectTypeOf(readResponse).returns.toEqualTypeOf<HandshakeResponse>();
    expectTypeOf<HandshakeResponse['subprotocol']>().toEqualTypeOf<string | undefined>();
  });

  it('let what is read be written', () => {
    expectTypeOf<HandshakeRequest['extensions']>().toExtend<RequestOptions['extensions']>();
    expectTypeOf<HandshakeRequest['headers']>().toEqualTypeOf<HeaderList>();
    expectTypeOf(formatRequest).returns.toEqualTypeOf<Uint8Array>();
    expectTypeOf(refusalFor).returns.toEqualTypeOf<Parameters<typeof formatRefusal>[0]>();
  });

  it('take undefined for an option that is left out', () => {
    expectTypeOf(formatResponse).toBeCallableWith({
      key: '',
      subprotocol: undefined,
      extensions: undefined,
      headers: undefined,
    });
    expectTypeOf(formatRequest).toBeCallableWith({ host: '', resourceName: '', key: '', origin: undefined });
    expectTypeOf(new RequestReader({ maxHeaders: undefined })).toEqualTypeOf<RequestReader>();
  });

  it('keep headers readonly, and values writable', () => {
    expectTypeOf<HeaderList>().toEqualTypeOf<readonly (readonly [name: string, value: string])[]>();
    expectTypeOf(headerValues).returns.toEqualTypeOf<string[]>();
    expectTypeOf<[string, string][]>().toExtend<HeaderList>();
  });

  it('hand on what an acceptor adds to an extension', () => {
    interface Codec extends ExtensionOffer {
      readonly level: number;
    }
    const acceptor: ExtensionAcceptor<Codec> = {
      name: 'a',
      accept(offer, agreed) {
        expectTypeOf(offer).toEqualTypeOf<ExtensionOffer>();
        expectTypeOf(agreed).toEqualTypeOf<readonly Codec[]>();
        return { ...offer, level: 9 };
      },
    };
    expectTypeOf(negotiateExtensions(offers, [acceptor])).toEqualTypeOf<Codec[]>();
    expectTypeOf(negotiateExtensions(offers, [])).toEqualTypeOf<ExtensionOffer[]>();
  });

  it('name every code, each with a row of the table', () => {
    expectTypeOf<HandshakeError['code']>().toEqualTypeOf<HandshakeErrorCode>();
    expectTypeOf<HandshakeErrorCode>().toEqualTypeOf<keyof typeof HANDSHAKE_ERRORS>();
    expectTypeOf(HANDSHAKE_ERRORS).toExtend<Record<HandshakeErrorCode, HandshakeErrorEntry>>();
    // @ts-expect-error: not a code
    new HandshakeError('NO_SUCH_CODE', '');
  });

  it('refuse an origin or a field that is no text', () => {
    // @ts-expect-error: a number is no origin
    formatRequest({ host: '', resourceName: '', key: '', origin: 1 });
    // @ts-expect-error: an object is no list
    formatResponse({ key: '', headers: { 'Set-Cookie': 'a=1' } });
  });
});

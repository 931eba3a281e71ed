import {
  type BinaryData,
  type ClientSocket,
  CONNECT_ERRORS,
  ConnectError,
  type ConnectErrorCode,
  type ConnectOptions,
  connect,
  type HandshakeError,
  type HeaderFields,
  RefusalError,
  type ResponseHead,
  type TlsOptions,
  WebSocket,
  type WebSocketInit,
  WebSocketStream,
  type WebSocketUri,
} from '@rfc6455/client';
import type { Socket } from '@rfc6455/socket';
import { describe, expectTypeOf, it } from 'vitest';

describe('types', () => {
  it('has one signature of connect', () => {
    expectTypeOf(connect).toEqualTypeOf<(uri: string | URL, options?: ConnectOptions) => Promise<ClientSocket>>();
  });

  it('has a socket that knows its handshake', () => {
    expectTypeOf<ClientSocket>().toExtend<Socket>();
    expectTypeOf<ClientSocket['uri']>().toEqualTypeOf<WebSocketUri>();
    expectTypeOf<ClientSocket['response']>().toEqualTypeOf<ResponseHead>();
    expectTypeOf<ClientSocket['send']>().toBeCallableWith(new Uint8Array() as BinaryData);
  });

  it('knows the types of what handlers are told', () => {
    connect('ws://example.com/', {
      open(socket) {
        expectTypeOf(socket).toEqualTypeOf<ClientSocket>();
      },
      message(socket, data) {
        expectTypeOf(socket).toEqualTypeOf<ClientSocket>();
        expectTypeOf(data).toEqualTypeOf<string | Uint8Array>();
      },
      close(_socket, report) {
        expectTypeOf(report.code).toEqualTypeOf<number>();
      },
    });
  });

  it('leaves to connect what is its own', () => {
    expectTypeOf<keyof ConnectOptions>().extract<'role' | 'random' | 'handler' | 'subprotocol'>().toBeNever();
    expectTypeOf<keyof TlsOptions>()
      .extract<'socket' | 'host' | 'port' | 'path' | 'lookup' | 'ALPNProtocols'>()
      .toBeNever();
    expectTypeOf<'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'>().toExtend<keyof TlsOptions>();
  });

  it('takes options that may be undefined', () => {
    expectTypeOf<undefined>().toExtend<ConnectOptions['signal']>();
    expectTypeOf<undefined>().toExtend<ConnectOptions['handshakeTimeout']>();
    expectTypeOf<undefined>().toExtend<ConnectOptions['tls']>();
  });

  it('takes header fields in any of their forms', () => {
    expectTypeOf<Record<string, string>>().toExtend<HeaderFields>();
    expectTypeOf<[string, string][]>().toExtend<HeaderFields>();
    expectTypeOf<Map<string, string>>().toExtend<HeaderFields>();
    expectTypeOf<Headers>().toExtend<HeaderFields>();
    expectTypeOf<Record<string, number>>().not.toExtend<HeaderFields>();
  });

  it('has a literal type for each code', () => {
    expectTypeOf<ConnectErrorCode>().toEqualTypeOf<keyof typeof CONNECT_ERRORS>();
    expectTypeOf<ConnectError['code']>().toEqualTypeOf<ConnectErrorCode>();
    expectTypeOf<RefusalError['code']>().toEqualTypeOf<'UNEXPECTED_STATUS'>();
    expectTypeOf<string>().not.toExtend<ConnectErrorCode>();
    expectTypeOf(CONNECT_ERRORS.TIMEOUT.section).toEqualTypeOf<'4.1'>();
  });

  it('has a refusal that is a HandshakeError with a response', () => {
    expectTypeOf<RefusalError>().toExtend<HandshakeError>();
    expectTypeOf<RefusalError['status']>().toEqualTypeOf<number>();
    expectTypeOf<RefusalError['response']>().toEqualTypeOf<ResponseHead>();
    expectTypeOf<RefusalError['retryAfter']>().toEqualTypeOf<number | undefined>();
    expectTypeOf(ConnectError.prototype.port).toEqualTypeOf<number>();
    expectTypeOf(RefusalError.prototype.text).toEqualTypeOf<string>();
  });
});

describe('types of the web', () => {
  it('has a WebSocket that passes for the platform', () => {
    expectTypeOf<WebSocket>().toExtend<globalThis.WebSocket>();
    expectTypeOf<typeof WebSocket>().toExtend<typeof globalThis.WebSocket>();
  });

  it('knows its events, and takes handlers for those of the platform', () => {
    const socket = new WebSocket('ws://example.com/', { protocols: ['chat'], headers: { Cookie: 'a=1' } });
    socket.addEventListener('close', (event) => expectTypeOf(event.code).toEqualTypeOf<number>());
    socket.addEventListener('error', (event) => expectTypeOf(event.error).toEqualTypeOf<Error>());
    socket.onmessage = (event: MessageEvent<string>) => expectTypeOf(event.data).toEqualTypeOf<string>();
    socket.onerror = (event: Event) => expectTypeOf(event.type).toEqualTypeOf<string>();
    expectTypeOf(socket.readyState).toEqualTypeOf<0 | 1 | 2 | 3>();
  });

  it('leaves handlers to events', () => {
    expectTypeOf<keyof WebSocketInit>().extract<'open' | 'message' | 'messageStart' | 'subprotocols'>().toBeNever();
    expectTypeOf<'tls' | 'headers' | 'signal'>().toExtend<keyof WebSocketInit>();
  });

  it('has streams of messages', async () => {
    const { readable, writable } = await new WebSocketStream('ws://example.com/').opened;
    for await (const message of readable) expectTypeOf(message).toEqualTypeOf<string | Uint8Array<ArrayBuffer>>();
    expectTypeOf(writable.getWriter().write).toBeCallableWith('text');
    expectTypeOf(writable.getWriter().write).toBeCallableWith(new DataView(new ArrayBuffer(1)));
  });
});

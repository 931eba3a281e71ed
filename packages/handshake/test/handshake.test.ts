// Both roles together: what one writes, the other reads.
import {
  acceptKey,
  type ExtensionAcceptor,
  encodeKey,
  formatRefusal,
  formatRequest,
  formatResponse,
  HandshakeError,
  type HandshakeErrorCode,
  type HandshakeResponse,
  negotiateExtensions,
  type RefusalOptions,
  type RequestOptions,
  RequestReader,
  ResponseReader,
  readRequest,
  readResponse,
  refusalFor,
  selectSubprotocol,
} from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDSHAKE_ERRORS } from '../src/handshake-error.ts';
import { errorOf, feed, head, KEY, latin1, requestHead, responseHead } from './helpers.ts';

const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,10}$/);
const value = fc
  .string({ unit: fc.constantFrom('a', 'Z', '9', ' ', '\t', ',', ';', '=', '"', '\\', '\x80', '\xff'), maxLength: 20 })
  .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''));
const headers = fc.array(
  fc.tuple(
    token.map((name) => `X-${name}`),
    value,
  ),
  { maxLength: 5 },
);
const extensions = fc.array(
  fc.record({
    name: token,
    params: fc.array(fc.tuple(token, fc.oneof(token, fc.constant(true as const))), { maxLength: 3 }),
  }),
  { maxLength: 4 },
);
const path = fc.webPath().map((text) => (text.startsWith('/') ? text : `/${text}`));
const query = fc.option(fc.webQueryParameters(), { nil: undefined });
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
const authority = fc.tuple(host, port).map(([name, number]) => (number === undefined ? name : `${name}:${number}`));
const request: fc.Arbitrary<RequestOptions> = fc.record({
  host: authority,
  resourceName: fc.tuple(path, query).map(([start, end]) => (end === undefined ? start : `${start}?${end}`)),
  key: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(encodeKey),
  origin: fc.option(
    fc.oneof(
      authority.map((name) => `https://${name}`),
      fc.constant('null'),
    ),
    { nil: undefined },
  ),
  subprotocols: fc.uniqueArray(token, { maxLength: 4 }),
  extensions,
  headers,
});
const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 });

/** A server that agrees to all that it can. */
function answer(bytes: Uint8Array, portions: readonly number[], subprotocols: readonly string[]): Uint8Array {
  try {
    const { head: received } = feed(new RequestReader(), bytes, portions);
    if (!received) throw new Error('expected a whole head');
    const read = readRequest(received);
    const acceptors = read.extensions.map(({ name }): ExtensionAcceptor => ({ name, accept: (offer) => offer }));
    return formatResponse({
      key: read.key,
      subprotocol: selectSubprotocol(read.subprotocols, subprotocols),
      extensions: negotiateExtensions(read.extensions, acceptors),
    });
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    return formatRefusal(refusalFor(error));
  }
}

function conclude(bytes: Uint8Array, portions: readonly number[], offered: RequestOptions): HandshakeResponse {
  const { head: received } = feed(new ResponseReader(), bytes, portions);
  if (!received) throw new Error('expected a whole head');
  return readResponse(received, offered);
}

describe('a client and a server', () => {
  it.each([[[1]], [[2, 5]], [[1000]]])(
    'open the connection of section 1.3 in portions of %j bytes [4.2.2-1]',
    (portions) => {
      const options: RequestOptions = {
        host: 'server.example.com',
        resourceName: '/chat',
        key: KEY,
        origin: 'http://example.com',
        subprotocols: ['chat', 'superchat'],
      };
      const response = answer(formatRequest(options), portions, ['superchat', 'chat']);
      expect(response).toEqual(formatResponse({ key: KEY, subprotocol: 'chat' }));
      expect(conclude(response, portions, options)).toMatchObject({ subprotocol: 'chat', extensions: [] });
    },
  );

  it('agree for any request, however its bytes are parted', () => {
    fc.assert(
      fc.property(request, sizes, fc.uniqueArray(token, { maxLength: 3 }), (options, portions, supported) => {
        const offered = options.subprotocols ?? [];
        const response = answer(formatRequest(options), portions, [...supported, ...offered.slice(1)]);
        const opened = conclude(response, portions, options);
        expect(opened.subprotocol).toBe(selectSubprotocol(offered, [...supported, ...offered.slice(1)]));
        const names = (options.extensions ?? []).map(({ name }) => name);
        expect(opened.extensions.map(({ name }) => name)).toEqual([...new Set(names)]);
      }),
    );
  });

  it('do not when the server refuses: the client has the whole head [4.2.1-1] [4.2.2-6]', () => {
    const old = latin1(
      new TextDecoder()
        .decode(formatRequest({ host: 'a', resourceName: '/', key: KEY }))
        .replace('Version: 13', 'Version: 8'),
    );
    const error = errorOf(() => conclude(answer(old, [9], []), [9], { host: 'a', resourceName: '/', key: KEY }));
    expect(error).toMatchObject({ code: 'UNEXPECTED_STATUS', status: 426 });
    expect(error.response?.headers).toContainEqual(['Sec-WebSocket-Version', '13']);
  });
});

describe('a request', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(request, sizes, (options, portions) => {
        const { head: received } = feed(new RequestReader(), formatRequest(options), portions);
        const read = readRequest(received!);
        expect(read).toMatchObject({
          resourceName: options.resourceName,
          key: options.key,
          host: options.host.toLowerCase(),
          subprotocols: options.subprotocols,
          extensions: options.extensions,
        });
        expect(read.origin).toBe(options.origin?.toLowerCase());
        expect(read.headers.slice(read.headers.length - options.headers!.length)).toEqual(options.headers);
      }),
    );
  });
});

describe('a response', () => {
  it('is read as it was written', () => {
    const options = fc.record({ key: fc.constant(KEY), subprotocol: token, extensions, headers });
    fc.assert(
      fc.property(options, sizes, (written, portions) => {
        const { head: received } = feed(new ResponseReader(), formatResponse(written), portions);
        const own = [
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Accept', acceptKey(KEY)],
          ['Sec-WebSocket-Protocol', written.subprotocol],
        ];
        expect(received?.headers.slice(0, 4)).toEqual(own);
        expect(received?.headers.slice(written.extensions.length > 0 ? 5 : 4)).toEqual(written.headers);
      }),
    );
  });

  it('that refuses is read as it was written', () => {
    const options = fc.record({
      status: fc.integer({ min: 300, max: 599 }),
      reason: value,
      headers,
      body: fc.string(),
    });
    fc.assert(
      fc.property(options, sizes, (written: RefusalOptions, portions) => {
        const { head: received, rest } = feed(new ResponseReader(), formatRefusal(written), portions);
        expect(received).toMatchObject({ status: written.status, reason: written.reason });
        expect(received?.headers).toEqual(expect.arrayContaining([...(written.headers ?? [])]));
        expect(received?.headers).toContainEqual(['Content-Length', String(rest.length)]);
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(rest)).toBe(written.body);
      }),
    );
  });
});

describe('every code of an error', () => {
  const start = 'GET / HTTP/1.1\r\n';
  const request = (bytes: string): unknown =>
    new RequestReader({ maxHeaders: 1, maxHeaderBytes: 64 }).receive(latin1(bytes));
  const response = (...parameters: Parameters<typeof responseHead>): unknown =>
    readResponse(responseHead(...parameters), { key: KEY, extensions: [{ name: 'foo', params: [] }] });

  const provocations: Readonly<Record<HandshakeErrorCode, () => unknown>> = {
    MALFORMED_START_LINE: () => request('GET /\r\n'),
    INVALID_LINE_END: () => request(`${start}A: b\n`),
    CONTROL_CHARACTER: () => request('\0'),
    FOLDED_HEADER: () => request(`${start} b\r\n`),
    INVALID_HEADER_NAME: () => request(`${start}A : b\r\n`),
    REQUEST_LINE_TOO_LONG: () => request(`GET /${'a'.repeat(100)}`),
    HEAD_TOO_LARGE: () => request(`${start}A: ${'a'.repeat(100)}`),
    TOO_MANY_HEADERS: () => request(`${start}A: b\r\nC: d\r\n`),
    UNSUPPORTED_HTTP_VERSION: () => readRequest(requestHead({}, { httpVersion: '1.0' })),
    DUPLICATE_HEADER: () => readRequest(requestHead({ Host: ['a', 'b'] })),
    INVALID_SUBPROTOCOLS: () => readRequest(requestHead({ 'Sec-WebSocket-Protocol': 'a b' })),
    INVALID_EXTENSIONS: () => readRequest(requestHead({ 'Sec-WebSocket-Extensions': 'a b' })),
    METHOD_NOT_GET: () => readRequest(requestHead({}, { method: 'POST' })),
    INVALID_HOST: () => readRequest(requestHead({ Host: '' })),
    INVALID_TARGET: () => readRequest(requestHead({}, { target: '*' })),
    REQUEST_WITH_BODY: () => readRequest(requestHead({ 'Content-Length': '5' })),
    NOT_AN_UPGRADE: () => readRequest(requestHead({ Upgrade: 'h2c' })),
    UNSUPPORTED_VERSION: () => readRequest(requestHead({ 'Sec-WebSocket-Version': '8' })),
    INVALID_KEY: () => readRequest(requestHead({ 'Sec-WebSocket-Key': 'abc' })),
    INVALID_ORIGIN: () => readRequest(requestHead({ Origin: 'a' })),
    UNEXPECTED_STATUS: () => response({}, { status: 403 }),
    INVALID_UPGRADE: () => response({ Upgrade: 'h2c' }),
    INVALID_CONNECTION: () => response({ Connection: 'close' }),
    INVALID_ACCEPT: () => response({ 'Sec-WebSocket-Accept': 'x' }),
    UNOFFERED_SUBPROTOCOL: () => response(),
    UNOFFERED_EXTENSION: () => response({ 'Sec-WebSocket-Protocol': undefined, 'Sec-WebSocket-Extensions': 'bar' }),
    DUPLICATE_EXTENSION: () =>
      response({ 'Sec-WebSocket-Protocol': undefined, 'Sec-WebSocket-Extensions': 'foo, foo' }),
  };

  it.each(Object.entries(provocations))('can be provoked, and has a message in ASCII: %s', (code, action) => {
    const error = errorOf(action);
    const { section, expected } = HANDSHAKE_ERRORS[code as HandshakeErrorCode];
    expect(error).toMatchObject({ code, section });
    expect(error.message).toMatch(/^expected [ -~]+, got [ -~]+ \(RFC 6455 section [\d.]+\)$/);
    expect(error.message).toContain(expected);
  });

  it.each(Object.entries(provocations).slice(0, 20))('has a refusal that can be sent: %s [10.7-4]', (_, action) => {
    const error = errorOf(action);
    const refusal = new ResponseReader().receive(formatRefusal(refusalFor(error)));
    expect(refusal?.status).toBe(error.status);
    expect(refusal?.reason).not.toBe('');
    expect(refusal?.headers).toEqual(expect.arrayContaining([...error.headers]));
  });
});

describe('a request that came through another parser', () => {
  it('is read from its raw headers', () => {
    const { head: received } = feed(new RequestReader(), head('GET /a HTTP/1.1', 'Host: b', 'C: d', 'C: e'), [1000]);
    const rawHeaders = ['Host', 'b', 'C', 'd', 'C', 'e'];
    const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, at) => [
      rawHeaders[2 * at]!,
      rawHeaders[2 * at + 1]!,
    ]);
    expect(received?.headers).toEqual(pairs);
  });
});

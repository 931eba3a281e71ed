import { type HeadLimits, type RequestHead, RequestReader } from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOrResult, errorOf, feed, head, latin1, text } from './helpers.ts';

/** The opening handshake of RFC 6455 §1.3. */
const example = head(
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Origin: http://example.com',
  'Sec-WebSocket-Protocol: chat, superchat',
  'Sec-WebSocket-Version: 13',
);

const exampleHead: RequestHead = {
  method: 'GET',
  target: '/chat',
  httpVersion: '1.1',
  headers: [
    ['Host', 'server.example.com'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Origin', 'http://example.com'],
    ['Sec-WebSocket-Protocol', 'chat, superchat'],
    ['Sec-WebSocket-Version', '13'],
  ],
};

function read(bytes: Uint8Array | string, limits?: HeadLimits): RequestHead | undefined {
  return new RequestReader(limits).receive(typeof bytes === 'string' ? latin1(bytes) : bytes);
}

const codeOf = (bytes: string, limits?: HeadLimits): unknown => codeOrResult(() => read(bytes, limits));

describe('RequestReader', () => {
  it('reads the example of section 1.3 from one portion', () => {
    expect(read(example)).toEqual(exampleHead);
  });

  it.each([1, 2, 3, 7, 100])('reads it from portions of %i bytes', (size) => {
    const result = feed(new RequestReader(), example, [size]);
    expect(result.head).toEqual(exampleHead);
    expect(result.rest).toHaveLength(0);
  });

  it('needs more bytes until the very last', () => {
    for (let length = 0; length < example.length; length++) {
      const reader = new RequestReader();
      expect(reader.receive(example.subarray(0, length))).toBeUndefined();
      expect(reader.rest).toHaveLength(0);
    }
  });

  it('has the bytes after the head as a view of what came', () => {
    const bytes = new Uint8Array([...example, 0x81, 0x00, 0x0d, 0x0a, 0xff]);
    const reader = new RequestReader();
    expect(reader.receive(bytes)).toEqual(exampleHead);
    expect([...reader.rest]).toEqual([0x81, 0x00, 0x0d, 0x0a, 0xff]);
    expect(reader.rest.buffer).toBe(bytes.buffer);
  });

  it('reads any head from any portions, and leaves the rest alone', () => {
    const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,12}$/);
    const value = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', ':', ',', '"', '\\', ' ', '\t', '\xe9', '\xff'),
      maxLength: 30,
    });
    const headers = fc.array(fc.tuple(token, value), { maxLength: 12 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(token, headers, fc.uint8Array({ maxLength: 40 }), sizes, (method, fields, rest, portions) => {
        const lines = fields.map(([name, content]) => `${name}: ${content}`);
        const bytes = new Uint8Array([...head(`${method} /x HTTP/1.1`, ...lines), ...rest]);
        const result = feed(new RequestReader(), bytes, portions);
        const trimmed = fields.map(([name, content]) => [name, content.replace(/^[ \t]+|[ \t]+$/g, '')]);
        expect(result.head).toEqual({ method, target: '/x', httpVersion: '1.1', headers: trimmed });
        expect([...result.rest]).toEqual([...rest]);
      }),
    );
  });

  it('takes white space around a value for no part of it, and none for as good as one', () => {
    expect(read('GET / HTTP/1.1\r\nA:1\r\nB: \t2\t \r\nC:\r\nD: \r\nE: a b\r\n\r\n')?.headers).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['C', ''],
      ['D', ''],
      ['E', 'a b'],
    ]);
  });

  it('reads bytes above ASCII in a value as Latin-1', () => {
    expect(read('GET / HTTP/1.1\r\nX: \xe9\x80\xff\xef\xbb\xbf\r\n\r\n')?.headers).toEqual([
      ['X', '\xe9\x80\xff\xef\xbb\xbf'],
    ]);
  });

  it('keeps names as they are written, duplicates, order, and the names of an object', () => {
    expect(read('GET / HTTP/1.1\r\n__proto__: 1\r\nA: 2\r\na: 3\r\nconstructor: 4\r\n\r\n')?.headers).toEqual([
      ['__proto__', '1'],
      ['A', '2'],
      ['a', '3'],
      ['constructor', '4'],
    ]);
  });

  it('leaves method, target and version for readRequest to judge', () => {
    expect(read('post * HTTP/2.0\r\n\r\n')).toEqual({ method: 'post', target: '*', httpVersion: '2.0', headers: [] });
  });
});

describe('RequestReader refuses', () => {
  it.each([
    ['no words', ''],
    ['one word', 'GET'],
    ['no version', 'GET /'],
    ['two spaces', 'GET  / HTTP/1.1'],
    ['a space in the target', 'GET /a b HTTP/1.1'],
    ['a space at the end', 'GET / HTTP/1.1 '],
    ['a space at the start', ' GET / HTTP/1.1'],
    ['a tab for a space', 'GET\t/ HTTP/1.1'],
    ['a method that is no token', 'G(T / HTTP/1.1'],
    ['a target above ASCII', 'GET /\xe9 HTTP/1.1'],
    ['another protocol', 'GET / ICY/1.1'],
    ['a version in lower case', 'GET / http/1.1'],
    ['a version of two digits', 'GET / HTTP/1.10'],
    ['a response', 'HTTP/1.1 101 Switching Protocols'],
  ])('a request line with %s [4.2.1-1]', (_, line) => {
    expect(codeOf(`${line}\r\n`)).toBe('MALFORMED_START_LINE');
  });

  it.each([
    ['a line feed alone after the request line', 'GET / HTTP/1.1\n', 'INVALID_LINE_END'],
    ['a line feed alone after a header', 'GET / HTTP/1.1\r\nA: b\n', 'INVALID_LINE_END'],
    ['a line feed alone for the empty line', 'GET / HTTP/1.1\r\n\n', 'INVALID_LINE_END'],
    ['a carriage return alone in a value', 'GET / HTTP/1.1\r\nA: b\rc', 'INVALID_LINE_END'],
    ['a carriage return alone for the empty line', 'GET / HTTP/1.1\r\n\rA', 'INVALID_LINE_END'],
    ['two carriage returns', 'GET / HTTP/1.1\r\r', 'INVALID_LINE_END'],
    ['NUL in a value', 'GET / HTTP/1.1\r\nA: b\0', 'CONTROL_CHARACTER'],
    ['NUL in a name', 'GET / HTTP/1.1\r\nA\0', 'CONTROL_CHARACTER'],
    ['NUL in the request line', 'GET /\0', 'CONTROL_CHARACTER'],
    ['DEL in a value', 'GET / HTTP/1.1\r\nA: \x7f', 'CONTROL_CHARACTER'],
    ['an escape in a value', 'GET / HTTP/1.1\r\nA: \x1b', 'CONTROL_CHARACTER'],
    ['the first byte of TLS', '\x16', 'CONTROL_CHARACTER'],
    ['a folded header, with a space', 'GET / HTTP/1.1\r\nA: b\r\n c\r\n', 'FOLDED_HEADER'],
    ['a folded header, with a tab', 'GET / HTTP/1.1\r\nA: b\r\n\tc\r\n', 'FOLDED_HEADER'],
    ['white space before the first header', 'GET / HTTP/1.1\r\n A: b\r\n', 'FOLDED_HEADER'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nA : b\r\n', 'INVALID_HEADER_NAME'],
    ['a name without a colon', 'GET / HTTP/1.1\r\nA\r\n', 'INVALID_HEADER_NAME'],
    ['a value without a name', 'GET / HTTP/1.1\r\n: b\r\n', 'INVALID_HEADER_NAME'],
    ['a separator in a name', 'GET / HTTP/1.1\r\nA(b): c\r\n', 'INVALID_HEADER_NAME'],
    ['a name above ASCII', 'GET / HTTP/1.1\r\n\xe9: b\r\n', 'INVALID_HEADER_NAME'],
  ])('%s, before the end of the head [10.7-1] [10.7-4]', (_, bytes, code) => {
    for (const sizes of [[1], [5], [1000]]) {
      const error = errorOf(() => feed(new RequestReader(), latin1(bytes), sizes));
      expect(error).toMatchObject({ code, status: 400, section: '10.7' });
    }
    // Nothing less than that shows it.
    expect(read(bytes.slice(0, -1))).toBeUndefined();
  });

  it('an empty line before the request', () => {
    expect(codeOf('\r\nGET / HTTP/1.1\r\n\r\n')).toBe('MALFORMED_START_LINE');
  });

  it('without telling what may be a secret', () => {
    expect(errorOf(() => read('GET / HTTP/1.1\r\nCookie : s3cret\r\n')).message).toBe(
      'expected a token and a colon right after it, got "Cookie " (RFC 6455 section 10.7)',
    );
    expect(errorOf(() => read('GET / HTTP/1.1\r\nCookie: a;\r\n s3cret\r\n')).message).not.toContain('s3cret');
    expect(errorOf(() => read('GET /?token=s3cret HTTP/1\r\n')).message).not.toContain('s3cret');
  });
});

describe('the limits of RequestReader', () => {
  const line = 'GET / HTTP/1.1\r\n';

  /** A head of exactly so many bytes. */
  const headOf = (length: number): string => `${line}A: ${'a'.repeat(length - line.length - 7)}\r\n\r\n`;

  it('are 16384 bytes by default [10.4-1]', () => {
    expect(read(headOf(16_384))?.headers).toHaveLength(1);
    expect(errorOf(() => read(headOf(16_385)))).toMatchObject({ code: 'HEAD_TOO_LARGE', status: 431, section: '10.4' });
  });

  it.each([27, 28, 100, 1000])('take a head of exactly maxHeaderBytes, and no byte more: %i', (maxHeaderBytes) => {
    for (const sizes of [[1], [7], [100_000]]) {
      const exact = latin1(`${headOf(maxHeaderBytes)}rest`);
      expect(text(feed(new RequestReader({ maxHeaderBytes }), exact, sizes).rest)).toBe('rest');
      const more = latin1(headOf(maxHeaderBytes + 1));
      expect(codeOrResult(() => feed(new RequestReader({ maxHeaderBytes }), more, sizes))).toBe('HEAD_TOO_LARGE');
    }
  });

  it('end the reading at the byte that fills them, not at the next', () => {
    const reader = new RequestReader({ maxHeaderBytes: 20 });
    expect(reader.receive(latin1(`${line}A: `))).toBeUndefined();
    expect(codeOrResult(() => reader.receive(latin1('a')))).toBe('HEAD_TOO_LARGE');
  });

  it('count what is in the line that comes first as a line that is too long', () => {
    const error = errorOf(() => read(`GET /${'a'.repeat(20_000)}`));
    expect(error).toMatchObject({ code: 'REQUEST_LINE_TOO_LONG', status: 414, section: '10.4' });
    expect(error.message).toBe('expected a request line within maxHeaderBytes, got 16384 (RFC 6455 section 10.4)');
  });

  it('do not hide a violation that comes before them', () => {
    expect(codeOf(`GET / HTTP/1.1\r\nA\0${'a'.repeat(20_000)}`)).toBe('CONTROL_CHARACTER');
  });

  it('are 100 headers by default', () => {
    const headers = (count: number): string => `${line}${'A: b\r\n'.repeat(count)}`;
    expect(read(`${headers(100)}\r\n`)?.headers).toHaveLength(100);
    expect(errorOf(() => read(headers(101)))).toMatchObject({ code: 'TOO_MANY_HEADERS', status: 431, section: '10.4' });
  });

  it('take maxHeaders headers, and no more', () => {
    expect(read(`${line}A: b\r\nC: d\r\n\r\n`, { maxHeaders: 2 })?.headers).toHaveLength(2);
    const error = errorOf(() => read(`${line}A: b\r\nC: d\r\n`, { maxHeaders: 1 }));
    expect(error.code).toBe('TOO_MANY_HEADERS');
    expect(error.message).toBe('expected headers within maxHeaders, got 2 (RFC 6455 section 10.4)');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuse to be %d', (limit) => {
    const message = `expected a whole number of 1 or more, got ${limit}`;
    expect(() => new RequestReader({ maxHeaderBytes: limit })).toThrow(new RangeError(`maxHeaderBytes: ${message}`));
    expect(() => new RequestReader({ maxHeaders: limit })).toThrow(new RangeError(`maxHeaders: ${message}`));
  });

  it('are the default ones when they are undefined', () => {
    expect(read(headOf(16_384), { maxHeaderBytes: undefined, maxHeaders: undefined })?.headers).toHaveLength(1);
  });
});

describe('RequestReader after its end', () => {
  it('stays failed, with the same error', () => {
    const reader = new RequestReader();
    const error = errorOf(() => reader.receive(latin1('\0')));
    expect(errorOf(() => reader.receive(example))).toBe(error);
    expect(errorOf(() => reader.receive(new Uint8Array(0)))).toBe(error);
    expect(reader.rest).toHaveLength(0);
  });

  it('takes no bytes after the head', () => {
    const reader = new RequestReader();
    reader.receive(example);
    expect(() => reader.receive(example)).toThrow(
      new TypeError('receive: expected no bytes after the whole head, they follow `rest`'),
    );
  });
});

describe('hostile bytes', () => {
  it('give a head, undefined, or a HandshakeError with a status', () => {
    const start = fc.constantFrom(
      '',
      'GET ',
      'GET / HTTP/1.1\r\n',
      'GET / HTTP/1.1\r\nA',
      'GET / HTTP/1.1\r\nA: b\r\n',
    );
    const unit = fc.constantFrom(...'\r\n\0 \t:aA/\x80\xff');
    fc.assert(
      fc.property(start, fc.string({ unit, maxLength: 30 }), (prefix, suffix) => {
        const bytes = latin1(prefix + suffix);
        const whole = codeOrResult(() => feed(new RequestReader(), bytes, [1000]));
        expect(codeOrResult(() => feed(new RequestReader(), bytes, [1]))).toEqual(whole);
        if (typeof whole === 'string') expect(errorOf(() => read(bytes)).status).toBe(400);
      }),
      { numRuns: 2000 },
    );
  });
});

import { isInterim, type ResponseHead, ResponseReader } from '@rfc6455/handshake';
import { describe, expect, it } from 'vitest';
import { ACCEPT, codeOrResult, errorOf, feed, head, latin1, text } from './helpers.ts';

/** The answer of RFC 6455 §1.3. */
const example = head(
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Accept: ${ACCEPT}`,
  'Sec-WebSocket-Protocol: chat',
);

const exampleHead: ResponseHead = {
  httpVersion: '1.1',
  status: 101,
  reason: 'Switching Protocols',
  headers: [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', ACCEPT],
    ['Sec-WebSocket-Protocol', 'chat'],
  ],
};

const read = (bytes: string): ResponseHead | undefined => new ResponseReader().receive(latin1(bytes));

describe('ResponseReader', () => {
  it('reads the example of section 1.3 from one portion', () => {
    expect(new ResponseReader().receive(example)).toEqual(exampleHead);
  });

  it.each([1, 2, 3, 7, 100])('reads it from portions of %i bytes, and leaves the first frames', (size) => {
    const frames = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f];
    const result = feed(new ResponseReader(), new Uint8Array([...example, ...frames]), [size]);
    expect(result.head).toEqual(exampleHead);
    expect([...result.rest]).toEqual(frames);
  });

  it('reads a status line with any reason, or none', () => {
    expect(read('HTTP/1.1 404 \r\n\r\n')).toMatchObject({ status: 404, reason: '' });
    expect(read('HTTP/1.1 404\r\n\r\n')).toMatchObject({ status: 404, reason: '' });
    expect(read('HTTP/1.0 503 a b\t\xe9\r\n\r\n')).toMatchObject({
      httpVersion: '1.0',
      status: 503,
      reason: 'a b\t\xe9',
    });
    expect(read('HTTP/1.1 999  x\r\n\r\n')).toMatchObject({ status: 999, reason: ' x' });
  });

  it.each([
    '',
    'HTTP/1.1',
    'HTTP/1.1 ',
    'HTTP/1.1 10',
    'HTTP/1.1 1011',
    'HTTP/1.1 099 x',
    'HTTP/1.1  101 x',
    'HTTP/1.1 101x',
    'HTTP/1.1\t101 x',
    'HTTP/1.1 1e2 x',
    'http/1.1 101 x',
    'HTTP/11 101 x',
    ' HTTP/1.1 101 x',
    'GET / HTTP/1.1',
    'SSH-2.0-OpenSSH_9.6',
  ])('refuses the status line %j [4.1-36]', (line) => {
    const error = errorOf(() => read(`${line}\r\n`));
    expect(error).toMatchObject({ code: 'MALFORMED_START_LINE', section: '10.7' });
  });

  it.each([
    ['a line feed alone', 'HTTP/1.1 101 x\n', 'INVALID_LINE_END'],
    ['NUL in the reason', 'HTTP/1.1 101 \0', 'CONTROL_CHARACTER'],
    ['the first byte of TLS', '\x15\x03\x01', 'CONTROL_CHARACTER'],
    ['a folded header', 'HTTP/1.1 101 x\r\nA: b\r\n c\r\n', 'FOLDED_HEADER'],
    ['a space before the colon', 'HTTP/1.1 101 x\r\nA : b\r\n', 'INVALID_HEADER_NAME'],
    ['a status line without an end', `HTTP/1.1 101 ${'x'.repeat(20_000)}`, 'HEAD_TOO_LARGE'],
    ['headers without an end', `HTTP/1.1 101 x\r\nA: ${'x'.repeat(20_000)}`, 'HEAD_TOO_LARGE'],
    ['101 headers', `HTTP/1.1 101 x\r\n${'A: b\r\n'.repeat(101)}`, 'TOO_MANY_HEADERS'],
  ])('refuses %s, with neither a status nor headers for an answer [4.1-36] [10.7-1]', (_, bytes, code) => {
    expect(errorOf(() => read(bytes))).toMatchObject({ code, status: undefined, response: undefined, headers: [] });
  });

  it('takes the limits that it is given', () => {
    expect(codeOrResult(() => new ResponseReader({ maxHeaderBytes: 100 }).receive(example))).toBe('HEAD_TOO_LARGE');
    expect(codeOrResult(() => new ResponseReader({ maxHeaders: 3 }).receive(example))).toBe('TOO_MANY_HEADERS');
    expect(() => new ResponseReader({ maxHeaders: 0 })).toThrow(RangeError);
  });

  it('stays failed, and takes no bytes after the head', () => {
    const failed = new ResponseReader();
    const error = errorOf(() => failed.receive(latin1('\0')));
    expect(errorOf(() => failed.receive(example))).toBe(error);
    const done = new ResponseReader();
    done.receive(example);
    expect(() => done.receive(new Uint8Array(0))).toThrow(TypeError);
  });
});

describe('isInterim', () => {
  it('is true for 1xx but 101', () => {
    const interim = [100, 101, 102, 103, 199, 200, 301, 404].filter((status) => isInterim({ ...exampleHead, status }));
    expect(interim).toEqual([100, 102, 103, 199]);
  });

  it('tells a client to read the next head from the rest', () => {
    const bytes = new Uint8Array([
      ...head('HTTP/1.1 100 Continue'),
      ...head('HTTP/1.1 103 Early Hints', 'Link: </a>'),
      ...example,
      0x81,
      0x00,
    ]);
    for (const size of [1, 50, 1000]) {
      const statuses: number[] = [];
      let result = feed(new ResponseReader(), bytes, [size]);
      while (result.head && isInterim(result.head)) {
        statuses.push(result.head.status);
        result = feed(new ResponseReader(), result.rest, [size]);
      }
      expect(statuses).toEqual([100, 103]);
      expect(result.head).toEqual(exampleHead);
      expect(text(result.rest)).toBe('\x81\0');
    }
  });
});

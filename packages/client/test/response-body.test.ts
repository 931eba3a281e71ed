import type { HeaderList, ResponseHead } from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseBody } from '../src/response-body.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function head(headers: HeaderList, status = 403): ResponseHead {
  return { httpVersion: '1.1', status, reason: '', headers };
}

/** What remains of a body, fed in the given pieces. */
function read(headers: HeaderList, pieces: readonly Uint8Array[], { max = 100, end = false, status = 403 } = {}) {
  const body = new ResponseBody(head(headers, status), max);
  for (const piece of pieces) body.receive(piece);
  if (end) body.receiveEnd();
  return { text: new TextDecoder().decode(body.bytes), done: body.done, truncated: body.truncated };
}

describe('a body with Content-Length', () => {
  it('is done when it is complete, and no byte later', () => {
    expect(read([['Content-Length', '5']], [bytesOf('hel')])).toEqual({ text: 'hel', done: false, truncated: true });
    expect(read([['content-length', '5']], [bytesOf('hel'), bytesOf('lo, more')])).toEqual({
      text: 'hello',
      done: true,
      truncated: false,
    });
  });

  it('is done at once when it is empty', () => {
    expect(read([['Content-Length', '0']], [])).toEqual({ text: '', done: true, truncated: false });
  });

  it('is truncated when the connection ends early', () => {
    expect(read([['Content-Length', '5']], [bytesOf('hel')], { end: true })).toEqual({
      text: 'hel',
      done: true,
      truncated: true,
    });
  });

  it('is read to the end when the length is none, or not the only one', () => {
    for (const lengths of [['5x'], ['-1'], [''], ['1', '2'], ['9'.repeat(400)]]) {
      const headers = lengths.map((length) => ['Content-Length', length] as const);
      expect(read(headers, [bytesOf('hello')]).done).toBe(false);
      expect(read(headers, [bytesOf('hello')], { end: true })).toEqual({ text: 'hello', done: true, truncated: false });
    }
  });
});

describe('a body in chunks', () => {
  const chunked: HeaderList = [['Transfer-Encoding', 'gzip, Chunked']];

  it('is put together', () => {
    const bytes = bytesOf('5\r\nhello\r\n1;name="value"\r\n,\r\n006 \r\n world\r\n0\r\nTrailer: x\r\n\r\n');
    expect(read(chunked, [bytes])).toEqual({ text: 'hello, world', done: true, truncated: false });
  });

  it('does not count a Content-Length', () => {
    const bytes = bytesOf('5\r\nhello\r\n0\r\n\r\n');
    expect(read([...chunked, ['Content-Length', '2']], [bytes]).text).toBe('hello');
  });

  it('is truncated when it ends without an empty chunk', () => {
    expect(read(chunked, [bytesOf('5\r\nhello\r\n')], { end: true })).toEqual({
      text: 'hello',
      done: true,
      truncated: true,
    });
  });

  it.each(['x\r\n', '-1\r\n', '123456789\r\n', '0x5\r\n', 'f'.repeat(300)])('is given up at the size %j', (line) => {
    expect(read(chunked, [bytesOf(`2\r\nok\r\n${line}hello`)])).toEqual({ text: 'ok', done: true, truncated: true });
  });

  it('reads the same in any portions', () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 8 });
    const cuts = fc.array(fc.nat(200), { maxLength: 20 });
    fc.assert(
      fc.property(chunks, cuts, (chunks, cuts) => {
        const encoded = Buffer.concat([
          ...chunks.flatMap((chunk) => [bytesOf(`${chunk.length.toString(16)}\r\n`), chunk, bytesOf('\r\n')]),
          bytesOf('0\r\n\r\n'),
        ]);
        const body = new ResponseBody(head(chunked), 1000);
        let at = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), encoded.length]) {
          body.receive(encoded.subarray(at, cut));
          at = Math.max(at, Math.min(cut, encoded.length));
        }
        expect(body.done).toBe(true);
        expect(body.truncated).toBe(false);
        expect(body.bytes).toEqual(new Uint8Array(Buffer.concat(chunks)));
      }),
    );
  });
});

describe('a body until the end of the connection', () => {
  it('is whole when it has come to the end', () => {
    expect(read([], [bytesOf('hello')])).toEqual({ text: 'hello', done: false, truncated: true });
    expect(read([], [bytesOf('hello')], { end: true })).toEqual({ text: 'hello', done: true, truncated: false });
  });

  it.each([204, 304])('is not there with status %i', (status) => {
    expect(read([], [], { status })).toEqual({ text: '', done: true, truncated: false });
  });
});

describe('the limit', () => {
  it.each([[[]], [[['Content-Length', '12']]]] as HeaderList[][])('cuts the body off and says so: %j', (headers) => {
    expect(read(headers, [bytesOf('hello, '), bytesOf('world')], { max: 10 })).toEqual({
      text: 'hello, wor',
      done: true,
      truncated: true,
    });
  });

  it('is not reached by a body that just fits', () => {
    expect(read([['Content-Length', '5']], [bytesOf('hello')], { max: 5 })).toEqual({
      text: 'hello',
      done: true,
      truncated: false,
    });
  });

  it('of 0 wants no body at all', () => {
    expect(read([['Content-Length', '5']], [], { max: 0 })).toEqual({ text: '', done: true, truncated: true });
    expect(read([['Content-Length', '0']], [], { max: 0 })).toEqual({ text: '', done: true, truncated: false });
  });

  it('bounds what a flood of one-byte chunks costs', () => {
    const body = new ResponseBody(head([['Transfer-Encoding', 'chunked']]), 10_000);
    const chunk = bytesOf('1\r\nx\r\n');
    let count = 0;
    for (; !body.done; count++) body.receive(chunk);
    expect(count).toBe(10_001);
    expect(body.bytes).toEqual(new Uint8Array(10_000).fill(0x78));
  });
});

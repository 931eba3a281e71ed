import { Duplex, PassThrough } from 'node:stream';
import { parseUri } from '@rfc6455/uri';
import { describe, expect, it, vi } from 'vitest';
import { Attempt } from '../src/attempt.ts';
import { shakeHands } from '../src/opening-handshake.ts';
import { rejection } from './test-server.ts';

const uri = parseUri('ws://example.com/');
const request = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n');
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

/** A stream, what is written to it, and what it reads. */
function fakeStream() {
  const written: Uint8Array[] = [];
  const stream = new Duplex({
    read() {},
    write(chunk, _encoding, callback) {
      written.push(chunk);
      callback();
    },
  });
  stream.on('error', () => {});
  return { stream, written };
}

function shake(stream: Duplex, accept: (text: string) => unknown = (text) => text, attempt = new Attempt(uri, 1000)) {
  const answered = vi.fn();
  const opened = shakeHands(
    stream,
    { request, limits: {}, answered, accept: ({ rest }) => accept(Buffer.from(rest).toString('latin1')) },
    attempt,
  );
  return { opened: opened.finally(() => attempt.end()), answered };
}

const listeners = (stream: Duplex) => ['data', 'end', 'error', 'close'].map((event) => stream.listenerCount(event));

describe('the opening handshake', () => {
  it('sends the request and nothing else until there is a response [4.1-17] [4.1-35]', async () => {
    const { stream, written } = fakeStream();
    const { opened, answered } = shake(stream);
    await new Promise((resolve) => setImmediate(resolve));
    expect(Buffer.concat(written)).toEqual(Buffer.from(request));
    expect(answered).not.toHaveBeenCalled();
    stream.push(`${SWITCHING}early`);
    expect(await opened).toBe('early');
    expect(answered).toHaveBeenCalledOnce();
    expect(Buffer.concat(written)).toEqual(Buffer.from(request));
  });

  it('hands the stream over before more can come, with no listener of its own', async () => {
    const { stream } = fakeStream();
    const before = listeners(stream);
    const got: string[] = [];
    const { opened } = shake(stream, (rest) => {
      expect(listeners(stream)).toEqual(before);
      got.push(rest);
      stream.on('data', (chunk) => got.push(String(chunk)));
    });
    stream.push(`${SWITCHING}one`);
    stream.push('two');
    await opened;
    stream.push('three');
    await new Promise((resolve) => setImmediate(resolve));
    expect(got.join(' ')).toBe('one two three');
  });

  it('fails with what accept throws, and destroys the stream [4.1-42]', async () => {
    const { stream } = fakeStream();
    const before = listeners(stream);
    const error = new Error('not accepted');
    const { opened } = shake(stream, () => {
      throw error;
    });
    stream.push(SWITCHING);
    expect(await rejection(opened)).toBe(error);
    expect(stream.destroyed).toBe(true);
    expect(listeners(stream)).toEqual(before);
  });

  it('fails when the stream ends', async () => {
    const { stream } = fakeStream();
    const { opened } = shake(stream);
    stream.push('HTTP');
    stream.push(null);
    expect(await rejection(opened)).toMatchObject({ code: 'INCOMPLETE_RESPONSE' });
    expect(stream.destroyed).toBe(true);
  });

  it('fails when the stream breaks', async () => {
    const { stream } = fakeStream();
    const { opened } = shake(stream);
    const cause = new Error('reset');
    stream.destroy(cause);
    expect(await rejection(opened)).toMatchObject({ code: 'INCOMPLETE_RESPONSE', cause });
  });

  it('fails when the stream has broken before', async () => {
    const { stream } = fakeStream();
    const before = listeners(stream);
    const cause = new Error('reset');
    stream.destroy(cause);
    await new Promise((resolve) => setImmediate(resolve));
    const { opened } = shake(stream);
    expect(await rejection(opened)).toMatchObject({ code: 'INCOMPLETE_RESPONSE', cause });
    expect(listeners(stream)).toEqual(before);
  });

  it.each(['before', 'after'])('fails when the stream is destroyed without an error %s it begins', async (when) => {
    const { stream } = fakeStream();
    const before = listeners(stream);
    if (when === 'before') {
      stream.destroy();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { opened } = shake(stream);
    stream.destroy();
    const cause = { message: 'the stream was destroyed' };
    expect(await rejection(opened)).toMatchObject({ code: 'INCOMPLETE_RESPONSE', cause });
    expect(listeners(stream)).toEqual(before);
  });

  it('is a refusal when the time is up before the body of one has ended', async () => {
    const { stream } = fakeStream();
    const { opened, answered } = shake(stream, undefined, new Attempt(uri, 30));
    stream.push('HTTP/1.1 403 Forbidden\r\n\r\nnev');
    expect(await rejection(opened)).toMatchObject({ status: 403, text: 'nev', bodyTruncated: true });
    expect(answered).toHaveBeenCalledOnce();
    expect(stream.destroyed).toBe(true);
  });
});

it('works on a stream that gives one byte at a time', async () => {
  const through = new PassThrough();
  const { opened } = shake(through);
  // What goes in comes out again: the request would be read as the response.
  expect(await rejection(opened)).toMatchObject({ name: 'HandshakeError', code: 'MALFORMED_START_LINE' });
  const { stream } = fakeStream();
  const second = shake(stream).opened;
  for (const character of SWITCHING) {
    stream.push(character);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await second).toBe('');
});

import { PreparedMessage } from '@rfc6455/connection';
import { Opcode } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from './bytes.ts';
import { decodeFrames, Endpoint } from './endpoint.ts';
import { expectBytes } from './expectations.ts';

describe('a PreparedMessage', () => {
  it('holds the frame that a server sends [5.1-4]', () => {
    const message = new PreparedMessage('Hello');
    expect(message.opcode).toBe(Opcode.Text);
    expect(message.frame).toEqual(hex('81 05 48 65 6c 6c 6f'));
    expect(message.payload).toEqual(utf8('Hello'));
  });

  it.each([0, 1, 125, 126, 65_535, 65_536])('of %d bytes is the message that send would send', (length) => {
    for (const data of ['x'.repeat(length), new Uint8Array(length).fill(7)]) {
      const [prepared, plain] = [new Endpoint('server'), new Endpoint('server')];
      expect(prepared.connection.send(new PreparedMessage(data))).toBe(true);
      plain.connection.send(data);
      expectBytes(prepared.output(), plain.output());
    }
  });

  it('is written by every server as the same bytes, without a copy', () => {
    const message = new PreparedMessage('news');
    for (const endpoint of [new Endpoint('server'), new Endpoint('server')]) {
      endpoint.connection.send(message);
      expect(endpoint.connection.takeOutput()[0]).toBe(message.frame);
    }
  });

  it('is masked afresh each time a client sends it [5.3-2] [6.1-8]', () => {
    const message = new PreparedMessage('news');
    const client = new Endpoint('client');
    for (let i = 0; i < 3; i++) expect(client.connection.send(message)).toBe(true);
    const frames = decodeFrames('client', client.output());
    expect(frames.map(({ payload }) => payload)).toEqual([utf8('news'), utf8('news'), utf8('news')]);
    expect(new Set(frames.map(({ maskingKey }) => maskingKey)).size).toBe(3);
    expect(message.payload).toEqual(utf8('news'));
  });

  it('copies binary data when it is made', () => {
    const bytes = hex('01 02 03');
    const message = new PreparedMessage(new DataView(bytes.buffer, 1));
    bytes.fill(0);
    expect(message.frame).toEqual(hex('82 02 02 03'));
  });

  it('holds text as UTF-8, a lone surrogate as U+FFFD', () => {
    expect(new PreparedMessage('é\ud800').frame).toEqual(hex('81 05 c3 a9 ef bf bd'));
  });

  it.each([1, null, undefined, [1], {}])('is not made of other things: %s', (data) => {
    expect(() => new PreparedMessage(data as never)).toThrow(TypeError);
    expect(() => new PreparedMessage(data as never)).toThrow('data: expected a string or binary data, got ');
  });

  it('is an unknown object where only its fields look right', () => {
    const { connection } = new Endpoint('server');
    expect(() => connection.send({ ...new PreparedMessage('x') } as never)).toThrow(TypeError);
  });
});

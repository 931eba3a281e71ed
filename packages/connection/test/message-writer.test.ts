import type { BinaryData } from '@rfc6455/connection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../src/argument.ts';
import { hex } from './bytes.ts';
import { Endpoint, ROLES } from './endpoint.ts';
import { talk } from './pair.ts';

const invalidState = (message: string) => expect.objectContaining({ name: 'InvalidStateError', message });
const notEnded = invalidState('a fragmented message is being sent; end it first');
const ended = invalidState('the message has ended');

describe.each(ROLES)('a message that a %s sends in fragments', (role) => {
  it('is a frame a write, the type in the first and FIN in the last [5.4-6] [6.1-5] [6.1-6] [6.1-7]', () => {
    const endpoint = new Endpoint(role);
    const message = endpoint.connection.startMessage('text');
    expect(message.write('Hel')).toBe(true);
    expect(message.write('lo, ')).toBe(true);
    expect(message.end('world')).toBe(true);
    expect(endpoint.outputFrames()).toEqual(['text + Hel', 'continuation + lo,', 'continuation world']);
  });

  it('ends with an empty frame where there is nothing more to send', () => {
    const endpoint = new Endpoint(role);
    for (const type of ['text', 'binary'] as const) {
      const message = endpoint.connection.startMessage(type);
      message.write(type === 'text' ? 'a' : hex('61'));
      message.end();
    }
    expect(endpoint.outputFrames()).toEqual(['text + a', 'continuation', 'binary + 61', 'continuation']);
  });

  it('is one frame when it ends at once', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.startMessage('text').end('all');
    endpoint.connection.startMessage('text').end();
    endpoint.connection.startMessage('binary').end(hex('01'));
    endpoint.connection.startMessage('binary').end();
    expect(endpoint.outputFrames()).toEqual(['text all', 'text', 'binary 01', 'binary']);
  });

  it('may be cut between the halves of a surrogate pair', () => {
    const endpoint = new Endpoint(role);
    const message = endpoint.connection.startMessage('text');
    message.write('a\ud83d');
    message.write('\ude00b\ud83d');
    message.write('');
    message.end('\ude00');
    expect(endpoint.outputFrames()).toEqual(['text + a', 'continuation + 😀b', 'continuation +', 'continuation 😀']);
  });

  it.each([
    ['at its end', ['a', '\ud83d'], undefined, 'a\ufffd'],
    ['at its end, with data', ['a'], 'b\ud83d', 'ab\ufffd'],
    ['before another character', ['\ud83d', 'x'], undefined, '\ufffdx'],
    ['before another half', ['\ud83d', '\ud83d'], '\ude00', '\ufffd😀'],
    ['of the second kind', ['\ude00'], '', '\ufffd'],
  ])('has a lone surrogate %s sent as U+FFFD', (_, pieces, last, received) => {
    const endpoint = new Endpoint(role === 'client' ? 'server' : 'client');
    const sender = new Endpoint(role);
    const message = sender.connection.startMessage('text');
    for (const piece of pieces) message.write(piece);
    message.end(last);
    endpoint.receive(sender.output());
    expect(endpoint.messages).toEqual([received]);
  });

  it('is received as it was sent, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 8 }),
        fc.boolean(),
        (pieces, text) => {
          const { client, server } = talk({}, (pair) => {
            const message = pair[role].connection.startMessage(text ? 'text' : 'binary');
            for (const piece of pieces) message.write(text ? piece : new TextEncoder().encode(piece));
            message.end();
          });
          const [received] = (role === 'client' ? server : client).messages;
          const whole = new TextEncoder().encode(text ? pieces.join('') : '');
          const parts = pieces.flatMap((piece) => [...new TextEncoder().encode(piece)]);
          expect(received).toEqual(
            text ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole) : Uint8Array.from(parts),
          );
        },
      ),
    );
  });

  it('lets pings, pongs and the closing handshake through [5.4-1]', () => {
    const endpoint = new Endpoint(role);
    const message = endpoint.connection.startMessage('text');
    message.write('a');
    endpoint.connection.ping('p');
    endpoint.connection.pong('q');
    message.write('b');
    endpoint.connection.close(1001);
    expect(message.write('c')).toBe(false);
    expect(message.end('d')).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['text + a', 'ping 70', 'pong 71', 'continuation + b', 'close 1001']);
  });

  it('lets no other message through until it has ended [5.4-4]', () => {
    const { connection } = new Endpoint(role);
    const message = connection.startMessage('text');
    expect(() => connection.send('x')).toThrow(notEnded);
    expect(() => connection.send(hex('01'))).toThrow(notEnded);
    expect(() => connection.startMessage('binary')).toThrow(notEnded);
    message.write('a');
    expect(() => connection.send('x')).toThrow(notEnded);
    message.end();
    expect(connection.send('x')).toBe(true);
    expect(connection.startMessage('binary').end()).toBe(true);
  });

  it('does not keep send from saying that the connection is closing', () => {
    const { connection } = new Endpoint(role);
    const message = connection.startMessage('text');
    connection.close(1000);
    expect(connection.send('x')).toBe(false);
    expect(connection.startMessage('text').write('x')).toBe(false);
    expect(message.end()).toBe(false);
  });

  it('never starts when the connection is closed', () => {
    const { connection } = new Endpoint(role);
    connection.receiveEnd();
    for (let i = 0; i < 2; i++) {
      const message = connection.startMessage('binary');
      expect(message.write(hex('01'))).toBe(false);
    }
    expect(connection.outputLength).toBe(0);
  });

  it('refuses everything after its end', () => {
    const { connection } = new Endpoint(role);
    const message = connection.startMessage('text');
    message.end();
    expect(() => message.write('x')).toThrow(ended);
    expect(() => message.end()).toThrow(ended);
    expect(() => message.write(1 as never)).toThrow(ended);
  });

  it.each([
    ['text', hex('01')],
    ['text', 1],
    ['text', null],
    ['binary', 'a'],
    ['binary', 1],
    ['binary', [1]],
    ['binary', null],
  ] as const)('refuses what is not %s, and goes on: %s', (type, data) => {
    const endpoint = new Endpoint(role);
    const message = endpoint.connection.startMessage(type);
    expect(() => message.write(data as BinaryData)).toThrow(TypeError);
    expect(() => message.end(data as BinaryData)).toThrow(TypeError);
    const expected = type === 'text' ? 'a string' : 'binary data';
    expect(() => message.end(data as BinaryData)).toThrow(`data: expected ${expected}, got ${excerpt(data)}`);
    expect(message.end(type === 'text' ? 'x' : hex('78'))).toBe(true);
    expect(endpoint.outputFrames()).toEqual([type === 'text' ? 'text x' : 'binary 78']);
  });

  it.each(['Text', 'ping', '', undefined, null, 1])('is text or binary, not %s', (type) => {
    const { connection } = new Endpoint(role);
    expect(() => connection.startMessage(type as 'text')).toThrow(
      new TypeError(`type: expected 'text' or 'binary', got ${excerpt(type)}`),
    );
    expect(connection.send('x')).toBe(true);
  });
});

import { PreparedMessage } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from './bytes.ts';
import { decodeFrames, Endpoint, peerOf, ROLES } from './endpoint.ts';
import { expectMessages } from './expectations.ts';
import { talk } from './pair.ts';

describe.each(ROLES)('a %s', (role) => {
  it('sends text and binary data in one frame each [5.2-1] [6.1-1] [6.1-4] [6.1-6] [6.1-7]', () => {
    const endpoint = new Endpoint(role);
    expect(endpoint.connection.send('Hello')).toBe(true);
    expect(endpoint.connection.send(hex('01 02'))).toBe(true);
    expect(endpoint.connection.send(new PreparedMessage('again'))).toBe(true);
    expect(endpoint.connection.send('')).toBe(true);
    expect(endpoint.connection.send(hex(''))).toBe(true);
    expect(endpoint.outputFrames()).toEqual(['text Hello', 'binary 01 02', 'text again', 'text', 'binary']);
  });

  it.each([
    ['a byte order mark', '\ufeffa', 'ef bb bf 61'],
    ['a surrogate pair', '😀', 'f0 9f 98 80'],
    ['a lone surrogate, as U+FFFD', 'a\ud800b', '61 ef bf bd 62'],
  ])('sends %s as UTF-8', (_, text, bytes) => {
    for (const data of [text, `${text}${'-'.repeat(40)}`]) {
      const endpoint = new Endpoint(role);
      endpoint.connection.send(data);
      const [frame] = decodeFrames(role, endpoint.output());
      expect(frame!.payload).toEqual(Uint8Array.from([...hex(bytes), ...utf8(data.slice(text.length))]));
    }
  });

  it('is received by its peer as it was sent', () => {
    const messages = ['', 'a', 'κόσμε', hex(''), hex('00 ff'), 'x'.repeat(100_000), new Uint8Array(100_000).fill(9)];
    const pair = talk({ sizes: [1, 2, 3, 4096] }, ({ [role]: { connection } }) => {
      for (const message of messages) connection.send(message);
    });
    expectMessages(pair[peerOf(role)].messages, messages);
  });

  it('copies small binary data at once', () => {
    const endpoint = new Endpoint(role);
    const data = hex('01 02 03');
    endpoint.connection.send(data);
    data.fill(0);
    expect(endpoint.outputFrames()).toEqual(['binary 01 02 03']);
  });

  it('sends no data after its Close frame, and says so [5.5.1-5] [6.1-2] [6.1-3]', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.close(1000);
    expect(endpoint.connection.canSend).toBe(false);
    for (const data of ['x', hex('01'), new PreparedMessage('x')]) expect(endpoint.connection.send(data)).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['close 1000']);
  });

  it('sends nothing after the transport has ended, and says so', () => {
    const { connection } = new Endpoint(role);
    connection.receiveEnd();
    for (const data of ['x', hex('01'), new PreparedMessage('x')]) expect(connection.send(data)).toBe(false);
    expect(connection.takeOutput()).toEqual([]);
  });

  it('refuses what is no data, also when it is closed', () => {
    const { connection } = new Endpoint(role);
    expect(() => connection.send(1 as never)).toThrow(
      new TypeError('data: expected a string, binary data or a PreparedMessage, got 1'),
    );
    connection.receiveEnd();
    expect(() => connection.send(undefined as never)).toThrow(TypeError);
  });
});

import type { ConnectionHandler } from '@rfc6455/connection';
import type { FrameInit } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../src/argument.ts';
import { concat, hex, utf8 } from './bytes.ts';
import { close, Endpoint, type EndpointOptions, peerOf, ping, pong, ROLES, text } from './endpoint.ts';
import { expectFailed, expectFailedLocally, expectOpen } from './expectations.ts';
import { Pair } from './pair.ts';

describe.each(ROLES)('a handler of a %s that throws', (role) => {
  const thrown = new Error('in the handler');
  const fail = () => {
    throw thrown;
  };
  const before = text('before');
  const inChunks: EndpointOptions = { inChunks: true };
  const cases: readonly { name: keyof ConnectionHandler; frames: FrameInit[]; options?: EndpointOptions }[] = [
    { name: 'message', frames: [text('a')] },
    { name: 'messageStart', frames: [text('a')], options: inChunks },
    { name: 'messageChunk', frames: [text('a')], options: inChunks },
    { name: 'messageEnd', frames: [text('a')], options: inChunks },
    { name: 'ping', frames: [ping()] },
    { name: 'pong', frames: [pong()] },
  ];

  it.each(cases)(
    '$name: the error comes out of receive, the connection fails with 1011',
    ({ name, frames, options }) => {
      let calls = 0;
      const endpoint = new Endpoint(role, {
        ...options,
        on: {
          [name]: () => {
            calls += 1;
            if (calls === 2) fail();
          },
        },
      });
      endpoint.receiveFrames(...frames);
      expect(() => endpoint.receiveFrames(...frames, before, ping())).toThrow(thrown);
      expect(calls).toBe(2);
      const events = [...endpoint.events];
      endpoint.receiveFrames(before);
      expect(endpoint.events).toEqual(events);
      const sent = expectFailedLocally(endpoint, 1011);
      expect(sent).toEqual(name === 'ping' ? ['pong', 'pong'] : []);
      endpoint.connection.receiveEnd();
      expect(endpoint.report).toMatchObject({ code: 1006, cause: thrown });
    },
  );

  it('closeReceived: the closing handshake stays complete, the transport must end', () => {
    const endpoint = new Endpoint(role, { on: { closeReceived: fail } });
    expect(() => endpoint.receiveFrames(close(1000), text('late'))).toThrow(thrown);
    expect(endpoint.events).toEqual(['closeReceived 1000']);
    expect(endpoint.outputFrames()).toEqual(['close 1000']);
    expect(endpoint.connection.transportDuty).toBe('end');
    endpoint.connection.receiveEnd();
    expect(endpoint.report).toMatchObject({ code: 1000, wasClean: true, cause: thrown });
  });

  it('violation: the connection has been failed already, with the code of the violation', () => {
    const endpoint = new Endpoint(role, { on: { violation: fail } });
    expect(() => endpoint.receive(hex('ff ff'))).toThrow(thrown);
    expectFailed(endpoint, 1002, 'RESERVED_OPCODE');
  });

  it('closed: the error comes out of receiveEnd, the connection is closed', () => {
    const endpoint = new Endpoint(role, { on: { closed: fail } });
    expect(() => endpoint.connection.receiveEnd()).toThrow(thrown);
    expect(endpoint.connection.state).toBe('closed');
    endpoint.connection.receiveEnd();
    expect(endpoint.events).toEqual(['closed 1006']);
  });

  it('is named as the cause also where it throws what is no error', () => {
    const endpoint = new Endpoint(role, {
      on: {
        message: () => {
          throw 'a string';
        },
      },
    });
    expect(() => endpoint.receiveFrames(text('a'))).toThrow('a string');
    endpoint.connection.receiveEnd();
    expect(endpoint.report?.cause).toEqual(new Error('what was thrown is not an Error', { cause: 'a string' }));
  });

  it('does not fail a connection that it has closed itself a second time', () => {
    const endpoint = new Endpoint(role, {
      on: {
        message() {
          this.connection.close(4000, 'mine');
          fail();
        },
      },
    });
    expect(() => endpoint.receiveFrames(text('a'))).toThrow(thrown);
    expect(endpoint.outputFrames()).toEqual(['close 4000 mine']);
    expect(endpoint.connection.transportDuty).toBe('end');
  });
});

describe.each(ROLES)('a %s', (role) => {
  it('sends Pings and Pongs with up to 125 bytes, text in UTF-8 [5.5.2-1] [5.5.2-4] [5.5.3-2]', () => {
    const endpoint = new Endpoint(role);
    const { connection } = endpoint;
    expect(connection.ping()).toBe(true);
    expect(connection.ping('é')).toBe(true);
    expect(connection.pong(hex('01 02'))).toBe(true);
    expect(connection.ping('x'.repeat(125))).toBe(true);
    expect(connection.pong(new Uint8Array(125))).toBe(true);
    expect(endpoint.outputFrames()).toEqual([
      ...['ping', 'ping c3 a9', 'pong 01 02'],
      ...[`ping ${'78 '.repeat(125).trim()}`, `pong ${'00 '.repeat(125).trim()}`],
    ]);
  });

  it('refuses to send more than 125 bytes in a control frame, also when it is closed [5.5-1]', () => {
    const { connection } = new Endpoint(role);
    for (const data of ['x'.repeat(126), 'é'.repeat(63), new Uint8Array(126)]) {
      expect(() => connection.ping(data)).toThrow(RangeError);
      expect(() => connection.pong(data)).toThrow(new RangeError('data: expected at most 125 bytes, got 126'));
    }
    expect(connection.outputLength).toBe(0);
    connection.receiveEnd();
    expect(() => connection.ping(new Uint8Array(126))).toThrow(RangeError);
  });

  it('sends no Ping after its Close frame', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.close(1000);
    expect(endpoint.connection.ping()).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['close 1000']);
  });

  it('sends a Pong until both Close frames have been exchanged', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.close(1000);
    expect(endpoint.connection.pong('1')).toBe(true);
    endpoint.receiveFrames(close(1000));
    expect(endpoint.connection.pong('2')).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['close 1000', 'pong 31']);
  });

  it.each([undefined, null, 'text', 5, [1], new ArrayBuffer(2), new DataView(new ArrayBuffer(2)), new Uint16Array(1)])(
    'receives nothing but a Uint8Array, and goes on: %s',
    (bytes) => {
      const endpoint = new Endpoint(role);
      expect(() => endpoint.connection.receive(bytes as never)).toThrow(TypeError);
      expect(() => endpoint.connection.receive(bytes as never)).toThrow(/^bytes: expected a Uint8Array, got /);
      expectOpen(endpoint.connection);
      expect(endpoint.receiveFrames(text('a')).events).toEqual(['text a']);
    },
  );

  it.each([null, 1, ['a']])('sends no Ping and no Pong with what is no data: %s', (data) => {
    const { connection } = new Endpoint(role);
    const error = new TypeError(`data: expected a string or binary data, got ${excerpt(data)}`);
    expect(() => connection.ping(data as never)).toThrow(error);
    expect(() => connection.pong(data as never)).toThrow(error);
    expect(connection.outputLength).toBe(0);
  });

  it('receives no bytes as well as any', () => {
    const endpoint = new Endpoint(role).receive(hex(''), hex(''));
    expectOpen(endpoint.connection);
    expect(endpoint.events).toEqual([]);
  });

  it('counts the bytes that wait', () => {
    const endpoint = new Endpoint(role);
    const header = role === 'server' ? 2 : 6;
    endpoint.connection.send('Hello');
    expect(endpoint.connection.outputLength).toBe(header + 5);
    endpoint.connection.ping('12');
    expect(endpoint.connection.outputLength).toBe(2 * header + 7);
    expect(endpoint.output()).toHaveLength(2 * header + 7);
    expect(endpoint.connection.outputLength).toBe(0);
  });

  it('hands out bytes that stay as they are while more is sent', () => {
    const endpoint = new Endpoint(role);
    const taken: [readonly Uint8Array[], Uint8Array][] = [];
    for (let i = 0; i < 50; i++) {
      endpoint.connection.send(String(i).repeat(i * 11));
      const pieces = endpoint.connection.takeOutput();
      taken.push([pieces, concat(pieces)]);
    }
    for (const [pieces, copy] of taken) expect(concat(pieces)).toEqual(copy);
  });

  it('fails the connection, and wants the transport ended, when there is no randomness for its frames', () => {
    const noEntropy = new Error('no entropy');
    const random = () => {
      throw noEntropy;
    };
    const endpoint = new Endpoint(role, { random });
    const receivePing = () => endpoint.receiveFrames(ping());
    if (role === 'server') {
      receivePing();
      expect(endpoint.outputFrames()).toEqual(['pong']);
      return;
    }
    expect(receivePing).toThrow(noEntropy);
    expect(endpoint.connection.transportDuty).toBe('end');
    expect(endpoint.output()).toHaveLength(0);
    endpoint.connection.receiveEnd();
    expect(endpoint.report).toMatchObject({ code: 1006, initiator: 'local', sent: undefined, cause: noEntropy });
  });
});

describe('an echo', () => {
  it.each([1, 2, 7, 1000])('comes back as it was sent, in chunks of %d bytes, both ways', (size) => {
    const messages = ['Hello', '', 'κόσμε 😀', hex('00 ff'), 'x'.repeat(3000), utf8('bytes')];
    for (const role of ROLES) {
      const echo: EndpointOptions = {
        on: {
          message(data) {
            this.connection.send(data);
          },
        },
      };
      const pair = new Pair({ [peerOf(role)]: echo, sizes: [size] });
      for (const message of messages) pair[role].connection.send(message);
      pair.pump();
      expect(pair[role].messages).toEqual(messages);
      expectOpen(pair.client.connection);
      expectOpen(pair.server.connection);
    }
  });
});

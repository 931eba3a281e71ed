import type { Connection, ConnectionHandler } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { concat, cut, hex } from './bytes.ts';
import { close, continuation, Endpoint, fromPeer, ping, pong, ROLES, text } from './endpoint.ts';
import { expectFailed, expectFailedLocally } from './expectations.ts';

const invalidState = expect.objectContaining({
  name: 'InvalidStateError',
  message: 'receive was called from inside a handler',
});

describe.each(ROLES)('from inside a handler of a %s', (role) => {
  const frames = [text('a', { fin: false }), ping('p'), pong('q'), continuation('b'), text('c'), close(1000, 'bye')];
  const names = ['message', 'ping', 'pong', 'closeReceived', 'messageStart', 'messageChunk', 'messageEnd'] as const;
  const everyHandler = names.map((name) => [name] as const);
  const inChunks = (name: string) => name.length > 7 && name.startsWith('message');

  /** An endpoint that does something in every call of one handler. */
  function doing(name: keyof ConnectionHandler, action: (connection: Connection) => void): Endpoint {
    return new Endpoint(role, {
      inChunks: inChunks(name),
      on: {
        [name](this: Endpoint) {
          action(this.connection);
        },
      },
    });
  }
  /** What happens in a handler that does nothing. */
  const usual = (name: keyof ConnectionHandler) => doing(name, () => {}).receiveFrames(...frames).events;

  it.each(everyHandler)('%s: sending does what it does elsewhere, and changes nothing of what is received', (name) => {
    const sending = doing(name, (connection) => {
      connection.ping('mine');
      connection.pong('mine');
      connection.send('x');
      const message = connection.startMessage('binary');
      message.write(hex('01'));
      message.end();
    });
    sending.receiveFrames(...frames);
    expect(sending.events).toEqual(usual(name));
    const calls = sending.events.filter((event) => event.startsWith(eventName(name))).length;
    const output = sending.outputFrames();
    expect(output.filter((frame) => frame === 'text x')).toHaveLength(name === 'closeReceived' ? 0 : calls);
    expect(output.at(-1)).toBe('close 1000');
  });

  it.each(everyHandler)('%s: close starts the closing handshake, and what comes is still received', (name) => {
    const results: boolean[] = [];
    const endpoint = doing(name, (connection) => results.push(connection.close(4000)));
    endpoint.receiveFrames(...frames);
    expect(endpoint.events).toEqual(usual(name));
    expect(results[0]).toBe(name !== 'closeReceived');
    expect(results.slice(1)).not.toContain(true);
    expect(endpoint.connection.closeSent).toEqual({ code: name === 'closeReceived' ? 1000 : 4000, reason: '' });
    expect(endpoint.connection.closeReceived).toEqual({ code: 1000, reason: 'bye' });
  });

  it.each(everyHandler)('%s: fail ends it all, in the middle of a chunk', (name) => {
    let calls = 0;
    const endpoint = doing(name, (connection) => {
      calls += 1;
      connection.fail(1008, 'enough');
    });
    endpoint.receiveFrames(...frames);
    expect(calls).toBe(1);
    const events = usual(name);
    const first = events.findIndex((event) => event.startsWith(eventName(name)));
    expect(endpoint.events).toEqual(events.slice(0, first + 1));
    expect(endpoint.connection.transportDuty).toBe('end');
    expect(endpoint.outputFrames().at(-1)).toBe(name === 'closeReceived' ? 'close 1000' : 'close 1008 enough');
  });

  it.each(['messageStart', 'messageChunk', 'messageEnd'] as const)(
    '%s: fail ends also a message that came whole',
    (name) => {
      const endpoint = doing(name, (connection) => connection.fail(1008));
      endpoint.receiveFrames(text('a'), text('b'));
      const events = ['start text', 'chunk 61', 'end'];
      expect(endpoint.events).toEqual(events.slice(0, names.indexOf(name) - names.indexOf('messageStart') + 1));
    },
  );

  it.each(everyHandler)('%s: receiveEnd ends it all, and closed is the last call', (name) => {
    const endpoint = doing(name, (connection) => connection.receiveEnd());
    endpoint.receiveFrames(...frames);
    expect(endpoint.connection.state).toBe('closed');
    expect(endpoint.events.filter((event) => event.startsWith('closed'))).toHaveLength(1);
    expect(endpoint.events.at(-1)).toMatch(/^closed/);
  });

  it.each(everyHandler)('%s: receive throws an InvalidStateError and corrupts nothing', (name) => {
    const errors: unknown[] = [];
    const endpoint = doing(name, (connection) => {
      try {
        connection.receive(fromPeer(role, text('inner')));
      } catch (error) {
        errors.push(error);
      }
    });
    endpoint.receive(...cut(fromPeer(role, ...frames), [5]));
    expect(new Set(errors.map((error) => (error as Error).name))).toEqual(new Set(['InvalidStateError']));
    const untouched = doing(name, () => {});
    untouched.receive(...cut(fromPeer(role, ...frames), [5]));
    expect(endpoint.events).toEqual(untouched.events);
    expect(endpoint.connection.transportDuty).toBe(role === 'server' ? 'end' : 'await-end');
  });

  it('receive that is not caught fails the connection with 1011', () => {
    const endpoint = doing('message', (connection) => connection.receive(new Uint8Array(0)));
    expect(() => endpoint.receiveFrames(text('a'))).toThrow(invalidState);
    expectFailedLocally(endpoint, 1011);
  });

  it('receive works again afterwards', () => {
    let thrown = false;
    const endpoint = doing('ping', (connection) => {
      try {
        connection.receive(hex('81'));
      } catch {
        thrown = true;
      }
    });
    endpoint.receiveFrames(ping()).receiveFrames(text('a'));
    expect(thrown).toBe(true);
    expect(endpoint.events).toEqual(['ping', 'text a']);
  });

  it('closed: everything says that it is over', () => {
    const results: unknown[] = [];
    const endpoint = doing('closed', (connection) => {
      connection.receive(fromPeer(role, text('a')));
      connection.receiveEnd();
      connection.fail(1011);
      results.push(connection.state, connection.send('x'), connection.close(), connection.ping(), connection.pong());
    });
    endpoint.connection.receiveEnd();
    expect(endpoint.events).toEqual(['closed 1006']);
    expect(results).toEqual(['closed', false, false, false, false]);
    expect(endpoint.output()).toHaveLength(0);
  });

  it('violation: everything says that it is over', () => {
    const results: unknown[] = [];
    const endpoint = doing('violation', (connection) => {
      connection.fail(1011, 'other');
      results.push(connection.state, connection.send('x'), connection.close(), connection.ping(), connection.pong());
    });
    endpoint.receive(hex('ff'));
    expectFailed(endpoint, 1002, 'RESERVED_OPCODE');
    expect(results).toEqual(['closing', false, false, false, false]);
  });

  it('takeOutput hands out what there is', () => {
    const taken: Uint8Array[] = [];
    const endpoint = doing('ping', (connection) => taken.push(...connection.takeOutput()));
    endpoint.receiveFrames(ping(), ping(), ping());
    expect(concat(taken)).toHaveLength(3 * (role === 'server' ? 2 : 6));
    expect(endpoint.output()).toHaveLength(0);
  });
});

/** How the events of a handler begin in the record. */
function eventName(name: keyof ConnectionHandler): string {
  const names: Partial<Record<keyof ConnectionHandler, string>> = {
    message: 'text',
    messageStart: 'start',
    messageChunk: 'chunk',
    messageEnd: 'end',
  };
  return names[name] ?? name;
}

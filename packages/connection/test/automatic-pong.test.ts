import { describe, expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { close, continuation, Endpoint, fromPeer, ping, pong, ROLES, text } from './endpoint.ts';
import { expectFailed, expectOpen } from './expectations.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const asHex = (payload: string) => Array.from(utf8(payload), (byte) => byte.toString(16)).join(' ');
const pongs = (...payloads: readonly (string | number)[]) =>
  payloads.map((payload) => `pong ${asHex(String(payload))}`.trim());

describe.each(ROLES)('a %s', (role) => {
  /** The bytes of a Pong frame with that much payload. */
  const frameLength = (payload: number) => payload + (role === 'client' ? 6 : 2);

  it('answers a Ping with its payload, and the answer is there when the handler hears of it [5.5.2-1] [5.5.2-2]', () => {
    let waiting = 0;
    const endpoint = new Endpoint(role, {
      on: {
        ping() {
          waiting = this.connection.outputLength;
        },
      },
    });
    endpoint.receiveFrames(ping('Hello'));
    expect(waiting).toBe(frameLength(5));
    expect(endpoint.events).toEqual([`ping ${asHex('Hello')}`]);
    expect(endpoint.outputFrames()).toEqual(pongs('Hello'));
  });

  it.each([0, 1, 124, 125])('answers a Ping of %d bytes', (length) => {
    const endpoint = new Endpoint(role).receiveFrames(ping('x'.repeat(length)));
    expect(endpoint.outputFrames()).toEqual(pongs('x'.repeat(length)));
  });

  it('answers ten Pings in one chunk with ten Pongs, in order [5.5.2-3]', () => {
    const endpoint = new Endpoint(role).receiveFrames(...numbers(10).map((n) => ping(String(n))));
    expect(endpoint.outputFrames()).toEqual(pongs(...numbers(10)));
  });

  it('answers between the fragments of a message, and keeps the order of what the handler sends', () => {
    const endpoint = new Endpoint(role, {
      on: {
        message() {
          this.connection.send('got it');
        },
        ping() {
          this.connection.send('after the pong');
        },
      },
    });
    endpoint.receiveFrames(text('a', { fin: false }), ping('1'), continuation('b'), ping('2'));
    expect(endpoint.outputFrames()).toEqual([
      ...[...pongs('1'), 'text after the pong', 'text got it'],
      ...[...pongs('2'), 'text after the pong'],
    ]);
  });

  it('does not answer a Pong [5.5.3-2]', () => {
    const endpoint = new Endpoint(role).receiveFrames(pong('unsolicited'));
    expect(endpoint.events).toEqual([`pong ${asHex('unsolicited')}`]);
    expect(endpoint.output()).toHaveLength(0);
  });

  it('keeps its own copy of the payload', () => {
    const endpoint = new Endpoint(role, {
      maxPendingPongBytes: frameLength(2),
      on: { ping: (payload) => void payload.fill(0) },
    });
    endpoint.receiveFrames(ping('ab'), ping('cd'));
    expect(endpoint.outputFrames()).toEqual(pongs('ab', 'cd'));
  });

  describe('whose output is not taken', () => {
    const three = numbers(3).map((n) => ping(`p${n}`));

    it('answers as many Pings as may wait, then only the latest [5.5.3-1]', () => {
      for (const [maxPendingPongBytes, answered] of [
        [0, ['p2']],
        [frameLength(2) - 1, ['p2']],
        [frameLength(2), ['p0', 'p2']],
        [2 * frameLength(2) - 1, ['p0', 'p2']],
        [2 * frameLength(2), ['p0', 'p1', 'p2']],
        [3 * frameLength(2), ['p0', 'p1', 'p2']],
      ] as const) {
        const endpoint = new Endpoint(role, { maxPendingPongBytes }).receiveFrames(...three);
        expect(endpoint.events).toHaveLength(3);
        expect(endpoint.connection.outputLength).toBe(answered.length * frameLength(2));
        expect(endpoint.outputFrames()).toEqual(pongs(...answered));
        expect(endpoint.connection.outputLength).toBe(0);
        expect(endpoint.output()).toHaveLength(0);
      }
    });

    it('answers as many again once it was taken', () => {
      const endpoint = new Endpoint(role, { maxPendingPongBytes: frameLength(2) });
      for (let i = 0; i < 3; i++) {
        endpoint.receiveFrames(...three);
        expect(endpoint.outputFrames()).toEqual(pongs('p0', 'p2'));
      }
    });

    it('lets no Pong overtake one that waits', () => {
      const endpoint = new Endpoint(role, { maxPendingPongBytes: frameLength(100) });
      endpoint.receiveFrames(ping('first'), ping('x'.repeat(100)), ping('z'));
      expect(endpoint.outputFrames()).toEqual(pongs('first', 'z'));
    });

    it('puts the latest Pong behind what was sent meanwhile', () => {
      const endpoint = new Endpoint(role, { maxPendingPongBytes: 0 });
      endpoint.receiveFrames(ping('1'));
      endpoint.connection.send('data');
      expect(endpoint.outputFrames()).toEqual(['text data', ...pongs('1')]);
    });

    it('answers the latest Ping before its Close frame', () => {
      for (const end of [
        (endpoint: Endpoint) => endpoint.connection.close(1000),
        (endpoint: Endpoint) => endpoint.receiveFrames(close(1000)),
        (endpoint: Endpoint) => endpoint.connection.fail(1000),
      ]) {
        const endpoint = new Endpoint(role, { maxPendingPongBytes: 0 }).receiveFrames(ping('1'), ping('2'));
        end(endpoint);
        expect(endpoint.outputFrames()).toEqual([...pongs('2'), 'close 1000']);
      }
    });

    it('answers the latest Ping before it fails', () => {
      const endpoint = new Endpoint(role, { maxPendingPongBytes: 0 });
      endpoint.receiveFrames(ping('1'), ping('2'), { ...text('x'), reservedBits: 4 });
      expect(expectFailed(endpoint, 1002, 'RESERVED_BITS_SET')).toEqual(pongs('2'));
    });

    it('holds no more than was allowed, however many Pings come', () => {
      const endpoint = new Endpoint(role);
      const flood = fromPeer(role, ...numbers(1000).map(() => ping('x'.repeat(125))));
      for (let i = 0; i < 20; i++) endpoint.receive(flood);
      expect(endpoint.connection.outputLength).toBeLessThanOrEqual(65_536 + frameLength(125));
      expect(endpoint.connection.outputLength).toBeGreaterThan(65_536 - frameLength(125));
      expectOpen(endpoint.connection);
    });
  });

  it('answers after it has sent its Close frame, until it receives one [5.5.2-2]', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.close(1000);
    endpoint.receiveFrames(ping('1'), ping('2'));
    expect(endpoint.outputFrames()).toEqual(['close 1000', ...pongs('1', '2')]);
    endpoint.receiveFrames(close(1000), ping('3'));
    expect(endpoint.output()).toHaveLength(0);
  });

  it('answers no Ping that comes after a Close frame [5.5.2-2]', () => {
    for (const autoClose of [true, false]) {
      const endpoint = new Endpoint(role, { autoClose }).receiveFrames(ping('1'), close(1000), ping('2'));
      expect(endpoint.events).toEqual([`ping ${asHex('1')}`, 'closeReceived 1000']);
      expect(endpoint.outputFrames()).toEqual([...pongs('1'), ...(autoClose ? ['close 1000'] : [])]);
    }
  });

  it('forgets the answer that waits when it is no longer owed', () => {
    const waiting = () => {
      const endpoint = new Endpoint(role, { maxPendingPongBytes: 0 });
      endpoint.connection.close(1000);
      endpoint.output();
      return endpoint.receiveFrames(ping('1'));
    };
    for (const end of [
      (endpoint: Endpoint) => endpoint.receiveFrames(close(1000)),
      (endpoint: Endpoint) => endpoint.connection.fail(1008),
      (endpoint: Endpoint) => endpoint.connection.receiveEnd(),
    ]) {
      const endpoint = waiting();
      expect(endpoint.connection.outputLength).toBe(frameLength(1));
      end(endpoint);
      expect(endpoint.connection.outputLength).toBe(0);
      expect(endpoint.connection.takeOutput()).toEqual([]);
    }
  });

  describe('without autoPong', () => {
    it('leaves the answer to the handler', () => {
      const silent = new Endpoint(role, { autoPong: false }).receiveFrames(ping('1'));
      expect(silent.events).toEqual([`ping ${asHex('1')}`]);
      expect(silent.output()).toHaveLength(0);

      const own = new Endpoint(role, {
        autoPong: false,
        on: {
          ping(payload) {
            expect(this.connection.pong(payload)).toBe(true);
          },
        },
      });
      own.connection.close(1000);
      own.receiveFrames(ping('1'), ping('2'));
      expect(own.outputFrames()).toEqual(['close 1000', ...pongs('1', '2')]);
    });
  });
});

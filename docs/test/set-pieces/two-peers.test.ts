import { type ConnectionState, type Role, TRANSITIONS } from '@rfc6455/connection';
import { beforeEach, describe, expect, it } from 'vitest';
import { badFrames, floods } from '../../.vitepress/theme/set-pieces/two-peers/bad-frames.ts';
import { Duet, tamperings } from '../../.vitepress/theme/set-pieces/two-peers/duet.ts';
import { drawStates } from '../../.vitepress/theme/set-pieces/two-peers/state-diagram.ts';

describe('drawStates', () => {
  it('has a box for each state, and each row of the table once', () => {
    const { nodes, edges } = drawStates();
    expect(nodes.map(({ state }) => state)).toEqual(Object.keys(TRANSITIONS));
    const rows = edges.flatMap(({ from, to, events }) => events.map((event) => `${from} ${event} ${to}`));
    const expected = Object.entries(TRANSITIONS).flatMap(([from, row]) =>
      Object.entries(row).map(([event, to]) => `${from} ${event} ${to}`),
    );
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });

  it('draws another table', () => {
    const { edges } = drawStates({ connecting: { failed: 'closed' }, open: {}, closing: {}, closed: {} });
    expect(edges.map(({ from, to, events }) => [from, to, events])).toEqual([['connecting', 'closed', ['failed']]]);
  });

  it('keeps everything inside the drawing', () => {
    const { width, height, nodes, edges } = drawStates();
    for (const { x, y } of [...nodes, ...edges.map(({ label }) => label)]) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
    for (const { path } of edges) expect(path).not.toMatch(/-\d|NaN/);
  });
});

describe('a duet', () => {
  let duet: Duet;
  const states = (): ConnectionState[] => [duet.peers.client.state, duet.peers.server.state];
  const steps = (role: Role) => duet.peers[role].steps.map(({ event }) => event);
  const flying = () => duet.inFlight.map(({ from, summary }) => `${from[0]} ${summary}`);
  const said = (who: string) => duet.told.filter((each) => each.who === who).map(({ what }) => what);

  /** Delivers until nothing is on its way. */
  function settle(): void {
    for (let i = 0; duet.inFlight.length > 0; i++) {
      if (i === 100) throw new Error('there is no end');
      duet.deliver();
    }
  }

  beforeEach(() => {
    let key = 0;
    duet = new Duet(() => key++);
  });

  it('opens with a handshake, the server first', () => {
    expect(states()).toEqual(['connecting', 'connecting']);
    expect(flying()).toEqual(['c GET / HTTP/1.1']);
    duet.deliver();
    expect(states()).toEqual(['connecting', 'open']);
    expect(flying()).toEqual(['s HTTP/1.1 101 Switching Protocols']);
    duet.deliver();
    expect(states()).toEqual(['open', 'open']);
    expect(steps('client')).toEqual(['established']);
  });

  it('fails both ends when it is cut during the handshake', () => {
    duet.cut();
    expect(states()).toEqual(['closed', 'closed']);
    expect(duet.isOver).toBe(true);
  });

  describe('that is open', () => {
    beforeEach(() => settle());

    it('sends frame by frame, and a Ping is answered before the message is complete', () => {
      duet.act('client', (connection) => {
        const message = connection.startMessage('text');
        message.write('a');
        connection.ping('p');
        return message.end('b');
      });
      expect(flying()).toEqual(['c Text, more follows, 1 byte: a', 'c Ping, 1 byte: p', 'c Continuation, 1 byte: b']);
      duet.deliver();
      duet.deliver();
      expect(flying()).toEqual(['c Continuation, 1 byte: b', 's Pong, 1 byte: p']);
      duet.deliver('server');
      expect(said('client')).toContain('has the Pong “p”');
      duet.deliver();
      expect(said('server')).toContain('has the message “ab”');
    });

    it.each<[Role, Role]>([
      ['client', 'server'],
      ['server', 'client'],
    ])('closes cleanly when the %s begins, the server ends TCP first', (first, second) => {
      duet.act(first, (connection) => connection.close(1000, 'bye'));
      expect(duet.peers[first].state).toBe('closing');
      duet.deliver();
      expect(steps(second)).toEqual(['closeReceived', 'closeSent']);
      settle();
      expect(states()).toEqual(['closed', 'closed']);
      expect(duet.peers[first].report).toMatchObject({ code: 1000, reason: '', wasClean: true, initiator: 'local' });
      expect(duet.peers[second].report).toMatchObject({
        code: 1000,
        reason: 'bye',
        wasClean: true,
        initiator: 'remote',
      });
    });

    it('lets the server end TCP first', () => {
      duet.act('client', (connection) => connection.close(1000));
      duet.deliver();
      expect(flying()).toEqual(['s Close, 2 bytes: 1000', 's the end of its side of TCP']);
    });

    it('closes cleanly when both begin at once', () => {
      duet.actBoth((connection) => connection.close(1001));
      expect(flying()).toEqual(['c Close, 2 bytes: 1001', 's Close, 2 bytes: 1001']);
      settle();
      for (const role of ['client', 'server'] as const) {
        expect(duet.peers[role].report).toMatchObject({ code: 1001, wasClean: true, initiator: 'local' });
      }
    });

    it('says that nothing is sent after a Close frame', () => {
      duet.act('client', (connection) => connection.close(1000));
      duet.act('client', (connection) => connection.send('late'));
      expect(said('client').at(-1)).toMatch(/^sends nothing/);
      expect(duet.inFlight).toHaveLength(1);
    });

    it('reports 1006 at both ends when it is cut', () => {
      duet.act('client', (connection) => connection.send('lost'));
      duet.cut();
      expect(duet.inFlight).toEqual([]);
      for (const role of ['client', 'server'] as const) {
        expect(duet.peers[role].report).toMatchObject({ code: 1006, wasClean: false, initiator: 'transport' });
        expect(duet.peers[role].report?.cause?.message).toBe('the connection was cut');
        expect(steps(role)).toEqual(['transportEnded']);
      }
    });

    it.each(
      badFrames.flatMap(({ name, bytes }) => (['client', 'server'] as const).map((role) => ({ name, role, bytes }))),
    )('fails at the other end a frame of the $role $name', ({ role, bytes }) => {
      const other = role === 'client' ? 'server' : 'client';
      duet.inject(role, bytes(role));
      duet.deliver();
      expect(steps(other)).toEqual(['closeSent', 'failed']);
      settle();
      expect(duet.peers[other].report).toMatchObject({ code: 1006, wasClean: false, initiator: 'local' });
      expect(duet.peers[other].report?.cause).toMatchObject({ name: 'ProtocolError' });
      expect(states()).toEqual(['closed', 'closed']);
    });

    it.each(floods)('fails a flood $name', ({ bytes }) => {
      duet.inject('client', bytes('client'));
      settle();
      expect(duet.peers.server.report?.cause).toMatchObject({
        code: expect.stringMatching(/^(TOO_MANY_FRAGMENTS|FRAME_TOO_LARGE)$/),
      });
      expect(said('server').join()).toContain('does not read it');
    });

    it.each(tamperings.slice(0, 4))('fails a frame when $name', (tampering) => {
      duet.act('client', (connection) => connection.send('Hello'));
      expect(duet.tamper(tampering)).toBe(true);
      expect(duet.inFlight[0]?.tampered).toBe(tampering.name);
      duet.act('client', (connection) => connection.send('Hello'));
      settle();
      expect(duet.peers.server.report?.cause).toMatchObject({ name: 'ProtocolError' });
    });

    it('has nothing to tamper with when no frame is on its way', () => {
      expect(duet.tamper(tamperings[0]!)).toBe(false);
    });
  });
});

import { closeCodes } from '@rfc6455/close-codes';
import { describe, expect, it } from 'vitest';
import { ClosingHandshake } from '../src/closing-handshake.ts';
import { hex } from './bytes.ts';
import { binary, close, continuation, Endpoint, fromPeer, peerOf, ping, ROLES, text } from './endpoint.ts';
import { expectClosing, expectHandshakeCompleted, expectOpen } from './expectations.ts';
import { Pair, talk } from './pair.ts';

describe.each(ROLES)('the closing handshake, begun by a %s,', (role) => {
  const peer = peerOf(role);

  it('is a Close frame each way, then the server ends TCP [5.5.1-6] [5.5.1-9] [5.5.1-10] [7.1.2-1] [7.1.2-2]', () => {
    const pair = new Pair();
    const [one, other] = [pair[role], pair[peer]];
    expectOpen(one.connection);
    expect(one.connection.close(1000, 'done')).toBe(true);
    expectClosing(one.connection);
    expectOpen(other.connection);

    pair.carry(role);
    expect(other.events).toEqual(['closeReceived 1000 done']);
    expectHandshakeCompleted(other.connection);
    expectClosing(one.connection);

    pair.carry(peer);
    expect(one.events).toEqual(['closeReceived 1000']);
    expectHandshakeCompleted(one.connection);

    // [7.1.1-3] [7.1.1-5] The client waits for the server.
    expect(pair.client.connection.transportDuty).toBe('await-end');
    expect(pair.server.connection.transportDuty).toBe('end');
    expect(pair.endTransport()).toBe(true);
    expect(one.report).toMatchObject({ code: 1000, reason: '', wasClean: true, initiator: 'local' });
    expect(other.report).toMatchObject({ code: 1000, reason: 'done', wasClean: true, initiator: 'remote' });
  });

  it('echoes the code and not the reason [5.5.1-7]', () => {
    const { connection, ...endpoint } = new Endpoint(peer).receiveFrames(close(4321, 'why'));
    expect(connection.closeReceived).toEqual({ code: 4321, reason: 'why' });
    expect(connection.closeSent).toEqual({ code: 4321, reason: '' });
    expect(endpoint.events).toEqual(['closeReceived 4321 why']);
  });

  it.each([
    ['no code', undefined, undefined],
    ['no reason', 1000, undefined],
    ['an empty reason', 1001, ''],
    ['a reason in Chinese', 1000, '服务器正在重启，请稍后再试'],
    ['a reason of 123 bytes', 3000, 'x'.repeat(123)],
    ['a reason of 123 bytes in 41 characters', 4999, '再'.repeat(41)],
  ])('carries %s [7.4-1] [5.5.1-1] [5.5.1-2] [5.5.1-3]', (_, code, reason) => {
    const pair = talk({ sizes: [1] }, ({ [role]: { connection } }) => connection.close(code, reason));
    const said = { code: code ?? 1005, reason: reason ?? '' };
    expect(pair[role].connection.closeSent).toEqual(said);
    expect(pair[peer].connection.closeReceived).toEqual(said);
    expect(pair[peer].connection.closeSent).toEqual({ code: code ?? 1005, reason: '' });
    expect(pair[role].connection.closeReceived).toEqual({ code: code ?? 1005, reason: '' });
  });

  it.each(closeCodes.map(({ code, onWire, senders }) => [code, onWire, senders] as const))(
    'may or may not have the code %d by RFC 6455 §7.4 [7.4.1-1] [7.4.1-2] [7.4.1-3] [7.4.1-4] [7.4.1-6]',
    (code, onWire, senders) => {
      const sender = new Endpoint(role);
      if (senders === 'both' || senders === role) {
        expect(sender.connection.close(code)).toBe(true);
        expect(sender.outputFrames()).toEqual([`close ${code}`]);
      } else {
        expect(() => sender.connection.close(code)).toThrow(RangeError);
        expectOpen(sender.connection);
        expect(sender.output()).toHaveLength(0);
      }
      const receiver = new Endpoint(peer).receiveFrames(close(code));
      expect(receiver.events).toEqual([onWire ? `closeReceived ${code}` : 'violation CLOSE_CODE_NOT_ALLOWED']);
      expect(receiver.outputFrames()).toEqual([onWire ? `close ${code}` : 'close 1002 CLOSE_CODE_NOT_ALLOWED']);
    },
  );

  it('comes behind the data that was sent before it', () => {
    const pair = talk({ sizes: [3] }, ({ [role]: { connection } }) => {
      connection.send('last words');
      connection.ping('p');
      connection.close(1000);
    });
    expect(pair[peer].events).toEqual(['text last words', 'ping 70', 'closeReceived 1000']);
  });

  it('receives what the peer has sent before it heard of it', () => {
    const pair = new Pair();
    pair[role].connection.close(1000);
    pair[peer].connection.send('in flight');
    pair[peer].connection.ping('p');
    pair.pump();
    expect(pair[role].events).toEqual(['text in flight', 'ping 70', 'closeReceived 1000']);
    expectHandshakeCompleted(pair[role].connection);
    expectHandshakeCompleted(pair[peer].connection);
  });

  it('is answered also inside a fragmented message, which never ends', () => {
    for (const inChunks of [false, true]) {
      const endpoint = new Endpoint(peer, { inChunks });
      endpoint.receiveFrames(text('a', { fin: false }), close(1000), continuation('b'));
      expect(endpoint.events.at(-1)).toBe('closeReceived 1000');
      expect(endpoint.messages).toEqual([]);
      expect(endpoint.outputFrames()).toEqual(['close 1000']);
      expectHandshakeCompleted(endpoint.connection);
    }
  });

  it('cuts off the message that the peer is sending in fragments', () => {
    const endpoint = new Endpoint(peer);
    const message = endpoint.connection.startMessage('text');
    message.write('a');
    endpoint.receiveFrames(close(1000));
    expect(message.end('b')).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['text + a', 'close 1000']);
  });

  it('makes the peer ignore what follows, in the same chunk and later', () => {
    const after = [text('late'), ping(), close(1001), { opcode: 0x8 as const }];
    for (const rest of [fromPeer(peer, ...after), hex('ff ff ff ff'), new Uint8Array(100)]) {
      const endpoint = new Endpoint(peer);
      const whole = Uint8Array.from([...fromPeer(peer, close(1000)), ...rest]);
      endpoint.receive(whole, rest);
      expect(endpoint.events).toEqual(['closeReceived 1000']);
      expect(endpoint.outputFrames()).toEqual(['close 1000']);
      expectHandshakeCompleted(endpoint.connection);
    }
  });

  it('happens once: a second close says that it did nothing', () => {
    const endpoint = new Endpoint(role);
    expect(endpoint.connection.close(1000, 'one')).toBe(true);
    expect(endpoint.connection.close(1001, 'two')).toBe(false);
    expect(endpoint.connection.close()).toBe(false);
    expect(endpoint.outputFrames()).toEqual(['close 1000 one']);
    expect(endpoint.connection.closeSent).toEqual({ code: 1000, reason: 'one' });
  });

  it('is over when the transport is: close, send, ping and pong say false', () => {
    const { connection } = new Endpoint(role);
    connection.receiveEnd();
    expect([connection.close(1000), connection.send('x'), connection.ping(), connection.pong()]).toEqual(
      Array(4).fill(false),
    );
    connection.fail(1011);
    expect(connection.state).toBe('closed');
    expect(connection.transportDuty).toBe('end');
    expect(connection.closeSent).toBeUndefined();
    expect(connection.takeOutput()).toEqual([]);
  });

  it.each([
    ['a code below 1000', 999, ''],
    ['1004', 1004, ''],
    ['1005', 1005, ''],
    ['1006', 1006, ''],
    ['1015', 1015, ''],
    ['1016', 1016, ''],
    ['2999', 2999, ''],
    ['a code above 4999', 5000, ''],
    ['a code that fits in no two bytes', 66_536, ''],
    ['a fraction', 1000.5, ''],
    ['not a number', Number.NaN, ''],
    ['a string', '1000', ''],
    ['null', null, ''],
    ['a reason of 124 bytes', 1000, 'x'.repeat(124)],
    ['a reason of 42 characters and 126 bytes', 1000, '再'.repeat(42)],
  ])('refuses %s with a RangeError, and fail does too', (_, code, reason) => {
    const { connection } = new Endpoint(role);
    expect(() => connection.close(code as number, reason)).toThrow(RangeError);
    expect(() => connection.fail(code as number, reason)).toThrow(RangeError);
    expectOpen(connection);
    expect(connection.outputLength).toBe(0);
    connection.close(1000);
    expect(() => connection.close(code as number, reason)).toThrow(RangeError);
  });

  it('says which code it refuses, and to whom', () => {
    const { connection } = new Endpoint(role);
    expect(() => connection.close(1005)).toThrow(
      new RangeError(`code: expected a close code that a ${role} may send, got 1005 (RFC 6455 section 7.4)`),
    );
  });

  it('refuses what is no reason with a TypeError, and fail does too', () => {
    const { connection } = new Endpoint(role);
    expect(() => connection.close(undefined, 'no code')).toThrow(TypeError);
    for (const reason of [1, null, {}]) {
      expect(() => connection.close(1000, reason as never)).toThrow(TypeError);
      expect(() => connection.fail(1000, reason as never)).toThrow(TypeError);
    }
    expectOpen(connection);
  });

  it('shows in its messages nothing that a terminal would obey', () => {
    const { connection } = new Endpoint(role);
    expect(() => connection.close('\u001b]0;x\u0007' as never)).toThrow(/^[ -~]+$/);
  });

  it('records the reason as the peer will see it', () => {
    const { connection } = new Endpoint(role);
    connection.close(1000, 'a\ud800');
    expect(connection.closeSent).toEqual({ code: 1000, reason: 'a\ufffd' });
  });
});

describe('the closing handshake, begun by both at once,', () => {
  it('is complete when each has the other’s Close frame, and nobody answers', () => {
    const pair = new Pair();
    pair.client.connection.close(1000, 'client');
    pair.server.connection.close(1001, 'server');
    pair.pump();
    for (const role of ROLES) expectHandshakeCompleted(pair[role].connection);
    expect(pair.client.events).toEqual(['closeReceived 1001 server']);
    expect(pair.server.events).toEqual(['closeReceived 1000 client']);
    expect(pair.endTransport()).toBe(true);
    expect(pair.client.report).toMatchObject({ code: 1001, reason: 'server', wasClean: true, initiator: 'local' });
    expect(pair.server.report).toMatchObject({ code: 1000, reason: 'client', wasClean: true, initiator: 'local' });
  });
});

describe.each(ROLES)('a %s without autoClose', (role) => {
  it('answers when it is told to, and may finish what it sends before [5.1-7] [5.5.1-8]', () => {
    const endpoint = new Endpoint(role, { autoClose: false });
    const message = endpoint.connection.startMessage('text');
    message.write('a');
    endpoint.receiveFrames(close(1000, 'bye'));
    expectClosing(endpoint.connection);
    expect(endpoint.connection.canSend).toBe(true);
    expect(message.end('b')).toBe(true);
    expect(endpoint.connection.close(1000)).toBe(true);
    expect(endpoint.outputFrames()).toEqual(['text + a', 'continuation b', 'close 1000']);
    expectHandshakeCompleted(endpoint.connection);
    endpoint.connection.receiveEnd();
    expect(endpoint.report).toMatchObject({ code: 1000, reason: 'bye', wasClean: true, initiator: 'remote' });
  });

  it('is not closed cleanly if it never answers', () => {
    const endpoint = new Endpoint(role, { autoClose: false }).receiveFrames(close(1001));
    endpoint.connection.receiveEnd();
    expect(endpoint.output()).toHaveLength(0);
    expect(endpoint.report).toMatchObject({ code: 1001, wasClean: false, initiator: 'remote', sent: undefined });
  });

  it('needs no answer to a Close frame that is one', () => {
    const endpoint = new Endpoint(role, { autoClose: false });
    endpoint.connection.close(1000);
    endpoint.receiveFrames(close(1000));
    expectHandshakeCompleted(endpoint.connection);
    expect(endpoint.outputFrames()).toEqual(['close 1000']);
  });
});

describe('a ClosingHandshake', () => {
  /** Every order in which things can happen to a connection, by name: s(ent), r(eceived), f(ailed), e(nded). */
  const facts: readonly (readonly [events: string, state: string, canSend: boolean, canPong: boolean, duty: string])[] =
    [
      ['', 'open', true, true, 'keep'],
      ['s', 'closing', false, true, 'keep'],
      ['r', 'closing', true, true, 'keep'],
      ['sr', 'closing', false, false, 'await-end'],
      ['rs', 'closing', false, false, 'await-end'],
      ['f', 'closing', false, false, 'end'],
      ['sf', 'closing', false, false, 'end'],
      ['rf', 'closing', false, false, 'end'],
      ['srf', 'closing', false, false, 'end'],
      ['e', 'closed', false, false, 'end'],
      ['se', 'closed', false, false, 'end'],
      ['re', 'closed', false, false, 'end'],
      ['sre', 'closed', false, false, 'end'],
      ['fe', 'closed', false, false, 'end'],
    ];
  const after = (events: string): ClosingHandshake => {
    const closing = new ClosingHandshake();
    for (const event of events) {
      if (event === 's') closing.closeSent({ code: 1000, reason: '' }, 'local');
      else if (event === 'r') closing.closeReceived({ code: 1000, reason: '' });
      else if (event === 'f') closing.fail(undefined);
      else closing.transportEnded(undefined);
    }
    return closing;
  };

  it.each(facts)('derives what may be done from what has happened: "%s"', (events, state, canSend, canPong, duty) => {
    const closing = after(events);
    expect(closing.state).toBe(state);
    expect(closing.canSend).toBe(canSend);
    expect(closing.canPong).toBe(canPong);
    expect(closing.isOver).toBe(duty === 'end');
    expect(closing.transportDuty('client')).toBe(duty);
    expect(closing.transportDuty('server')).toBe(duty === 'await-end' ? 'end' : duty);
  });

  it.each([
    ['e', 'transport'],
    ['se', 'local'],
    ['sre', 'local'],
    ['fe', 'local'],
    ['re', 'remote'],
    ['rse', 'remote'],
    ['rfe', 'remote'],
  ])('names who was first: "%s"', (events, initiator) => {
    expect(after(events.slice(0, -1)).transportEnded(undefined).initiator).toBe(initiator);
  });

  it.each(['s', 'r', 'f', 'e'])('lets nothing happen after the end: "e%s"', (event) => {
    expect(() => after(`e${event}`)).toThrow('cannot happen in state closed');
  });
});

describe.each(ROLES)('a %s that has received a Close frame of its peer', (role) => {
  it('still delivers what came before it in the same chunk [6.2-4]', () => {
    const endpoint = new Endpoint(role).receiveFrames(text('1'), binary(hex('02')), close());
    expect(endpoint.events).toEqual(['text 1', 'binary 02', 'closeReceived 1005']);
  });
});

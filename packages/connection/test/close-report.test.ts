import type { CloseReport } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { hex } from './bytes.ts';
import { close, Endpoint, type EndpointOptions, ROLES } from './endpoint.ts';

const cause = new Error('cable cut');

interface Case extends Partial<Omit<CloseReport, 'cause'>> {
  readonly what: string;
  readonly options?: EndpointOptions;
  readonly happens: (endpoint: Endpoint) => void;
  /** The cause, or the code of the violation that it is. */
  readonly cause?: Error | string;
}

const inside = new Error('a handler failed');
const throwing = () => {
  throw inside;
};

const CASES: readonly Case[] = [
  {
    what: 'the transport ended and nothing went before [7.2.1-2]',
    happens: () => {},
    code: 1006,
    initiator: 'transport',
    cause,
  },
  {
    what: 'this end closed, the peer answered',
    happens: (endpoint) => {
      endpoint.connection.close(1000, 'bye');
      endpoint.receiveFrames(close(1000));
    },
    code: 1000,
    wasClean: true,
    initiator: 'local',
    sent: { code: 1000, reason: 'bye' },
    received: { code: 1000, reason: '' },
  },
  {
    what: 'this end closed, the peer answered with another code and a reason',
    happens: (endpoint) => {
      endpoint.connection.close(1000);
      endpoint.receiveFrames(close(4001, 'mine'));
    },
    code: 4001,
    reason: 'mine',
    wasClean: true,
    initiator: 'local',
    sent: { code: 1000, reason: '' },
    received: { code: 4001, reason: 'mine' },
  },
  {
    what: 'this end closed without a code, the peer answered',
    happens: (endpoint) => {
      endpoint.connection.close();
      endpoint.receiveFrames(close());
    },
    code: 1005,
    wasClean: true,
    initiator: 'local',
    sent: { code: 1005, reason: '' },
    received: { code: 1005, reason: '' },
  },
  {
    what: 'the peer closed',
    happens: (endpoint) => endpoint.receiveFrames(close(1001, 'away')),
    code: 1001,
    reason: 'away',
    wasClean: true,
    initiator: 'remote',
    sent: { code: 1001, reason: '' },
    received: { code: 1001, reason: 'away' },
  },
  {
    what: 'the peer closed without a code',
    happens: (endpoint) => endpoint.receiveFrames(close()),
    code: 1005,
    wasClean: true,
    initiator: 'remote',
    sent: { code: 1005, reason: '' },
    received: { code: 1005, reason: '' },
  },
  {
    what: 'this end closed, the peer never answered',
    happens: (endpoint) => endpoint.connection.close(1000),
    code: 1006,
    initiator: 'local',
    sent: { code: 1000, reason: '' },
    cause,
  },
  {
    what: 'the peer closed, this end never answered',
    options: { autoClose: false },
    happens: (endpoint) => endpoint.receiveFrames(close(1000, 'well')),
    code: 1000,
    reason: 'well',
    initiator: 'remote',
    received: { code: 1000, reason: 'well' },
    cause,
  },
  {
    what: 'the transport ended inside a frame',
    happens: (endpoint) => endpoint.receive(hex('81')),
    code: 1006,
    initiator: 'transport',
    cause,
  },
  {
    what: 'the transport ended inside a Close frame',
    happens: (endpoint) => endpoint.receive(hex('88')),
    code: 1006,
    initiator: 'transport',
    cause,
  },
  {
    what: 'the peer broke a rule, its Close frame came too late',
    happens: (endpoint) => {
      endpoint.receiveFrames({ opcode: 0x1, reservedBits: 1 });
      endpoint.receiveFrames(close(1000));
    },
    code: 1006,
    initiator: 'local',
    sent: { code: 1002, reason: 'RESERVED_BITS_SET' },
    cause: 'RESERVED_BITS_SET',
  },
  {
    what: 'the peer broke a rule after this end had closed',
    happens: (endpoint) => {
      endpoint.connection.close(1000);
      endpoint.receiveFrames({ opcode: 0x0 });
    },
    code: 1006,
    initiator: 'local',
    sent: { code: 1000, reason: '' },
    cause: 'CONTINUATION_WITHOUT_START',
  },
  {
    what: 'the peer broke a rule in its Close frame',
    happens: (endpoint) => endpoint.receiveFrames(close(1005)),
    code: 1006,
    initiator: 'local',
    sent: { code: 1002, reason: 'CLOSE_CODE_NOT_ALLOWED' },
    cause: 'CLOSE_CODE_NOT_ALLOWED',
  },
  {
    what: 'this end failed the connection',
    happens: (endpoint) => endpoint.connection.fail(1008, 'too many', inside),
    code: 1006,
    initiator: 'local',
    sent: { code: 1008, reason: 'too many' },
    cause: inside,
  },
  {
    what: 'this end failed the connection and gave no cause',
    happens: (endpoint) => endpoint.connection.fail(1013),
    code: 1006,
    initiator: 'local',
    sent: { code: 1013, reason: '' },
    cause,
  },
  {
    what: 'this end failed the connection twice: the first time counts',
    happens: (endpoint) => {
      endpoint.connection.fail(1008, '', inside);
      endpoint.connection.fail(1011, '', new Error('later'));
    },
    code: 1006,
    initiator: 'local',
    sent: { code: 1008, reason: '' },
    cause: inside,
  },
  {
    what: 'this end failed the connection after the closing handshake was completed',
    happens: (endpoint) => {
      endpoint.receiveFrames(close(1000, 'bye'));
      endpoint.connection.fail(1011, '', inside);
    },
    code: 1000,
    reason: 'bye',
    wasClean: true,
    initiator: 'remote',
    sent: { code: 1000, reason: '' },
    received: { code: 1000, reason: 'bye' },
    cause: inside,
  },
  {
    what: 'a handler threw',
    options: { on: { pong: throwing } },
    happens: (endpoint) => expect(() => endpoint.receiveFrames({ opcode: 0xa })).toThrow(inside),
    code: 1006,
    initiator: 'local',
    sent: { code: 1011, reason: '' },
    cause: inside,
  },
];

describe.each(ROLES)('the close report of a %s', (role) => {
  it.each(CASES)('when $what', ({ what: _, options = {}, happens, cause: expectedCause, ...expected }) => {
    const endpoint = new Endpoint(role, options);
    happens(endpoint);
    endpoint.connection.receiveEnd(cause);
    const { report } = endpoint;
    expect(report).toEqual({
      ...{ reason: '', wasClean: false, sent: undefined, received: undefined },
      ...expected,
      cause: report!.cause,
    });
    if (typeof expectedCause === 'string') expect(report!.cause).toMatchObject({ code: expectedCause });
    else expect(report!.cause).toBe(expectedCause);
    expect(endpoint.connection.state).toBe('closed');
    expect(endpoint.connection.closeSent).toBe(report!.sent);
    expect(endpoint.connection.closeReceived).toBe(report!.received);
  });

  it('comes once, as the last call, however often the transport ends', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.receiveEnd(cause);
    endpoint.connection.receiveEnd();
    endpoint.receiveFrames(close(1000));
    expect(endpoint.events).toEqual(['closed 1006']);
    expect(endpoint.report?.cause).toBe(cause);
  });

  it('has no cause where none is known', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.receiveEnd();
    expect(endpoint.report).toMatchObject({ code: 1006, cause: undefined });
  });
});

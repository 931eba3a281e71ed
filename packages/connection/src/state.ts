/**
 * The four states of a WebSocket connection and what moves it from one to the next, as data.
 *
 * RFC 6455 §4.1 (connecting, open), §7.1.3 (closing), §7.1.4 (closed). A {@link Connection} exists from `open` on:
 * `connecting` belongs to the opening handshake and stands here so that the table is whole.
 */

/**
 * A state of the connection, by RFC 6455 §4.1, §7.1.3 and §7.1.4.
 *
 * @example
 * ```ts
 * import { Connection, type ConnectionState } from '@rfc6455/connection';
 *
 * const connection = new Connection({ role: 'server', handler: {} });
 * const before: ConnectionState = connection.state; // => 'open'
 * connection.close(1000);
 * const after: ConnectionState = connection.state; // => 'closing'
 * ```
 */
export type ConnectionState = 'connecting' | 'open' | 'closing' | 'closed';

/**
 * What can happen to the connection as a whole.
 *
 * @example
 * ```ts
 * import { type ConnectionEvent, TRANSITIONS } from '@rfc6455/connection';
 *
 * const event: ConnectionEvent = 'failed';
 * TRANSITIONS.open[event]; // => 'closing'
 * ```
 */
export type ConnectionEvent = 'established' | 'closeSent' | 'closeReceived' | 'failed' | 'transportEnded';

/**
 * Which event leads from which state to which. What is not listed cannot happen in that state.
 *
 * @example
 * ```ts
 * import { TRANSITIONS } from '@rfc6455/connection';
 *
 * TRANSITIONS.closing.transportEnded; // => 'closed'
 * TRANSITIONS.closed; // => {}
 * ```
 */
export const TRANSITIONS: Readonly<
  Record<ConnectionState, Readonly<Partial<Record<ConnectionEvent, ConnectionState>>>>
> = {
  // §4.1: a handshake that does not hold fails the connection before it was open.
  connecting: { established: 'open', failed: 'closed', transportEnded: 'closed' },
  // §7.1.3: the closing handshake is started by a Close frame, sent or received.
  open: { closeSent: 'closing', closeReceived: 'closing', failed: 'closing', transportEnded: 'closed' },
  closing: { closeSent: 'closing', closeReceived: 'closing', failed: 'closing', transportEnded: 'closed' },
  closed: {},
};

/**
 * The state after an event.
 *
 * @throws Error if the event cannot happen in that state: a fault of this package, never of the peer
 */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw new Error(`${event} cannot happen in state ${state}`);
  return next;
}

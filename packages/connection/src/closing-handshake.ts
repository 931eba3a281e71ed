/**
 * The way of a connection from open to closed: which Close frames went over it, who began, and whether it was failed.
 * What follows from these facts is derived here and nowhere else.
 *
 * RFC 6455 §7.1 (the definitions), §5.5.1 (what may follow a Close frame), §7.1.7 (failing).
 */
import type { Close, Role } from '@rfc6455/frame';
import type { CloseReport } from './close-report.ts';
import { type ConnectionState, nextState } from './state.ts';

/**
 * What the transport needs once the output has been written (RFC 6455 §7.1.1): `'keep'` it open; `'await-end'`: the
 * peer should end it, so wait, but not for ever; `'end'` it now.
 *
 * @example
 * ```ts
 * import { Connection, type TransportDuty } from '@rfc6455/connection';
 *
 * const connection = new Connection({ role: 'server', handler: {} });
 * const before: TransportDuty = connection.transportDuty; // => 'keep'
 * connection.fail(1008);
 * const after: TransportDuty = connection.transportDuty; // => 'end'
 * ```
 */
export type TransportDuty = 'keep' | 'await-end' | 'end';

/** The state of one end of a connection, and the facts about its closing. */
export class ClosingHandshake {
  #state: ConnectionState = 'open';
  #sent: Close | undefined;
  #received: Close | undefined;
  #initiator: 'local' | 'remote' | undefined;
  #failed = false;
  #cause: Error | undefined;

  get state(): ConnectionState {
    return this.#state;
  }

  get sent(): Close | undefined {
    return this.#sent;
  }

  get received(): Close | undefined {
    return this.#received;
  }

  /** Whether the connection was failed or its transport has ended. */
  get isOver(): boolean {
    return this.#failed || this.#state === 'closed';
  }

  /** Whether data and a Close frame can still be sent. */
  get canSend(): boolean {
    // [5.1-7] [5.5.1-5] Data is sent until this end has sent its Close frame. Where the state is closing because one was
    // received, only the answer is missing, and [5.5.1-8] lets it wait until what is being sent has been sent.
    return this.#sent === undefined && !this.isOver;
  }

  /** Whether a Pong can still be sent. */
  get canPong(): boolean {
    // [5.5.2-2] A Ping is owed a Pong until a Close frame was received, also after one was sent.
    return !this.isOver && (this.#sent === undefined || this.#received === undefined);
  }

  /** What the transport of an endpoint in that role needs. */
  transportDuty(role: Role): TransportDuty {
    // [7.1.7-1] [7.1.7-2] [7.2.1-1] [7.2.2-1] To fail a connection is to close it.
    if (this.isOver) return 'end';
    // [5.5.1-9] [7.1.2-2] Both Close frames close the connection, one does not.
    if (this.#sent === undefined || this.#received === undefined) return 'keep';
    // [5.5.1-10] [7.1.1-3] [7.1.1-5] The server ends TCP at once, the client waits for it.
    return role === 'server' ? 'end' : 'await-end';
  }

  /** A Close frame was sent, by this end's own wish or (`remote`) to answer the peer's. */
  closeSent(close: Close, initiator: 'local' | 'remote'): void {
    this.#state = nextState(this.#state, 'closeSent');
    this.#sent = close;
    this.#initiator ??= initiator;
  }

  /** A Close frame was received. */
  closeReceived(close: Close): void {
    this.#state = nextState(this.#state, 'closeReceived');
    this.#received = close;
    this.#initiator ??= 'remote';
  }

  /** The connection was failed. */
  fail(cause: Error | undefined): void {
    this.#state = nextState(this.#state, 'failed');
    this.#failed = true;
    this.#initiator ??= 'local';
    this.#cause = cause;
  }

  /** The transport has ended. */
  transportEnded(cause: Error | undefined): CloseReport {
    this.#state = nextState(this.#state, 'transportEnded');
    // §7.1.4: closed cleanly is closed after the closing handshake was completed.
    const wasClean = this.#sent !== undefined && this.#received !== undefined;
    return {
      // §7.1.5, §7.1.6: code and reason of the connection are those that were received.
      code: this.#received?.code ?? 1006,
      reason: this.#received?.reason ?? '',
      wasClean,
      initiator: this.#initiator ?? 'transport',
      sent: this.#sent,
      received: this.#received,
      cause: this.#cause ?? (wasClean ? undefined : cause),
    };
  }
}

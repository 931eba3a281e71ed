/**
 * How a connection ended, with the parts kept apart: what was sent, what was received, who began, and why.
 *
 * RFC 6455 §7.1.5 (code), §7.1.6 (reason), §7.1.4 (cleanly).
 */
import type { Close } from '@rfc6455/frame';

/**
 * How a connection ended.
 *
 * @example
 * ```ts
 * import { type CloseReport, Connection } from '@rfc6455/connection';
 *
 * const closed = ({ code, wasClean, initiator }: CloseReport) => console.log(code, wasClean, initiator); // => 1006 false transport
 * new Connection({ role: 'server', handler: { closed } }).receiveEnd();
 * ```
 */
export interface CloseReport {
  /**
   * The close code by RFC 6455 §7.1.5: the one that was received; 1005 if the peer's Close frame had none; 1006 if
   * there was no Close frame from the peer, or it came too late to count because the connection had been failed.
   */
  readonly code: number;
  /** The reason that was received, or an empty string. Show it to developers, not to users (RFC 6455 §5.5.1). */
  readonly reason: string;
  /** Whether the closing handshake was completed: both ends have sent a Close frame (RFC 6455 §7.1.4). */
  readonly wasClean: boolean;
  /** Who began: this end, with a Close frame or by failing the connection; the peer; or the transport just ended. */
  readonly initiator: 'local' | 'remote' | 'transport';
  /** The Close frame that was sent, if one was. */
  readonly sent: Close | undefined;
  /** The Close frame that was received, if one was. */
  readonly received: Close | undefined;
  /** Why the connection was failed or the transport ended, if it is known. */
  readonly cause: Error | undefined;
}

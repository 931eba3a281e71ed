/**
 * How a connection ended, with the parts kept apart: what was sent, what was received, who began, and why.
 *
 * RFC 6455 §7.1.5 (code), §7.1.6 (reason), §7.1.4 (cleanly).
 */
import type { Close } from '@rfc6455/frame';

/** How a connection ended. */
export interface CloseReport {
  /**
   * The close code by RFC 6455 §7.1.5: the one that was received; 1005 if the peer's Close frame had none; 1006 if
   * there was no Close frame from the peer, or it came too late to count because the connection had been failed.
   */
  readonly code: number;
  /** The reason that was received, or an empty string. */
  readonly reason: string;
  /** Whether the closing handshake was completed, by both sides. */
  readonly wasClean: boolean;
  /** Who began: this end with a Close frame, the peer with a Close frame, or neither and the transport just ended. */
  readonly initiator: 'local' | 'remote' | 'transport';
  /** The Close frame that was sent, if one was. */
  readonly sent: Close | undefined;
  /** The Close frame that was received, if one was. */
  readonly received: Close | undefined;
  /** Why the connection was failed or the transport ended, if it is known. */
  readonly cause: Error | undefined;
}

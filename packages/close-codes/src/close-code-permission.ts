/** Which close codes may stand in a Close frame, and from whom (RFC 6455 §7.4). */
import { CloseCode, type Role } from './close-code.ts';

/**
 * Tells whether a close code may stand in a Close frame that was received (RFC 6455 §7.4).
 *
 * Yes for every registered code except the ones that only describe what was seen locally (1005, 1006, 1015) and the
 * one without a meaning (1004), and for all of 3000–4999, registered or not. The sender's role does not matter: the
 * RFC forbids no role to send a code, it only notes that servers have no use for 1010, and its erratum 3227 takes
 * back that 1011 is the server's.
 *
 * @param code Any value. What is not an integer from 1000 to 4999 is refused.
 * @returns `false` when the Close frame is a protocol error (1002). Never throws.
 *
 * @example
 * ```ts
 * import { mayReceiveCloseCode } from '@rfc6455/close-codes';
 * mayReceiveCloseCode(1012); // => true
 * mayReceiveCloseCode(1006); // => false
 * mayReceiveCloseCode(2000); // => false
 * ```
 */
export function mayReceiveCloseCode(code: number): boolean {
  if (!Number.isInteger(code) || code < 1000 || code > 4999) return false;
  if (code >= 3000) return true;
  return (
    code < CloseCode.TlsHandshake && // [7.4.1-6] 1015 is never on the wire; nothing from 1016 to 2999 is registered
    code !== CloseCode.Reserved &&
    code !== CloseCode.NoStatusReceived && // [7.4.1-3] 1005 is never on the wire
    code !== CloseCode.AbnormalClosure // [7.4.1-4] 1006 is never on the wire
  );
}

/**
 * Tells whether an endpoint may start the closing handshake with a close code (RFC 6455 §7.4).
 *
 * The same codes as {@link mayReceiveCloseCode}, except that 1010 is left to the client: a server without the
 * extension fails the opening handshake instead (§7.4.1). This is about a code that the endpoint chooses. A Close frame
 * sent in response may repeat any code that was received (§5.5.1).
 *
 * @param code Any value. What is not an integer from 1000 to 4999 is refused.
 * @param role The role of the endpoint that sends.
 * @returns Whether the code may be sent. Never throws.
 *
 * @example
 * ```ts
 * import { maySendCloseCode } from '@rfc6455/close-codes';
 * maySendCloseCode(1000, 'server'); // => true
 * maySendCloseCode(1010, 'client'); // => true
 * maySendCloseCode(1010, 'server'); // => false
 * maySendCloseCode(1005, 'client'); // => false
 * ```
 */
export function maySendCloseCode(code: number, role: Role): boolean {
  return mayReceiveCloseCode(code) && (code !== CloseCode.MandatoryExtension || role === 'client');
}

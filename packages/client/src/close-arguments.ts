/** What the `close` methods of the web take. WHATWG WebSockets, "validate close code and reason"; RFC 6455 §5.5.1, §7.4. */
import { CloseCode, closeCodeRange } from '@rfc6455/close-codes';

/** RFC 6455 §5.5: 125 bytes of payload, of which the close code takes two. */
const MAX_REASON_BYTES = 123;

/** A Close frame to be sent: without a code it has no body. */
export interface CloseArguments {
  readonly code: number | undefined;
  readonly reason: string | undefined;
}

/**
 * Checks the arguments, and says what to send for them.
 *
 * @throws DOMException `InvalidAccessError` for a code that is neither 1000 nor from 3000 to 4999; `SyntaxError` for a
 * reason of more than 123 bytes
 */
export function checkClose(code: number | undefined, reason: string): CloseArguments {
  if (code !== undefined && !isForScripts(code)) {
    throw new DOMException(`code: expected 1000 or 3000 to 4999, got ${code}`, 'InvalidAccessError');
  }
  const length = Buffer.byteLength(reason);
  if (length > MAX_REASON_BYTES) {
    throw new DOMException(`reason: expected at most ${MAX_REASON_BYTES} bytes, got ${length}`, 'SyntaxError');
  }
  if (code === undefined && reason !== '') return { code: CloseCode.NormalClosure, reason };
  return { code, reason: code === undefined ? undefined : reason };
}

/** The web leaves the other codes to the browser. */
function isForScripts(code: number): boolean {
  const range = closeCodeRange(code);
  return code === CloseCode.NormalClosure || range === 'library' || range === 'private';
}

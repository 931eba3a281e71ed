/** The ranges that RFC 6455 §7.4.2 divides the close codes into. */

/**
 * A range of close codes (RFC 6455 §7.4.2):
 * - `'unused'`: 0–999, never used.
 * - `'protocol'`: 1000–2999, for the protocol, its revisions and its public extensions.
 * - `'library'`: 3000–3999, for libraries, frameworks and applications that register with IANA.
 * - `'private'`: 4000–4999, for agreements between applications; cannot be registered.
 * - `'outside'`: anything else; no such close code exists, even where it fits the two bytes of a Close frame.
 */
export type CloseCodeRange = 'unused' | 'protocol' | 'library' | 'private' | 'outside';

/**
 * Tells which range of RFC 6455 §7.4.2 a close code lies in.
 *
 * @param code Any value. What is not an integer from 0 to 4999 is `'outside'`.
 * @returns The range. Never throws.
 *
 * @example
 * ```ts
 * import { closeCodeRange } from '@rfc6455/close-codes';
 * closeCodeRange(1001); // => 'protocol'
 * closeCodeRange(4001); // => 'private'
 * closeCodeRange(5000); // => 'outside'
 * ```
 */
export function closeCodeRange(code: number): CloseCodeRange {
  if (!Number.isInteger(code) || code < 0 || code > 4999) return 'outside';
  if (code < 1000) return 'unused';
  if (code < 3000) return 'protocol';
  return code < 4000 ? 'library' : 'private';
}

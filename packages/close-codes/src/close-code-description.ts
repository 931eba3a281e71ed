/** A description of any close code, registered or not (RFC 6455 §7.4.1, §7.4.2). */
import type { CloseCodeName } from './close-code.ts';
import { type CloseCodeRange, closeCodeRange } from './close-code-range.ts';
import { type CloseCodeEntry, type CloseCodeSenders, closeCodes } from './close-code-registry.ts';

/** What {@link describeCloseCode} returns: an entry of the registry, or the same about the range of the code. */
export interface CloseCodeDescription extends Omit<CloseCodeEntry, 'code' | 'name'> {
  /** The value that was asked about. */
  readonly code: number;
  /** The key in `CloseCode`, or `undefined` when the code is not registered. */
  readonly name: CloseCodeName | undefined;
  /** The range that the code lies in. */
  readonly range: CloseCodeRange;
}

const unregistered: Record<CloseCodeRange, [meaning: string, senders: CloseCodeSenders]> = {
  unused: ['Codes below 1000 are not used.', 'none'],
  protocol: ['Reserved for the protocol and its extensions, not registered.', 'none'],
  library: ['For libraries and frameworks, not registered.', 'both'],
  private: ['For private use between applications.', 'both'],
  outside: ['Not a close code: no integer from 0 to 4999.', 'none'],
};

/**
 * Describes a close code: the entry of a registered one, else what its range says about it (RFC 6455 §7.4.2).
 *
 * An unregistered code is never retried (`retry: 'no'`). One from 3000–4999 was sent on purpose and only the
 * application knows what for; the others are protocol errors.
 *
 * @param code Any value, such as the `code` of a `CloseEvent`.
 * @returns A new object. Never throws.
 *
 * @example
 * ```ts
 * import { describeCloseCode } from '@rfc6455/close-codes';
 * describeCloseCode(1001).name; // => 'GoingAway'
 * describeCloseCode(1001).retry; // => 'yes'
 * describeCloseCode(4001).name; // => undefined
 * describeCloseCode(4001).meaning; // => 'For private use between applications.'
 * ```
 */
export function describeCloseCode(code: number): CloseCodeDescription {
  const range = closeCodeRange(code);
  const entry = closeCodes.find((candidate) => candidate.code === code);
  if (entry !== undefined) return { ...entry, range };
  const [meaning, senders] = unregistered[range];
  return {
    code,
    name: undefined,
    meaning,
    reference: 'RFC 6455 §7.4.2',
    senders,
    onWire: senders !== 'none',
    retry: 'no',
    range,
  };
}

/**
 * Tells whether a client should connect again, now or later, after its connection ended with a close code. Short for
 * `describeCloseCode(code).retry !== 'no'`. How long to wait is another question: RFC 6455 §7.2.3.
 *
 * @param code Any value, such as the `code` of a `CloseEvent`.
 * @returns Whether to come back. Never throws.
 *
 * @example
 * ```ts
 * import { shouldReconnect } from '@rfc6455/close-codes';
 * shouldReconnect(1006); // => true
 * shouldReconnect(1013); // => true
 * shouldReconnect(1000); // => false
 * shouldReconnect(4001); // => false
 * ```
 */
export function shouldReconnect(code: number): boolean {
  return describeCloseCode(code).retry !== 'no';
}

/**
 * Memory on Node, which need not be set to zero first: that would cost as much as to copy a payload into it.
 *
 * Chosen by the `#allocate` condition of package.json; the twin for other platforms is `allocate.ts`.
 */
import { Buffer } from 'node:buffer';

/** Below this many bytes an array of zeros costs less than Node's call (measured on Node 20, x86-64). */
const WORTH_A_CALL = 4096;

/**
 * Memory that may hold anything: whoever hands it out must have written all of it.
 *
 * @param count how many bytes, an integer ≥ 0
 * @throws RangeError if the platform has not that much
 * @example
 * ```ts
 * import { allocate } from '@rfc6455/frame';
 *
 * allocate(3).length; // => 3
 * ```
 */
export function allocate(count: number): Uint8Array {
  return count < WORTH_A_CALL ? new Uint8Array(count) : new Uint8Array(Buffer.allocUnsafeSlow(count).buffer);
}

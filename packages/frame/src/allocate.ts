/**
 * Memory on a platform that has nothing faster than an array of zeros.
 *
 * Chosen by the `#allocate` condition of package.json; the twin for Node is `allocate.node.ts`.
 */

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
  return new Uint8Array(count);
}

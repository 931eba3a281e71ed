/**
 * Memory on a platform that has nothing faster than an array of zeros.
 *
 * Chosen by the `#allocate` condition of package.json; the twin for Node is `allocate.node.ts`.
 */

/** Memory that holds anything: whoever hands it out must have written all of it. */
export function allocate(count: number): Uint8Array {
  return new Uint8Array(count);
}

/**
 * Unpredictable numbers for masking keys.
 *
 * RFC 6455 §5.3 and §10.3: "The masking key needs to be unpredictable", and new for each frame.
 */
import { randomFillSync } from 'node:crypto';

const pool = /* @__PURE__ */ new Uint32Array(2048);
let next = pool.length;

/** An unsigned 32-bit integer from the system's generator, 8 KiB of which are fetched at a time. */
export function randomUint32(): number {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  // [5.3-3] [10.3-1] from a strong source; each number is one key, and is not kept after that
  const value = pool[next]!;
  pool[next] = 0;
  next += 1;
  return value;
}

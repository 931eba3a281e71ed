/**
 * Views on parts of a chunk.
 *
 * To ask an array for its memory is a call into the runtime that takes as long as to make the view (Node 20): it is asked
 * once for all messages of a chunk.
 */

/** A longer chunk is not remembered: it would be kept alive until the next one comes. */
const LONGEST_REMEMBERED = 131_072;

let chunk: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
let memory: ArrayBufferLike = /* @__PURE__ */ new ArrayBuffer(0);
let offset = 0;

/** A plain `Uint8Array` on the same memory, also when `bytes` is a subclass such as Node's `Buffer`. */
export function view(bytes: Uint8Array, start: number, end: number): Uint8Array {
  // Not on memory that others have: whoever transfers its buffer would take it from them.
  if (start === end) return new Uint8Array(0);
  if (bytes.length > LONGEST_REMEMBERED) return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
  if (bytes !== chunk) {
    chunk = bytes;
    memory = bytes.buffer;
    offset = bytes.byteOffset;
  }
  return new Uint8Array(memory, offset + start, end - start);
}

/**
 * Bytes that share their memory with nobody, so that whoever gets them may transfer their buffer: what a connection hands
 * out may be a view of a chunk that others have a view of too.
 */

/** A buffer that holds just these bytes: their own, if they have one. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  // The buffer of no bytes may be that of all others without bytes.
  const isAlone = byteLength > 0 && byteLength === buffer.byteLength;
  return (isAlone ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer;
}

/** The same bytes in a buffer of their own. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(ownBuffer(bytes));
}

/** What can be sent as binary data, and its exact bytes. */

/** Binary data: an `ArrayBuffer`, or any view of one; of a view, just the bytes that it shows. */
export type BinaryData = ArrayBuffer | ArrayBufferView;

/**
 * The bytes of binary data, without a copy where that is safe.
 *
 * @throws TypeError for anything else: a number or an array is never taken for bytes or for a length
 */
export function toBytes(data: BinaryData, parameter: string): Uint8Array {
  if (ArrayBuffer.isView(data)) {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // Shared memory could change while it is being sent.
    return bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  }
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(`${parameter}: expected a string, an ArrayBuffer or a view of one, got ${describe(data)}`);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? name.slice(0, 100) : 'an object';
}

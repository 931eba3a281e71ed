/** What can be sent as binary data, and its exact bytes. RFC 6455 §5.6: "arbitrary binary data". */
import { excerpt } from './argument.ts';

/**
 * Binary data: an `ArrayBuffer`, or any view of a buffer; of a view, just the bytes that it shows.
 *
 * @example
 * ```ts
 * import { type BinaryData, Connection } from '@rfc6455/connection';
 *
 * const connection = new Connection({ role: 'server', handler: {} });
 * const pixels: BinaryData = new Uint16Array([0x0102, 0x0304]).subarray(1);
 * connection.send(pixels);
 * connection.takeOutput()[0]; // => 82 02 04 03
 * ```
 */
export type BinaryData = ArrayBuffer | ArrayBufferView;

/**
 * The bytes of binary data, without a copy.
 *
 * @param expected what the caller takes, for the message
 * @throws TypeError for anything else: a number or an array is never taken for bytes or for a length
 */
export function toBytes(data: BinaryData, expected: string): Uint8Array {
  const bytes = viewOf(data);
  if (bytes === undefined) throw new TypeError(`data: expected ${expected}, got ${excerpt(data)}`);
  return bytes;
}

/** The same bytes, copied if they could change or go away while they wait: in shared memory, in a buffer that can be resized. */
export function toKeep(bytes: Uint8Array): Uint8Array {
  const { buffer } = bytes;
  const { resizable } = buffer as { readonly resizable?: boolean };
  return resizable || !isArrayBuffer(buffer) ? new Uint8Array(bytes) : bytes;
}

function viewOf(data: BinaryData): Uint8Array | undefined {
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return isArrayBuffer(data) ? new Uint8Array(data) : undefined;
}

/** Also one of another realm (a frame, a `node:vm` context), which only its own kind of method tells. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  if (value instanceof ArrayBuffer) return true;
  try {
    ArrayBuffer.prototype.slice.call(value, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** Values that a careless program hands to `send`, `ping` and `close`. They are made where they are used: not all can be sent to another process. */

const bytes = () => Uint8Array.from({ length: 32 }, (_, i) => i + 1);

export const VALUES = {
  number: () => 20,
  bigint: () => 20n,
  boolean: () => true,
  null: () => null,
  undefined: () => undefined,
  object: () => ({ length: 20, byteLength: 20 }),
  array: () => [1, 2, 3],
  date: () => new Date(0),
  ArrayBuffer: () => bytes().buffer,
  Int8Array: () => new Int8Array(bytes().buffer, 8, 8),
  Uint8Array: () => bytes().subarray(8, 16),
  Uint8ClampedArray: () => new Uint8ClampedArray(bytes().buffer, 8, 8),
  Int16Array: () => new Int16Array(bytes().buffer, 8, 4),
  Uint16Array: () => new Uint16Array(bytes().buffer, 8, 4),
  Int32Array: () => new Int32Array(bytes().buffer, 8, 2),
  Uint32Array: () => new Uint32Array(bytes().buffer, 8, 2),
  Float32Array: () => new Float32Array(bytes().buffer, 8, 2),
  Float64Array: () => new Float64Array(bytes().buffer, 8, 1),
  BigInt64Array: () => new BigInt64Array(bytes().buffer, 8, 1),
  BigUint64Array: () => new BigUint64Array(bytes().buffer, 8, 1),
  DataView: () => new DataView(bytes().buffer, 8, 8),
  Buffer: () => Buffer.from(bytes()).subarray(8, 16),
  SharedArrayBuffer: () => {
    const shared = new SharedArrayBuffer(8);
    new Uint8Array(shared).set(bytes().subarray(8, 16));
    return shared;
  },
  'view of a SharedArrayBuffer': () => {
    const shared = new SharedArrayBuffer(32);
    new Uint8Array(shared).set(bytes());
    return new Uint8Array(shared, 8, 8);
  },
  'view of a resizable ArrayBuffer': () => {
    const buffer = new (ArrayBuffer as unknown as ResizableConstructor)(32, { maxByteLength: 64 });
    new Uint8Array(buffer).set(bytes());
    return new Uint8Array(buffer, 8, 8);
  },
  'view of a resizable ArrayBuffer that has shrunk': () => {
    const buffer = new (ArrayBuffer as unknown as ResizableConstructor)(32, { maxByteLength: 64 });
    const view = new Uint8Array(buffer, 8, 8);
    (buffer as unknown as { resize(length: number): void }).resize(4);
    return view;
  },
  'view of a detached ArrayBuffer': () => {
    const view = bytes();
    structuredClone(view.buffer, { transfer: [view.buffer] });
    return view;
  },
} as const;

/** The name of a value. */
export type ValueName = keyof typeof VALUES;

type ResizableConstructor = new (length: number, options: { maxByteLength: number }) => ArrayBuffer;

import type { BinaryData } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../src/argument.ts';
import { toBytes, toKeep } from '../src/binary-data.ts';
import { hex } from './bytes.ts';
import { decodeFrames, Endpoint, ROLES } from './endpoint.ts';
import { expectBytes } from './expectations.ts';

interface ResizableBuffer extends ArrayBuffer {
  resize(length: number): void;
}

/** A buffer with these bytes that can grow and shrink. */
function resizable(bytes: Uint8Array, maxByteLength: number): ResizableBuffer {
  const Resizable = ArrayBuffer as unknown as new (length: number, options: object) => ResizableBuffer;
  const buffer = new Resizable(bytes.length, { maxByteLength });
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** The bytes 0, 1, 2, ... in a buffer of their own. */
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i).buffer;

const KINDS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** Every way to send binary data: each returns what a peer gets of it. */
const WAYS = ROLES.flatMap((role) => {
  const payloads = (send: (endpoint: Endpoint) => void): string[] => {
    const endpoint = new Endpoint(role);
    send(endpoint);
    return endpoint.outputFrames();
  };
  const ways: [string, (data: BinaryData) => string[]][] = [
    [`${role}.send`, (data) => payloads(({ connection }) => connection.send(data))],
    [`${role}.ping`, (data) => payloads(({ connection }) => connection.ping(data))],
    [`${role}.pong`, (data) => payloads(({ connection }) => connection.pong(data))],
    [`${role}.startMessage().end`, (data) => payloads((end) => end.connection.startMessage('binary').end(data))],
  ];
  return ways;
});

describe.each(WAYS)('%s', (_, send) => {
  const sent = (data: BinaryData) => send(data)[0]?.replace(/^\w+ ?/, '');

  it('sends an ArrayBuffer', () => {
    expect(sent(counting(3))).toBe('00 01 02');
    expect(sent(new ArrayBuffer(0))).toBe('');
  });

  it.each(KINDS.map((Kind) => [Kind.name, Kind] as const))('sends exactly the bytes that a %s shows', (_name, Kind) => {
    const size = Kind.BYTES_PER_ELEMENT;
    const view = new Kind(counting(size * 4), size, 2);
    const shown = Array.from({ length: 2 * size }, (_, i) => (size + i).toString(16).padStart(2, '0')).join(' ');
    expect(sent(view)).toBe(shown);
    expect(sent(new Kind(view.buffer, 4 * size))).toBe('');
  });

  it('sends exactly the bytes that a DataView shows', () => {
    expect(sent(new DataView(counting(10), 3, 4))).toBe('03 04 05 06');
    expect(sent(new DataView(counting(10), 10))).toBe('');
  });

  it.each([0, 5, 1e9, Number.NaN, true, null, 5n, Symbol('s'), [1, 2], {}, { length: 3 }, () => 1, new Map()])(
    'never takes other things for bytes or for a length: %s',
    (data) => {
      expect(() => send(data as unknown as BinaryData)).toThrow(TypeError);
      expect(() => send(data as unknown as BinaryData)).toThrow(`, got ${excerpt(data)}`);
    },
  );

  it('does not take what only says that it is an ArrayBuffer', () => {
    const liar = { [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 3, length: 3 };
    expect(() => send(liar as unknown as BinaryData)).toThrow(TypeError);
  });
});

describe('toBytes', () => {
  it('refers to the memory of what has a length of its own, and copies nothing', () => {
    const bytes = hex('01 02 03');
    expect(toBytes(bytes, 'binary data')).toBe(bytes);
    expect(toBytes(bytes.buffer as ArrayBuffer, 'binary data').buffer).toBe(bytes.buffer);
    const view = new DataView(bytes.buffer, 1);
    expect(toBytes(view, 'binary data').buffer).toBe(bytes.buffer);
  });

  it('says what was expected', () => {
    expect(() => toBytes(1 as never, 'bytes of some kind')).toThrow('data: expected bytes of some kind, got 1');
  });

  it('takes nothing from what was transferred away', () => {
    const bytes = hex('01 02 03');
    const buffer = bytes.buffer as ArrayBuffer;
    structuredClone(buffer, { transfer: [buffer] });
    expect(toBytes(bytes, 'binary data')).toHaveLength(0);
    expect(() => toBytes(buffer, 'binary data')).toThrow(TypeError);
  });
});

describe('toKeep', () => {
  it('gives back bytes of a buffer that keeps its length', () => {
    const bytes = hex('00 01 02').subarray(1);
    expect(toKeep(bytes)).toBe(bytes);
  });

  it('copies what can be resized', () => {
    const buffer = resizable(hex('01 02 03 04'), 8);
    for (const bytes of [new Uint8Array(buffer), new Uint8Array(buffer, 0, 4)]) {
      const fixed = toKeep(bytes);
      expect(fixed.buffer).not.toBe(buffer);
      expect(fixed).toEqual(hex('01 02 03 04'));
    }
  });
});

describe.each(ROLES)('a %s that sends a buffer which is resized before it was written', (role) => {
  it.each([4, 5000])('sends the %d bytes that were there', (length) => {
    const data = new Uint8Array(length).fill(7);
    const buffer = resizable(data, 2 * length);
    for (const view of [buffer, new Uint8Array(buffer), new Uint8Array(buffer, 0, length), new DataView(buffer)]) {
      for (const resized of [0, 2 * length]) {
        buffer.resize(length);
        new Uint8Array(buffer).fill(7);
        const endpoint = new Endpoint(role);
        endpoint.connection.send(view);
        buffer.resize(resized);
        expectBytes(decodeFrames(role, endpoint.output())[0]!.payload, data);
      }
    }
  });
});

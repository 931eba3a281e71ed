import { Buffer } from 'node:buffer';
import { runInNewContext } from 'node:vm';
import type { BinaryData } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { toBytes, toKeep } from '../src/binary-data.ts';
import { hex } from './bytes.ts';

describe('toBytes', () => {
  it.each([
    ['ArrayBuffer', 'Uint8Array.of(1, 2, 3).buffer'],
    ['Uint8Array', 'Uint8Array.of(0, 1, 2, 3).subarray(1)'],
    ['DataView', 'new DataView(Uint8Array.of(0, 1, 2, 3, 4).buffer, 1, 3)'],
  ])('takes an %s of another realm, without a copy', (_, code) => {
    const data: BinaryData = runInNewContext(code);
    const bytes = toBytes(data, 'binary data');
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(bytes).toEqual(hex('01 02 03'));
    expect(bytes.buffer).toBe('buffer' in data ? data.buffer : data);
  });

  it('takes an array of another realm for as little as one of this realm', () => {
    expect(() => toBytes(runInNewContext('[1, 2, 3]'), 'binary data')).toThrow(TypeError);
  });
});

describe('toKeep', () => {
  it('copies memory that is shared', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(8), 2, 4);
    shared.set(hex('01 02 03 04'));
    for (const data of [shared, new DataView(shared.buffer, 2, 4), new Uint16Array(shared.buffer, 2, 2)]) {
      const bytes = toKeep(toBytes(data, 'binary data'));
      expect(bytes.buffer).toBeInstanceOf(ArrayBuffer);
      shared[0] = 9;
      expect(bytes).toEqual(hex('01 02 03 04'));
      shared[0] = 1;
    }
  });

  it('copies shared memory also from a Buffer, whose slice would not', () => {
    const shared = new SharedArrayBuffer(3);
    const bytes = toKeep(Buffer.from(shared));
    new Uint8Array(shared).fill(9);
    expect([...bytes]).toEqual([0, 0, 0]);
  });
});

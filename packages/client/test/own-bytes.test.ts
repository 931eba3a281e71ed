import { expect, it } from 'vitest';
import { ownBuffer, ownBytes } from '../src/own-bytes.ts';

it('copies what shares its memory', () => {
  const shared = Uint8Array.of(1, 2, 3, 4);
  const buffer = ownBuffer(shared.subarray(1, 3));
  expect(new Uint8Array(buffer)).toEqual(Uint8Array.of(2, 3));
  shared.fill(9);
  expect(new Uint8Array(buffer)).toEqual(Uint8Array.of(2, 3));
  expect(ownBytes(shared.subarray(2)).buffer.byteLength).toBe(2);
});

it('does not copy what has its memory for itself', () => {
  const alone = Uint8Array.of(1, 2);
  expect(ownBuffer(alone)).toBe(alone.buffer);
});

it('gives a buffer of its own for no bytes, whose buffer others may have', () => {
  const empty = new Uint8Array(0);
  expect(ownBuffer(empty)).not.toBe(empty.buffer);
  expect(ownBuffer(empty).byteLength).toBe(0);
});

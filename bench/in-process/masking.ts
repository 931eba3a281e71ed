/** Masking in place, over and over the same bytes. */
import { maskInPlace } from '@rfc6455/frame';
import { formatSize } from '../lib/workload.ts';
import { BYTES_A_CALL, type Case, type Cases, requirePeer } from './bench.ts';

const SIZES = [16, 32, 64, 128, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];
const KEY = 0x6d3a_91c5;
const KEY_BYTES = Uint8Array.of(0x6d, 0x3a, 0x91, 0xc5);

type Mask = (bytes: Uint8Array, start: number, end: number) => void;

function maskCase(name: string, size: number, start: number, mask: Mask): Case {
  const bytes = new Uint8Array(size + 16).fill(7);
  const end = start + size;
  mask(bytes, start, end);
  for (let i = 0; i < bytes.length; i++) {
    const expected = i >= start && i < end ? 7 ^ KEY_BYTES[(i - start) & 3]! : 7;
    if (bytes[i] !== expected) throw new Error(`${name}: masking is wrong`);
  }
  const times = Math.max(1, BYTES_A_CALL / size);
  return {
    name,
    bytes: times * size,
    run() {
      for (let i = 0; i < times; i++) mask(bytes, start, end);
    },
  };
}

/** Payloads at the start of a buffer, and behind a header of 6 bytes, where words are not aligned. */
function casesOf(mask: Mask): readonly Case[] {
  return [
    ...SIZES.map((size) => maskCase(formatSize(size), size, 0, mask)),
    ...[1024, 16_384].map((size) => maskCase(`${formatSize(size)} behind a header`, size, 6, mask)),
  ];
}

function byteLoop(bytes: Uint8Array, start: number, end: number): void {
  for (let i = start; i < end; i++) bytes[i]! ^= KEY_BYTES[(i - start) & 3]!;
}

export const cases: Cases = {
  'byte loop': () => casesOf(byteLoop),
  bufferutil() {
    const { unmask } = requirePeer('bufferutil') as { unmask(bytes: Uint8Array, key: Uint8Array): void };
    return casesOf((bytes, start, end) => unmask(bytes.subarray(start, end), KEY_BYTES));
  },
  rfc6455: () => casesOf((bytes, start, end) => void maskInPlace(bytes, start, end, KEY)),
};

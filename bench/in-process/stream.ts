/** The frames that are decoded and encoded. */
import { encodeFrame } from '@rfc6455/frame';
import { payload } from '../lib/load.ts';
import { formatSize } from '../lib/workload.ts';
import { BYTES_A_CALL } from './bench.ts';

export interface FrameCase {
  readonly name: string;
  readonly text: boolean;
  readonly size: number;
  /** Frames that make one call. */
  readonly frames: number;
  readonly payload: Uint8Array;
}

/** 32 B, 1 KiB and 64 KiB, binary, ASCII and multi-byte text. */
export const frameCases: readonly FrameCase[] = [32, 1024, 65_536].flatMap((size) =>
  (['binary', 'ascii', 'multi-byte'] as const).map((kind) => ({
    name: `${formatSize(size)} ${{ binary: 'binary', ascii: 'text', 'multi-byte': 'multi-byte text' }[kind]}`,
    text: kind !== 'binary',
    size,
    frames: Math.min(BYTES_A_CALL / size, 8192),
    payload: payload(kind, size).bytes,
  })),
);

/** As a socket reads it. */
const CHUNK = 65_536;

/** A stream of a client's frames, cut into chunks. Decoding unmasks them in place, so they are refilled before each call. */
export function chunksOf({ text, frames, payload }: FrameCase): { readonly chunks: readonly Buffer[]; refill(): void } {
  const frame = encodeFrame({ opcode: text ? 1 : 2, payload, maskingKey: 0x6d3a_91c5 });
  const original = Buffer.concat(Array.from({ length: frames }, () => frame));
  const stream = Buffer.from(original);
  const chunks: Buffer[] = [];
  for (let i = 0; i < stream.length; i += CHUNK) chunks.push(stream.subarray(i, i + CHUNK));
  return { chunks, refill: () => void stream.set(original) };
}

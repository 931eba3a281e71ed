/** The cases of the workloads that have several. */
import { formatSize } from '../lib/workload.ts';

/** What grows: connections at one total rate, receivers of a broadcast, bytes of a message. */
export const CONNECTIONS: readonly number[] = [10, 100, 1000, 10_000];
export const RECEIVERS: readonly number[] = [10, 100, 1000, 5000];
/** 64 B to 64 MiB. */
export const SIZES: readonly number[] = Array.from({ length: 21 }, (_, i) => 64 << i);

export interface ClientCase {
  readonly kind: 'binary' | 'ascii';
  /** Bytes a message. */
  readonly size: number;
  /** Messages that make one batch. */
  readonly perBatch: number;
}

export const CLIENT_CASES: readonly ClientCase[] = [
  { kind: 'binary', size: 32, perBatch: 1024 },
  { kind: 'ascii', size: 32, perBatch: 1024 },
  { kind: 'binary', size: 1024, perBatch: 128 },
  { kind: 'binary', size: 65_536, perBatch: 8 },
];

/** As the figures name it: `32 B`, `32 B text`. */
export function caseName({ kind, size }: ClientCase): string {
  return `${formatSize(size)}${kind === 'binary' ? '' : ' text'}`;
}

import type { Readable } from 'node:stream';

/** What comes from a stream, chunk by chunk, as text. */
export function chunksOf(stream: Readable): string[] {
  const chunks: string[] = [];
  stream.on('data', (chunk) => chunks.push(String(chunk)));
  return chunks;
}

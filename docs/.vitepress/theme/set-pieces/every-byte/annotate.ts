/** What each byte of the connection is for. */
import { annotateFrame } from './annotate-frame.ts';
import { annotateHead } from './annotate-head.ts';
import type { Annotation } from './annotation.ts';
import type { Part } from './transcript.ts';

/** Annotates a part: each byte of it once, in its order. */
export function annotate(part: Part): Annotation[] {
  const isHead = part.id === 'request' || part.id === 'response';
  return isHead ? annotateHead(part.bytes, part.from) : annotateFrame(part);
}

/** The bytes of a part with others in the place of some. */
export function replace(
  { bytes }: Part,
  { start, end }: Pick<Annotation, 'start' | 'end'>,
  wrong: Uint8Array,
): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, start), ...wrong, ...bytes.subarray(end)]);
}

/** The bytes of a frame as cells to look at, each with the fields that it is part of. */

import type { ByteCell } from '../shared/byte-cell.ts';
import type { Field } from '../shared/describe-frame.ts';
import type { FrameLayout } from '../shared/frame-layout.ts';
import type { Inspection } from './inspect-bytes.ts';

/** How many bytes of a payload are shown. */
export const MOST_PAYLOAD = 64;

/** The cells of a frame: its header, and the beginning of its payload. */
export function frameCells(
  frame: FrameLayout,
  fields: readonly Field[],
  bytes: Uint8Array,
  { violation, read }: Inspection,
): ByteCell[] {
  const end = Math.min(frame.end, frame.payloadStart + MOST_PAYLOAD);
  return Array.from(bytes.subarray(frame.start, end), (byte, i) => {
    const at = frame.start + i;
    const own = fields.filter((field) => field.start <= at && at < field.end);
    const isViolation = at === violation?.at;
    const group = own.find((field) => field.group !== 'mask')?.group ?? own[0]?.group ?? 'payload';
    const names = own.map(({ name }) => name).join(', ');
    return {
      at,
      byte,
      group,
      label: `byte ${at}: ${names}${isViolation ? ', which breaks a rule' : at >= read ? ', not read' : ''}`,
      mark: isViolation ? 'violation' : at >= read ? 'unread' : undefined,
    };
  });
}

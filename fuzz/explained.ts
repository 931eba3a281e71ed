/**
 * Where another implementation makes something else of the same bytes, and why that is right: the whole list. A difference
 * that no rule explains is a fault, of one or the other.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Role } from '@rfc6455/connection';
import type { Field } from './fields/outcome.ts';
import { type Delivered, type Limits, type Outcome, receiveHere, receiveThere } from './frames/outcome.ts';

/** Why a difference is as it should be. */
export interface Rule<Difference> {
  readonly name: string;
  /** Where the rule stands, in RFC 6455 unless it names another one. */
  readonly section: string;
  readonly why: string;
  explains(difference: Difference): boolean;
}

/** A stream of frames that two receivers make something else of. */
export interface FrameDifference {
  readonly role: Role;
  readonly limits: Limits;
  readonly bytes: Uint8Array;
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

/** What the other one delivers after all that is the same; undefined if ours has something that it has not. */
function rest({ ours, theirs }: FrameDifference): readonly Delivered[] | undefined {
  const same = isDeepStrictEqual(theirs.delivered.slice(0, ours.delivered.length), ours.delivered);
  return same ? theirs.delivered.slice(ours.delivered.length) : undefined;
}

/** Whether both deliver the same, so that only the failure differs. */
const deliverSame = (difference: FrameDifference): boolean => rest(difference)?.length === 0;

/** What a receiver fails with when the stream goes on with these bytes. */
function failsOn(receive: typeof receiveHere, { role, limits, bytes }: FrameDifference, more: readonly number[]) {
  return receive(role, limits, Uint8Array.from([...bytes, ...more]), [Number.MAX_SAFE_INTEGER]).failed;
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** Differences of frames. */
export const FRAME_RULES: readonly Rule<FrameDifference>[] = [
  {
    name: 'length not minimal',
    section: '5.2',
    why: 'the minimal number of bytes MUST be used to encode the length; the other one takes any',
    explains: (difference) => difference.ours.violation === 'LENGTH_NOT_MINIMAL' && rest(difference) !== undefined,
  },
  {
    name: 'most significant bit of the length',
    section: '5.2',
    why: 'it MUST be 0, so it is a broken rule (1002); to the other one it is a message that is too big (1009)',
    explains: (difference) => {
      const { ours, theirs } = difference;
      if (ours.violation !== 'LENGTH_MOST_SIGNIFICANT_BIT' || !deliverSame(difference)) return false;
      return (theirs.failed ?? failsOn(receiveThere, difference, zeros(7))) === 1009;
    },
  },
  {
    name: 'first byte judged at once',
    section: '5.2',
    why: 'the first byte of a header says enough to fail; the other one waits for the second, and the stream ends before',
    explains: (difference) => {
      const { role, ours, theirs } = difference;
      if (ours.failed !== 1002 || theirs.failed !== undefined || !deliverSame(difference)) return false;
      return failsOn(receiveThere, difference, [role === 'server' ? 0x80 : 0]) === 1002;
    },
  },
  {
    name: 'text judged while it arrives',
    section: '8.1',
    why: 'bytes that are not UTF-8 fail at once; the other one waits for the end of the message, and control frames, another fault or the end of the stream come before',
    explains: (difference) => {
      if (difference.ours.violation !== 'INVALID_UTF8') return false;
      // It cannot have delivered the message, nor one after it.
      return rest(difference)?.every(([kind]) => kind !== 'text' && kind !== 'binary') === true;
    },
  },
  {
    name: 'fragments counted by their headers',
    section: '10.4',
    why: 'a fragment too many fails as soon as its header is there; the other one waits for its payload, or finds the message too big first',
    explains: (difference) => {
      const { ours, theirs } = difference;
      if (ours.violation !== 'TOO_MANY_FRAGMENTS' || !deliverSame(difference)) return false;
      return (
        theirs.failed === 1009 ||
        (theirs.failed === undefined &&
          failsOn(receiveThere, difference, zeros(difference.limits.maxMessageSize)) === 1008)
      );
    },
  },
  {
    name: 'size of the message judged behind the masking key',
    section: '10.4',
    why: 'the other one judges it before the masking key, in which the stream ends',
    explains: (difference) => {
      const { role, ours, theirs } = difference;
      if (role !== 'server' || ours.failed !== undefined || theirs.failed !== 1009 || !deliverSame(difference))
        return false;
      return [1, 2, 3, 4].some((count) => [1008, 1009].includes(failsOn(receiveHere, difference, zeros(count)) ?? 0));
    },
  },
  {
    name: 'Close of one byte judged when it is whole',
    section: '5.5.1',
    why: 'the other one judges it by its header, behind which the stream ends',
    explains: (difference) => {
      const { role, ours, theirs } = difference;
      if (ours.failed !== undefined || theirs.failed !== 1002 || !deliverSame(difference)) return false;
      const missing = role === 'server' ? [1, 2, 3, 4, 5] : [1];
      return missing.some((count) => failsOn(receiveHere, difference, zeros(count)) === 1002);
    },
  },
];

/** Fields of a handshake that two parsers make something else of. */
export interface FieldDifference {
  readonly values: readonly string[];
  readonly ours: Field;
  readonly theirs: Field;
  /** What the other one makes of another text. */
  parseThere(text: string): Field;
}

const withoutSpace = (text: string): string => text.replace(/[\t ]*([,;=])[\t ]*|^[\t ]+|[\t ]+$/g, '$1');
const withoutEmpty = (text: string): string =>
  text
    .split(',')
    .filter((element) => /[^\t ]/.test(element))
    .join(',');

/** Whether ours takes the fields, the other one does not, and takes the same once the text is rewritten. */
const sameOnce = (rewrite: (text: string) => string) => (difference: FieldDifference) => {
  const { values, ours, theirs, parseThere } = difference;
  if (ours === undefined || theirs !== undefined) return false;
  return isDeepStrictEqual(parseThere(rewrite(values.join(','))), ours);
};

/** Differences of header fields. */
export const FIELD_RULES: readonly Rule<FieldDifference>[] = [
  {
    name: 'empty elements',
    section: 'RFC 2616 §2.1 (#rule), RFC 9110 §5.6.1.2',
    why: 'a recipient skips empty elements of a list; the other one refuses them',
    explains: sameOnce(withoutEmpty),
  },
  {
    name: 'white space',
    section: 'RFC 2616 §2.1 (implied *LWS), RFC 9112 §5',
    why: 'white space stands between any two tokens and around a value; the other one refuses it in some places',
    explains: sameOnce(withoutSpace),
  },
  {
    name: 'empty elements and white space',
    section: 'RFC 2616 §2.1',
    why: 'both of these at once',
    explains: sameOnce((text) => withoutSpace(withoutEmpty(text))),
  },
];

/** How many differences each rule has explained so far. */
export const explainedCounts: Map<string, number> = new Map(
  [...FRAME_RULES, ...FIELD_RULES].map(({ name }) => [name, 0]),
);

/** The rule that explains a difference, if there is one; it is counted. */
export function explain<Difference>(rules: readonly Rule<Difference>[], difference: Difference): string | undefined {
  const name = rules.find((rule) => rule.explains(difference))?.name;
  if (name !== undefined) explainedCounts.set(name, explainedCounts.get(name)! + 1);
  return name;
}

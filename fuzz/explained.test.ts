/** Each rule explains the difference that it is about, and none explains a wrong result. */
import type { Role } from '@rfc6455/connection';
import { describe, expect, it } from 'vitest';
import { explain, FIELD_RULES, FRAME_RULES, type FrameDifference } from './explained.ts';
import { EXTENSIONS, type Field, type Parsers, SUBPROTOCOLS } from './fields/outcome.ts';
import { type Outcome, receiveHere, receiveThere } from './frames/outcome.ts';

const WHOLE = [Number.MAX_SAFE_INTEGER];
const limits = { maxMessageSize: 20, maxFragments: 2 };

function difference(role: Role, hex: string): FrameDifference {
  const bytes = new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const ours = receiveHere(role, limits, bytes, WHOLE);
  const theirs = receiveThere(role, limits, bytes, WHOLE);
  return { role, limits, bytes, ours, theirs };
}

const frames: readonly (readonly [
  rule: string,
  role: Role,
  hex: string,
  ours: number | undefined,
  theirs: number | undefined,
])[] = [
  ['length not minimal', 'client', '82 7e 00 01 61', 1002, undefined],
  ['length not minimal', 'server', '82 fe 00 01 00 00 00 00 61', 1002, undefined],
  ['length not minimal', 'client', '82 7e 00 01 61 8b 00', 1002, 1002],
  ['most significant bit of the length', 'client', '82 7f 80 00 00 00 00 00 00 01', 1002, 1009],
  ['most significant bit of the length', 'client', '82 7f 80', 1002, undefined],
  ['first byte judged at once', 'client', '83', 1002, undefined],
  ['first byte judged at once', 'server', '80', 1002, undefined],
  ['text judged while it arrives', 'client', '81 02 ff', 1007, undefined],
  ['text judged while it arrives', 'client', '01 01 ff 89 00', 1007, undefined],
  ['text judged while it arrives', 'client', '01 01 ff 88 02 03 e8', 1007, undefined],
  ['text judged while it arrives', 'client', '01 01 ff 83 00', 1007, 1002],
  ['fragments counted by their headers', 'client', '02 01 61 00 01 61 80 02', 1008, undefined],
  [
    'fragments counted by their headers',
    'client',
    '02 0a 61616161616161616161 00 0a 61616161616161616161 80 01',
    1008,
    1009,
  ],
  [
    'size of the message judged behind the masking key',
    'server',
    '02 8a 00000000 61616161616161616161 80 8b 00',
    undefined,
    1009,
  ],
  ['Close of one byte judged when it is whole', 'client', '88 01', undefined, 1002],
  ['Close of one byte judged when it is whole', 'server', '88 81 00 00', undefined, 1002],
];

describe('differences of frames', () => {
  it.each(frames)('%s: a %s that receives %s', (rule, role, hex, ours, theirs) => {
    const found = difference(role, hex);
    expect([found.ours.failed, found.theirs.failed]).toEqual([ours, theirs]);
    expect(explain(FRAME_RULES, found)).toBe(rule);
  });

  it('has an example for each rule', () => {
    expect(new Set(frames.map(([rule]) => rule))).toEqual(new Set(FRAME_RULES.map(({ name }) => name)));
  });

  const nothing: Outcome = { delivered: [], failed: undefined };
  const wrong: readonly (readonly [what: string, hex: string, ours: Outcome])[] = [
    ['a message that is not delivered', '82 01 61', nothing],
    ['a message that is changed', '82 01 61', { ...nothing, delivered: [['binary', '62']] }],
    ['a text for binary data', '82 01 61', { ...nothing, delivered: [['text', 'a']] }],
    ['a failure without a cause', '82 01 61', { ...nothing, failed: 1002 }],
    ['a text that is wrongly called invalid', '81 01 61', { ...nothing, failed: 1007, violation: 'INVALID_UTF8' }],
    ['a text that is wrongly taken for valid', '81 01 ff', { ...nothing, delivered: [['text', '\ufffd']] }],
    ['another close code of a failure', '83 00', { ...nothing, failed: 1007 }],
    ['a Close with another code', '88 02 03 e8', { ...nothing, delivered: [['close', 1001, '']] }],
    ['a Close that is overlooked', '88 02 03 e8', nothing],
    [
      'a length that is wrongly called too long',
      '82 01 61',
      { ...nothing, failed: 1009, violation: 'FRAME_TOO_LARGE' },
    ],
    ['a size that is never judged', '82 15', nothing],
    [
      'a pong too many',
      '82 01 61',
      {
        ...nothing,
        delivered: [
          ['binary', '61'],
          ['pong', ''],
        ],
      },
    ],
  ];
  it.each(wrong)('no rule explains %s', (_, hex, ours) => {
    expect(explain(FRAME_RULES, { ...difference('client', hex), ours })).toBeUndefined();
  });
});

const fields: readonly (readonly [rule: string, parsers: Parsers, values: string[]])[] = [
  ['empty elements', EXTENSIONS, ['a,,b']],
  ['empty elements', SUBPROTOCOLS, ['a', '', 'b']],
  ['white space', EXTENSIONS, [' a; b = "c"']],
  ['white space', SUBPROTOCOLS, ['a ']],
  ['empty elements and white space', EXTENSIONS, [', a; b =c ']],
];

describe('differences of header fields', () => {
  it.each(fields)('%s: %$', (rule, { here, there }, values) => {
    const found = { values, ours: here(values), theirs: there(values.join(', ')), parseThere: there };
    expect(found.ours).toBeDefined();
    expect(found.theirs).toBeUndefined();
    expect(explain(FIELD_RULES, found)).toBe(rule);
  });

  it('has an example for each rule', () => {
    expect(new Set(fields.map(([rule]) => rule))).toEqual(new Set(FIELD_RULES.map(({ name }) => name)));
  });

  const wrong: readonly (readonly [what: string, text: string, ours: Field])[] = [
    ['a list that is refused', 'a, b', undefined],
    ['a name that is lost', 'a,,b', [['a']]],
    ['a name that is no token', 'a, (', [['a'], ['(']]],
    ['a name that is there twice', 'a,,a', [['a'], ['a']]],
  ];
  it.each(wrong)('no rule explains %s', (_, text, ours) => {
    const { there } = SUBPROTOCOLS;
    const found = { values: [text], ours, theirs: there(text), parseThere: there };
    expect(explain(FIELD_RULES, found)).toBeUndefined();
  });
});

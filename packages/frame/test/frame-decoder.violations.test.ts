/** Each rule that a header can break, in the role that enforces it, reported on the byte that shows it. */
import { FrameDecoder, type ProtocolErrorCode, type Role, VIOLATIONS } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { concat, hex } from './bytes.ts';
import { bytewise, type DecoderOptions, decode, joinPieces, Recorder } from './decoding.ts';

interface Violation {
  readonly title: string;
  readonly code: ProtocolErrorCode;
  readonly got: string;
  /** The bytes up to and including the one that breaks the rule. */
  readonly bytes: string;
  readonly options: DecoderOptions;
}

type Row = [
  title: string,
  code: ProtocolErrorCode,
  got: string,
  client: string,
  server: string,
  options?: Omit<DecoderOptions, 'role'>,
];

const KEY = '37 fa 21 3d';
const MAX = { maxFrameSize: Number.MAX_SAFE_INTEGER };

/** Rules for both roles: what a client receives, what a server receives. */
const both: Row[] = [
  ...['3', '4', '5', '6', '7', 'b', 'c', 'd', 'e', 'f'].map(
    (opcode): Row => [
      `the reserved opcode 0x${opcode} [5.2-4]`,
      'RESERVED_OPCODE',
      `0x${opcode}`,
      `8${opcode}`,
      `8${opcode}`,
    ],
  ),
  ['a reserved opcode in a fragment [5.2-4]', 'RESERVED_OPCODE', '0x3', '03', '03'],
  ['a reserved opcode beside reserved bits [5.2-4]', 'RESERVED_OPCODE', '0xf', 'ff', 'ff'],

  ['a Close frame without FIN [5.4-2] [5.5-1]', 'FRAGMENTED_CONTROL_FRAME', 'one without FIN', '08', '08'],
  ['a Ping without FIN [5.4-2] [5.5-1]', 'FRAGMENTED_CONTROL_FRAME', 'one without FIN', '09', '09'],
  ['a Pong without FIN [5.4-2] [5.5-1]', 'FRAGMENTED_CONTROL_FRAME', 'one without FIN', '0a', '0a'],

  ['a Ping with a 16-bit length [5.5-1]', 'CONTROL_FRAME_TOO_LONG', 'more', '89 7e', '89 fe'],
  ['a Pong with a 64-bit length [5.5-1]', 'CONTROL_FRAME_TOO_LONG', 'more', '8a 7f', '8a ff'],
  ['a Close frame with a 16-bit length [5.5-1]', 'CONTROL_FRAME_TOO_LONG', 'more', '88 7e', '88 fe'],

  ['a continuation at the start [5.4-12]', 'CONTINUATION_WITHOUT_START', 'a continuation', '80', '80'],
  ['a continuation without FIN at the start [5.4-12]', 'CONTINUATION_WITHOUT_START', 'a continuation', '00', '00'],
  [
    'a continuation after a whole message [5.4-12]',
    'CONTINUATION_WITHOUT_START',
    'a continuation',
    '81 01 61 80',
    `81 81 ${KEY} 56 80`,
  ],
  [
    'a continuation after the last fragment [5.4-12]',
    'CONTINUATION_WITHOUT_START',
    'a continuation',
    '01 00 80 00 80',
    `01 80 ${KEY} 80 80 ${KEY} 80`,
  ],
  [
    'a continuation after a control frame only [5.4-12]',
    'CONTINUATION_WITHOUT_START',
    'a continuation',
    '89 00 80',
    `89 80 ${KEY} 80`,
  ],

  [
    'a text in the middle of a text [5.4-4]',
    'MESSAGE_INSIDE_MESSAGE',
    'the first frame of another',
    '01 00 81',
    `01 80 ${KEY} 81`,
  ],
  [
    'a fragmented binary message in the middle of another [5.4-4]',
    'MESSAGE_INSIDE_MESSAGE',
    'the first frame of another',
    '02 00 02',
    `02 80 ${KEY} 02`,
  ],
  [
    'a text after a continuation and a Ping [5.4-4]',
    'MESSAGE_INSIDE_MESSAGE',
    'the first frame of another',
    '02 00 00 00 89 00 81',
    `02 80 ${KEY} 00 80 ${KEY} 89 80 ${KEY} 81`,
  ],

  ['RSV1 without an extension [5.2-2] [5.2-3] [5.2-8]', 'RESERVED_BITS_SET', '100 where 000 is allowed', 'c1', 'c1'],
  ['RSV2 without an extension [5.2-2] [5.2-3] [5.2-9]', 'RESERVED_BITS_SET', '010 where 000 is allowed', 'a2', 'a2'],
  ['RSV3 without an extension [5.2-2] [5.2-3] [5.2-10]', 'RESERVED_BITS_SET', '001 where 000 is allowed', '91', '91'],
  ['RSV1 on a Ping [5.2-3]', 'RESERVED_BITS_SET', '100 where 000 is allowed', 'c9', 'c9'],
  [
    'RSV2 beside an extension that uses RSV1 [5.2-3]',
    'RESERVED_BITS_SET',
    '110 where 100 is allowed',
    'e1',
    'e1',
    { reservedBits: 4 },
  ],
  [
    "an extension's RSV1 on a Ping [5.2-3]",
    'RESERVED_BITS_SET',
    '100 where 000 is allowed',
    'c9',
    'c9',
    { reservedBits: 4 },
  ],
  [
    "an extension's RSV1 on a continuation [5.2-3]",
    'RESERVED_BITS_SET',
    '100 where 000 is allowed',
    '41 00 c0',
    `41 80 ${KEY} c0`,
    { reservedBits: 4 },
  ],

  ['0 in 16 bits [5.2-6]', 'LENGTH_NOT_MINIMAL', '2 bytes for what needs fewer', '82 7e 00 00', '82 fe 00 00'],
  ['124 in 16 bits [5.2-6]', 'LENGTH_NOT_MINIMAL', '2 bytes for what needs fewer', '81 7e 00 7c', '81 fe 00 7c'],
  ['125 in 16 bits [5.2-6]', 'LENGTH_NOT_MINIMAL', '2 bytes for what needs fewer', '82 7e 00 7d', '82 fe 00 7d'],
  [
    '65535 or less in 64 bits: the sixth zero byte shows it [5.2-6]',
    'LENGTH_NOT_MINIMAL',
    '8 bytes for what needs fewer',
    '82 7f 00 00 00 00 00 00',
    '82 ff 00 00 00 00 00 00',
    MAX,
  ],

  ['bit 63 of the length [5.2-5]', 'LENGTH_MOST_SIGNIFICANT_BIT', '64', '82 7f 80', '82 ff 80', MAX],
  ['all bits of the length [5.2-5]', 'LENGTH_MOST_SIGNIFICANT_BIT', '64', '82 7f ff', '82 ff ff'],

  [
    '16 MiB and one byte, by default [10.4-1]',
    'FRAME_TOO_LARGE',
    '16777217 where 16777216 is allowed',
    '82 7f 00 00 00 00 01 00 00 01',
    '82 ff 00 00 00 00 01 00 00 01',
  ],
  [
    'one byte where none is allowed [10.4-1]',
    'FRAME_TOO_LARGE',
    '1 where 0 is allowed',
    '82 01',
    '82 81',
    { maxFrameSize: 0 },
  ],
  [
    '126 where 125 is allowed [10.4-1]',
    'FRAME_TOO_LARGE',
    '126 where 125 is allowed',
    '82 7e 00 7e',
    '82 fe 00 7e',
    { maxFrameSize: 125 },
  ],
  [
    '2^53, the first length that is not a safe integer [10.4-1]',
    'FRAME_TOO_LARGE',
    '9007199254740992 where 9007199254740991 is allowed',
    '82 7f 00 20 00 00 00 00 00 00',
    '82 ff 00 20 00 00 00 00 00 00',
    MAX,
  ],
  [
    '2^53 + 1, which a number cannot hold [10.4-1]',
    'FRAME_TOO_LARGE',
    '9007199254740992 where 9007199254740991 is allowed',
    '82 7f 00 20 00 00 00 00 00 01',
    '82 ff 00 20 00 00 00 00 00 01',
    MAX,
  ],
  [
    '2^63 - 1, the greatest length [10.4-1]',
    'FRAME_TOO_LARGE',
    '9223372036854776000 where 9007199254740991 is allowed',
    '82 7f 7f ff ff ff ff ff ff ff',
    '82 ff 7f ff ff ff ff ff ff ff',
    MAX,
  ],
];

const violations: Violation[] = [
  ...both.flatMap(([title, code, got, client, server, options]): Violation[] => [
    { title: `a client fails ${title}`, code, got, bytes: client, options: { role: 'client', ...options } },
    { title: `a server fails ${title}`, code, got, bytes: server, options: { role: 'server', ...options } },
  ]),
  {
    title: 'a server fails a frame that is not masked [5.1-2]',
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    got: 'one that is not',
    bytes: '81 05',
    options: { role: 'server' },
  },
  {
    title: 'a server fails an empty frame that is not masked [5.1-2]',
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    got: 'one that is not',
    bytes: '81 00',
    options: { role: 'server' },
  },
  {
    title: 'a server fails an unmasked Close frame in the middle of a message [5.1-2]',
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    got: 'one that is not',
    bytes: `01 80 ${KEY} 88 00`,
    options: { role: 'server' },
  },
  {
    title: 'a server fails an unmasked Ping that is also too long for its masking [5.1-2]',
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    got: 'one that is not',
    bytes: '89 7e',
    options: { role: 'server' },
  },
  {
    title: 'a client fails a masked frame [5.1-5]',
    code: 'MASKED_FRAME_FROM_SERVER',
    got: 'a masked one',
    bytes: '81 85',
    options: { role: 'client' },
  },
  {
    title: 'a client fails an empty masked frame [5.1-5]',
    code: 'MASKED_FRAME_FROM_SERVER',
    got: 'a masked one',
    bytes: '8a 80',
    options: { role: 'client' },
  },
];

/** What would follow, if the decoder went on: a frame that each role could take for good or bad. */
const more = hex('89 00 89 80 00 00 00 00 81 05 48 65 6c 6c 6f ff');

describe('FrameDecoder', () => {
  it.each(violations)('$title', ({ code, got, bytes: text, options }) => {
    const bytes = hex(text);
    const { expected, section } = VIOLATIONS[code];
    const last = bytes.length - 1;
    const error = `error ${code}: expected ${expected}, got ${got}, at byte ${last} of the stream (RFC 6455 section ${section})`;

    const before = joinPieces(decode(options, bytes.subarray(0, last)));
    expect(before.filter((call) => call.startsWith('error'))).toEqual([]);

    // The error comes with that byte, whether the one before was in the same chunk or not, and nothing comes after it.
    expect(joinPieces(decode(options, bytes))).toEqual([...before, error]);
    expect(joinPieces(decode(options, ...bytewise(bytes)))).toEqual([...before, error]);
    expect(joinPieces(decode(options, concat(bytes, more), more))).toEqual([...before, error]);
    for (let cut = 1; cut <= last; cut++) {
      expect(joinPieces(decode(options, bytes.subarray(0, cut), concat(bytes.subarray(cut), more)))).toEqual([
        ...before,
        error,
      ]);
    }
  });

  it('has a violation above for each code that a header can have', () => {
    const elsewhere: ProtocolErrorCode[] = [
      'CLOSE_PAYLOAD_TOO_SHORT',
      'CLOSE_CODE_NOT_ALLOWED',
      'INVALID_UTF8',
      'MESSAGE_TOO_LARGE',
      'TOO_MANY_FRAGMENTS',
      'EXTENSION_DATA_INVALID',
    ];
    const seen = new Set(violations.map(({ code }) => code));
    expect(Object.keys(VIOLATIONS).filter((code) => !seen.has(code as ProtocolErrorCode))).toEqual(elsewhere);
  });

  it.each<Role>(['client', 'server'])('gives a %s an error with code, close code and section', (role) => {
    const recorder = new Recorder();
    new FrameDecoder({ role, handler: recorder }).receive(hex('83'));
    expect(recorder.error).toMatchObject({
      name: 'ProtocolError',
      code: 'RESERVED_OPCODE',
      closeCode: 1002,
      section: '5.2',
    });
  });

  it('processes nothing after a violation, in this chunk or the next [7.1.7-5]', () => {
    const recorder = new Recorder();
    const decoder = new FrameDecoder({ role: 'client', handler: recorder });
    decoder.receive(hex('89 00 83 89 00 88 00'));
    expect(decoder.betweenFrames).toBe(false);
    decoder.receive(hex('88 00'));
    expect(recorder.calls).toHaveLength(3);
    expect(recorder.calls[2]).toMatch(/^error RESERVED_OPCODE/);
    expect(decoder.betweenFrames).toBe(false);
  });

  it('leaves what follows a violation as it came: nothing is unmasked any more', () => {
    const decoder = new FrameDecoder({ role: 'server', handler: new Recorder() });
    const bytes = hex('83 81 85 37 fa 21 3d 7f 9f 4d 51 58');
    decoder.receive(bytes);
    expect(bytes).toEqual(hex('83 81 85 37 fa 21 3d 7f 9f 4d 51 58'));
  });
});

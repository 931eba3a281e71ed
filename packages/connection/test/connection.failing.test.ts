import type { ProtocolErrorCode, Role } from '@rfc6455/connection';
import { type FrameInit, Opcode, VIOLATIONS } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { concat, cut, hex } from './bytes.ts';
import {
  binary,
  close,
  continuation,
  Endpoint,
  type EndpointOptions,
  fromPeer,
  ping,
  pong,
  ROLES,
  text,
} from './endpoint.ts';
import { expectFailed, expectFailedLocally } from './expectations.ts';

const MASKED = '80';

interface Provocation {
  readonly code: ProtocolErrorCode;
  readonly what: string;
  readonly closeCode: number;
  /** The role that receives it; both unless given. */
  readonly role?: Role;
  readonly options?: EndpointOptions;
  /** Whole frames, or the first byte or two of a header, unmasked: a server gets it with the MASK bit and a key of 0. */
  readonly bytes: readonly FrameInit[] | string;
}

const failingExtension = {
  name: 'x-failing',
  reservedBits: 4,
  encode: () => undefined,
  decode: () => {
    throw new Error('cannot decode');
  },
} as const;

const PROVOCATIONS: readonly Provocation[] = [
  { code: 'RESERVED_BITS_SET', what: 'RSV1 [5.2-2] [5.2-3]', closeCode: 1002, bytes: 'c1 00' },
  { code: 'RESERVED_BITS_SET', what: 'RSV2', closeCode: 1002, bytes: 'a1 00' },
  { code: 'RESERVED_BITS_SET', what: 'RSV3', closeCode: 1002, bytes: '91 00' },
  { code: 'RESERVED_BITS_SET', what: 'all three on a Ping', closeCode: 1002, bytes: 'f9 00' },
  ...[0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
    (opcode): Provocation => ({
      code: 'RESERVED_OPCODE',
      what: `opcode ${opcode} [5.2-4]`,
      closeCode: 1002,
      bytes: `${(0x80 | opcode).toString(16)} 00`,
    }),
  ),
  ...['08', '09', '0a'].map(
    (byte): Provocation => ({
      code: 'FRAGMENTED_CONTROL_FRAME',
      what: `opcode ${byte} without FIN [5.4-2] [5.5-1]`,
      closeCode: 1002,
      bytes: `${byte} 00`,
    }),
  ),
  ...['88', '89', '8a'].map(
    (byte): Provocation => ({
      code: 'CONTROL_FRAME_TOO_LONG',
      what: `opcode ${byte} with 126 bytes [5.5-1]`,
      closeCode: 1002,
      bytes: `${byte} 7e 00 7e`,
    }),
  ),
  { code: 'CONTINUATION_WITHOUT_START', what: 'at first', closeCode: 1002, bytes: [continuation('a')] },
  {
    code: 'CONTINUATION_WITHOUT_START',
    what: 'after a message has ended',
    closeCode: 1002,
    bytes: [text('a', { fin: false }), continuation('b'), continuation('c')],
  },
  {
    code: 'MESSAGE_INSIDE_MESSAGE',
    what: 'text inside text [5.4-4]',
    closeCode: 1002,
    bytes: [text('a', { fin: false }), text('b')],
  },
  {
    code: 'MESSAGE_INSIDE_MESSAGE',
    what: 'binary data inside text, behind a Pong',
    closeCode: 1002,
    bytes: [text('a', { fin: false }), pong(), binary(hex('00'), { fin: false })],
  },
  {
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    what: 'a frame that is not masked [5.1-2] [5.1-3]',
    closeCode: 1002,
    role: 'server',
    bytes: [{ ...text('a'), maskingKey: undefined }],
  },
  {
    code: 'UNMASKED_FRAME_FROM_CLIENT',
    what: 'a Close frame that is not masked',
    closeCode: 1002,
    role: 'server',
    bytes: [{ ...close(1000), maskingKey: undefined }],
  },
  {
    code: 'MASKED_FRAME_FROM_SERVER',
    what: 'a frame that is masked [5.1-5] [5.1-6]',
    closeCode: 1002,
    role: 'client',
    bytes: [{ ...text('a'), maskingKey: 0x37fa213d }],
  },
  { code: 'LENGTH_NOT_MINIMAL', what: '125 in 16 bits [5.2-6]', closeCode: 1002, bytes: '81 7e 00 7d' },
  {
    code: 'LENGTH_NOT_MINIMAL',
    what: '65535 in 64 bits [5.2-6]',
    closeCode: 1002,
    bytes: '81 7f 00 00 00 00 00 00 ff ff',
  },
  {
    code: 'LENGTH_MOST_SIGNIFICANT_BIT',
    what: 'a length of 64 bits [5.2-5]',
    closeCode: 1002,
    bytes: '82 7f 80 00 00 00 00 00 00 05',
  },
  {
    code: 'CLOSE_PAYLOAD_TOO_SHORT',
    what: 'a Close frame with one byte [5.5.1-2]',
    closeCode: 1002,
    bytes: [{ opcode: Opcode.Close, payload: hex('03') }],
  },
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
    (code): Provocation => ({
      code: 'CLOSE_CODE_NOT_ALLOWED',
      what: `${code} [5.5.1-2] [7.4.1-3] [7.4.1-4] [7.4.1-6]`,
      closeCode: 1002,
      bytes: [close(code)],
    }),
  ),
  {
    code: 'INVALID_UTF8',
    what: 'in a text [8.1-1]',
    closeCode: 1007,
    bytes: [{ opcode: Opcode.Text, payload: hex('ff') }],
  },
  {
    code: 'INVALID_UTF8',
    what: 'in a reason [8.1-1]',
    closeCode: 1007,
    bytes: [{ opcode: Opcode.Close, payload: hex('03 e8 c3 28') }],
  },
  {
    code: 'INVALID_UTF8',
    what: 'in a reason that ends inside a sequence',
    closeCode: 1007,
    bytes: [{ opcode: Opcode.Close, payload: hex('03 e8 e2 82') }],
  },
  {
    code: 'FRAME_TOO_LARGE',
    what: 'one frame',
    closeCode: 1009,
    options: { maxMessageSize: 4 },
    bytes: [text('abcde')],
  },
  {
    code: 'MESSAGE_TOO_LARGE',
    what: 'many frames',
    closeCode: 1009,
    options: { maxMessageSize: 4 },
    bytes: [text('abc', { fin: false }), continuation('de')],
  },
  {
    code: 'TOO_MANY_FRAGMENTS',
    what: 'empty ones',
    closeCode: 1008,
    options: { maxFragments: 2 },
    bytes: [text('', { fin: false }), continuation('', { fin: false }), continuation('')],
  },
  {
    code: 'EXTENSION_DATA_INVALID',
    what: 'what the extension cannot decode',
    closeCode: 1007,
    options: { extensions: [failingExtension] },
    bytes: [{ ...text('a'), reservedBits: 4 }],
  },
];

/** The bytes of a provocation as the endpoint in that role gets them. */
function provoke(role: Role, { bytes }: Provocation): Uint8Array {
  if (typeof bytes !== 'string') return fromPeer(role, ...bytes);
  const header = hex(bytes);
  if (role === 'client') return header;
  header[1]! |= Number.parseInt(MASKED, 16);
  return concat([header, new Uint8Array(4)]);
}

describe.each(ROLES)('a %s fails the connection [7.1.7-1] [7.1.7-2] [7.1.7-3] [10.7-3]', (role) => {
  const mine = PROVOCATIONS.filter((provocation) => (provocation.role ?? role) === role);

  it.each(mine)('on $code with $closeCode: $what', (provocation) => {
    const { code, closeCode, options } = provocation;
    const bytes = provoke(role, provocation);

    expectFailed(new Endpoint(role, options).receive(bytes), closeCode, code);
    expectFailed(new Endpoint(role, options).receive(...cut(bytes, [1])), closeCode, code);
    expectFailed(new Endpoint(role, { ...options, inChunks: true }).receive(bytes), closeCode, code);
  });

  it.each(mine)('on $code, after what was complete before it in the same chunk: $what', (provocation) => {
    const { code, closeCode, options = {} } = provocation;
    const echo: EndpointOptions['on'] = {
      message(data) {
        this.connection.send(data);
      },
    };
    const before = fromPeer(role, text('abc'), ping('p'), binary(hex('01')));
    const after = fromPeer(role, text('x'), ping('q'), close(1000));
    const alone = new Endpoint(role, { ...options, on: echo }).receive(provoke(role, provocation));
    const sentAlone = expectFailed(alone, closeCode, code);
    for (const sizes of [[], [1], [7]]) {
      const endpoint = new Endpoint(role, { ...options, on: echo });
      endpoint.receive(...cut(concat([before, provoke(role, provocation), after]), sizes));
      expect(endpoint.events).toEqual(['text abc', 'ping 70', 'binary 01', ...alone.events]);
      const sent = expectFailed(endpoint, closeCode, code);
      expect(sent).toEqual(['text abc', 'pong 70', 'binary 01', ...sentAlone]);
    }
  });

  it.each(mine)('on $code, without a second Close frame where it has sent one: $what', (provocation) => {
    const endpoint = new Endpoint(role, provocation.options);
    endpoint.connection.close(1001);
    endpoint.receive(provoke(role, provocation));
    expect(endpoint.outputFrames()).toEqual(['close 1001']);
    expect(endpoint.violation).toMatchObject({ code: provocation.code, closeCode: provocation.closeCode });
    expect(endpoint.connection.transportDuty).toBe('end');
  });

  it('and says what was expected, what came, and where to read about it', () => {
    for (const provocation of mine) {
      const { violation } = new Endpoint(role, provocation.options).receive(provoke(role, provocation));
      const { section, closeCode } = VIOLATIONS[provocation.code];
      expect(violation).toMatchObject({ code: provocation.code, section, closeCode });
      expect(violation!.message).toMatch(/^[ -~]+$/);
      expect(violation!.message).toMatch(new RegExp(`\\(RFC 6455 section ${section}\\)$`));
    }
  });
});

describe.each(ROLES)('what a %s says about a message', (role) => {
  it.each<[detail: string, options: EndpointOptions, frames: readonly FrameInit[]]>([
    [
      'expected at most 2 fragments in a message',
      { maxFragments: 2 },
      [text('', { fin: false }), continuation('', { fin: false }), continuation('')],
    ],
    [
      'expected a message of at most 4 bytes, got 5 or more',
      { maxMessageSize: 4 },
      [text('abc', { fin: false }), continuation('de')],
    ],
    [
      'expected valid UTF-8 in a text message, got 0xff out of place',
      {},
      [{ opcode: Opcode.Text, payload: hex('61 ff') }],
    ],
    [
      'expected valid UTF-8 in a text message, but it ends inside a sequence',
      {},
      [{ opcode: Opcode.Text, payload: hex('e2 82') }],
    ],
    [
      'an extension could not decode a message',
      { extensions: [failingExtension] },
      [{ ...text('a'), reservedBits: 4 }],
    ],
  ])('is: %s', (detail, options, frames) => {
    for (const sizes of [[], [1]]) {
      const endpoint = new Endpoint(role, options).receive(...cut(fromPeer(role, ...frames), sizes));
      expect(endpoint.violation!.message.replace(/ \(RFC 6455 section [\d.]+\)$/, '')).toBe(detail);
    }
  });
});

it('provokes every violation that there is', () => {
  expect(new Set(PROVOCATIONS.map(({ code }) => code))).toEqual(new Set(Object.keys(VIOLATIONS)));
});

describe.each(ROLES)('fail on a %s', (role) => {
  it('sends a Close frame, ignores what comes, and wants the transport ended [7.1.7-3] [7.1.7-5] [7.2.2-1] [10.7-2]', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.send('before');
    endpoint.connection.fail(1008, 'go away');
    expect(expectFailedLocally(endpoint, 1008, 'go away')).toEqual(['text before']);
    endpoint.connection.fail(1011, 'again');
    expect(endpoint.output()).toHaveLength(0);
  });

  it('sends no second Close frame', () => {
    const endpoint = new Endpoint(role);
    endpoint.connection.close(1000);
    endpoint.connection.fail(1011);
    expect(endpoint.outputFrames()).toEqual(['close 1000']);
    expect(endpoint.connection.transportDuty).toBe('end');
  });

  it('stops in the middle of a frame', () => {
    const endpoint = new Endpoint(role);
    const bytes = fromPeer(role, text('Hello'));
    endpoint.receive(bytes.slice(0, -1));
    endpoint.connection.fail(1013);
    endpoint.receive(bytes.slice(-1));
    expect(endpoint.events).toEqual([]);
  });
});

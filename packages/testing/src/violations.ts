/**
 * What a peer can do wrong on an open connection, as bytes: a test sends each, and sees whether the other end fails the
 * connection with the right close code.
 *
 * RFC 6455 §5 to §8, §10.4; the names, close codes and sections are those of `VIOLATIONS` of `@rfc6455/frame`.
 */
import { type ProtocolErrorCode, type Role, VIOLATIONS, type Violation } from '@rfc6455/frame';
import { checkInteger } from './argument.ts';
import { composeFrame, type FrameDraft } from './compose-frame.ts';
import { binaryFrame, closeFrame, continuationFrame, pingFrame, pongFrame, textFrame } from './frames.ts';

/** A violation, and bytes that are one. */
export interface PeerViolation extends Violation {
  /** What is wrong, in a few words: the title of a test. */
  readonly name: string;
  /** Its stable name: what our own packages report as the `code` of their `ProtocolError`. */
  readonly code: ProtocolErrorCode;
  /** What the peer sends. What it needs before the violation, such as the start of a message, is part of it. */
  readonly bytes: Uint8Array;
}

/** The limits of the endpoint that is tested, where they are known. */
export interface EndpointLimits {
  /** The longest message that it receives, in bytes from 1; left out, no message is too large. */
  readonly maxMessageSize?: number | undefined;
  /** The most fragments of a message that it receives, from 1; left out, no message has too many. */
  readonly maxFragments?: number | undefined;
}

type Row = readonly [code: ProtocolErrorCode, name: string, ...frames: FrameDraft[]];

const start: FrameDraft = textFrame('a', { fin: false });
const utf8 = (...bytes: number[]): FrameDraft => textFrame(Uint8Array.from(bytes));

const EITHER: readonly Row[] = [
  ['RESERVED_BITS_SET', 'RSV1', textFrame('a', { reservedBits: 4 })],
  ['RESERVED_BITS_SET', 'RSV2', textFrame('a', { reservedBits: 2 })],
  ['RESERVED_BITS_SET', 'RSV3', textFrame('a', { reservedBits: 1 })],
  ['RESERVED_BITS_SET', 'RSV1 in a Ping', pingFrame('a', { reservedBits: 4 })],
  ['RESERVED_BITS_SET', 'RSV1 in a continuation', start, continuationFrame('a', { reservedBits: 4 })],
  ...[0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
    (opcode): Row => ['RESERVED_OPCODE', `opcode 0x${opcode.toString(16)}`, { opcode }],
  ),
  ['FRAGMENTED_CONTROL_FRAME', 'a Close without FIN', closeFrame(1000, '', { fin: false })],
  ['FRAGMENTED_CONTROL_FRAME', 'a Ping without FIN', pingFrame('a', { fin: false })],
  ['FRAGMENTED_CONTROL_FRAME', 'a Pong without FIN', pongFrame('a', { fin: false })],
  ['CONTROL_FRAME_TOO_LONG', 'a Close of 126 bytes', closeFrame(1000, 'x'.repeat(124))],
  ['CONTROL_FRAME_TOO_LONG', 'a Ping of 126 bytes', pingFrame('x'.repeat(126))],
  ['CONTROL_FRAME_TOO_LONG', 'a Pong of 126 bytes', pongFrame('x'.repeat(126))],
  ['CONTINUATION_WITHOUT_START', 'a continuation of nothing', continuationFrame('a')],
  [
    'CONTINUATION_WITHOUT_START',
    'a continuation of a message that has ended',
    start,
    continuationFrame('b'),
    continuationFrame('c'),
  ],
  ['MESSAGE_INSIDE_MESSAGE', 'a text inside a text', start, textFrame('b')],
  ['MESSAGE_INSIDE_MESSAGE', 'binary data inside a text', start, binaryFrame()],
  ['LENGTH_NOT_MINIMAL', 'a length of 5 in 16 bits', textFrame('Hello', { lengthBits: 16 })],
  ['LENGTH_NOT_MINIMAL', 'a length of 5 in 64 bits', textFrame('Hello', { lengthBits: 64 })],
  [
    'LENGTH_NOT_MINIMAL',
    'a length of 65535 in 64 bits',
    binaryFrame(undefined, { lengthBits: 64, payloadLength: 65_535 }),
  ],
  ['LENGTH_MOST_SIGNIFICANT_BIT', 'a length of 2^63', binaryFrame(undefined, { payloadLength: 2n ** 63n })],
  ['CLOSE_PAYLOAD_TOO_SHORT', 'a Close of one byte', { ...closeFrame(), payload: Uint8Array.of(3) }],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map(
    (code): Row => ['CLOSE_CODE_NOT_ALLOWED', `a Close with ${code}`, closeFrame(code)],
  ),
  ['INVALID_UTF8', 'a byte that never occurs', utf8(0xff)],
  ['INVALID_UTF8', 'a continuation byte without a start', utf8(0x61, 0x80)],
  ['INVALID_UTF8', 'a slash in two bytes', utf8(0xc0, 0xaf)],
  ['INVALID_UTF8', 'half a surrogate pair', utf8(0xed, 0xa0, 0x80)],
  ['INVALID_UTF8', 'a character above U+10FFFF', utf8(0xf4, 0x90, 0x80, 0x80)],
  ['INVALID_UTF8', 'a text that ends inside a character', utf8(0xe2, 0x82)],
  [
    'INVALID_UTF8',
    'a character broken by a fragment',
    textFrame(Uint8Array.of(0xe2), { fin: false }),
    continuationFrame('a'),
  ],
  ['INVALID_UTF8', 'a reason that is not UTF-8', closeFrame(1000, Uint8Array.of(0xc3, 0x28))],
  ['FRAME_TOO_LARGE', 'a length of 2^63 - 1', binaryFrame(undefined, { payloadLength: 2n ** 63n - 1n })],
];

const OF_ONE_ROLE: Readonly<Record<Role, readonly Row[]>> = {
  client: [
    ['UNMASKED_FRAME_FROM_CLIENT', 'a text that is not masked', textFrame('a', { masked: false })],
    ['UNMASKED_FRAME_FROM_CLIENT', 'a Close that is not masked', closeFrame(1000, '', { masked: false })],
    ['UNMASKED_FRAME_FROM_CLIENT', 'a fragment that is not masked', start, continuationFrame('b', { masked: false })],
  ],
  server: [
    ['MASKED_FRAME_FROM_SERVER', 'a text that is masked', textFrame('a', { masked: true })],
    ['MASKED_FRAME_FROM_SERVER', 'a Close that is masked', closeFrame(1000, '', { masked: true })],
    ['MASKED_FRAME_FROM_SERVER', 'a text masked with zeros', textFrame('a', { masked: true, maskingKey: 0 })],
  ],
};

const MASKING_KEY = 0x37fa213d;

/**
 * Lists what a peer can do wrong, as bytes to send on an open connection. There is at least one row for each code of
 * `VIOLATIONS` that the peer can break in its role, but `EXTENSION_DATA_INVALID`, whose bytes depend on the extension.
 *
 * The rows about RSV1 are none where an extension that uses it has been negotiated.
 *
 * @param from the role of the peer that sends them
 * @param limits the limits of the other end; without them there is no row for `MESSAGE_TOO_LARGE` and `TOO_MANY_FRAGMENTS`
 * @throws RangeError for a limit that is out of its range
 * @example
 * ```ts
 * import { decodeClosePayload } from '@rfc6455/frame';
 * import { socketAndPeer, violationsBy } from '@rfc6455/testing';
 *
 * for (const { bytes, closeCode } of violationsBy('client')) {
 *   const { peer } = socketAndPeer({ role: 'server' });
 *   peer.send(bytes);
 *   const [close] = (await peer.receiveRest()).slice(-1);
 *   if (Reflect.get(decodeClosePayload(close!.payload), 'code') !== closeCode) throw new Error('another close code');
 *   peer.end();
 * }
 * violationsBy('client').length > 40; // => true
 * ```
 */
export function violationsBy(from: Role, limits: EndpointLimits = {}): PeerViolation[] {
  const rows = [...EITHER, ...OF_ONE_ROLE[from], ...beyond(limits)];
  return rows.map(([code, name, ...frames]) => ({
    ...VIOLATIONS[code],
    code,
    name,
    bytes: Uint8Array.from(
      Buffer.concat(
        frames.map((frame) => composeFrame({ masked: from === 'client', maskingKey: MASKING_KEY, ...frame })),
      ),
    ),
  }));
}

/** The violations of limits. */
function beyond({ maxMessageSize, maxFragments }: EndpointLimits): Row[] {
  const rows: Row[] = [];
  if (maxMessageSize !== undefined) {
    checkInteger('maxMessageSize', maxMessageSize, 1);
    const longest = new Uint8Array(maxMessageSize);
    rows.push(
      [
        'FRAME_TOO_LARGE',
        'a frame one byte longer than a message may be',
        binaryFrame(new Uint8Array(maxMessageSize + 1)),
      ],
      [
        'MESSAGE_TOO_LARGE',
        'a message one byte longer than it may be',
        binaryFrame(longest, { fin: false }),
        continuationFrame('x'),
      ],
    );
  }
  if (maxFragments !== undefined) {
    checkInteger('maxFragments', maxFragments, 1);
    const more = Array.from({ length: maxFragments }, () => continuationFrame('', { fin: false }));
    rows.push([
      'TOO_MANY_FRAGMENTS',
      'one fragment more than a message may have',
      textFrame('', { fin: false }),
      ...more,
    ]);
  }
  return rows;
}

/**
 * RFC 6455 section 5.2 once more, as plainly as it can be written: all bytes at once, one field after the other, lengths
 * as BigInt. What the decoder is compared with.
 */
import { DEFAULT_MAX_FRAME_SIZE, type ProtocolErrorCode } from '@rfc6455/frame';
import { toHex } from './bytes.ts';
import type { Call, DecoderOptions } from './decoding.ts';

export function referenceDecode(bytes: Uint8Array, options: DecoderOptions): Call[] {
  const { role, maxFrameSize = DEFAULT_MAX_FRAME_SIZE, reservedBits = 0 } = options;
  const calls: Call[] = [];
  const fail = (code: ProtocolErrorCode, position: number) => [...calls, `error ${code} at byte ${position}`];
  let at = 0;
  let insideMessage = false;
  while (at < bytes.length) {
    const fin = bytes[at]! >> 7;
    const rsv = (bytes[at]! >> 4) % 8;
    const opcode = bytes[at]! % 16;
    const starts = opcode === 1 || opcode === 2;
    if (![0, 1, 2, 8, 9, 10].includes(opcode)) return fail('RESERVED_OPCODE', at);
    if (opcode >= 8 && fin === 0) return fail('FRAGMENTED_CONTROL_FRAME', at);
    if (opcode === 0 && !insideMessage) return fail('CONTINUATION_WITHOUT_START', at);
    if (starts && insideMessage) return fail('MESSAGE_INSIDE_MESSAGE', at);
    for (const bit of [1, 2, 4]) {
      if ((rsv & bit) !== 0 && !(starts && (reservedBits & bit) !== 0)) return fail('RESERVED_BITS_SET', at);
    }
    if (opcode < 8) insideMessage = fin === 0;
    at += 1;

    if (at === bytes.length) return calls;
    const masked = bytes[at]! >> 7;
    const short = bytes[at]! % 128;
    if (role === 'server' && masked === 0) return fail('UNMASKED_FRAME_FROM_CLIENT', at);
    if (role === 'client' && masked === 1) return fail('MASKED_FRAME_FROM_SERVER', at);
    if (opcode >= 8 && short > 125) return fail('CONTROL_FRAME_TOO_LONG', at);
    at += 1;

    const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
    const extended = bytes.subarray(at, at + lengthBytes);
    if (lengthBytes === 8 && extended[0]! >= 0x80) return fail('LENGTH_MOST_SIGNIFICANT_BIT', at);
    if (lengthBytes === 8 && toHex(extended).startsWith('00 00 00 00 00 00')) return fail('LENGTH_NOT_MINIMAL', at + 5);
    if (extended.length < lengthBytes) return calls;
    const long = BigInt(`0x0${toHex(extended).replaceAll(' ', '')}`);
    if (lengthBytes === 2 && long < 126n) return fail('LENGTH_NOT_MINIMAL', at + 1);
    const length = lengthBytes === 0 ? BigInt(short) : long;
    at += lengthBytes;
    if (opcode < 8 && length > BigInt(maxFrameSize)) return fail('FRAME_TOO_LARGE', at - 1);

    const key = bytes.subarray(at, at + masked * 4);
    if (key.length < masked * 4) return calls;
    at += masked * 4;
    const keyText = Number.parseInt(toHex(key).replaceAll(' ', '') || '0', 16).toString(16);
    calls.push(`start fin=${fin} rsv=${rsv} opcode=${opcode} masked=${masked} key=${keyText} length=${length}`);

    const payload = bytes.slice(at, at + Number(length)).map((byte, i) => byte ^ (masked === 1 ? key[i % 4]! : 0));
    if (payload.length > 0) calls.push(`payload ${toHex(payload)}`);
    if (BigInt(payload.length) < length) return calls;
    calls.push('end');
    at += payload.length;
  }
  return calls;
}

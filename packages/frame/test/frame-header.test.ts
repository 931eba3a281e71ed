import { frameHeaderLength, MAX_HEADER_BYTES, writeFrameHeader } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';

const KEY = 0x37fa213d;

/** The header as hex, and proof that the bytes around it are not touched. */
function header(firstByte: number, payloadLength: number, maskingKey?: number): string {
  const bytes = new Uint8Array(3 + MAX_HEADER_BYTES + 1).fill(0xee);
  const end = writeFrameHeader(bytes, 3, firstByte, payloadLength, maskingKey);
  expect(end - 3).toBe(frameHeaderLength(payloadLength, maskingKey));
  expect(toHex(bytes.subarray(0, 3))).toBe('ee ee ee');
  expect(bytes.subarray(end).every((byte) => byte === 0xee)).toBe(true);
  return toHex(bytes.subarray(3, end));
}

const lengths: [payloadLength: number, unmasked: string, masked: string][] = [
  [0, '82 00', '82 80'],
  [1, '82 01', '82 81'],
  [125, '82 7d', '82 fd'],
  [126, '82 7e 00 7e', '82 fe 00 7e'],
  [127, '82 7e 00 7f', '82 fe 00 7f'],
  [255, '82 7e 00 ff', '82 fe 00 ff'],
  [256, '82 7e 01 00', '82 fe 01 00'],
  [65535, '82 7e ff ff', '82 fe ff ff'],
  [65536, '82 7f 00 00 00 00 00 01 00 00', '82 ff 00 00 00 00 00 01 00 00'],
  [2 ** 31, '82 7f 00 00 00 00 80 00 00 00', '82 ff 00 00 00 00 80 00 00 00'],
  [2 ** 32 - 1, '82 7f 00 00 00 00 ff ff ff ff', '82 ff 00 00 00 00 ff ff ff ff'],
  [2 ** 32, '82 7f 00 00 00 01 00 00 00 00', '82 ff 00 00 00 01 00 00 00 00'],
  [2 ** 53 - 1, '82 7f 00 1f ff ff ff ff ff ff', '82 ff 00 1f ff ff ff ff ff ff'],
];

describe('writeFrameHeader', () => {
  it.each(lengths)('encodes the payload length %d in the fewest bytes [5.2-6]', (payloadLength, unmasked) => {
    expect(header(0x82, payloadLength)).toBe(unmasked);
  });

  it.each(lengths)('encodes the payload length %d beside a masking key [5.2-6] [5.3-1]', (payloadLength, _, masked) => {
    expect(header(0x82, payloadLength, KEY)).toBe(`${masked} 37 fa 21 3d`);
  });

  it.each([
    [0, '00 00 00 00'],
    [1, '00 00 00 01'],
    [0x7fff_ffff, '7f ff ff ff'],
    [0x8000_0000, '80 00 00 00'],
    [0xffff_ffff, 'ff ff ff ff'],
  ])('writes the masking key %d with its most significant byte first, also when it is 0 [5.3-1]', (key, bytes) => {
    expect(header(0x81, 5, key)).toBe(`81 85 ${bytes}`);
  });

  it.each([0x00, 0x01, 0x7f, 0x80, 0xff])('writes the first byte %d as it is', (firstByte) => {
    expect(header(firstByte, 0)).toBe(`${firstByte.toString(16).padStart(2, '0')} 00`);
  });
});

describe('frameHeaderLength', () => {
  it('is at most MAX_HEADER_BYTES', () => {
    expect(MAX_HEADER_BYTES).toBe(14);
    expect(frameHeaderLength(Number.MAX_SAFE_INTEGER, 0xffff_ffff)).toBe(MAX_HEADER_BYTES);
  });

  it.each([
    [0, 2],
    [125, 2],
    [126, 4],
    [65535, 4],
    [65536, 10],
    [2 ** 53 - 1, 10],
  ])('for %d bytes of payload is %d, and 4 more with a masking key, also when it is 0', (payloadLength, length) => {
    expect(frameHeaderLength(payloadLength, undefined)).toBe(length);
    expect(frameHeaderLength(payloadLength, 0)).toBe(length + 4);
  });
});

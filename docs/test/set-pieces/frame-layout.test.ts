import { collectFrames, encodeFrame, type Frame, FrameDecoder, isControl, Opcode } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFrame, summarizeFrame } from '../../.vitepress/theme/set-pieces/shared/describe-frame.ts';
import { layoutFrames } from '../../.vitepress/theme/set-pieces/shared/frame-layout.ts';
import { parseHex } from '../../.vitepress/theme/set-pieces/shared/hex.ts';

const whole = fc.record({
  opcode: fc.constantFrom(Opcode.Text, Opcode.Binary, Opcode.Ping, Opcode.Pong),
  payload: fc.uint8Array({ maxLength: 130 }),
  maskingKey: fc.integer({ min: 0, max: 0xffff_ffff }),
});

describe('layoutFrames', () => {
  it('finds in valid frames what the decoder finds', () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 5 }), (wanted) => {
        const valid = wanted.filter(({ opcode, payload }) => !isControl(opcode) || payload.length <= 125);
        const bytes = Uint8Array.from(valid.flatMap((frame) => [...encodeFrame(frame)]));
        const decoded: Frame[] = [];
        const handler = collectFrames(
          (frame) => decoded.push(frame),
          (error) => {
            throw error;
          },
        );
        new FrameDecoder({ role: 'server', handler }).receive(bytes.slice());
        const found = layoutFrames(bytes).map(({ fin, reservedBits, opcode, maskingKey, payload }) => {
          return { fin, reservedBits, opcode, maskingKey, payload };
        });
        expect(found).toEqual(decoded);
      }),
    );
  });

  it('has a field for every byte of a frame, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const covered = new Set<number>();
        for (const frame of layoutFrames(bytes)) {
          for (const { start, end } of describeFrame(frame, bytes, 'client')) {
            for (let at = start; at < end; at++) covered.add(at);
          }
        }
        expect(covered.size).toBe(bytes.length);
      }),
    );
  });

  it('reads a length of 64 bits, also one that no number holds', () => {
    const [frame] = layoutFrames(parseHex('82 7f ff ff ff ff ff ff ff ff 61'));
    expect(frame).toMatchObject({ payloadLength: 0xffff_ffff_ffff_ffffn, complete: false, end: 11 });
  });

  it('has the text of fragments, with a cut character in the later one', () => {
    const texts = layoutFrames(parseHex('01 02 48 c3 89 00 80 01 a9')).map(({ text }) => text);
    expect(texts).toEqual(['H', undefined, 'é']);
  });

  it.each(['81', '81 7e', '81 7e 01', '81 85 37'])('knows that %s is not complete', (bytes) => {
    expect(layoutFrames(parseHex(bytes))).toMatchObject([{ complete: false }]);
  });
});

describe('summarizeFrame', () => {
  it.each([
    ['81 05 48 65 6c 6c 6f', 'Text, 5 bytes: Hello'],
    ['01 01 48', 'Text, more follows, 1 byte: H'],
    ['89 02 00 01', 'Ping, 2 bytes: 00 01'],
    ['88 05 03 e8 62 79 65', 'Close, 5 bytes: 1000 bye'],
    ['88 00', 'Close, 0 bytes'],
    ['83 00', 'Reserved 0x3, 0 bytes'],
    ['81', 'Text, header not complete'],
  ])('says of %s: %s', (bytes, summary) => {
    expect(layoutFrames(parseHex(bytes)).map(summarizeFrame)).toEqual([summary]);
  });
});

describe('describeFrame', () => {
  it('names each field, its bits and its sections', () => {
    const bytes = parseHex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    const fields = describeFrame(layoutFrames(bytes)[0]!, bytes, 'client');
    expect(fields.map(({ name, bits, value, sections }) => [name, bits, value, sections.join()])).toEqual([
      ['FIN', '1', '1', '5.2,5.4'],
      ['RSV1–3', '000', '000', '5.2,9'],
      ['opcode', '0001', '0x1 Text', '5.2,5.6'],
      ['MASK', '1', '1', '5.1,5.2'],
      ['payload len', '0000101', '5', '5.2'],
      ['masking key', '00110111111110100010000100111101', '37 fa 21 3d', '5.3'],
      ['text', '', 'Hello', '5.6,8.1'],
    ]);
  });

  it('says what is wrong with a close code', () => {
    const bytes = parseHex('88 02 03 ee');
    expect(describeFrame(layoutFrames(bytes)[0]!, bytes, 'server').at(-1)).toMatchObject({
      name: 'close code',
      meaning: expect.stringContaining('1006'),
      sections: ['7.4'],
    });
  });
});

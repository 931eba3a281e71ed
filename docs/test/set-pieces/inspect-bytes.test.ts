import { VIOLATIONS } from '@rfc6455/frame';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Composition, composeFrames } from '../../.vitepress/theme/set-pieces/frame-inspector/compose-frames.ts';
import { inspectBytes } from '../../.vitepress/theme/set-pieces/frame-inspector/inspect-bytes.ts';
import { samples } from '../../.vitepress/theme/set-pieces/frame-inspector/samples.ts';
import { hex, parseHex } from '../../.vitepress/theme/set-pieces/shared/hex.ts';

const hello: Composition = {
  payload: new TextEncoder().encode('Hello'),
  opcode: 1,
  reservedBits: 0,
  fin: true,
  fragments: 1,
  maskingKey: undefined,
  lengthForm: 'shortest',
};

describe('composeFrames', () => {
  it.each<[string, Partial<Composition>, string]>([
    ['one frame', {}, '81 05 48 65 6c 6c 6f'],
    ['a masked frame', { maskingKey: 0x37fa213d }, '81 85 37 fa 21 3d 7f 9f 4d 51 58'],
    ['fragments', { fragments: 2 }, '01 03 48 65 6c 80 02 6c 6f'],
    ['no end', { fin: false }, '01 05 48 65 6c 6c 6f'],
    ['reserved bits on the first frame', { reservedBits: 5, fragments: 2 }, '51 03 48 65 6c 80 02 6c 6f'],
    ['a length in 16 bits', { lengthForm: '16 bits' }, '81 7e 00 05 48 65 6c 6c 6f'],
    ['a length in 64 bits', { lengthForm: '64 bits', payload: Uint8Array.of(1) }, '81 7f 00 00 00 00 00 00 00 01 01'],
    [
      'a masked length in 16 bits',
      { lengthForm: '16 bits', maskingKey: 1, payload: Uint8Array.of(7) },
      '81 fe 00 01 00 00 00 01 07',
    ],
  ])('writes %s', (_, part, expected) => {
    expect(hex(composeFrames({ ...hello, ...part }))).toBe(expected);
  });

  it('writes what the receiver reads, in any number of fragments', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), fc.boolean(), (text, fragments, masked) => {
        const payload = new TextEncoder().encode(text);
        const bytes = composeFrames({ ...hello, payload, fragments, maskingKey: masked ? 0xdeadbeef : undefined });
        const { happenings, violation, read } = inspectBytes(bytes, masked ? 'server' : 'client');
        expect(violation).toBeUndefined();
        expect(happenings.map(({ content }) => content)).toEqual([
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(payload),
        ]);
        expect(read).toBe(bytes.length);
      }),
    );
  });
});

describe('inspectBytes', () => {
  it('names the byte at which a rule is broken, and what is answered', () => {
    const { violation, read, answer } = inspectBytes(parseHex('81 05 48 65 6c 6c 6f c1 00'), 'client');
    expect(violation).toMatchObject({ at: 7, error: { code: 'RESERVED_BITS_SET', closeCode: 1002, section: '5.2' } });
    expect(read).toBe(8);
    expect(hex(answer)).toMatch(/^88 93 37 fa 21 3d /);
  });

  it('names the byte of a text that is not UTF-8', () => {
    expect(inspectBytes(parseHex('81 04 48 c0 af 21'), 'client').violation?.at).toBe(3);
  });

  it('says with which byte what came', () => {
    const { happenings, answer } = inspectBytes(parseHex('01 03 48 65 6c 89 00 80 02 6c 6f'), 'client');
    expect(happenings).toEqual([
      { at: 6, what: 'a Ping with 0 bytes', content: '' },
      { at: 10, what: 'a text message of 5 characters', content: 'Hello' },
    ]);
    expect(hex(answer)).toBe('8a 80 37 fa 21 3d');
  });

  it('reads nothing after a Close frame', () => {
    expect(inspectBytes(parseHex('88 00 81 00'), 'client').read).toBe(2);
  });
});

describe('the samples', () => {
  const inspect = ({ hex, from }: (typeof samples)[number]) =>
    inspectBytes(parseHex(hex), from === 'client' ? 'server' : 'client');

  it('break no rule unless they say so', () => {
    for (const sample of samples.filter(({ group }) => group !== 'Broken rules')) {
      expect(inspect(sample).violation, sample.name).toBeUndefined();
    }
  });

  it('break each rule that frames can break without thousands of them or an extension', () => {
    const broken = samples
      .filter(({ group }) => group === 'Broken rules')
      .map((each) => inspect(each).violation?.error.code);
    const others = ['TOO_MANY_FRAGMENTS', 'EXTENSION_DATA_INVALID'];
    expect(broken.toSorted()).toEqual(
      Object.keys(VIOLATIONS)
        .filter((code) => !others.includes(code))
        .toSorted(),
    );
  });
});

import { Opcode } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { FIN, FrameWriter } from '../src/frame-writer.ts';
import { concat, hex, utf8 } from './bytes.ts';
import { countingRandom, decodeFrames, ROLES } from './endpoint.ts';
import { expectBytes, expectMessages } from './expectations.ts';

const RFC_KEY = 0x37fa213d;
const output = (writer: FrameWriter) => concat(writer.take());
const writerFor = (role: 'client' | 'server') =>
  new FrameWriter(role, role === 'client' ? countingRandom() : undefined);

describe('a FrameWriter of a server', () => {
  const server = () => new FrameWriter('server', undefined);

  it('does not mask [5.1-4]', () => {
    const writer = server();
    writer.writeText(Opcode.Text, 'Hello');
    writer.write(FIN, Opcode.Ping, utf8('Hello'));
    expect(output(writer)).toEqual(hex('81 05 48 65 6c 6c 6f 89 05 48 65 6c 6c 6f'));
  });

  it('never calls random', () => {
    const writer = new FrameWriter('server', () => {
      throw new Error('called');
    });
    writer.writeText(Opcode.Text, 'x');
    expect(output(writer)).toEqual(hex('81 01 78'));
  });

  it('refers to a payload of 4096 bytes or more, and copies one that is smaller', () => {
    for (const [length, referred] of [
      [4095, false],
      [4096, true],
      [100_000, true],
    ] as const) {
      const writer = server();
      const payload = new Uint8Array(length).fill(1);
      writer.write(FIN, Opcode.Binary, payload);
      const pieces = writer.take();
      expect(pieces.includes(payload)).toBe(referred);
      expectBytes(decodeFrames('server', concat(pieces))[0]!.payload, payload);
    }
  });

  it('keeps the order of what it refers to and what it copies', () => {
    const writer = server();
    const [large, encoded] = [new Uint8Array(5000).fill(2), hex('82 01 03')];
    writer.write(FIN, Opcode.Binary, hex('01'));
    writer.write(FIN, Opcode.Binary, large);
    writer.writeEncoded(encoded);
    writer.write(FIN, Opcode.Binary, hex('04'));
    expect(writer.length).toBe(3 + 4 + 5000 + 3 + 3);
    const pieces = writer.take();
    expect(pieces).toEqual([hex('82 01 01 82 7e 13 88'), large, encoded, hex('82 01 04')]);
    expect(pieces[2]).toBe(encoded);
  });
});

describe('a FrameWriter of a client', () => {
  it('masks every frame [5.1-1] [5.3-1] [6.1-8]', () => {
    const writer = new FrameWriter('client', () => RFC_KEY);
    writer.writeText(Opcode.Text, 'Hello');
    writer.write(FIN, Opcode.Pong, utf8('Hello'));
    expect(output(writer)).toEqual(hex('81 85 37 fa 21 3d 7f 9f 4d 51 58  8a 85 37 fa 21 3d 7f 9f 4d 51 58'));
  });

  it('calls random once a frame, and masks each frame with its own key [5.3-2] [5.3-3] [10.3-1]', () => {
    const keys: number[] = [];
    const random = countingRandom();
    const writer = new FrameWriter('client', () => {
      keys.push(random());
      return keys.at(-1)!;
    });
    for (const length of [0, 1, 200, 5000, 70_000]) {
      writer.write(FIN, Opcode.Binary, new Uint8Array(length));
      writer.writeText(Opcode.Text, 'x'.repeat(length));
    }
    const frames = decodeFrames('client', output(writer));
    expect(frames).toHaveLength(10);
    expect(frames.map(({ maskingKey }) => maskingKey)).toEqual(keys);
    expect(new Set(keys).size).toBe(10);
  });

  it.each([
    ['0xffffffff', 0xffffffff, 0xffffffff],
    ['a negative number', -1, 0xffffffff],
    ['2^32', 2 ** 32, 0],
    ['a number above 2^32', 2 ** 32 + 5, 5],
    ['a fraction', 1.9, 1],
    ['not a number', Number.NaN, 0],
    ['infinity', Number.POSITIVE_INFINITY, 0],
    ['nothing', undefined, 0],
    ['a string', '7', 7],
  ])('takes 32 bits of whatever random returns: %s', (_, returned, key) => {
    const writer = new FrameWriter('client', () => returned as number);
    writer.write(FIN, Opcode.Binary, hex('01 02 03 04 05'));
    const [frame] = decodeFrames('client', output(writer));
    expect(frame).toMatchObject({ maskingKey: key, payload: hex('01 02 03 04 05') });
  });

  it('writes nothing when random throws', () => {
    const writer = new FrameWriter('client', () => {
      throw new Error('no entropy');
    });
    expect(() => writer.writeText(Opcode.Text, 'x')).toThrow('no entropy');
    expect(() => writer.write(FIN, Opcode.Ping, hex('01'))).toThrow('no entropy');
    expect(writer.length).toBe(0);
    expect(writer.take()).toEqual([]);
  });

  it('does not change what it is given', () => {
    const writer = writerFor('client');
    const payloads = [10, 100, 5000].map((length) => new Uint8Array(length).fill(length));
    for (const payload of payloads) writer.write(FIN, Opcode.Binary, payload);
    expect(payloads).toEqual([10, 100, 5000].map((length) => new Uint8Array(length).fill(length)));
  });

  it.each([undefined, null, 5, {}])('needs random: %s', (random) => {
    expect(() => new FrameWriter('client', random as never)).toThrow(TypeError);
  });
});

describe.each(ROLES)('a FrameWriter of a %s', (role) => {
  it.each([0, 1, 31, 32, 33, 125, 126, 127, 511, 512, 4095, 4096, 16_384, 16_385, 65_535, 65_536, 200_000])(
    'encodes payloads of %d bytes, and knows the length of their frames [5.2-6] [6.1-4] [6.1-9]',
    (length) => {
      const writer = writerFor(role);
      const payload = Uint8Array.from({ length }, (_, i) => i % 253);
      const text = 'é'.repeat(length >> 1) + 'x'.repeat(length & 1);
      writer.write(FIN, Opcode.Binary, payload);
      expect(writer.length).toBe(writer.frameLength(length));
      writer.writeText(Opcode.Text, text);
      writer.writeText(Opcode.Text, 'a'.repeat(length));
      expect(writer.length).toBe(3 * writer.frameLength(length));
      const frames = decodeFrames(role, output(writer));
      expectMessages(
        frames.map((frame) => frame.payload),
        [payload, utf8(text), utf8('a'.repeat(length))],
      );
      expect(frames.map(({ fin, reservedBits, opcode }) => [fin, reservedBits, opcode])).toEqual([
        [true, 0, Opcode.Binary],
        [true, 0, Opcode.Text],
        [true, 0, Opcode.Text],
      ]);
      expect(writer.length).toBe(0);
    },
  );

  it('writes nothing behind a frame, where the frames of another writer may be', () => {
    for (let length = 0; length <= 80; length++) {
      const lastFrames: readonly ((writer: FrameWriter) => void)[] = [
        (writer) => writer.write(FIN, Opcode.Binary, new Uint8Array(length).fill(1)),
        (writer) => writer.writeText(Opcode.Text, 'a'.repeat(length)),
      ];
      for (const writeLastFrame of lastFrames) {
        const [one, other] = [writerFor(role), writerFor(role)];
        // Its last frame fills to the last byte the 512 bytes of shared memory that it has.
        const room = 512 - one.frameLength(length);
        const header = one.frameLength(200) - 200;
        one.write(FIN, Opcode.Binary, new Uint8Array(room - header));
        other.write(FIN, Opcode.Binary, hex('01 02'));
        writeLastFrame(one);
        expect(one.length).toBe(512);
        expect(decodeFrames(role, output(one))).toHaveLength(2);
        expect(decodeFrames(role, output(other))[0]!.payload).toEqual(hex('01 02'));
      }
    }
  });

  it('writes FIN and the reserved bits as it is told [6.1-7]', () => {
    const writer = writerFor(role);
    writer.write(0x40, Opcode.Text, hex('61'));
    writer.write(0x20 | 0x10, Opcode.Continuation, hex(''));
    writer.write(FIN, Opcode.Continuation, hex('62'));
    const bytes = output(writer);
    const header = role === 'client' ? 6 : 2;
    expect([bytes[0], bytes[header + 1], bytes[2 * header + 1]]).toEqual([0x41, 0x30, 0x80]);
  });
});

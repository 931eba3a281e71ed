import { encodeFrame, FrameDecoder, Opcode, PayloadBuffer, type Role } from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { pattern, utf8 } from './bytes.ts';
import { Recorder } from './decoding.ts';

const roles: Role[] = ['client', 'server'];

describe.each(roles)('FrameDecoder of a %s', (role) => {
  it('takes a long stream of tiny frames in linear time', () => {
    const maskingKey = role === 'server' ? 0x37fa213d : undefined;
    const frame = encodeFrame({ opcode: Opcode.Text, payload: utf8('a'), maskingKey });
    const count = 200_000;
    const stream = new Uint8Array(count * frame.length);
    for (let i = 0; i < count; i++) stream.set(frame, i * frame.length);
    let ended = 0;
    const handler = new Recorder();
    handler.frameStart = () => {};
    handler.framePayload = () => {};
    handler.frameEnd = () => {
      ended += 1;
    };
    const decoder = new FrameDecoder({ role, handler });
    const began = performance.now();
    decoder.receive(stream);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(ended).toBe(count);
  });
});

describe('PayloadBuffer', () => {
  it('takes a million one-byte pieces in linear time, whether their number is known or not', () => {
    const source = pattern(256);
    for (const declared of [true, false]) {
      const payload = new PayloadBuffer();
      const start = performance.now();
      for (let i = 0; i < 1_000_000; i++) payload.append(source, i & 0xff, (i & 0xff) + 1, declared ? 999_999 - i : 0);
      // Quadratic would be minutes: a million pieces copy 500 GB.
      expect(performance.now() - start).toBeLessThan(5_000);
      const bytes = payload.take();
      expect(bytes.length).toBe(1_000_000);
      expect(bytes.findIndex((byte, i) => byte !== source[i & 0xff])).toBe(-1);
      expect(bytes.buffer.byteLength).toBeLessThanOrEqual(4_000_000);
    }
  });
});

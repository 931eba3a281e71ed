import {
  collectFrames,
  encodeFrame,
  type Frame,
  FrameDecoder,
  Opcode,
  type ProtocolError,
  type Role,
} from '@rfc6455/frame';
import { describe, expect, it } from 'vitest';
import { concat, hex, pattern, utf8 } from './bytes.ts';
import { bytewise } from './decoding.ts';

function collect(role: Role, chunks: Uint8Array[]): { frames: Frame[]; errors: ProtocolError[] } {
  const frames: Frame[] = [];
  const errors: ProtocolError[] = [];
  const handler = collectFrames(
    (frame) => frames.push(frame),
    (error) => errors.push(error),
  );
  const decoder = new FrameDecoder({ role, handler });
  for (const chunk of chunks) decoder.receive(chunk);
  return { frames, errors };
}

describe.each<Role>(['client', 'server'])('collectFrames for a %s', (role) => {
  const maskingKey = role === 'server' ? 0x37fa213d : undefined;
  const sent: Frame[] = [
    { fin: false, reservedBits: 0, opcode: Opcode.Text, maskingKey, payload: utf8('Hel') },
    { fin: true, reservedBits: 0, opcode: Opcode.Ping, maskingKey, payload: new Uint8Array(0) },
    { fin: true, reservedBits: 0, opcode: Opcode.Continuation, maskingKey, payload: utf8('lo') },
    { fin: true, reservedBits: 0, opcode: Opcode.Binary, maskingKey, payload: pattern(700) },
  ];
  const stream = () => concat(...sent.map((frame) => encodeFrame(frame)));

  it('hands out whole frames, from one chunk or from many', () => {
    expect(collect(role, [stream()])).toEqual({ frames: sent, errors: [] });
    expect(collect(role, bytewise(stream()))).toEqual({ frames: sent, errors: [] });
  });

  it('hands out frames that may be kept: each is an object and a payload of its own', () => {
    const bytes = stream();
    const { frames } = collect(role, [bytes]);
    bytes.fill(0xff);
    expect(frames).toEqual(sent);
    expect(new Set(frames.map((frame) => frame.payload.buffer)).size).toBe(sent.length);
  });

  it('reserves what the header declares, once enough has come', () => {
    const bytes = encodeFrame({ opcode: Opcode.Binary, payload: pattern(1000), maskingKey });
    const { frames } = collect(role, [bytes.subarray(0, 600), bytes.subarray(600)]);
    expect(frames[0]!.payload.buffer.byteLength).toBe(1000);
  });

  it('hands out the violation, after the frames before it and without the one that it is in', () => {
    const { frames, errors } = collect(role, [concat(encodeFrame(sent[1]!), encodeFrame(sent[0]!), hex('81'))]);
    expect(frames).toEqual([sent[1], sent[0]]);
    expect(errors.map((error) => error.code)).toEqual(['MESSAGE_INSIDE_MESSAGE']);
  });

  it('hands out nothing of a frame that is not complete', () => {
    expect(collect(role, [stream().subarray(0, -1)]).frames).toEqual(sent.slice(0, 3));
  });
});

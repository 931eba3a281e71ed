import {
  type Close,
  collectFrames,
  decodeClosePayload,
  encodeFrame,
  type Frame,
  FrameDecoder,
  type FrameDecoderOptions,
  type FrameHandler,
  type FrameHeader,
  type FrameInit,
  isOpcode,
  Opcode,
  type ProtocolError,
  type ProtocolErrorCode,
  type ReservedBits,
  type Role,
  VIOLATIONS,
  type Violation,
} from '@rfc6455/frame';
import { describe, expectTypeOf, it } from 'vitest';

describe('types', () => {
  it('keeps the opcodes as literals, and narrows a number to them', () => {
    expectTypeOf(Opcode.Pong).toEqualTypeOf<0xa>();
    expectTypeOf<Opcode>().toEqualTypeOf<0x0 | 0x1 | 0x2 | 0x8 | 0x9 | 0xa>();
    const value: number = 5;
    if (isOpcode(value)) expectTypeOf(value).toEqualTypeOf<Opcode>();
  });

  it('needs an opcode to encode, and takes what was decoded', () => {
    expectTypeOf<{ opcode: 1 }>().toExtend<FrameInit>();
    expectTypeOf<Frame>().toExtend<FrameInit>();
    expectTypeOf<{ payload: Uint8Array }>().not.toExtend<FrameInit>();
    expectTypeOf<{ opcode: 3 }>().not.toExtend<FrameInit>();
    expectTypeOf<{ opcode: 1; reservedBits: 8 }>().not.toExtend<FrameInit>();
    expectTypeOf<{ opcode: 1; payload: string }>().not.toExtend<FrameInit>();
    expectTypeOf<Buffer>().toExtend<NonNullable<FrameInit['payload']>>();
    expectTypeOf(encodeFrame).returns.toEqualTypeOf<Uint8Array>();
  });

  it('makes headers and frames read-only', () => {
    expectTypeOf<FrameHeader>().toEqualTypeOf<Readonly<FrameHeader>>();
    expectTypeOf<Frame>().toEqualTypeOf<Readonly<Frame>>();
    expectTypeOf<ReservedBits>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>();
  });

  it('asks for a role and a whole handler, and takes undefined for the rest', () => {
    expectTypeOf(FrameDecoder).constructorParameters.toEqualTypeOf<[FrameDecoderOptions]>();
    expectTypeOf<{ role: Role; handler: FrameHandler }>().toExtend<FrameDecoderOptions>();
    expectTypeOf<{
      role: 'server';
      handler: FrameHandler;
      maxFrameSize: undefined;
      reservedBits: undefined;
    }>().toExtend<FrameDecoderOptions>();
    expectTypeOf<{ handler: FrameHandler }>().not.toExtend<FrameDecoderOptions>();
    expectTypeOf<{ role: 'proxy'; handler: FrameHandler }>().not.toExtend<FrameDecoderOptions>();
    expectTypeOf<Omit<FrameHandler, 'frameError'>>().not.toExtend<FrameHandler>();
    expectTypeOf(collectFrames).returns.toEqualTypeOf<FrameHandler>();
  });

  it('tells a close from a violation by a field', () => {
    const close = decodeClosePayload(new Uint8Array(0));
    expectTypeOf(close).toEqualTypeOf<Close | ProtocolError>();
    if ('closeCode' in close) expectTypeOf(close).toEqualTypeOf<ProtocolError>();
    else expectTypeOf(close).toEqualTypeOf<Close>();
  });

  it('names the violations, with a row for each', () => {
    expectTypeOf<'RESERVED_OPCODE'>().toExtend<ProtocolErrorCode>();
    expectTypeOf<'RESERVED'>().not.toExtend<ProtocolErrorCode>();
    expectTypeOf(VIOLATIONS).toEqualTypeOf<Readonly<Record<ProtocolErrorCode, Violation>>>();
    expectTypeOf<ProtocolError>().toExtend<Error>();
    expectTypeOf<[ProtocolErrorCode, string]>().toExtend<ConstructorParameters<typeof ProtocolError>>();
    expectTypeOf<[ProtocolErrorCode, string, { cause: unknown }]>().toExtend<
      ConstructorParameters<typeof ProtocolError>
    >();
    expectTypeOf<[string, string]>().not.toExtend<ConstructorParameters<typeof ProtocolError>>();
  });
});

/** Streams of frames at random: whole conversations, and what faults make of them. RFC 6455 §5.2. */
import fc from 'fast-check';
import { encode, type WireFrame } from './wire-frame.ts';

const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const textBytes = fc
  .oneof(
    { weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom('\uFEFFmark', '\u0000', '\uFFFF\u{10FFFF}', '\u07FF\u0800\uD7FF\uE000') },
    { weight: 1, arbitrary: fc.constantFrom(124, 125, 126, 127, 300).map((length) => 'é'.padEnd(length - 1, 'x')) },
  )
  .map(utf8);

const binaryBytes = fc.oneof(
  { weight: 30, arbitrary: fc.uint8Array({ maxLength: 30 }) },
  {
    weight: 9,
    arbitrary: fc.constantFrom(124, 125, 126, 127, 1000).map((length) => new Uint8Array(length).fill(0xa5)),
  },
  { weight: 1, arbitrary: fc.constantFrom(65_535, 65_536).map((length) => new Uint8Array(length)) },
);

const closeCode = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014) },
  { weight: 2, arbitrary: fc.integer({ min: 3000, max: 4999 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 65_535 }) },
);

const closePayload = fc.oneof(
  { weight: 1, arbitrary: fc.constant(new Uint8Array(0)) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(closeCode, textBytes)
      .map(([code, reason]) => Uint8Array.from([code >> 8, code & 0xff, ...reason.subarray(0, 123)])),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 125 }) },
);

interface Unmasked {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
}

const control: fc.Arbitrary<Unmasked> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(PING, PONG), fc.uint8Array({ maxLength: 125 }))
      .map(([opcode, payload]) => ({ fin: true, opcode, payload })),
  },
  { weight: 1, arbitrary: closePayload.map((payload) => ({ fin: true, opcode: CLOSE, payload })) },
);

/** A message, whole or in fragments that are cut anywhere, with control frames between them. */
const message: fc.Arbitrary<Unmasked[]> = fc
  .tuple(
    fc.oneof(
      textBytes.map((payload) => [TEXT, payload] as const),
      binaryBytes.map((payload) => [BINARY, payload] as const),
    ),
    fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat({ max: 1000 }), { maxLength: 5 })),
    fc.array(fc.option(control, { freq: 2 }), { maxLength: 3 }),
  )
  .map(([[opcode, payload], wishes, between]) => {
    const cuts = [0, ...wishes.map((wish) => wish % (payload.length + 1)).sort((a, b) => a - b), payload.length];
    return cuts.slice(1).flatMap((end, i) => {
      const last = i === cuts.length - 2;
      const bytes = payload.subarray(cuts[i], end);
      const fragment = { fin: last, opcode: i === 0 ? opcode : CONTINUATION, payload: bytes };
      const inserted = last ? null : between[i];
      return inserted ? [fragment, inserted] : [fragment];
    });
  });

const conversation: fc.Arbitrary<Unmasked[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: message },
        control.map((frame) => [frame]),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([parts]) => parts.flat());

type FrameFault = (frames: WireFrame[]) => WireFrame[];

const place = fc.nat({ max: 5000 });

/** A fault that changes one frame. */
function change<T>(detail: fc.Arbitrary<T>, changed: (frame: WireFrame, detail: T) => Partial<WireFrame>) {
  return fc.tuple(place, detail).map(([at, detail]): FrameFault => {
    return (frames) =>
      frames.map((frame, i) => (i === at % frames.length ? { ...frame, ...changed(frame, detail) } : frame));
  });
}

const unit = fc.constant(undefined);

const frameFault: fc.Arbitrary<FrameFault> = fc.oneof(
  place.map(
    (at): FrameFault =>
      (frames) =>
        frames.filter((_, i) => i !== at % frames.length),
  ),
  place.map(
    (at): FrameFault =>
      (frames) =>
        frames.flatMap((frame, i) => (i === at % frames.length ? [frame, frame] : [frame])),
  ),
  fc.tuple(place, place).map(
    ([from, to]): FrameFault =>
      (frames) => {
        const moved = frames.slice();
        const taken = moved.splice(from % frames.length, 1);
        moved.splice(to % frames.length, 0, ...taken);
        return moved;
      },
  ),
  change(unit, ({ fin }) => ({ fin: !fin })),
  change(fc.integer({ min: 1, max: 7 }), (_, reservedBits) => ({ reservedBits })),
  change(fc.nat({ max: 15 }), (_, opcode) => ({ opcode })),
  change(fc.nat({ max: 0xffff_ffff }), ({ key }, another) => ({ key: key === undefined ? another : undefined })),
  change(fc.constantFrom(2, 8), (_, lengthBytes) => ({ lengthBytes })),
  change(fc.integer({ min: -3, max: 3 }), ({ payload }, by) => ({
    declared: BigInt(Math.max(0, payload.length + by)),
  })),
  change(
    fc.oneof(
      fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
      fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, 2n ** 63n),
    ),
    (_, declared) => ({ declared }),
  ),
  change(fc.uint8Array({ minLength: 1, maxLength: 4 }), ({ payload }, more) => ({
    payload: Uint8Array.from([...payload, ...more]),
  })),
  change(fc.constantFrom(0, 1, 2, 126), (_, length) => ({ payload: new Uint8Array(length).fill(0x78) })),
  change(
    fc.constantFrom(
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xff],
      [0xe2, 0x82],
      [0x80],
      [0xe0, 0x80, 0x80],
    ),
    ({ payload }, bad) => ({
      payload: Uint8Array.from([...payload.subarray(0, 60), ...bad, ...payload.subarray(60, 100)]),
    }),
  ),
  change(closeCode, (_, code) => ({ opcode: CLOSE, fin: true, payload: Uint8Array.of(code >> 8, code & 0xff) })),
);

type ByteFault = (bytes: Uint8Array) => Uint8Array;

const byteFault: fc.Arbitrary<ByteFault> = fc.oneof(
  // A bit turned over.
  fc.tuple(place, fc.nat({ max: 7 })).map(
    ([at, bit]): ByteFault =>
      (bytes) =>
        bytes.map((byte, i) => (i === at % bytes.length ? byte ^ (1 << bit) : byte)),
  ),
  // The end cut off.
  place.map(
    (at): ByteFault =>
      (bytes) =>
        bytes.subarray(0, at % (bytes.length + 1)),
  ),
  // Bytes lost.
  fc.tuple(place, fc.integer({ min: 1, max: 10 })).map(
    ([at, count]): ByteFault =>
      (bytes) => {
        const from = at % (bytes.length + 1);
        return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + count)]);
      },
  ),
  // Bytes added.
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 10 })).map(
    ([at, more]): ByteFault =>
      (bytes) => {
        const from = at % (bytes.length + 1);
        return Uint8Array.from([...bytes.subarray(0, from), ...more, ...bytes.subarray(from)]);
      },
  ),
);

const faults = <T>(fault: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<T[]>([]) },
    { weight: 3, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) },
  );

/**
 * The bytes that an endpoint receives: what its peer may send, in about a third of the cases with no fault at all.
 *
 * @param masked whether the receiver is a server, so that the frames are masked
 */
export function streams(masked: boolean): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(conversation, fc.nat({ max: 0xffff_ffff }), faults(frameFault), faults(byteFault))
    .map(([frames, firstKey, frameFaults, byteFaults]) => {
      let key = firstKey;
      const wire = frames.map((frame): WireFrame => {
        key = Math.imul(key ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
        return { ...frame, reservedBits: 0, key: masked ? key : undefined };
      });
      const faulty = frameFaults.reduce((all, fault) => (all.length === 0 ? all : fault(all)), wire);
      const bytes: Uint8Array = new Uint8Array(Buffer.concat(faulty.map(encode)));
      return byteFaults.reduce((all, fault) => (all.length === 0 ? all : fault(all)), bytes);
    });
}

/** Where a stream is cut into the pieces that a transport delivers: as sizes, used again and again. */
export const chunkSizes: fc.Arbitrary<number[]> = fc.oneof(
  fc.constant<number[]>([Number.MAX_SAFE_INTEGER]),
  fc.constant<number[]>([1]),
  fc.array(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 8 }),
);

const MOST_PIECES = 1000;

/** The pieces, each with memory of its own: a receiver may change what it is given. Of a long stream they are larger. */
export function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  const least = Math.ceil(bytes.length / MOST_PIECES);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const end = Math.min(bytes.length, at + Math.max(least, sizes[i % sizes.length]!));
    yield bytes.slice(at, end);
    at = end;
  }
}

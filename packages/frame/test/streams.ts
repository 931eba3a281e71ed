/** Streams of frames at random, good ones and spoilt ones, for property tests. */
import { encodeFrame, type Frame, Opcode, type ReservedBits, type Role } from '@rfc6455/frame';
import fc from 'fast-check';
import { concat } from './bytes.ts';

const payload = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(124, 125, 126, 127, 128, 300).map((length) => new Uint8Array(length).fill(0x61)),
  },
);

const control = fc.record({
  opcode: fc.constantFrom(Opcode.Ping, Opcode.Pong, Opcode.Close),
  payload: fc.uint8Array({ maxLength: 125 }),
});

const message = fc.record({
  opcode: fc.constantFrom(Opcode.Text, Opcode.Binary),
  reservedBits: fc.nat({ max: 7 }) as fc.Arbitrary<ReservedBits>,
  fragments: fc.array(payload, { minLength: 1, maxLength: 4 }),
  between: fc.array(control, { maxLength: 2 }),
});

/** The frames that an endpoint of this role may receive: messages in fragments, control frames between them. */
export function frames(role: Role, reservedBits: ReservedBits): fc.Arbitrary<Frame[]> {
  return fc.tuple(fc.array(message, { maxLength: 5 }), fc.nat({ max: 0xffff_ffff })).map(([messages, seed]) => {
    let key = seed;
    const frame = (fin: boolean, rsv: number, opcode: Opcode, bytes: Uint8Array): Frame => {
      key = Math.imul(key ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
      const maskingKey = role === 'server' ? key : undefined;
      return { fin, reservedBits: rsv as ReservedBits, opcode, maskingKey, payload: bytes };
    };
    return messages.flatMap(({ opcode, reservedBits: wished, fragments, between }) =>
      fragments.flatMap((bytes, i) => {
        const last = i === fragments.length - 1;
        const data = frame(last, i === 0 ? wished & reservedBits : 0, i === 0 ? opcode : Opcode.Continuation, bytes);
        return [data, ...between.map((one) => frame(true, 0, one.opcode, one.payload))];
      }),
    );
  });
}

/** The frames as one stream of bytes. */
export function encodeAll(all: readonly Frame[]): Uint8Array {
  return concat(...all.map((frame) => encodeFrame(frame)));
}

type Mutation = (bytes: Uint8Array) => Uint8Array;

const place = fc.nat({ max: 5000 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat({ max: 255 })).map(
    ([at, value]): Mutation =>
      (bytes) => {
        const changed = bytes.slice();
        if (bytes.length > 0) changed[at % bytes.length] = value;
        return changed;
      },
  ),
  fc.tuple(place, fc.nat({ max: 7 })).map(
    ([at, bit]): Mutation =>
      (bytes) => {
        const changed = bytes.slice();
        if (bytes.length > 0) changed[at % bytes.length]! ^= 1 << bit;
        return changed;
      },
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 10 })).map(
    ([at, more]): Mutation =>
      (bytes) => {
        const where = at % (bytes.length + 1);
        return concat(bytes.subarray(0, where), more, bytes.subarray(where));
      },
  ),
  fc.tuple(place, fc.nat({ max: 10 })).map(
    ([at, count]): Mutation =>
      (bytes) => {
        const where = at % (bytes.length + 1);
        return concat(bytes.subarray(0, where), bytes.subarray(where + count));
      },
  ),
);

/** One to three changes of bytes: some streams stay good, most break a rule somewhere. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((all) => (bytes: Uint8Array) => all.reduce((changed, mutate) => mutate(changed), bytes));

/** Bytes that begin like frames and go on with anything. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc
        .tuple(
          fc.constantFrom(0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8a, 0xc1, 0x83, 0x08, 0x91),
          fc.constantFrom(0x00, 0x05, 0x7d, 0x7e, 0x7f, 0x80, 0x82, 0xfd, 0xfe, 0xff),
          fc.uint8Array({ maxLength: 14 }),
        )
        .map(([first, second, rest]) => concat(Uint8Array.of(first, second), rest)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => concat(...parts));

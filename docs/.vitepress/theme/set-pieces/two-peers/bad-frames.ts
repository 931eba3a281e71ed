/** Frames that no endpoint may send, and floods of those that it may. */
import { Opcode, type Role } from '@rfc6455/frame';
import { type Composition, composeFrames } from '../frame-inspector/compose-frames.ts';
import { LIMITS } from './peer.ts';

/** Bytes with a name. */
export interface Mischief {
  readonly name: string;
  /** The bytes, from that role. */
  bytes(from: Role): Uint8Array;
}

const KEY = 0x37fa213d;

function compose(from: Role, part: Partial<Composition> & { readonly text?: string }): Uint8Array {
  return composeFrames({
    payload: new TextEncoder().encode(part.text ?? 'Hello'),
    opcode: Opcode.Text,
    reservedBits: 0,
    fin: true,
    fragments: 1,
    maskingKey: from === 'client' ? KEY : undefined,
    lengthForm: 'shortest',
    ...part,
  });
}

export const badFrames: readonly Mischief[] = [
  {
    name: 'with the wrong MASK',
    bytes: (from) => compose(from, { maskingKey: from === 'client' ? undefined : KEY }),
  },
  { name: 'with a reserved bit', bytes: (from) => compose(from, { reservedBits: 4 }) },
  { name: 'with a reserved opcode', bytes: (from) => compose(from, { opcode: 0x3 }) },
  {
    name: 'with a text that is not UTF-8',
    bytes: (from) => compose(from, { payload: Uint8Array.of(0x48, 0xc0, 0xaf) }),
  },
  { name: 'that continues nothing', bytes: (from) => compose(from, { opcode: Opcode.Continuation }) },
  { name: 'that is a Ping without FIN', bytes: (from) => compose(from, { opcode: Opcode.Ping, fin: false }) },
  { name: 'with a length of 16 bits for 5', bytes: (from) => compose(from, { lengthForm: '16 bits' }) },
  {
    name: 'that closes with 1006',
    bytes: (from) => compose(from, { opcode: Opcode.Close, payload: Uint8Array.of(0x03, 0xee) }),
  },
];

export const floods: readonly Mischief[] = [
  {
    name: `of 12 fragments, where ${LIMITS.maxFragments} are allowed`,
    bytes: (from) => compose(from, { fragments: 12, text: 'A long story' }),
  },
  {
    name: `of 2000 bytes, where ${LIMITS.maxMessageSize} are allowed`,
    bytes: (from) => compose(from, { payload: new Uint8Array(2000), opcode: Opcode.Binary }),
  },
];

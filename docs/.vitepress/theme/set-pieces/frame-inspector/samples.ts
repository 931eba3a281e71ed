/** Bytes to begin with: the examples of RFC 6455 §5.7, and one for each rule that a frame can break. */
import type { Role } from '@rfc6455/frame';
import { hex } from '../shared/hex.ts';
import { composeFrames } from './compose-frames.ts';

/** Bytes with a name. */
export interface Sample {
  readonly name: string;
  readonly group: 'RFC 6455 §5.7' | 'Other frames' | 'Broken rules';
  readonly hex: string;
  /** Who sends them. */
  readonly from: Role;
}

const long = (length: number) =>
  hex(
    composeFrames({
      payload: Uint8Array.from({ length }, (_, i) => i & 0xff),
      opcode: 2,
      reservedBits: 0,
      fin: true,
      fragments: 1,
      maskingKey: undefined,
      lengthForm: 'shortest',
    }),
  );

const rfc = (name: string, bytes: string, from: Role): Sample => ({ name, group: 'RFC 6455 §5.7', hex: bytes, from });
const other = (name: string, bytes: string, from: Role): Sample => ({ name, group: 'Other frames', hex: bytes, from });
const broken = (name: string, bytes: string, from: Role): Sample => ({ name, group: 'Broken rules', hex: bytes, from });

export const samples: readonly Sample[] = [
  rfc('“Hello” in one frame, not masked', '81 05 48 65 6c 6c 6f', 'server'),
  rfc('“Hello” in one frame, masked', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client'),
  rfc('“Hel” and “lo”: two fragments', '01 03 48 65 6c 80 02 6c 6f', 'server'),
  rfc('Ping with “Hello”', '89 05 48 65 6c 6c 6f', 'server'),
  rfc('Pong with “Hello”, masked', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', 'client'),
  rfc('256 bytes of binary data', long(256), 'server'),
  rfc('64 KiB of binary data', long(65_536), 'server'),
  other('A ping between two fragments', '01 03 48 65 6c 89 00 80 02 6c 6f', 'server'),
  other('A character cut by a fragment', '01 02 48 c3 80 01 a9', 'server'),
  other('Close with 1000 and “bye”', '88 05 03 e8 62 79 65', 'server'),
  other('Close without a code', '88 00', 'server'),
  other('A frame whose end is missing', '81 05 48 65', 'server'),
  broken('A client that does not mask', '81 05 48 65 6c 6c 6f', 'client'),
  broken('A server that masks', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 'server'),
  broken('A reserved bit', 'c1 05 48 65 6c 6c 6f', 'server'),
  broken('A reserved opcode', '83 00', 'server'),
  broken('A ping in fragments', '09 00', 'server'),
  broken('A ping of 126 bytes', '89 7e 00 7e', 'server'),
  broken('A continuation of nothing', '80 02 6c 6f', 'server'),
  broken('A message inside a message', '01 03 48 65 6c 81 02 6c 6f', 'server'),
  broken('A length of 5 in 16 bits', '81 7e 00 05 48 65 6c 6c 6f', 'server'),
  broken('A length of 64 bits', '82 7f 80 00 00 00 00 00 00 00', 'server'),
  broken('A text that is not UTF-8', '81 04 48 c0 af 21', 'server'),
  broken('A Close frame of one byte', '88 01 03', 'server'),
  broken('A Close frame with 1006', '88 02 03 ee', 'server'),
  broken('A frame of 1 TiB', '82 7f 00 00 01 00 00 00 00 00', 'server'),
  broken('Fragments of more than 16 MiB', '02 01 00 80 7f 00 00 00 00 01 00 00 00', 'server'),
];

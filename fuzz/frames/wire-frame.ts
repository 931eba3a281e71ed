/** A frame as bytes, also one that no encoder would write. RFC 6455 §5.2. */

/** A frame as it goes onto the wire, right or wrong: nothing is checked here. */
export interface WireFrame {
  readonly fin: boolean;
  readonly reservedBits: number;
  readonly opcode: number;
  /** The masking key, if the frame is masked. */
  readonly key: number | undefined;
  readonly payload: Uint8Array;
  /** How many bytes the length takes: 0, 2 or 8 after the second byte; by default as few as do. */
  readonly lengthBytes?: 0 | 2 | 8;
  /** The length that is declared, where it is not the true one. */
  readonly declared?: bigint;
}

/** The bytes of a frame. */
export function encode({ fin, reservedBits, opcode, key, payload, lengthBytes, declared }: WireFrame): Uint8Array {
  const length = declared ?? BigInt(payload.length);
  const form = lengthBytes ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8);
  const header = [(fin ? 0x80 : 0) | (reservedBits << 4) | opcode, key === undefined ? 0 : 0x80];
  if (form === 0) header[1]! |= Number(length & 0x7fn);
  else header[1]! |= form === 2 ? 126 : 127;
  for (let byte = form - 1; byte >= 0; byte--) header.push(Number((length >> BigInt(8 * byte)) & 0xffn));
  const masking = key === undefined ? [0, 0, 0, 0] : [24, 16, 8, 0].map((shift) => (key >>> shift) & 0xff);
  if (key !== undefined) header.push(...masking);
  return Uint8Array.from([...header, ...payload.map((byte, i) => byte ^ masking[i & 3]!)]);
}

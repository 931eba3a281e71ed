/** A frame in a few words, for assertions and for messages. RFC 6455 §5.2. */
import { decodeClosePayload, type Frame, Opcode, ProtocolError } from '@rfc6455/frame';

const names: Readonly<Record<Opcode, string>> = {
  [Opcode.Continuation]: 'continuation',
  [Opcode.Text]: 'text',
  [Opcode.Binary]: 'binary',
  [Opcode.Close]: 'close',
  [Opcode.Ping]: 'ping',
  [Opcode.Pong]: 'pong',
};

/** Payloads up to this length are described whole. */
const LONGEST = 60;

/**
 * Describes a frame in a few words: what it is, and its payload, as text if it is UTF-8 and in hexadecimal if it is not. A
 * Close frame is described by its code and reason. `+` says that more fragments follow, `rsv` that reserved bits are set;
 * of more than 60 bytes only the length is told.
 *
 * @param frame a whole frame
 * @example
 * ```ts
 * import { describeFrame } from '@rfc6455/testing';
 *
 * const frame = { fin: true, reservedBits: 0, maskingKey: undefined } as const;
 * describeFrame({ ...frame, opcode: 0x1, payload: new TextEncoder().encode('Hello') }); // => 'text Hello'
 * describeFrame({ ...frame, opcode: 0x8, payload: Uint8Array.of(3, 232) }); // => 'close 1000'
 * describeFrame({ ...frame, opcode: 0x2, payload: Uint8Array.of(0xff, 0), fin: false }); // => 'binary+ ff 00'
 * ```
 */
export function describeFrame(frame: Frame): string {
  const reserved = frame.reservedBits === 0 ? '' : ` rsv${frame.reservedBits}`;
  return `${names[frame.opcode]}${frame.fin ? '' : '+'}${reserved} ${describePayload(frame)}`.trim();
}

function describePayload({ opcode, payload }: Frame): string {
  if (opcode === Opcode.Close && payload.length > 0) {
    const close = decodeClosePayload(payload);
    if (!(close instanceof ProtocolError)) return `${close.code} ${close.reason}`;
  }
  if (payload.length > LONGEST) return `of ${payload.length} bytes`;
  if (opcode !== Opcode.Close && opcode !== Opcode.Binary) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    } catch {
      // A fragment may end inside a character, and a Ping may carry anything.
    }
  }
  return Array.from(payload, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

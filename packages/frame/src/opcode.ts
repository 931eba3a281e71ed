/**
 * Opcodes: what a frame carries.
 *
 * RFC 6455 §5.2 (the values), §5.5 (control frames), §5.6 (data frames), §11.8 (the registry).
 */

/**
 * The six opcodes that RFC 6455 §5.2 defines. 0x3–0x7 and 0xB–0xF are reserved.
 *
 * @example
 * ```ts
 * import { Opcode } from '@rfc6455/frame';
 *
 * Opcode.Ping; // => 0x9
 * ```
 */
export const Opcode = {
  Continuation: 0x0,
  Text: 0x1,
  Binary: 0x2,
  Close: 0x8,
  Ping: 0x9,
  Pong: 0xa,
} as const;

/** One of the six opcodes of RFC 6455 §5.2. */
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/**
 * Tells whether a value is one of the six opcodes that RFC 6455 §5.2 defines.
 *
 * @param value any number, 0–15 on the wire
 * @returns false for a reserved opcode and for everything else; never throws
 * @example
 * ```ts
 * import { isOpcode } from '@rfc6455/frame';
 *
 * isOpcode(0x1); // => true
 * isOpcode(0x3); // => false
 * ```
 */
export function isOpcode(value: number): value is Opcode {
  return value === 0x0 || value === 0x1 || value === 0x2 || value === 0x8 || value === 0x9 || value === 0xa;
}

/**
 * Tells whether an opcode belongs to a control frame: its most significant bit is 1 (RFC 6455 §5.5).
 *
 * @param opcode 0–15, defined or reserved
 * @example
 * ```ts
 * import { isControl, Opcode } from '@rfc6455/frame';
 *
 * isControl(Opcode.Close); // => true
 * isControl(Opcode.Text); // => false
 * ```
 */
export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

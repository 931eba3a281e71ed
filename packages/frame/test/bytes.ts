/** Bytes as hex literals, for tests. */

/** `hex('81 05')` is `Uint8Array.of(0x81, 0x05)`; white space is free. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new Error(`not hex: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** `toHex(Uint8Array.of(0x81, 0x05))` is `'81 05'`. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** One array from many. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8, by the platform's own encoder. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `length` bytes that differ from their neighbours, with all values among them. */
export function pattern(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 197 + seed) & 0xff);
}

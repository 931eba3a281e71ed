/** Bytes of a head as text that can be typed: ASCII as it is, line ends and tabs escaped, others as `\x` and two digits. */

const NAMES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\\': '\\\\' };

/** Writes bytes as text. */
export function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return NAMES[character] ?? (/[ -~]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`);
  }).join('');
}

/** Reads what {@link escapeBytes} writes. Characters that are not ASCII become UTF-8. */
export function unescapeBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const [piece, digits, name] of text.matchAll(/\\x([\da-f]{2})|\\([rnt\\])|./giu)) {
    if (digits !== undefined) bytes.push(Number.parseInt(digits, 16));
    else if (name !== undefined) bytes.push({ r: 13, n: 10, t: 9 }[name] ?? 92);
    else bytes.push(...new TextEncoder().encode(piece));
  }
  return Uint8Array.from(bytes);
}

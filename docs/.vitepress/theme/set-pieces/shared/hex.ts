/** Bytes as people write them: hexadecimal, bits, and the characters of UTF-8. */

/**
 * Reads bytes from hexadecimal, as hex dumps and programs write them: spaces, line ends, commas, `0x` and `\x` are skipped.
 *
 * @throws RangeError that names the character that is no hexadecimal digit, or says that a digit is missing
 */
export function parseHex(text: string): Uint8Array {
  const digits = text.replaceAll(/0x|\\x|[\s,;:]/gi, '');
  const wrong = /[^\da-f]/iu.exec(digits);
  if (wrong !== null) throw new RangeError(`Expected hexadecimal digits, got ${JSON.stringify(wrong[0])}.`);
  if (digits.length % 2 === 1) throw new RangeError('Expected two digits for each byte, but the last has one.');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** One byte as two digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Bytes as pairs of digits with a space between. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

/** Bytes as bits, eight for each. */
export function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** A number of bytes in words. */
export function countBytes(count: number | bigint): string {
  return count === 1 || count === 1n ? '1 byte' : `${count.toLocaleString('en')} bytes`;
}

/** The message of an error as a sentence. */
export function sentence(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`;
}

/**
 * The characters of UTF-8 text, each in the place of its first byte, and nothing in the places of the others. Line
 * ends are escaped, other control characters are a dot, the space is seen; what is not UTF-8 is U+FFFD.
 */
export function charactersOf(bytes: Uint8Array): string[] {
  const characters = Array.from(bytes, () => '');
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Where the sequence began that is being read. */
  let begin = 0;
  bytes.forEach((byte, at) => {
    const [first, second] = decoder.decode(Uint8Array.of(byte), { stream: true });
    if (first === undefined) return;
    characters[begin] = picture(first);
    if (second !== undefined) characters[at] = picture(second);
    // A byte that breaks one sequence may begin another.
    begin = begin < at && second === undefined && first === '\ufffd' && byte >= 0xc2 ? at : at + 1;
  });
  const rest = decoder.decode();
  if (rest !== '') characters[begin] = rest;
  return characters;
}

const SEEN: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', ' ': '␣' };

function picture(character: string): string {
  return SEEN[character] ?? (character < ' ' ? '·' : character);
}

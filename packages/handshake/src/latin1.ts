/**
 * The bytes of a head as text and back: ISO 8859-1, as HTTP has it. UTF-8 agrees with it on ASCII, which is all that a
 * head normally holds, so the platform's UTF-8 coder does the work, and only other heads take the slow way.
 *
 * RFC 6455 §4.1 ("a valid HTTP request as specified by RFC 2616").
 */

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

// As many arguments as any engine takes in one call.
const MAX_ARGUMENTS = 4096;

/** The bytes as text: one character for each. */
export function decodeLatin1(bytes: Uint8Array): string {
  const decoded = decoder.decode(bytes);
  // In UTF-8 a byte above 0x7f never becomes a character of ASCII.
  if (!/[\x80-\uffff]/.test(decoded)) return decoded;
  let text = '';
  for (let from = 0; from < bytes.length; from += MAX_ARGUMENTS) {
    text += String.fromCharCode.apply(null, bytes.subarray(from, from + MAX_ARGUMENTS) as unknown as number[]);
  }
  return text;
}

/** The text as bytes: one for each character, none of which may be above U+00FF. */
export function encodeLatin1(text: string): Uint8Array {
  const encoded = encoder.encode(text);
  return encoded.length === text.length ? encoded : Uint8Array.from(text, (character) => character.charCodeAt(0));
}

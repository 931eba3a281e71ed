/**
 * The bytes of a head as text and back: ISO 8859-1, as HTTP has it. UTF-8 and Latin-1 agree on ASCII, which is all that
 * a head normally holds, so the platform's UTF-8 coder does the work and only other heads take the slow way.
 *
 * RFC 6455 §4.1 ("a valid HTTP request as specified by RFC 2616").
 */

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

// As many arguments as any engine takes in one call.
const MAX_ARGUMENTS = 4096;

/** The bytes as text. `ascii` says that none of them is above 0x7f. */
export function decodeLatin1(bytes: Uint8Array, ascii: boolean): string {
  if (ascii) return decoder.decode(bytes);
  let text = '';
  for (let from = 0; from < bytes.length; from += MAX_ARGUMENTS) {
    text += String.fromCharCode(...bytes.subarray(from, from + MAX_ARGUMENTS));
  }
  return text;
}

/** The text as bytes. No character of the text may be above U+00FF. */
export function encodeLatin1(text: string): Uint8Array {
  const encoded = encoder.encode(text);
  if (encoded.length === text.length) return encoded;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/**
 * UTF-8 on a platform that has the web's `TextDecoder` and `TextEncoder` and nothing faster.
 *
 * Chosen by the `#utf8` condition of package.json; the twin for Node is `utf8-platform.node.ts`.
 */

// A byte order mark is content in a WebSocket message, so it is kept.
const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/**
 * Skips what the platform can validate quickly: everything in `bytes[start, result)` is complete, valid UTF-8.
 * `start` means that nothing was skipped.
 */
export function skipValidUtf8(_bytes: Uint8Array, start: number, _end: number): number {
  return start;
}

/** Decodes valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** Counts the bytes that a text takes in UTF-8, 3 for a surrogate that stands alone. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) length += 1;
    if (unit >= 0x800) {
      length += 1;
      // A pair of surrogates is two units and four bytes: the second adds nothing more.
      if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i += 1;
    }
  }
  return length;
}

/** Writes a text at `target[at]` and returns how many bytes it took. The room must be there. */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  return encoder.encodeInto(text, target.subarray(at)).written;
}

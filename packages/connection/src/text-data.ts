/** The bytes of text. RFC 6455 §5.6: text is sent as UTF-8. */
import { utf8Length, writeUtf8 } from '@rfc6455/frame';

/** Encodes text as UTF-8; a surrogate that stands alone becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

/** How many bytes a text takes on the wire (RFC 6455 §5.6: text messages are UTF-8). */

/** The length of `text` in UTF-8. A lone surrogate counts as U+FFFD, which is what a WebSocket sends for it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    length += unit < 0x800 ? 1 : 2;
    if (isPair) i++;
  }
  return length;
}

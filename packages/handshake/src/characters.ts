/**
 * The characters of HTTP: tokens, field values, visible ASCII. One table, for bytes and for strings.
 *
 * RFC 6455 §4.1 and §9.1 take these from RFC 2616 §2.2; RFC 9110 §5.6.2 has the same sets.
 */

/** A character of a token. */
export const TOKEN = 1;
/** A character of a header value: visible, space, tab, or 0x80 and above (read as Latin-1). */
export const FIELD = 2;
/** Visible ASCII, 0x21 to 0x7e. */
export const VISIBLE = 4;
/** Visible ASCII, space and tab: what a header value normally has. */
export const TEXT = 8;

const SPACE = 0x20;
const TAB = 0x09;

/** The sets that each byte belongs to, as a sum of the constants above. */
export const CHARACTER_SETS: Uint8Array = /* @__PURE__ */ classify();

function classify(): Uint8Array {
  const sets = new Uint8Array(256);
  sets[TAB] = sets[SPACE] = FIELD | TEXT;
  sets.fill(FIELD, 0x80);
  for (let code = 0x21; code < 0x7f; code++) {
    const separator = '()<>@,;:\\"/[]?={}'.includes(String.fromCharCode(code));
    sets[code] = FIELD | TEXT | VISIBLE | (separator ? 0 : TOKEN);
  }
  return sets;
}

/** Where the run of characters of `set` that begins at `from` ends. */
export function runEnd(text: string, from: number, set: number): number {
  let at = from;
  while (at < text.length && inSet(text.charCodeAt(at), set)) at++;
  return at;
}

function inSet(code: number, set: number): boolean {
  return code < 256 && (CHARACTER_SETS[code]! & set) !== 0;
}

function consistsOf(text: unknown, set: number): boolean {
  return typeof text === 'string' && runEnd(text, 0, set) === text.length;
}

/** Whether `text` is a token: one or more characters, none a separator or a control. */
export function isToken(text: unknown): boolean {
  return text !== '' && consistsOf(text, TOKEN);
}

/** Whether `text` can stand as a header value: no control character but tab, nothing above U+00FF. */
export function isFieldValue(text: unknown): boolean {
  return consistsOf(text, FIELD);
}

/** Whether `text` is visible ASCII and not empty. */
export function isVisible(text: unknown): boolean {
  return text !== '' && consistsOf(text, VISIBLE);
}

/** Whether a character code is a space or a tab: the only white space of a header value. */
export function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The part of `text` from `from` to `to` without the spaces and tabs around it. */
export function trimmedSlice(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

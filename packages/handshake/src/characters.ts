/**
 * The characters of HTTP: tokens, header values, visible ASCII, white space.
 *
 * RFC 6455 §4.1 and §9.1 take them from RFC 2616 §2.2; RFC 9110 §5.6.2 has the same sets.
 */

// Each is one class, repeated, with nothing after it: there is nothing to go back to, so the time is linear.

/** Characters of a token: visible ASCII without separators. */
export const TOKEN: RegExp = /[\w!#$%&'*+.^`|~-]*/y;

/** Characters of a token between quotes: each may have a backslash before it. */
export const QUOTED_TOKEN: RegExp = /[\w!#$%&'*+.^`|~\\-]*/y;

/** Characters of a header value: visible ASCII, space, tab, and U+0080 to U+00FF, which HTTP does not interpret. */
export const FIELD_VALUE: RegExp = /[\t -~\x80-\xff]*/y;

const VISIBLE = /[!-~]*/y;

/** Where the run of characters that begins at `from` ends. */
export function runEnd(text: string, from: number, characters: RegExp): number {
  characters.lastIndex = from;
  characters.test(text);
  return characters.lastIndex;
}

/** Where the white space that begins at `from` ends. */
export function spaceEnd(text: string, from: number): number {
  let end = from;
  while (isSpace(text, end)) end++;
  return end;
}

/** The text from `from` on, without the spaces and tabs around it. */
export function trim(text: string, from = 0): string {
  const start = spaceEnd(text, from);
  let end = text.length;
  while (isSpace(text, end - 1)) end--;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** The first character that is not one of these: what to say of a text that may be a secret. */
export function misfit(text: unknown, characters: RegExp): unknown {
  return typeof text === 'string' ? text.charAt(runEnd(text, 0, characters)) : text;
}

function consistsOf(text: unknown, characters: RegExp): text is string {
  return typeof text === 'string' && runEnd(text, 0, characters) === text.length;
}

/** Whether `text` is a token: one or more characters, none a separator or a control. */
export function isToken(text: unknown): text is string {
  return text !== '' && consistsOf(text, TOKEN);
}

/** Whether `text` can stand as a header value: no control character but tab, nothing above U+00FF. */
export function isFieldValue(text: unknown): text is string {
  return consistsOf(text, FIELD_VALUE);
}

/** Whether `text` is visible ASCII and not empty. */
export function isVisible(text: unknown): text is string {
  return text !== '' && consistsOf(text, VISIBLE);
}

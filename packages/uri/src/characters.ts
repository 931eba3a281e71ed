/**
 * Which characters a component of a URI may hold. RFC 3986 §2 (characters), §3.2.2, §3.3 and §3.4 (components);
 * RFC 6455 §11.1 (what is excluded must be encoded).
 */

import { UriError, type UriErrorCode } from './errors.ts';

// Each matches the first character that the component excludes; a "%" is excluded when no two hexadecimal digits
// follow. None can backtrack, so a search is linear. `search` ignores the g flag, `replace` needs it.

/** reg-name = *( unreserved / pct-encoded / sub-delims ) */
export const EXCLUDED_FROM_NAME: RegExp = /%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=%]/g;

/** path-abempty = *( "/" *pchar ), pchar = unreserved / pct-encoded / sub-delims / ":" / "@" */
export const EXCLUDED_FROM_PATH: RegExp = /%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=%:@/]/g;

/** query = *( pchar / "/" / "?" ) */
export const EXCLUDED_FROM_QUERY: RegExp = /%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=%:@/?]/g;

/** Throws a `UriError` at the first excluded character of the component that stands at `offset` in `text`. */
export function checkCharacters(
  code: UriErrorCode,
  excluded: RegExp,
  component: string,
  text: string = component,
  offset = 0,
): void {
  const index = component.search(excluded);
  if (index < 0) return;
  const position = offset + index;
  const character = component.charAt(index);
  if (character === '%') throw new UriError('INVALID_PERCENT_ENCODING', text, position, position + 3);
  // [3-3] a "#" that starts no fragment is written "%23"
  if (character === '#') throw new UriError('FRAGMENT_NOT_ALLOWED', text, position);
  // [11.1.1-1] [11.1.1-2] [11.1.2-1] [11.1.2-2] what the syntax excludes is converted to ASCII first
  throw new UriError(character > '\x7f' ? 'NON_ASCII_CHARACTER' : code, text, position);
}

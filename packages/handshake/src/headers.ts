/**
 * Header fields as a list: the order and the duplicates are kept, and a name such as `__proto__` is a name like any other.
 *
 * RFC 6455 §4.1 and §4.2.1: the order of the fields is not important, their names are case-insensitive.
 */

import { FIELD_VALUE, isFieldValue, isToken, misfit, TOKEN, trim } from './characters.ts';
import { checkArgument, type Fault } from './handshake-error.ts';
import { quote } from './quote.ts';

/** Header fields in the order of the wire: names as they were written, values as Latin-1 without white space around them. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/**
 * The values of all fields with a name, in order.
 *
 * @param headers the fields
 * @param name the name, in any case
 *
 * @example
 * ```ts
 * import { headerValues } from '@rfc6455/handshake';
 *
 * headerValues([['Set-Cookie', 'a=1'], ['set-cookie', 'b=2']], 'Set-Cookie'); // => ['a=1', 'b=2']
 * ```
 */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  let values: string[] | undefined;
  for (const [candidate, value] of headers) {
    // The length comes first: nearly every field that is not meant is told apart without touching its characters.
    if (candidate.length === wanted.length && candidate.toLowerCase() === wanted) {
      // Nearly always there is one. An array that something is pushed onto makes room for many.
      if (values) values.push(value);
      else values = [value];
    }
  }
  return values ?? [];
}

/** The value of a field that may not appear twice. */
export function singleValue(headers: HeaderList, name: string, fault: Fault): string | undefined {
  const values = headerValues(headers, name);
  // [11.3.1-1] [11.3.3-1] [11.3.4-2] [11.3.5-2] not more than once
  if (values.length > 1) throw fault('DUPLICATE_HEADER', `${name}, ${values.length} times`);
  return values[0];
}

/** Whether a list of tokens, over all its fields, has `token` (in lower case) in it, in any case. */
export function listIncludes(values: readonly string[], token: string): boolean {
  return values.some((value) => {
    return value
      .toLowerCase()
      .split(',')
      .some((element) => trim(element) === token);
  });
}

const OWNED = /* @__PURE__ */ new Set(['upgrade', 'connection', 'host', 'content-length', 'transfer-encoding']);

/**
 * The lines of the fields that a caller adds to a head.
 *
 * @throws TypeError for a field that the handshake itself writes (those in `owned` too), and for a name or a value that
 *   would break out of its line
 */
export function formatHeaders(headers: HeaderList, owned?: string): string {
  let lines = '';
  for (const [name, value] of headers) {
    // A value may be a secret, and so may what somebody has put behind a name.
    checkArgument(isToken(name), 'INVALID_HEADER_NAME', misfit(name, TOKEN));
    checkArgument(isFieldValue(value), 'CONTROL_CHARACTER', misfit(value, FIELD_VALUE));
    const lower = name.toLowerCase();
    const taken = OWNED.has(lower) || lower.startsWith('sec-websocket-') || lower === owned;
    if (taken) throw new TypeError(`expected no header that the handshake writes itself, got ${quote(name)}`);
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

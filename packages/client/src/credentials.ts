/** The Authorization field. RFC 6455 §4.1, item 12 of the request; RFC 7617 (Basic), RFC 6750 (Bearer). */

/**
 * What a server may ask for: user name and password (Basic), or a token (Bearer). Over `ws:` everybody on the way can read
 * them.
 *
 * @example
 * ```ts
 * import type { Credentials } from '@rfc6455/client';
 *
 * const credentials: Credentials[] = [{ username: 'ada', password: 'secret' }, { token: 'mF_9.B5f-4.1JqM' }];
 * credentials.length; // => 2
 * ```
 */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | {
      /** Letters, digits, `-._~+/`, and `=` at the end. */
      readonly token: string;
    };

/**
 * The value of the field. No error names the credentials.
 *
 * @throws TypeError for credentials that have no place in it
 */
export function formatCredentials(name: string, credentials: Credentials): string {
  if (typeof credentials !== 'object' || credentials === null) {
    throw new TypeError(`${name}: expected username and password, or a token`);
  }
  if ('token' in credentials) {
    if (typeof credentials.token === 'string' && /^[\w.~+/-]+=*$/.test(credentials.token)) {
      return `Bearer ${credentials.token}`;
    }
    throw new TypeError(`${name}.token: expected letters, digits, "-._~+/", and "=" at the end`);
  }
  const { username, password } = credentials;
  // The first colon is where the password begins (RFC 7617 §2).
  if (!isText(username) || username.includes(':')) {
    throw new TypeError(`${name}.username: expected a string without ":" and control characters`);
  }
  if (!isText(password)) throw new TypeError(`${name}.password: expected a string without control characters`);
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function isText(value: unknown): value is string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  return typeof value === 'string' && !/[\0-\x1f\x7f]/.test(value);
}

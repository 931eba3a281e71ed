/**
 * What came, for a message: in quotes, escaped, and short. What a peer sent never reaches a log or a terminal raw.
 *
 * RFC 6455 §10.7.
 */

const MAX_LENGTH = 100;

/** Any value as printable ASCII in quotes, cut after 100 characters. */
export function quote(value: unknown): string {
  const text = String(value);
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Throws a TypeError for an argument that is not valid: what was expected, what came. */
export function check(valid: boolean, argument: string, expected: string, value: unknown): void {
  if (!valid) throw new TypeError(`${argument}: expected ${expected}, got ${quote(value)}`);
}

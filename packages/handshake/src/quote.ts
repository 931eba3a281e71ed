/**
 * What came, for a message: in quotes, escaped, and short. What a peer sent never reaches a log or a terminal raw.
 *
 * RFC 6455 §10.7.
 */

const MAX_LENGTH = 100;

/** Any value as printable ASCII, cut after 100 characters; a string in quotes. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'nothing' : quote(String(value)).slice(1, -1);
  const cut = value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}...` : value;
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

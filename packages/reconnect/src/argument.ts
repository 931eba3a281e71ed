/** Checks of arguments, and how values are shown: local misuse is answered where it happens. */

/** A value for a message: its type, or the text of a number or string, escaped and cut to 100 characters. */
export function quote(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return value === null ? 'null' : typeof value;
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : String(value);
  return text.replace(/[^ -~]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** What was thrown, for a message: anything can be. */
export function quoteThrown(thrown: unknown): string {
  return quote(thrown instanceof Error ? thrown.message : thrown);
}

/**
 * Returns `value` if it is an integer from `min` to `max`.
 *
 * @throws TypeError when it is not a number.
 * @throws RangeError when it is another number.
 */
export function requireInteger(name: string, value: number, min: number, max: number): number {
  const expected = `${name}: expected an integer from ${min} to ${max}, got ${quote(value)}`;
  if (typeof value !== 'number') throw new TypeError(expected);
  if (!Number.isInteger(value) || value < min || value > max) throw new RangeError(expected);
  return value;
}

/**
 * Returns `value` if it is a function or absent.
 *
 * @throws TypeError when it is anything else.
 */
export function requireFunction<T>(name: string, value: T): T {
  if (typeof value === 'function') return value;
  throw new TypeError(`${name}: expected a function, got ${quote(value)}`);
}

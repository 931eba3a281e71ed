/** Checks of what a caller passes: they throw at the call, with what was expected and what came. */

const MAX_EXCERPT = 100;

/** Throws a RangeError unless the value is an integer from 0 to `max`. */
export function checkInteger(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new RangeError(`${name}: expected an integer from 0 to ${max}, got ${excerpt(value)}`);
  }
}

/** Throws a TypeError unless the value is a `Uint8Array`; a `Buffer` is one, and so is one of another realm. */
export function checkBytes(name: string, value: Uint8Array): void {
  if (value instanceof Uint8Array || Object.prototype.toString.call(value) === '[object Uint8Array]') return;
  throw new TypeError(`${name}: expected a Uint8Array, got ${excerpt(value)}`);
}

/** The value for a message: cut to 100 characters, and printable ASCII only. */
export function excerpt(value: unknown): string {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) return typeof value;
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text
    .slice(0, MAX_EXCERPT)
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

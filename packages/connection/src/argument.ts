/** Checks of what a caller passes: they throw at the call, with what was expected and what came. */

const MAX_EXCERPT = 100;

/** The value for a message: printable ASCII only, cut to 100 characters. */
export function excerpt(value: unknown): string {
  let text: string;
  if (typeof value === 'string') text = `'${value.slice(0, MAX_EXCERPT)}'`;
  else if (typeof value === 'object' && value !== null) text = Object.prototype.toString.call(value);
  else text = typeof value === 'function' ? 'a function' : String(value);
  return text
    .slice(0, MAX_EXCERPT)
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Throws a TypeError unless the value is a `Uint8Array`; a `Buffer` is one, and so is one of another realm. */
export function checkBytes(name: string, value: Uint8Array): void {
  if (value instanceof Uint8Array || Object.prototype.toString.call(value) === '[object Uint8Array]') return;
  throw new TypeError(`${name}: expected a Uint8Array, got ${excerpt(value)}`);
}

/** Returns the limit, or its default. Throws a RangeError unless it is an integer of at least `least`. */
export function checkLimit(name: string, value: number | undefined, byDefault: number, least: number): number {
  if (value === undefined) return byDefault;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name}: expected an integer from ${least} to 2^53 - 1, got ${excerpt(value)}`);
  }
  return value;
}

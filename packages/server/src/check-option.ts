/** What is thrown at the one who gets an option wrong. */
import { inspect } from 'node:util';

/** The longest time that a timer of Node can wait. */
export const LONGEST_TIMER = 2_147_483_647;

/** Returns the option, or its default. Throws a RangeError unless it is an integer within the range. */
export function checkInteger(
  name: string,
  value: number | undefined,
  byDefault: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (value === undefined) return byDefault;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name}: expected an integer from ${least} to ${most}, got ${excerpt(value)}`);
}

/** The error for a value that is not what it must be. */
export function wrongOption(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${excerpt(value)}`);
}

/** A value as a short text without control characters. */
function excerpt(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 100, maxArrayLength: 5, breakLength: Infinity });
}

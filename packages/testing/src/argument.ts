/** Checks of arguments. */

/** The longest time that a timer can wait, in milliseconds. */
export const LONGEST_TIMER = 2_147_483_647;

/** Returns the value if it is an integer in the range, and throws a RangeError if it is not. */
export function checkInteger(
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name}: expected an integer from ${least} to ${most}, got ${String(value)}`);
}

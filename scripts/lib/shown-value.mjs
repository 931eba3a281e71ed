// What an example says a value is, against what it is.
import { format, inspect, isDeepStrictEqual } from 'node:util';

/** @param {string} text an expression */
function evaluate(text) {
  try {
    return { value: new Function(`return (${text})`)() };
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
const show = (value) => inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 8 });

/**
 * Whether a value is what a text says. The text is an expression (`{ code: 1000 }`), bytes in hexadecimal (`81 05 48`),
 * `Uint8Array [1, 2]`, an error's `Name CODE`, or what `util.inspect` prints. A remark may follow after a colon: `-1: so far
 * so good`.
 *
 * @param {unknown} value
 * @param {string} text
 * @returns {boolean}
 */
export function isShown(value, text) {
  if (text === show(value)) return true;
  if (value instanceof Error && text === `${value.name} ${Reflect.get(value, 'code')}`) return true;
  if (ArrayBuffer.isView(value) && value instanceof Uint8Array) {
    const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const list = /^Uint8Array(?:\(\d+\))? ?(\[.*\])$/.exec(text)?.[1];
    if (hex === text || (list !== undefined && isDeepStrictEqual([...value], evaluate(list)?.value))) return true;
  }
  const said = evaluate(text);
  if (said !== undefined && (isDeepStrictEqual(value, said.value) || show(value) === show(said.value))) return true;
  const colon = text.lastIndexOf(': ');
  return said === undefined && colon > 0 && isShown(value, text.slice(0, colon));
}

/**
 * Whether `console.log` prints what a text says for these values.
 *
 * @param {readonly unknown[]} values
 * @param {string} text
 * @returns {boolean}
 */
export function isPrinted(values, text) {
  return format(...values) === text || (values.length === 1 && isShown(values[0], text));
}

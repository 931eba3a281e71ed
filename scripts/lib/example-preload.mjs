// Is loaded before an example: checks its arrows, which come as JSON in the environment.
import { format, inspect } from 'node:util';
import { isPrinted, isShown } from './shown-value.mjs';

/** @typedef {{ line: number, text: string }} Arrow */

/** @type {Arrow[]} */
const arrows = JSON.parse(process.env.EXAMPLE_ARROWS ?? '[]');
const pending = new Set(arrows);

/**
 * @param {number} index
 * @param {(text: string) => boolean} holds
 * @param {string} got
 */
function settle(index, holds, got) {
  const arrow = /** @type {Arrow} */ (arrows[index]);
  pending.delete(arrow);
  if (holds(arrow.text)) return;
  console.error(`line ${arrow.line} says ${arrow.text}, but it is ${got}`);
  process.exitCode = 1;
}

Object.assign(globalThis, {
  __shows(/** @type {number} */ index, /** @type {unknown} */ value) {
    settle(index, (text) => isShown(value, text), inspect(value));
    return value;
  },
  __prints(/** @type {number} */ index, /** @type {unknown[]} */ ...values) {
    settle(index, (text) => isPrinted(values, text), format(...values));
  },
});

process.on('exit', () => {
  for (const { line, text } of pending) {
    console.error(`line ${line} says ${text}, but nothing got there to be compared`);
    process.exitCode = 1;
  }
});

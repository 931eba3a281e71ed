// Runs a program and keeps what it prints.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './workspace.mjs';

const { FORCE_COLOR: _, ...inherited } = process.env;
const env = {
  ...inherited,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

/**
 * What runs now. Each child leads a process group, so that what it started ends with it; for the same reason it does not hear
 * the terminal's Ctrl-C, and we pass it on.
 *
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const children = new Set();

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function endGroup({ pid }, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

const endAll = (/** @type {NodeJS.Signals} */ signal) => {
  for (const child of children) endGroup(child, 'SIGTERM');
  process.exit(signal === 'SIGINT' ? 130 : 143);
};
/**
 * @typedef {object} Result
 * @property {number | null} code the exit status; `null` when a signal ended the program
 * @property {string} output what it printed, both streams in the order they came
 * @property {string} stdout
 */

/** @typedef {{ cwd?: string, limitMs?: number, env?: Record<string, string> }} Options */

/**
 * Runs a program to its end, or to the end of its time: then it is killed with all that it started.
 *
 * @param {string} command a program; those of the workspace's dependencies are found
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<Result>}
 */
export function run(command, args, { cwd = root, limitMs = 120_000, env: more } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    if (children.size === 0) process.on('SIGINT', endAll).on('SIGTERM', endAll);
    children.add(child);
    /** @type {NodeJS.Timeout[]} */
    const timers = [
      setTimeout(() => {
        output += `\nended: it took longer than ${limitMs / 1000} s\n`;
        endGroup(child, 'SIGTERM');
        timers.push(setTimeout(() => endGroup(child, 'SIGKILL'), 2_000));
      }, limitMs),
    ];
    const settle = (/** @type {number | null} */ code) => {
      for (const timer of timers) clearTimeout(timer);
      children.delete(child);
      if (children.size === 0) process.off('SIGINT', endAll).off('SIGTERM', endAll);
      resolve({ code, output, stdout });
    };
    child.on('error', (error) => {
      output += `${command} did not start: ${error.message}\n`;
      settle(null);
    });
    child.on('close', settle);
  });
}

/**
 * Runs a program and throws what it printed when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<string>} what it printed on stdout
 */
export async function mustRun(command, args, options) {
  const { code, output, stdout } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output.trim()}`);
  return stdout;
}

/**
 * Calls `work` for each item, a few at a time, and gives the results in the order of the items.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function mapAtOnce(items, atOnce, work) {
  /** @type {R[]} */
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(/** @type {T} */ (items[index]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

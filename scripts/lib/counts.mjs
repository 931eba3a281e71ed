// How many tests passed and failed, in one form for every kind of step.
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @typedef {object} VitestReport what vitest's json reporter writes, as far as we read it
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Counts a vitest report. A file that fails as a whole (it does not load, or a hook throws) holds no failed test: it counts
 * as one.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Reads the last line `N passed, N failed` of what a check printed.
 *
 * @param {string} output
 * @returns {Counts | undefined} `undefined` when the last line says something else: the check did not reach its end
 */
export function countPrinted(output) {
  const match = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split('\n').at(-1) ?? '');
  return match === null ? undefined : { passed: Number(match[1]), failed: Number(match[2]), skipped: 0 };
}

/**
 * Brings a step's counts and its exit status together: a step that did not end well has at least one failure.
 *
 * @param {number | null} code the exit status
 * @param {Counts | undefined} counts `undefined` when the step gave none
 * @returns {Counts}
 */
export function settle(code, counts) {
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 };
  return { passed, failed: code !== 0 ? Math.max(failed, 1) : failed, skipped };
}

/**
 * Adds up.
 *
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}

/**
 * A report that a check script fills: one line for each item, and at the end the line that `countPrinted` reads.
 */
export class Report {
  #passed = 0;
  #failed = 0;

  /**
   * Runs one item. What it throws is its failure.
   *
   * @param {string} name
   * @param {() => unknown} item
   * @returns {Promise<boolean>} whether it passed
   */
  async check(name, item) {
    try {
      await item();
    } catch (error) {
      this.#failed++;
      const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
      console.log(`FAILED  ${name}\n${text.replaceAll(/^/gm, '        ')}`);
      return false;
    }
    this.#passed++;
    console.log(`ok      ${name}`);
    return true;
  }

  /** Prints the counts and sets the exit status. */
  end() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }
}

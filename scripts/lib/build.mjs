// Builds parts of the repository, quickly when nothing has changed.
import { run } from './run.mjs';

/** Builds the packages that have changed; ends the process when that fails. */
export async function buildPackages() {
  await build('the packages', './packages/*');
}

/** Builds the site, and the packages that it needs; ends the process when that fails. */
export async function buildSite() {
  await build('the site, which takes a minute when it is new', '@rfc6455/docs');
}

/**
 * @param {string} what for people
 * @param {string} filter for turbo
 */
async function build(what, filter) {
  process.stderr.write(`Building ${what} ... `);
  const start = performance.now();
  const args = ['run', 'build', `--filter=${filter}`, '--output-logs=errors-only'];
  const { code, output } = await run('turbo', args, { limitMs: 900_000 });
  if (code !== 0) {
    console.error(`failed\n${output}`);
    process.exit(1);
  }
  console.error(`done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

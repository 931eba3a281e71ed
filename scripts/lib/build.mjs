// Builds the packages, quickly when nothing has changed.
import { run } from './run.mjs';

/** Builds what has changed; ends the process when that fails. */
export async function buildPackages() {
  process.stderr.write('Building the packages ... ');
  const start = performance.now();
  const { code, output } = await run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only']);
  if (code !== 0) {
    console.error(`failed\n${output}`);
    process.exit(1);
  }
  console.error(`done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

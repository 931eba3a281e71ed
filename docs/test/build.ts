/** Builds the site before its tests, unless `SITE=built` says that it is there. */
import { fileURLToPath } from 'node:url';
import { mustRun } from '../../scripts/lib/run.mjs';

export default async function build(): Promise<void> {
  if (process.env.SITE === 'built') return;
  await mustRun('npm', ['run', 'build'], { cwd: fileURLToPath(new URL('..', import.meta.url)), limitMs: 900_000 });
}

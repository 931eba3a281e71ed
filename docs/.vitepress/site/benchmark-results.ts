/** `<BenchmarkResults />`: the tables and plots of the run of the benchmarks that is published. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { includedMarkdown } from './include.ts';
import { docs } from './pages.ts';

/** @param folder from the root of the repository */
export function benchmarkResults(folder: string): string {
  const page = `${folder}/README.md`;
  if (existsSync(join(docs, '..', page))) return includedMarkdown(page);
  return 'No run is published yet. `npm run bench` measures, and `npm run bench -- --publish` writes the page.\n';
}

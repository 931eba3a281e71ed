/** The tests that run against the mutants of one package: its own, in Node, each time with the same random data. */
import { basename } from 'node:path';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const { MUTATED_PACKAGE: name = '*', MUTATED_FILE: file = '*' } = process.env;

/** A mutant ends with the first test that notices it: the tests of the file come first, those that take seconds last. */
class LikeliestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return specs.toSorted((a, b) => rank(basename(a.moduleId)) - rank(basename(b.moduleId)));
  }
}

function rank(test: string): number {
  if (/\.(hostile|model)\.test\.ts$/.test(test)) return 2;
  return test.startsWith(`${file}.`) ? 0 : 1;
}

export default defineConfig({
  ssr: { resolve: { conditions: ['@rfc6455/source', ...defaultServerConditions] } },
  test: {
    include: [`packages/${name}/test/**/*.test.ts`],
    // What measures time or memory would blame the mutant for a busy machine.
    exclude: ['**/*.browser.test.ts', '**/linear-time{,.node}.test.ts', '**/*.memory.node.test.ts'],
    setupFiles: ['mutation/fixed-seed.ts'],
    // One thread runs all files on a mutant, and the next mutant gets a new one: what a module keeps does not outlive it.
    isolate: false,
    sequence: { sequencer: LikeliestFirst },
    // The slowest takes three seconds on a machine that has nothing else to do.
    testTimeout: 120_000,
  },
});

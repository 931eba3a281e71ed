/** The tests that run against the mutants of one package: its own, in Node, each time with the same random data. */
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const name = process.env.MUTATED_PACKAGE ?? '*';

export default defineConfig({
  ssr: { resolve: { conditions: ['@rfc6455/source', ...defaultServerConditions] } },
  test: {
    include: [`packages/${name}/test/**/*.test.ts`],
    // What measures time or memory would blame the mutant for a busy machine.
    exclude: ['**/*.browser.test.ts', '**/linear-time.test.ts', '**/*.memory.node.test.ts'],
    setupFiles: ['mutation/fixed-seed.ts'],
    // One thread runs all files on a mutant, and the next mutant gets a new one: what a module keeps does not outlive it.
    isolate: false,
    testTimeout: 30_000,
  },
});

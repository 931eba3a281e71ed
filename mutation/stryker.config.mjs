// How StrykerJS mutates one file. It runs in the root of the repository.
const { MUTATED_PACKAGE: name, MUTATED_FILE: file, MUTATION_REPORT: report } = process.env;

export default {
  packageManager: 'npm',
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [`packages/${name}/src/${file}.ts`],
  // Of all the files, what the tests of the package need is copied to where the mutants live.
  ignorePatterns: ['**', `!packages/${name}/**`, '!mutation/*.ts', '**/{dist,node_modules}/**'],
  tempDirName: 'mutation/.stryker/tmp',
  concurrency: 2,
  // A mutant has twice the time of the original and half a minute: much slower is an endless loop, not a busy machine.
  timeoutFactor: 2,
  timeoutMS: 30_000,
  allowConsoleColors: false,
  warnings: { slow: false },
  reporters: ['json', 'html', 'progress'],
  jsonReporter: { fileName: `${report}.json` },
  htmlReporter: { fileName: `${report}.html` },
};

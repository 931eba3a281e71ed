/** The short run: each property with a few thousand inputs, new ones each time. A failure prints the seed to repeat it by. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTIES, type Property } from './properties.ts';

const ROUNDS = 20;

/** Checks a property, and says how to repeat it outside the tests. */
function hold({ name, property, runs }: Property): void {
  const result = fc.check(property, { numRuns: runs * ROUNDS });
  if (!result.failed) return;
  const again = `npm run fuzz -- --property ${name} --seed ${result.seed} --path ${result.counterexamplePath}`;
  expect.fail(`${fc.defaultReportMessage(result)}\n${(result.errorInstance as Error).message}\nTo repeat it: ${again}`);
}

describe('what we make of it and what another implementation makes of it is the same, or a rule says why not', () => {
  it.each(PROPERTIES)('$what', hold);
});

describe('the check itself', () => {
  it('fails with the counterexample and the command that repeats it', () => {
    const broken: Property = { name: 'broken', what: '', runs: 1, property: fc.property(fc.nat(), (n) => n < 0) };
    expect(() => hold(broken)).toThrow(
      /Counterexample: \[0\][\s\S]*npm run fuzz -- --property broken --seed -?\d+ --path 0/,
    );
  });
});

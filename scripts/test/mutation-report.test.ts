import { expect, it } from 'vitest';
import { type Report, scoreOf, survivors } from '../../mutation/report.ts';

const mutant = (status: Report['files'][string]['mutants'][number]['status'], line = 1, replacement = 'false') => ({
  mutatorName: 'ConditionalExpression',
  replacement,
  status,
  location: { start: { line, column: 5 }, end: { line, column: 10 } },
});

it('counts as noticed what was killed or ran out of time, and leaves out what did not run', () => {
  const report: Report = {
    files: {
      'a.ts': { source: '', mutants: [mutant('Killed'), mutant('Timeout'), mutant('RuntimeError')] },
      'b.ts': { source: '', mutants: [mutant('Killed'), mutant('Survived'), mutant('NoCoverage'), mutant('Ignored')] },
    },
  };
  expect(scoreOf([report])).toEqual({ score: 60, killed: 2, timedOut: 1, survived: 1, notCovered: 1 });
});

it('shows where each mutant stands that nothing noticed, with the code before and after', () => {
  const source = 'if (a < b) {\nif (b < c) {\n';
  const report: Report = {
    files: { 'a.ts': { source, mutants: [mutant('Survived'), mutant('Killed', 2), mutant('NoCoverage', 2, 'true')] } },
  };
  expect(survivors(report)).toEqual(['a.ts:1:5  a < b  ->  false', 'a.ts:2:5  b < c  ->  true']);
});

it('joins the lines of a mutant and cuts what is long', () => {
  const source = `x = {\n  ${'a'.repeat(100)},\n};`;
  const location = { start: { line: 1, column: 5 }, end: { line: 3, column: 2 } };
  const report: Report = { files: { 'a.ts': { source, mutants: [{ ...mutant('Survived'), location }] } } };
  expect(survivors(report)).toEqual([`a.ts:1:5  { ${'a'.repeat(58)} ... ${'a'.repeat(12)}, }  ->  false`]);
});

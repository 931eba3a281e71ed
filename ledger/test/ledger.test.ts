import { describe, expect, it } from 'vitest';
import { findCode, findTests } from '../src/evidence.ts';
import { requirements } from '../src/index.ts';
import { count, formatTable, statusOf } from '../src/report.ts';
import { sectionOf } from '../src/requirement.ts';

const code = findCode();
const tests = findTests();

describe('the ledger', () => {
  it('has every normative sentence of RFC 6455 once', () => {
    expect(requirements.length).toBe(193);
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(193);
  });

  it('numbers the sentences of each section without a gap', () => {
    const last = new Map<string, number>();
    for (const requirement of requirements) {
      const section = sectionOf(requirement);
      const number = (last.get(section) ?? 0) + 1;
      expect(requirement.id).toBe(`${section}-${number}`);
      last.set(section, number);
    }
  });

  it('has no open requirement: what is said to be enforced has code and a test that name it', () => {
    const open = requirements.filter((requirement) => statusOf(requirement, code, tests) === 'open');
    expect(
      open.map(({ id }) => `${id}: code ${code.get(id)?.length ?? 0}, tests ${tests.get(id)?.length ?? 0}`),
    ).toEqual([]);
  });

  it('counts every requirement', () => {
    const { met, decided, open } = count(code, tests);
    expect(met + decided + open).toBe(193);
    expect(formatTable(code, tests).split('\n').length).toBe(193);
  });

  it('decides no MUST that binds client or server without a reason', () => {
    for (const { decision } of requirements) expect(decision === undefined || decision.because.length > 20).toBe(true);
  });
});

describe('the repository', () => {
  const ids = new Set(requirements.map(({ id }) => id));

  it.each([
    ['a comment', code],
    ['a test', tests],
  ])('names no requirement in %s that does not exist', (_where, evidence) => {
    const unknown = [...evidence].filter(([id]) => !ids.has(id));
    expect(unknown).toEqual([]);
  });
});

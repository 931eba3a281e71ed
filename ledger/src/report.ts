/** `npm run ledger`: the table of all requirements, and how many are met, decided and open. */
import { type Evidence, findCode, findTests } from './evidence.ts';
import { type Requirement, requirements } from './index.ts';

/** How a requirement stands. `open`: it is said to be enforced, and code or test is missing. */
export type Status = 'met' | 'decided' | 'open';

/** A requirement that is said to be enforced has code and a test that name it; of a mere permission, a test is enough. */
export function statusOf({ id, keywords, decision }: Requirement, code: Evidence, tests: Evidence): Status {
  if (decision !== undefined) return 'decided';
  const permission = keywords.every((keyword) => keyword === 'MAY' || keyword === 'OPTIONAL');
  return tests.has(id) && (permission || code.has(id)) ? 'met' : 'open';
}

/** One line for each requirement. */
export function formatTable(code: Evidence, tests: Evidence): string {
  const rows = requirements.map((requirement) => {
    const { id, keywords, binds, statement, decision } = requirement;
    const how =
      decision === undefined
        ? `code ${code.get(id)?.length ?? 0}, tests ${tests.get(id)?.length ?? 0}`
        : `${decision.kind}: ${decision.because}`;
    const status = statusOf(requirement, code, tests);
    return `${status.padEnd(8)}${id.padEnd(10)}${keywords.join('/').padEnd(17)}${binds.padEnd(13)}${statement} (${how})`;
  });
  return rows.join('\n');
}

/** How many requirements stand how. */
export function count(code: Evidence, tests: Evidence): Record<Status, number> {
  const counts = { met: 0, decided: 0, open: 0 };
  for (const requirement of requirements) counts[statusOf(requirement, code, tests)] += 1;
  return counts;
}

/** Prints the table and the counts. */
export function report(): void {
  const code = findCode();
  const tests = findTests();
  console.log(formatTable(code, tests));
  const { met, decided, open } = count(code, tests);
  console.log(`\n${requirements.length} requirements: ${met} met, ${decided} decided, ${open} open`);
  if (open > 0) process.exitCode = 1;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorTables, formatErrorPage } from '../src/error-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function testsOf(folder: string): string {
  return readdirSync(join(root, 'packages', folder, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, 'packages', folder, 'test', path), 'utf8'))
    .join('\n');
}

describe.each(errorTables)('$className', ({ packages, entries, advice }) => {
  const tests = packages.map(testsOf).join('\n');

  it('has an entry and advice for the same codes', () => {
    expect(Object.keys(advice).sort()).toEqual(Object.keys(entries).sort());
    for (const text of Object.values(advice)) expect(text).toMatch(/^[\S ]{10,}[.]$/);
  });

  it.each(Object.keys(entries))('%s is expected by a test of its package', (code) => {
    expect(new RegExp(`\\b${code}\\b`).test(tests)).toBe(true);
  });

  it.each(Object.entries(entries))('%s names a section', (_code, { section }) => {
    expect(section).toMatch(/^\d+(\.\d+)*$|^RFC \d+ section \d/);
  });
});

describe('the error reference', () => {
  it('is as `npm run errors` writes it', () => {
    expect(readFileSync(join(root, 'docs/reference/errors.md'), 'utf8')).toBe(formatErrorPage());
  });
});

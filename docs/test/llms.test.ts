/** What `llms.txt` leads to, for readers that are programs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirements, sectionOf } from '../../ledger/src/index.ts';
import { dist, pages } from './site.ts';

const read = (path: string): string => readFileSync(join(dist, path), 'utf8');
const listed = Array.from(read('llms.txt').matchAll(/\]\((\/[^)]+\.md)\)/g), ([, path = '']) => path);

it('lists every English page', () => {
  const english = pages.filter((page) => !page.startsWith('/zh/'));
  expect(listed.map((path) => path.replace(/\.md$/, '').replace(/\/index$/, '/')).sort()).toEqual(english);
});

describe.each(listed)('%s', (path) => {
  it('has the text of what the build makes, not its element', () => {
    expect(read(path)).not.toMatch(/^<(?:BenchmarkResults|CloseCodes|Contents|Include|Ledger|Options|Requirements)\b/m);
    expect(read(path)).not.toContain('<svg');
  });
});

it('has the requirements of each section that a chapter treats', () => {
  const chapter = read('rfc/5-data-framing.md');
  const ofSection = requirements.filter((requirement) => sectionOf(requirement) === '5.1');
  expect(ofSection.length).toBeGreaterThan(0);
  for (const { id, statement } of ofSection) {
    expect(chapter).toContain(`\n- ${id} **`);
    expect(chapter).toContain(`\n  ${statement}\n`);
  }
});

it.each([
  ['contributing/changesets.md', 'All packages share one version'],
  ['reference/close-codes.md', '| `1006` |'],
  ['reference/options.md', '| `maxMessageSize` |'],
  ['index.md', '- [5. Data framing](/rfc/5-data-framing): '],
])('has in %s: %s', (path, text) => {
  expect(read(path)).toContain(text);
});

it('has the whole ledger', () => {
  expect(read('reference/ledger.md').match(/^\| \[\d/gm)).toHaveLength(requirements.length);
});

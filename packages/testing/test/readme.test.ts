import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('README.md shows the example that runs here', () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(read('../README.md')).toContain(`\n${read('readme-example.test.ts')}\`\`\`\n`);
});

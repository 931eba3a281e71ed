/** Writes the error reference. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatErrorPage } from './error-page.ts';

writeFileSync(fileURLToPath(new URL('../../docs/reference/errors.md', import.meta.url)), formatErrorPage());
console.log('docs/reference/errors.md is written');

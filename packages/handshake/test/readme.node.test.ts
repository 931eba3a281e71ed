import { readFileSync } from 'node:fs';
import { HANDSHAKE_ERRORS, type HandshakeErrorEntry } from '@rfc6455/handshake';
import { expect, it } from 'vitest';

it('documents every code in README.md as the table of errors has it', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const documented = readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
  const rows = Object.entries<HandshakeErrorEntry>(HANDSHAKE_ERRORS).map(([code, { section, status, expected }]) => {
    return `| \`${code}\` | ${section} | ${status === undefined ? '' : `${status} `}| ${expected} |`;
  });
  expect(documented).toEqual(rows);
});

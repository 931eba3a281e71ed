import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../lib/workspace.mjs';

it('the lockfile names no host: it installs from whichever registry is configured', () => {
  expect(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').match(/^.*(?:https?:\/\/|tarball:).*$/m)).toBeNull();
});

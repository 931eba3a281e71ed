import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Result, run } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

const folder = mkdtempSync(join(tmpdir(), 'run-ts-'));
let result: Result;

beforeAll(async () => {
  const helper = [
    'export interface Thing { a: number }',
    '',
    '',
    'export function fail(thing: Thing): never {',
    '',
    "  throw new Error('failed ' + thing.a);",
    '}',
  ];
  const main = [
    "import { fail, type Thing } from './helper.ts';",
    '',
    'const thing: Thing = { a: 1 };',
    "console.log(process.argv.slice(1).join(' '));",
    'fail(thing);',
  ];
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'helper.ts'), helper.join('\n'));
  writeFileSync(join(folder, 'main.ts'), main.join('\n'));
  result = await run('node', [join(root, 'scripts', 'run-ts.mjs'), join(folder, 'main.ts'), '--port', '9000']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('runs a TypeScript file with its arguments', () => {
  expect(result.stdout).toBe(`${join(folder, 'main.ts')} --port 9000\n`);
});

it('shows the lines of the sources in a stack trace', () => {
  expect(result.code).toBe(1);
  expect(result.output).toMatch(/Error: failed 1\n\s+at fail \(.*helper\.ts:6:9\)\n\s+at .*main\.ts:5:1\)?\n/);
});

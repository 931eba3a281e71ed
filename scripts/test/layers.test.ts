// Shows that each ban in biome.json bites: a small tree with one violation a file, linted with the real configuration.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

const packages = [
  'close-codes',
  'uri',
  'frame',
  'handshake',
  'connection',
  'socket',
  'client',
  'server',
  'reconnect',
  'testing',
];
const pure = packages.slice(0, 5);

const below = ['socket', 'connection', 'handshake', 'frame', 'uri', 'close-codes'];
const allowed: Record<string, string[]> = {
  'close-codes': [],
  uri: [],
  frame: ['close-codes'],
  handshake: ['uri'],
  connection: ['frame', 'close-codes'],
  socket: ['connection', 'frame', 'close-codes'],
  client: below,
  server: below,
  reconnect: ['close-codes'],
  testing: below,
};
const nodePackages = ['socket', 'client', 'server', 'testing'];

const imports = 'lint/style/noRestrictedImports' as const;
const globals = 'lint/style/noRestrictedGlobals' as const;
const plugin = 'plugin' as const;

interface Case {
  readonly path: string;
  readonly code: string;
  readonly rule: typeof imports | typeof globals | typeof plugin;
  readonly bites: boolean;
}

const importCase = (name: string, file: string, specifier: string, bites: boolean): Case => ({
  path: `packages/${name}/src/${file}`,
  code: `import * as x from '${specifier}';\nexport const y: unknown = x;\n`,
  rule: imports,
  bites,
});

const bannedGlobals = {
  Buffer: 'Buffer.alloc(1)',
  process: 'process.pid',
  crypto: 'crypto.randomUUID()',
  setTimeout: 'setTimeout(() => {}, 1)',
  setInterval: 'setInterval(() => {}, 1)',
  setImmediate: 'setImmediate(() => {})',
  Date: 'new Date()',
  performance: 'performance.now()',
  fetch: "fetch('/')",
  WebSocket: "new WebSocket('ws://a/')",
  URL: "new URL('ws://a/')",
  console: 'console.log(1)',
  globalThis: 'globalThis.setTimeout(() => {}, 1)',
  window: 'window.setTimeout(() => {}, 1)',
  self: 'self.crypto',
  global: 'global.Buffer',
  require: "require('node:fs')",
  eval: "eval('Date')",
  Function: "new Function('return Date')()",
};

const globalCase = (name: string, file: string, expression: string, bites: boolean): Case => ({
  path: `packages/${name}/src/${file}`,
  code: `export const y: unknown = ${expression};\n`,
  rule: globals,
  bites,
});

const cases: Case[] = [
  ...packages.flatMap((name) => [
    ...packages
      .filter((other) => other !== name)
      .map((other) => importCase(name, `${other}.ts`, `@rfc6455/${other}`, !allowed[name]?.includes(other))),
    importCase(name, 'own.ts', './other.ts', false),
    importCase(name, 'node-builtin.ts', 'node:dns/promises', !nodePackages.includes(name)),
    importCase(name, 'bare-builtin.ts', 'fs', true),
    importCase(name, 'external.ts', 'ws', true),
    importCase(name, 'relative-detour.ts', '../../uri/src/index.ts', true),
    importCase(name, 'deep.ts', '@rfc6455/close-codes/dist/close-code.js', true),
  ]),
  ...pure.flatMap((name) => [
    importCase(name, 'x.node.ts', 'node:buffer', false),
    importCase(name, 'y.node.ts', '@rfc6455/server', true),
    globalCase(name, 'z.node.ts', 'Buffer.alloc(1)', false),
    ...Object.entries(bannedGlobals).map(([global, code]) => globalCase(name, `global-${global}.ts`, code, true)),
    globalCase(name, 'shadowed.ts', '((process: string): string => process)', false),
    globalCase(name, 'property.ts', '{ Buffer: 1 }.Buffer', false),
    { ...globalCase(name, 'random.ts', 'Math.random()', true), rule: plugin },
    { ...globalCase(name, 'meta.ts', 'import.meta.url', true), rule: plugin },
    { ...globalCase(name, 'max.ts', 'Math.max(1, 2)', false), rule: plugin },
  ]),
  importCase('handshake', 'sha1.ts', '@noble/hashes/legacy.js', false),
  importCase('handshake', 'not-sha1.ts', '@noble/hashes/legacy.js', true),
  importCase('frame', 'imports-utf8.ts', '#utf8', false),
  importCase('handshake', 'imports-sha1.ts', '#sha1', false),
  importCase('handshake', 'imports-latin1.ts', '#latin1', false),
  importCase('connection', 'imports-utf8.ts', '#utf8', true),
  globalCase('uri', 'web-url.ts', "new URL('ws://a/')", false),
  globalCase('uri', 'web-url.ts.ts', "new URL('ws://a/')", true),
  globalCase('reconnect', 'timer.ts', 'setTimeout(() => {}, 1)', false),
  globalCase('reconnect', 'buffer.ts', 'Buffer.alloc(1)', true),
  globalCase('socket', 'timer.ts', 'setTimeout(() => {}, 1)', false),
  {
    path: 'packages/frame/src/dynamic.ts',
    code: "export const y: unknown = await import('node:fs');\n",
    rule: imports,
    bites: true,
  },
  { path: 'packages/frame/src/again.ts', code: "export { x } from 'node:fs';\n", rule: imports, bites: true },
  {
    path: 'packages/frame/src/type.ts',
    code: "import type { x } from '@rfc6455/server';\nexport type Y = x;\n",
    rule: imports,
    bites: true,
  },
  { path: 'packages/frame/src/buffer-type.ts', code: 'export type Y = Buffer;\n', rule: globals, bites: true },
];

const folder = mkdtempSync(join(tmpdir(), 'layers-'));
let bitten = new Set<string>();

beforeAll(async () => {
  mkdirSync(join(folder, 'scripts'));
  for (const file of ['biome.json', 'scripts/pure.grit']) await copyFile(join(root, file), join(folder, file));
  for (const { path, code } of cases) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout } = await run('biome', args, { cwd: folder });
  const { diagnostics }: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(stdout);
  bitten = new Set(diagnostics.map(({ category, location }) => `${category} ${location.path}`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casesOf = (name: string, rule: Case['rule']) =>
  cases.filter((each) => each.rule === rule && each.path.startsWith(`packages/${name}/`));
const groups = packages
  .flatMap((name) => [imports, globals, plugin].map((rule) => [name, rule] as const))
  .filter(([name, rule]) => casesOf(name, rule).length > 0);

it.each(groups)('%s: %s bites where it should, and only there', (name, rule) => {
  const own = casesOf(name, rule);
  const expected = own.filter(({ bites }) => bites).map(({ path }) => path);
  const actual = own.filter(({ path }) => bitten.has(`${rule} ${path}`)).map(({ path }) => path);
  expect(actual).toEqual(expected);
});

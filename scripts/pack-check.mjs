// Checks each package as a user gets it: packs it, looks into the tarball, installs all tarballs into an empty project, and
// there imports, requires and type checks every package.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Report } from './lib/counts.mjs';
import { mapAtOnce, mustRun } from './lib/run.mjs';
import { listPackages, purePackages, root } from './lib/workspace.mjs';

const ALLOWED = /^package\/(?:(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$|(?:dist|src)\/)/;
const FORBIDDEN = /\.(?:test|test-d|bench)\.|\.tsbuildinfo$|\/test\//;
const NEEDED = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', 'src/index.ts'];

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'pack-check-'));
const tarball = (/** @type {string} */ name) => join(folder, `${name.replaceAll(/\W+/g, '-')}.tgz`);
const pack = (/** @type {string} */ name, /** @type {string} */ cwd) =>
  mustRun('pnpm', ['pack', '--out', tarball(name)], { cwd });

/** @param {string} file */
async function checkContents(file) {
  const entries = (await mustRun('tar', ['-tzf', file])).trim().split('\n');
  const wrong = entries.filter((entry) => !ALLOWED.test(entry) || FORBIDDEN.test(entry));
  const missing = NEEDED.filter((name) => !entries.includes(`package/${name}`));
  if (wrong.length > 0) throw new Error(`must not be in the tarball: ${wrong.join(', ')}`);
  if (missing.length > 0) throw new Error(`missing in the tarball: ${missing.join(', ')}`);
  const manifest = await mustRun('tar', ['-xzOf', file, 'package/package.json']);
  if (manifest.includes('workspace:')) throw new Error('package.json still says workspace:');
}

/**
 * Checks that `import` and `require` give the same names.
 *
 * @param {string} name
 * @param {string} cwd
 */
async function checkLoading(name, cwd) {
  const show = 'console.log(Object.keys(m).sort().join(" "))';
  const imported = await mustRun('node', ['--input-type=module', '-e', `import * as m from '${name}'; ${show}`], {
    cwd,
  });
  const required = await mustRun('node', ['--input-type=commonjs', '-e', `const m = require('${name}'); ${show}`], {
    cwd,
  });
  if (imported.trim() === '') throw new Error('it exports nothing');
  if (imported !== required) throw new Error(`import gives ${imported}require gives ${required}`);
}

/**
 * Type checks a file that imports the packages, the declarations of the packages included.
 *
 * @param {readonly string[]} names
 * @param {string} cwd
 * @param {readonly string[]} types the packages of global types that a user needs
 */
async function checkTypes(names, cwd, types) {
  const lines = names.map((name, index) => `export * as m${index} from '${name}';\n`);
  writeFileSync(join(cwd, 'index.mts'), lines.join(''));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    typeRoots: [join(root, 'node_modules', '@types')],
    types,
  };
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['index.mts'] }));
  await mustRun('tsc', ['-p', '.'], { cwd });
}

try {
  const packages = listPackages();
  // What the packages need from outside is packed from node_modules: the installation below asks no network.
  const external = new Map();
  for (const { path, dependencies } of packages)
    for (const name of Object.keys(dependencies))
      if (!packages.some((own) => own.name === name)) external.set(name, join(path, 'node_modules', name));
  for (const [name, path] of external) await pack(name, path);

  await mapAtOnce(packages, 2, async ({ name, path }) => {
    if (!(await report.check(`${name}: packs`, () => pack(name, path)))) return;
    await report.check(`${name}: the tarball holds what it should`, () => checkContents(tarball(name)));
    await report.check(`${name}: publint`, () => mustRun('publint', [tarball(name), '--strict']));
    await report.check(`${name}: attw`, () => mustRun('attw', [tarball(name), '--profile', 'esm-only']));
  });

  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true }\n');
  const tarballs = [...packages.map(({ name }) => name), ...external.keys()]
    .map(tarball)
    .filter((file) => existsSync(file));
  const installed = await report.check('all tarballs install into an empty project', () =>
    mustRun('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], { cwd: app }),
  );
  if (installed) {
    await mapAtOnce(packages, 2, ({ name }) =>
      report.check(`${name}: import and require give the same names`, () => checkLoading(name, app)),
    );
    const [pure, others] = [true, false].map((isPure) =>
      packages.filter((own) => purePackages.includes(own.folder) === isPure).map(({ name }) => name),
    );
    await report.check('the declarations of the pure packages need no types but the DOM', () =>
      checkTypes(pure ?? [], app, []),
    );
    await report.check('the declarations of the other packages', () => checkTypes(others ?? [], app, ['node']));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report.end();

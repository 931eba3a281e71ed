// Type checks and runs the examples: every ```ts fence of the READMEs, of the doc comments and of the site's pages, each as a
// module of its own against the built packages. Where it says `expression; // => value`, that is compared too. A fence marked `ts no-run` and a reason is type checked only.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { checkArrows, findArrows } from './lib/arrows.mjs';
import { Report } from './lib/counts.mjs';
import { docFences, markdownFences } from './lib/fences.mjs';
import { mapAtOnce, run } from './lib/run.mjs';
import { listPackages, reports, root } from './lib/workspace.mjs';

const LIMIT_MS = 10_000;

const folder = join(reports, 'examples');
const sources = join(folder, 'src');
const out = join(folder, 'out');
const preload = new URL('./lib/example-preload.mjs', import.meta.url).href;
const report = new Report();
const packages = listPackages();

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'node_modules', '@rfc6455'), { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
for (const { name, path } of packages) symlinkSync(path, join(folder, 'node_modules', name), 'dir');
// What the tests of a package need, its examples may use too.
for (const { path, devDependencies } of packages) {
  for (const name of Object.keys(devDependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(join(path, 'node_modules', name), link, 'dir');
  }
}

/** The pages of the site that are not made by its build. */
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !/^(?:node_modules|\.vitepress|reference\/api)\//.test(file))
  .sort()
  .map((file) => `docs/${file}`);

const documents = [
  'README.md',
  ...pages,
  ...packages.flatMap(({ folder, path }) => [
    `packages/${folder}/README.md`,
    ...readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => `packages/${folder}/src/${file}`),
  ]),
].filter((document) => existsSync(join(root, document)));

/**
 * @typedef {object} Example
 * @property {string} name where it stands: `packages/uri/README.md:12`
 * @property {string} document
 * @property {string} source the file it is written to
 * @property {string | undefined} noRun
 */

/** @type {Example[]} */
const examples = [];
for (const document of documents) {
  try {
    const find = document.endsWith('.md') ? markdownFences : docFences;
    for (const { line, code, noRun } of find(readFileSync(join(root, document), 'utf8'))) {
      const source = join(sources, `${document}.${line}.ts`);
      mkdirSync(dirname(source), { recursive: true });
      // The code stands on the same lines as in its document: every message about it names the right one.
      writeFileSync(source, '\n'.repeat(line - 1) + code);
      examples.push({ name: `${document}:${line}`, document, source, noRun });
    }
  } catch (error) {
    await report.check(`${document}: its fences can be read`, () => {
      throw error;
    });
  }
}

const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
const { options, errors } = ts.convertCompilerOptionsFromJson(
  {
    ...config.compilerOptions,
    customConditions: [],
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: 'force',
    sourceMap: false,
    inlineSourceMap: true,
    rootDir: sources,
    outDir: out,
  },
  root,
);
if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, diagnosticsHost()));

const program = ts.createProgram(
  examples.map((example) => example.source),
  options,
);
/** @param {string} source */
const arrowsOf = (source) => findArrows(/** @type {ts.SourceFile} */ (program.getSourceFile(source)));
program.emit(undefined, undefined, undefined, false, { before: [checkArrows(arrowsOf)] });

/** @returns {ts.FormatDiagnosticsHost} */
function diagnosticsHost() {
  return { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
}

/**
 * Says a message in the places of the document.
 *
 * @param {Example} example
 * @param {string} text
 */
function located({ document, source }, text) {
  return text
    .replaceAll(`file://${source}`, document)
    .replaceAll(source, document)
    .replaceAll(relative(root, source), document);
}

await mapAtOnce(examples, 2, (example) =>
  report.check(`${example.name}${example.noRun === undefined ? '' : ` (not run: ${example.noRun})`}`, async () => {
    const file = program.getSourceFile(example.source);
    const diagnostics = ts.getPreEmitDiagnostics(program, file);
    if (diagnostics.length > 0) throw new Error(located(example, ts.formatDiagnostics(diagnostics, diagnosticsHost())));
    if (example.noRun !== undefined) return;
    const module = join(out, relative(sources, example.source)).replace(/\.ts$/, '.js');
    const arrows = arrowsOf(example.source).map(({ line, text }) => ({ line, text }));
    const { code, output } = await run('node', ['--enable-source-maps', '--import', preload, module], {
      cwd: folder,
      limitMs: LIMIT_MS,
      env: { EXAMPLE_ARROWS: JSON.stringify(arrows) },
    });
    if (code !== 0) throw new Error(located(example, `ended with ${code}\n${output.trim()}`));
  }),
);
report.end();

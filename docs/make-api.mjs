// Writes the pages of the API from the doc comments of the packages, one page a package, into `reference/api/`. A missing
// description or example, and every warning of TypeDoc, ends it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Converter, ReflectionKind } from 'typedoc';

const docs = fileURLToPath(new URL('.', import.meta.url));
const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const out = join(docs, 'reference', 'api');
const SCOPE = '@rfc6455/';

/** @param {string} folder */
const manifestOf = (folder) => JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'));

/**
 * The folders of the packages, each after those that it builds on: what a package passes on from another one is documented
 * where it comes from.
 */
function packagesFromBelow() {
  /** @type {Set<string>} */
  const done = new Set();
  const add = (/** @type {string} */ folder) => {
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {}).sort()) {
      if (name.startsWith(SCOPE)) add(name.slice(SCOPE.length));
    }
    done.add(folder);
  };
  for (const folder of readdirSync(packages).sort()) add(folder);
  return [...done];
}

const app = await Application.bootstrapWithPlugins({
  entryPoints: packagesFromBelow().map((folder) => join(packages, folder, 'src', 'index.ts')),
  tsconfig: join(docs, 'tsconfig.api.json'),
  plugin: ['typedoc-plugin-markdown'],
  name: 'API',
  readme: 'none',
  disableSources: true,
  // What comes from Node's types is documented by Node.
  excludeExternals: true,
  logLevel: 'Warn',
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  // These belong to typedoc-plugin-markdown.
  ...{
    outputFileStrategy: 'modules',
    sanitizeComments: true,
    useCustomAnchors: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    entryFileName: 'index',
    hideGroupHeadings: true,
    parametersFormat: 'list',
  },
});
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  for (const module of project.children ?? []) module.name = SCOPE + module.name.split('/')[0];
});

const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
for (const module of project.children ?? []) {
  for (const { kind, name, comment, signatures } of module.children ?? []) {
    if (!(kind & (ReflectionKind.Function | ReflectionKind.Class | ReflectionKind.Variable))) continue;
    const tags = (signatures?.[0]?.comment ?? comment)?.blockTags ?? [];
    if (!tags.some(({ tag }) => tag === '@example')) app.logger.error(`${module.name}: ${name} has no @example`);
  }
}
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);

rmSync(out, { recursive: true, force: true });
await app.outputs.writeOutput({ name: 'markdown', path: out }, project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);

// One folder, no scope in the addresses, and what the site wants to know of a page. The anchor of an export gets a prefix: no
// heading inside another export, whose anchor VitePress makes, can have the same. Links to such headings are taken out.
rmSync(join(out, 'index.md'));
const texts = new Map(
  packagesFromBelow().map((folder) => [folder, readFileSync(join(out, SCOPE, `${folder}.md`), 'utf8')]),
);
const anchors = new Map(
  Array.from(texts, ([folder, text]) => [
    folder,
    new Set(Array.from(text.matchAll(/^## .* \{#(\S+)\}$/gm), ([, anchor]) => anchor)),
  ]),
);
for (const [folder, text] of texts) {
  const { description, repository } = manifestOf(folder);
  const frontmatter = [
    '---',
    `title: ${JSON.stringify(SCOPE + folder)}`,
    `description: ${JSON.stringify(`API of ${SCOPE}${folder}. ${description}.`)}`,
    'editLink: false',
    'lastUpdated: false',
    'outline: 2',
    '---',
    '',
    '',
  ].join('\n');
  const readme = `${repository.url.replace(/^git\+|\.git$/g, '')}/tree/main/${repository.directory}`;
  const anchored = text
    .replace(
      /^# .*$/m,
      (heading) =>
        `${heading}\n\n${description}. What it is for stands in its [README](${readme}), and which package to take in the [guide](/guide/packages).`,
    )
    .replaceAll(/^(#{3,} .*) \{#\S+\}$/gm, '$1')
    .replaceAll(/^(## .*) \{#(\S+)\}$/gm, '$1 {#api-$2}')
    .replaceAll(/\[((?:`[^`]*`|[^[\]`\n])+)\]\((?:([\w-]+)\.md)?#([\w-]+)\)/g, (link, name, page, anchor) =>
      anchors.get(page ?? folder)?.has(anchor) ? link.replace('#', '#api-') : name,
    );
  writeFileSync(join(out, `${folder}.md`), frontmatter + anchored);
}
rmSync(join(out, SCOPE), { recursive: true });

/**
 * What the packages load: themselves, each other and Node. A module that is loaded if it happens to be there could be
 * anybody's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** What is not ours: small, audited, and for platforms that lack a function. */
const OTHERS = ['@noble/hashes'];

/** Names that lead to code that no import statement shows. */
const WAYS_AROUND = ['require', 'createRequire', 'eval', 'Function', 'dlopen', 'binding', '_linkedBinding'];

const folders = readdirSync(packages);

function sources(folder: string): ts.SourceFile[] {
  return readdirSync(join(packages, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const text = readFileSync(join(packages, folder, 'src', file), 'utf8');
      return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    });
}

/** All that a file loads or could load, and all the names in it that lead elsewhere. */
function loads(source: ts.SourceFile): { modules: string[]; waysAround: string[] } {
  const modules: string[] = [];
  const waysAround: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      modules.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      modules.push(name !== undefined && ts.isStringLiteral(name) ? name.text : 'a name that is computed');
    } else if (ts.isIdentifier(node) && WAYS_AROUND.includes(node.text)) {
      waysAround.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { modules, waysAround };
}

describe.each(folders)('packages/%s', (folder) => {
  const manifest = JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')) as Manifest;
  const allowed = (name: string) =>
    name.startsWith('./') ||
    Object.hasOwn(manifest.imports ?? {}, name) ||
    (name.startsWith('node:') && builtinModules.includes(name.slice('node:'.length))) ||
    Object.keys(manifest.dependencies ?? {}).some((other) => name === other || name.startsWith(`${other}/`));

  it('loads nothing but its own files, modules of Node, and its dependencies', () => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { modules, waysAround } = loads(file);
      expect(
        modules.filter((name) => !allowed(name)),
        file.fileName,
      ).toEqual([]);
      expect(waysAround, file.fileName).toEqual([]);
    }
  });

  it('depends on other packages of this repository and what is listed here, and runs nothing when it is installed', () => {
    const others = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@rfc6455/'));
    expect(others.filter((name) => !OTHERS.includes(name))).toEqual([]);
    expect([manifest.optionalDependencies, manifest.peerDependencies]).toEqual([undefined, undefined]);
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => hooks.includes(name))).toEqual([]);
  });
});

it('sees a module that is loaded in any other way', () => {
  const text = `
    import x from 'some-addon';
    const y = await import('another-addon');
    const z = await import(name);
    try { require('anything'); } catch {}
  `;
  const { modules, waysAround } = loads(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true));
  expect(modules).toEqual(['some-addon', 'another-addon', 'a name that is computed']);
  expect(waysAround).toEqual(['require']);
});

/**
 * Where the ids of the ledger stand in the repository: in comments above the code that enforces a requirement, and in
 * the texts of the tests that prove it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A place in the repository. */
export interface Place {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The title of the test, or the comment. */
  readonly text: string;
}

/** The places that name each id. */
export type Evidence = ReadonlyMap<string, readonly Place[]>;

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Sections 3 to 11 have normative sentences; `[0-9]` in a regular expression is no id. */
const ID = /\[((?:[3-9]|1[01])(?:\.\d+)*-\d+)\]/g;

/** Every id in a comment of the packages' sources. */
export function findCode(): Evidence {
  return collect(['packages'], /^[^/]+\/src\/.*\.ts$/, (source) => {
    const places: [position: number, text: string][] = [];
    const text = source.getFullText();
    for (const match of text.matchAll(/\/\/.*$|\/\*[\s\S]*?\*\//gm)) places.push([match.index, match[0]]);
    return places;
  });
}

/** Every id in a text of a test: its title, or a row of the table that its titles are made from. */
export function findTests(): Evidence {
  return collect(['packages', 'interop', 'adversary'], /\.test\.ts$/, (source) => {
    const places: [position: number, text: string][] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
        places.push([node.getStart(source), node.getText(source).slice(1, -1)]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return places;
  });
}

function collect(
  folders: string[],
  wanted: RegExp,
  find: (source: ts.SourceFile) => [position: number, text: string][],
): Evidence {
  const evidence = new Map<string, Place[]>();
  for (const path of folders.flatMap((folder) => filesOf(folder, wanted))) {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const [position, text] of find(source)) {
      const line = source.getLineAndCharacterOfPosition(position).line + 1;
      for (const [, id = ''] of text.matchAll(ID)) {
        const places = evidence.get(id) ?? [];
        places.push({ file: relative(root, path), line, text });
        evidence.set(id, places);
      }
    }
  }
  return evidence;
}

function filesOf(folder: string, wanted: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => wanted.test(path) && !path.includes('node_modules'))
    .sort()
    .map((path) => join(root, folder, path));
}

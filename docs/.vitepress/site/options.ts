/** `<Options package="socket" />`: the options of a package and their defaults, from the doc comments of its interfaces. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { cells, escapeHtml, formatInline, table } from './html.ts';
import { docs } from './pages.ts';

export interface Option {
  readonly name: string;
  readonly type: string;
  readonly about: string;
  /** What the doc comment says that holds without the option; empty when it says nothing. */
  readonly byDefault: string;
}

/** An exported interface of options. */
export interface OptionGroup {
  readonly name: string;
  readonly about: string;
  readonly options: readonly Option[];
}

const packages = join(docs, '..', 'packages');

/** The interfaces of a package that are named `…Options` or `…Limits`, in the order of their files. */
export function readOptions(folder: string): OptionGroup[] {
  const source = join(packages, folder, 'src');
  const exported = readFileSync(join(source, 'index.ts'), 'utf8');
  return readdirSync(source)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements.flatMap((statement) => {
        if (!ts.isInterfaceDeclaration(statement) || !/(?:Options|Limits)$/.test(statement.name.text)) return [];
        const { text: name } = statement.name;
        return new RegExp(`\\b${name}\\b`).test(exported) ? [readGroup(statement)] : [];
      });
    });
}

function readGroup(declaration: ts.InterfaceDeclaration): OptionGroup {
  const options = declaration.members.filter(ts.isPropertySignature).map((member) => {
    const about = commentOf(member);
    const type = (member.type?.getText() ?? '')
      .replaceAll(/\s+/g, ' ')
      .replace(/ \| undefined$/, '')
      .replace(/^\| /, '');
    return { name: member.name.getText(), type, about, byDefault: findDefault(about) };
  });
  return { name: declaration.name.text, about: commentOf(declaration), options };
}

/** The text of a doc comment, in one line, without its tags. */
function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '')
    .replaceAll(/\{@link (\S+?)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const DEFAULTS = [
  /\bby default (?:as |every )?(`[^`]+`|[^;.,]+)/,
  /(?:^|[.;:] )([^.;:]+?) by default\b/,
  /(\S+), (?:which is )?the default\b/,
];

/** What a doc comment says about the default, in one of three ways: "by default 10", "10 by default", "10, the default". */
function findDefault(about: string): string {
  for (const pattern of DEFAULTS) {
    const found = pattern.exec(about)?.[1]?.trim();
    if (found !== undefined) return found;
  }
  return '';
}

/** A heading and a table for each interface, the largest first. */
export function formatOptions(folder: string): string {
  const groups = readOptions(folder).filter(({ options }) => options.length > 0);
  if (groups.length === 0) throw new Error(`the package ${folder} has no options`);
  return groups
    .sort((a, b) => b.options.length - a.options.length)
    .map(({ name, options }) => {
      const rows = options.map(({ name: option, type, about, byDefault }) => ({
        id: `${folder}-${name}-${option}`,
        cells: cells(
          `<code>${option}</code>`,
          { text: byDefault === '' ? '–' : byDefault },
          `${formatInline(about)}<span class="type"><code>${escapeHtml(type)}</code></span>`,
        ),
      }));
      const link = `<a href="/reference/api/${folder}#api-${name.toLowerCase()}">${name}</a>`;
      return `<h3 id="${folder}-${name}" tabindex="-1">${link}</h3>\n${table(['option', 'default', 'what it does, and its type'], rows)}`;
    })
    .join('\n');
}

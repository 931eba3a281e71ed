/** The Markdown files of the site, and what stands in their frontmatter. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the pages. */
export const docs: string = fileURLToPath(new URL('../..', import.meta.url));

/** A page as the sidebar shows it. */
export interface Page {
  readonly text: string;
  readonly link: string;
  /** Its description. */
  readonly about: string;
  /** Its place among the pages of its folder. */
  readonly order: number;
  /** Under which heading the sidebar shows it; undefined for that of its folder. */
  readonly group: string | undefined;
}

/**
 * Reads the title, address and place of a page. The place is the number in front of the file's name, or `order` in the
 * frontmatter.
 *
 * @param path from the folder of the pages, without `.md`: `rfc/1-introduction`
 * @returns `undefined` when there is no such page
 */
export function readPage(path: string): Page | undefined {
  const file = join(docs, `${path}.md`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const title = field(text, 'title') ?? /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new Error(`${path}.md has no title`);
  const order = Number(/^\d+/.exec(basename(path))?.[0] ?? field(text, 'order') ?? 1_000);
  return {
    text: title.replaceAll('`', '').trim(),
    link: `/${path.replace(/(^|\/)index$/, '$1')}`,
    about: field(text, 'description') ?? '',
    order,
    group: field(text, 'group'),
  };
}

/** The pages of a folder in their order, its index first. */
export function pagesIn(folder: string): Page[] {
  if (!existsSync(join(docs, folder))) return [];
  return readdirSync(join(docs, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => readPage(`${folder}/${name.slice(0, -3)}`) as Page)
    .sort((a, b) => place(a) - place(b) || a.text.localeCompare(b.text));
}

function place({ link, order }: Page): number {
  return link.endsWith('/') ? -1 : order;
}

/** A field of the frontmatter, when it is a text on one line. */
export function field(markdown: string, name: string): string | undefined {
  const frontmatter = /^---\n([\s\S]*?)\n---/.exec(markdown)?.[1] ?? '';
  const value = new RegExp(`^${name}: *(.+)$`, 'm').exec(frontmatter)?.[1]?.trim();
  return value?.replace(/^(['"])(.*)\1$/, '$2');
}

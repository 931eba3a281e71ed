/**
 * `<Include file="CONTRIBUTING.md" section="Changesets" />`: a Markdown file of the repository, or one section of it, without
 * its heading. Links lead to the repository, and drawings become part of the page.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { escapeHtml } from './html.ts';
import { docs } from './pages.ts';
import { sourceUrl } from './repository.ts';

const root = join(docs, '..');

/**
 * The Markdown of a file or section.
 *
 * @throws {Error} when there is no such file or section
 */
export function includedMarkdown(file: string, section?: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  const body = section === undefined ? text.replace(/^# .+\n/, '') : sectionOf(text, section);
  if (body === undefined) throw new Error(`${file} has no section ${section}`);
  return body.replaceAll(
    /(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)\s]+)(?: "([^"]*)")?\)/g,
    (_, image: string, label: string, target: string, caption = label) => {
      const path = posix.join(posix.dirname(file), target);
      return image === '' ? `[${label}](${sourceUrl(path)})` : drawing(path, caption);
    },
  );
}

/** The text below a heading, to the next one of its level or above. */
function sectionOf(markdown: string, title: string): string | undefined {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === title && line.startsWith('#'));
  if (start === -1) return undefined;
  const level = lines[start]?.indexOf(' ') ?? 0;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** An SVG file, which says itself what is on it, in place: the style of the page reaches it. */
function drawing(path: string, caption: string): string {
  if (!path.endsWith('.svg') || !existsSync(join(root, path))) throw new Error(`there is no drawing ${path}`);
  const svg = readFileSync(join(root, path), 'utf8')
    .replace(/<\?xml[^>]*\?>/, '')
    .replaceAll(/\n\s*\n/g, '\n')
    .trim();
  return `<figure class="drawing">${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

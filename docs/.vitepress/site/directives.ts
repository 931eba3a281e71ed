/**
 * Elements that stand alone on a line of a page and become text when it is built, so that they can be read and searched
 * without JavaScript: `<Requirements section="5.1" />`.
 */
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';
import { benchmarkResults } from './benchmark-results.ts';
import { formatCloseCodes } from './close-code-table.ts';
import { formatContents } from './contents.ts';
import type { Language } from './html.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { includedMarkdown } from './include.ts';
import { formatLedger } from './ledger-table.ts';
import { formatOptions } from './options.ts';
import { formatRequirements } from './requirements.ts';

type Attributes = Readonly<Record<string, string>>;

/** What an element becomes. */
type Text = { readonly html: string } | { readonly markdown: string };

type Maker = (attributes: Attributes, language: Language) => Text;

const makers: Readonly<Record<string, Maker>> = {
  BenchmarkResults: () => ({ markdown: benchmarkResults('bench/published') }),
  CloseCodes: () => ({ html: formatCloseCodes() }),
  Contents: ({ folder = '' }, language) => ({ html: formatContents(folder, language) }),
  Include: ({ file = '', section }) => ({ markdown: includedMarkdown(file, section) }),
  Ledger: (_, language) => ({ html: formatLedger(language) }),
  Options: ({ package: folder = '' }) => ({ html: formatOptions(folder) }),
  Requirements: ({ section = '' }, language) => ({ html: formatRequirements(section, language) }),
};

const TAG = new RegExp(`^<(${Object.keys(makers).join('|')})((?: [a-z]+="[^"]*")*) ?/>$`);

/** The text in the place of a line of a page, or undefined when the line is no such element. */
function make(line: string, page: string): Text | undefined {
  const [, name = '', text = ''] = TAG.exec(line.trim()) ?? [];
  const attributes = Object.fromEntries(
    Array.from(text.matchAll(/([a-z]+)="([^"]*)"/g), ([, key, value]) => [key, value]),
  );
  return makers[name]?.(attributes, page.startsWith('zh/') ? 'zh' : 'en');
}

export function directives(md: MarkdownRenderer): void {
  const { rules } = md.renderer;
  // VitePress takes an element on a line of its own for inline HTML without a paragraph around it.
  for (const type of ['html_block', 'html_inline'] as const) {
    const render = rules[type];
    if (render === undefined) throw new Error(`there is no rule for ${type} to build upon`);
    rules[type] = (tokens, index, options, env: MarkdownEnv, self) => {
      const text = make(tokens[index]?.content ?? '', env.relativePath);
      if (text === undefined) return render(tokens, index, options, env, self);
      return 'html' in text ? text.html : md.render(text.markdown, { ...env, frontmatter: {} });
    };
  }
}

/**
 * A page with these elements as Markdown too, for readers that are programs.
 *
 * @param page its path from the folder of the pages
 */
export function expandDirectives(markdown: string, page: string): string {
  let inFence = false;
  const lines = markdown.split('\n').map((line) => {
    if (/^`{3,}/.test(line)) inFence = !inFence;
    const text = inFence ? undefined : make(line, page);
    if (text === undefined) return line;
    return 'html' in text ? htmlToMarkdown(text.html) : text.markdown;
  });
  return lines.join('\n').replaceAll(/<figure class="drawing">.*?<\/figure>/gs, drawingInWords);
}

/** What a drawing says of itself, and the line below it. */
function drawingInWords(figure: string): string {
  const [, label] = /<svg[^>]* aria-label="([^"]*)"/.exec(figure) ?? /<title[^>]*>(.*?)<\/title>/s.exec(figure) ?? [];
  const [, caption = ''] = /<figcaption>(.*?)<\/figcaption>/s.exec(figure) ?? [];
  if (label === undefined) throw new Error(`a drawing has no words: ${figure.slice(0, 200)}`);
  return htmlToMarkdown(`<p>${label}</p>\n<p>${caption}</p>`);
}

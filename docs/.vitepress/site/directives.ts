/**
 * Elements that stand alone on a line of a page and become HTML when it is built, so that they can be read and searched
 * without JavaScript: `<Requirements section="5.1" />`.
 */
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';
import { benchmarkResults } from './benchmark-results.ts';
import { formatCloseCodes } from './close-code-table.ts';
import { formatContents } from './contents.ts';
import type { Language } from './html.ts';
import { includedMarkdown } from './include.ts';
import { formatLedger } from './ledger-table.ts';
import { formatOptions } from './options.ts';
import { formatRequirements } from './requirements.ts';

type Attributes = Readonly<Record<string, string>>;

type Maker = (attributes: Attributes, language: Language, md: MarkdownRenderer, env: MarkdownEnv) => string;

const makers: Readonly<Record<string, Maker>> = {
  BenchmarkResults: (_, __, md, env) => md.render(benchmarkResults('bench/published'), { ...env, frontmatter: {} }),
  CloseCodes: () => formatCloseCodes(),
  Contents: ({ folder = '' }, language) => formatContents(folder, language),
  Include: ({ file = '', section }, _, md, env) =>
    md.render(includedMarkdown(file, section), { ...env, frontmatter: {} }),
  Ledger: (_, language) => formatLedger(language),
  Options: ({ package: folder = '' }) => formatOptions(folder),
  Requirements: ({ section = '' }, language) => formatRequirements(section, language),
};

const TAG = new RegExp(`^<(${Object.keys(makers).join('|')})((?: [a-z]+="[^"]*")*) ?/>$`);

export function directives(md: MarkdownRenderer): void {
  const { rules } = md.renderer;
  // VitePress takes an element on a line of its own for inline HTML without a paragraph around it.
  for (const type of ['html_block', 'html_inline'] as const) {
    const render = rules[type];
    if (render === undefined) throw new Error(`there is no rule for ${type} to build upon`);
    rules[type] = (tokens, index, options, env: MarkdownEnv, self) => {
      const [, name = '', text = ''] = TAG.exec(tokens[index]?.content.trim() ?? '') ?? [];
      const make = makers[name];
      if (make === undefined) return render(tokens, index, options, env, self);
      const attributes = Object.fromEntries(
        Array.from(text.matchAll(/([a-z]+)="([^"]*)"/g), ([, key, value]) => [key, value]),
      );
      return make(attributes, env.relativePath.startsWith('zh/') ? 'zh' : 'en', md, env);
    };
  }
}

/** The documentation site. What it is made of stands in `site/`, what it looks like in `theme/`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCssVariablesTheme } from 'shiki';
import { type DefaultTheme, defineConfigWithTheme } from 'vitepress';
import { checkSite } from './site/check-site.ts';
import { checkComponents, noteComponents } from './site/components.ts';
import { directives } from './site/directives.ts';
import { writeLlms } from './site/llms.ts';
import { english, simplifiedChinese, translatedPages } from './site/locales.ts';
import { repository } from './site/repository.ts';
import { runnableFences } from './site/runnable-fences.ts';
import { search } from './site/search.ts';
import { tableHeads } from './site/table-heads.ts';
import { twoslash } from './site/twoslash.ts';
import type { Translated } from './theme/languages.ts';

const SOURCE = '@rfc6455/source';
const inGit = existsSync(fileURLToPath(new URL('../../.git', import.meta.url)));

export default defineConfigWithTheme<DefaultTheme.Config & Translated>({
  title: '@rfc6455',
  description: 'The WebSocket protocol as a toolbox of small TypeScript packages',
  cleanUrls: true,
  lastUpdated: inGit,
  // A reader loads the pages that they open.
  router: { prefetchLinks: false },
  locales: { root: english, zh: simplifiedChinese },
  themeConfig: {
    search,
    socialLinks: [{ icon: 'github', link: repository }],
    translated: translatedPages(),
  },
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    // The colours stand in the style sheet of the theme.
    theme: createCssVariablesTheme({ name: 'code', variablePrefix: '--code-' }),
    codeTransformers: [twoslash()],
    config(md) {
      runnableFences(md);
      directives(md);
      tableHeads(md);
    },
  },
  transformPageData({ relativePath, description }) {
    if (description.trim() === '') throw new Error(`${relativePath} has no description in its frontmatter`);
  },
  async buildEnd({ outDir, srcDir, pages }) {
    await writeLlms(srcDir, outDir, pages);
    checkComponents();
    checkSite(outDir);
  },
  vite: {
    plugins: [noteComponents()],
    resolve: { conditions: [SOURCE] },
    worker: { format: 'es' },
    build: { chunkSizeWarningLimit: 2_000 },
  },
});

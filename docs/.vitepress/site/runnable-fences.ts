/**
 * ` ```ts runnable `: an example that runs on the page. The element follows the code and reads it from there, so that the code
 * stays static HTML.
 */
import type { MarkdownRenderer } from 'vitepress';

export function runnableFences(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  if (fence === undefined) throw new Error('there is no rule for fences to build upon');
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const html = fence(tokens, index, options, env, self);
    const [language, ...flags] = tokens[index]?.info.trim().split(/\s+/) ?? [];
    if (!flags.includes('runnable')) return html;
    if (language !== 'ts') throw new Error(`a runnable fence is TypeScript, not ${language}`);
    return `${html}<RunnableExample />`;
  };
}

// Finds the code that documents show: ```ts fences in Markdown and in doc comments.

/**
 * @typedef {object} Fence
 * @property {number} line the line of the first line of code, from 1
 * @property {string} code
 * @property {string | undefined} noRun why it is not run (it is type checked all the same); `undefined`: it is run
 */

/**
 * Finds the ```ts fences of a Markdown text. After `ts` may stand `no-run` and a reason.
 *
 * @param {string} markdown
 * @returns {Fence[]}
 * @throws {Error} for a fence that does not end, and for a `no-run` without a reason; the message begins with the line
 */
export function markdownFences(markdown) {
  /** @type {Fence[]} */
  const fences = [];
  /** @type {{ line: number, indent: number, mark: string, info: string, code: string[] } | undefined} */
  let open;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(text);
    if (open === undefined) {
      if (fence === null) continue;
      const [, indent = '', mark = '', info = ''] = fence;
      open = { line: index + 2, indent: indent.length, mark, info: info.trim(), code: [] };
    } else if (fence?.[2]?.startsWith(open.mark) && fence[3]?.trim() === '') {
      const [language, flag, ...reason] = open.info.split(/\s+/);
      if (flag === 'no-run' && reason.length === 0) throw new Error(`${open.line - 1}: no-run without a reason`);
      if (language === 'ts') {
        const noRun = flag === 'no-run' ? reason.join(' ') : undefined;
        fences.push({ line: open.line, code: `${open.code.join('\n')}\n`, noRun });
      }
      open = undefined;
    } else {
      open.code.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)));
    }
  }
  if (open !== undefined) throw new Error(`${open.line - 1}: a fence without an end`);
  return fences;
}

/**
 * Finds the ```ts fences in the doc comments of a TypeScript source.
 *
 * @param {string} source
 * @returns {Fence[]}
 * @throws {Error} as `markdownFences`, and for an `@example` without a ```ts fence
 */
export function docFences(source) {
  /** @type {Fence[]} */
  const fences = [];
  for (const comment of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const before = source.slice(0, comment.index).split('\n').length - 1;
    const markdown = comment[0].slice(0, -2).replaceAll(/^[^\S\n]*(?:\/\*\*|\*) ?/gm, '');
    try {
      const found = markdownFences(markdown);
      const examples = markdown.match(/^@example\b/gm)?.length ?? 0;
      if (found.length < examples) throw new Error('1: an @example without a ```ts fence');
      fences.push(...found.map((fence) => ({ ...fence, line: fence.line + before })));
    } catch (error) {
      throw new Error(
        String(/** @type {Error} */ (error).message).replace(/^\d+/, (line) => `${Number(line) + before}`),
      );
    }
  }
  return fences;
}

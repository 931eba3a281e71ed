import { describe, expect, it } from 'vitest';
import { docFences, markdownFences } from '../lib/fences.mjs';

const text = (...lines: string[]) => lines.join('\n');

describe('markdownFences', () => {
  it('finds the ts fences with the line of their code, and no others', () => {
    const markdown = text(
      '# Title',
      '```ts',
      'a();',
      '',
      'b();',
      '```',
      '```sh',
      'npm i',
      '```',
      '~~~ts',
      'c();',
      '~~~',
    );
    expect(markdownFences(markdown)).toEqual([
      { line: 3, code: 'a();\n\nb();\n', noRun: undefined },
      { line: 11, code: 'c();\n', noRun: undefined },
    ]);
  });

  it('reads why a fence is not run', () => {
    expect(markdownFences(text('```ts no-run opens a port', 'a();', '```'))[0]?.noRun).toBe('opens a port');
  });

  it('refuses no-run without a reason', () => {
    expect(() => markdownFences(text('x', '```ts no-run', 'a();', '```'))).toThrow('2: no-run without a reason');
  });

  it('refuses a fence that does not end', () => {
    expect(() => markdownFences(text('x', '', '```ts', 'a();'))).toThrow('3: a fence without an end');
  });

  it('takes the indentation of a fence in a list off its code', () => {
    expect(markdownFences(text('- item', '  ```ts', '  if (a) {', '    b();', '  }', '  ```'))[0]?.code).toBe(
      text('if (a) {', '  b();', '}', ''),
    );
  });

  it('does not end a fence at a shorter mark', () => {
    expect(markdownFences(text('````ts', '```', '````'))[0]?.code).toBe('```\n');
  });
});

describe('docFences', () => {
  it('finds the fences of doc comments with their lines in the file', () => {
    const source = text(
      "import { a } from './a.ts';",
      '',
      '/**',
      ' * What it is.',
      ' *',
      ' * @example',
      ' * ```ts',
      ' * a();',
      ' *',
      ' * if (b) {',
      ' *   c();',
      ' * }',
      ' * ```',
      ' */',
      'export const x = 1;',
    );
    expect(docFences(source)).toEqual([{ line: 8, code: 'a();\n\nif (b) {\n  c();\n}\n', noRun: undefined }]);
  });

  it('leaves other comments alone', () => {
    expect(docFences(text('// ```ts', '/* ```ts */', 'const a = `', '```ts', '`;'))).toEqual([]);
  });

  it('refuses an @example without a fence, and names the line of the comment', () => {
    expect(() => docFences(text('', '/**', ' * @example a()', ' */'))).toThrow('2: an @example without a ```ts fence');
  });
});

import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { checkArrows, findArrows } from '../lib/arrows.mjs';
import { isPrinted, isShown } from '../lib/shown-value.mjs';

const parse = (code: string) => ts.createSourceFile('x.ts', code, ts.ScriptTarget.ES2022, true);

/** Runs code with its arrows checked, and gives what came to each. */
function seen(code: string): unknown[] {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const before: ts.TransformerFactory<ts.SourceFile>[] = [
    (context) => (file) => checkArrows(() => findArrows(file))(context)(file),
  ];
  const { outputText } = ts.transpileModule(code, { compilerOptions: options, transformers: { before } });
  const values: unknown[] = [];
  const shows = (index: number, value: unknown) => {
    values[index] = value;
    return value;
  };
  new Function('__shows', '__prints', outputText)(shows, (index: number, ...all: unknown[]) => {
    values[index] = all;
  });
  return values;
}

describe('findArrows', () => {
  it.each([
    ['a statement', 'f(1); // => 1', 'f(1)'],
    ['a statement of several lines', 'f(\n  1,\n); // => 1', 'f(\n  1,\n)'],
    ['the statement above', 'f(1);\n// => 1', 'f(1)'],
    ['a variable', 'const a = f(1); // => 1', 'f(1)'],
    ['an awaited value', 'await f(1); // => 1', 'await f(1)'],
    ['console.log as a statement', 'console.log(1); // => 1', 'console.log(1)'],
    ['console.log in a property', 'g({\n  h: (a) => console.log(a), // => 1\n});', 'console.log(a)'],
    ['console.log in a function', 'const f = (a) => console.log(a); // => 1', 'console.log(a)'],
    ['console.log in a callback', 'f.then((a) => console.log(a)); // => 1', 'console.log(a)'],
    ['a statement in a block', 'if (a) { f(1); // => 1\n}', 'f(1)'],
  ])('finds %s', (_name, code, expected) => {
    expect(findArrows(parse(code)).map(({ target, text }) => [target?.getText(), text])).toEqual([[expected, '1']]);
  });

  it('counts lines from 1 and lists an arrow that speaks of nothing', () => {
    expect(findArrows(parse('interface A {}\n// => 1'))).toEqual([{ line: 2, text: '1', target: undefined }]);
  });
});

describe('checkArrows', () => {
  it('hands over the values and leaves what the program does as it is', () => {
    expect(seen('let a = 1;\na += 1; // => 2\nconst b = a * 2; // => 4\nconsole.log(a, b); // => 2 4')).toEqual([
      2,
      4,
      [2, 4],
    ]);
  });
});

describe('isShown', () => {
  it.each([
    [1001, '1001'],
    [undefined, 'undefined'],
    ['private', "'private'"],
    [{ code: 1000, reason: '' }, "{ code: 1000, reason: '' }"],
    [Object.assign(Object.create(null), { a: 1 }), '[Object: null prototype] { a: 1 }'],
    [[1004, 1005], '[1004, 1005]'],
    [new Uint8Array([0x81, 0x05]), '81 05'],
    [new Uint8Array([0x81, 0x05]), 'Uint8Array [0x81, 0x05]'],
    [new Uint8Array([0x81, 0x05]), 'Uint8Array.of(129, 5)'],
    [new Uint8Array(), 'Uint8Array []'],
    [-1, '-1: good so far'],
    ['a: b', "'a: b': a remark"],
    [Object.assign(new Error('x'), { name: 'ProtocolError', code: 'BAD' }), 'ProtocolError BAD'],
  ])('takes %o for %s', (value, text) => {
    expect(isShown(value, text)).toBe(true);
  });

  it.each([
    [1001, '1002'],
    [1, "'1'"],
    ['1', '1.0'],
    [undefined, 'null'],
    [{ code: 1000 }, "{ code: 1000, reason: '' }"],
    [new Uint8Array([0x81, 0x05]), '81 06'],
    [new Uint8Array([0x81]), '129'],
    [new Uint8Array([1, 2]), 'Uint8Array [1, 3]'],
    [Object.assign(new Error('x'), { name: 'ProtocolError', code: 'BAD' }), 'ProtocolError WORSE'],
    ['private', 'something else entirely'],
  ])('does not take %o for %s', (value, text) => {
    expect(isShown(value, text)).toBe(false);
  });
});

describe('isPrinted', () => {
  it('compares what is printed, or the one value that is', () => {
    expect(isPrinted(['Hello', 5], 'Hello 5')).toBe(true);
    expect(isPrinted(['Hello'], "'Hello'")).toBe(true);
    expect(isPrinted(['Hello'], 'Hell')).toBe(false);
  });
});

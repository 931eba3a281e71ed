/**
 * Makes of an example in TypeScript the body of an async function: types taken out, imports turned into calls, and the
 * values behind arrows (`expression; // => value`) handed to a function. Lines stay where they are.
 */
import { type Comment, type Node, parse } from 'acorn';
import { transform } from 'sucrase';

/** An arrow, by the line that it stands on. */
export interface Arrow {
  readonly line: number;
  /** What stands behind it. */
  readonly text: string;
}

/** The function's body calls `__import(name)`, `__shows(index, value)` and `__prints(index, ...values)`. */
export interface Prepared {
  readonly body: string;
  readonly arrows: readonly Arrow[];
}

/** Replaces the text from `start` to `end`. */
type Edit = readonly [start: number, end: number, text: string];
/** A node of any type: its fields are looked at before they are used. */
type AnyNode = Node & Record<string, unknown>;

/** @throws {SyntaxError} when it is no TypeScript; the message names the line */
export function prepare(source: string): Prepared {
  const { code } = transform(source, { transforms: ['typescript'], disableESTransforms: true });
  const comments: Comment[] = [];
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
  const nodes = [...descendants(program as unknown as AnyNode)];
  const edits: Edit[] = nodes.flatMap((node) => importEdits(node, code));
  const arrows: Arrow[] = [];
  for (const { type, value, start } of comments) {
    const text = type === 'Line' ? /^ => (.*)$/.exec(value)?.[1] : undefined;
    if (text === undefined) continue;
    edits.push(...arrowEdits(nodes, code, start, arrows.length));
    arrows.push({ line: code.slice(0, start).split('\n').length, text: text.trim() });
  }
  return { body: applyEdits(code, edits), arrows };
}

function* descendants(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* descendants(child);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function importEdits(node: AnyNode, code: string): Edit[] {
  if (node.type === 'ImportExpression') return [[node.start, node.start + 'import'.length, '__import']];
  if (node.type.startsWith('Export')) throw new SyntaxError('an example on a page exports nothing');
  if (node.type !== 'ImportDeclaration') return [];
  const { raw } = node.source as AnyNode;
  const specifiers = (node.specifiers as AnyNode[]).map((specifier) => {
    const local = (specifier.local as AnyNode).name;
    if (specifier.type === 'ImportNamespaceSpecifier') return { whole: local };
    return {
      named:
        specifier.type === 'ImportDefaultSpecifier'
          ? `default: ${local}`
          : `${(specifier.imported as AnyNode).name}: ${local}`,
    };
  });
  const lines = '\n'.repeat(code.slice(node.start, node.end).split('\n').length - 1);
  const loaded = `await __import(${raw})`;
  const whole = specifiers.find((specifier) => 'whole' in specifier)?.whole;
  const named = specifiers.flatMap((specifier) => specifier.named ?? []).join(', ');
  const statement = whole === undefined ? `const { ${named} } = ${loaded};` : `const ${whole} = ${loaded};`;
  return [[node.start, node.end, `${statement}${lines}`]];
}

/** The statement that ends right before an arrow, a `console.log` before all others: what it speaks of is handed over. */
function arrowEdits(nodes: readonly AnyNode[], code: string, at: number, index: number): Edit[] {
  const before = nodes.filter(({ end }) => end <= at && /^[\s;,)\]}]*$/.test(code.slice(end, at)));
  const print = before.filter(isPrint).sort((a, b) => b.end - a.end)[0];
  if (print !== undefined) {
    const { end } = print.callee as AnyNode;
    return [[print.start, code.indexOf('(', end) + 1, `__prints(${index}, `]];
  }
  const value = before
    .sort((a, b) => b.end - a.end)
    .map(subject)
    .find((node) => node !== undefined);
  if (value === undefined) return [];
  return [
    [value.start, value.start, `__shows(${index}, (`],
    [value.end, value.end, '))'],
  ];
}

function isPrint({ type, callee }: AnyNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  return (callee.object as AnyNode).name === 'console' && (callee.property as AnyNode).name === 'log';
}

function subject(node: AnyNode): AnyNode | undefined {
  if (node.type === 'ExpressionStatement') return node.expression as AnyNode;
  if (node.type !== 'VariableDeclaration') return undefined;
  return ((node.declarations as AnyNode[]).at(-1)?.init as AnyNode | null) ?? undefined;
}

function applyEdits(code: string, edits: readonly Edit[]): string {
  let result = code;
  for (const [start, end, text] of edits.toSorted(([a, aEnd], [b, bEnd]) => b - a || bEnd - aEnd)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}

// The arrows of the examples: `expression; // => value`. Makes a program check each arrow when it gets there.
import ts from 'typescript';

/**
 * @typedef {object} Arrow
 * @property {number} line from 1
 * @property {string} text what stands behind the arrow
 * @property {ts.Expression | undefined} target the expression it speaks of: the one that ends right before it, a `console.log`
 *   before all others; `undefined` when there is none
 */

/** @param {ts.Node} node */
const isPrint = (node) => ts.isCallExpression(node) && node.expression.getText() === 'console.log';

/**
 * Finds the arrows of a file.
 *
 * @param {ts.SourceFile} file
 * @returns {Arrow[]}
 */
export function findArrows(file) {
  return Array.from(file.text.matchAll(/\/\/ => (.*)$/gm), ({ index, 1: text = '' }) => {
    /** @type {{ value: ts.Expression, end: number, print: boolean } | undefined} */
    let best;
    const visit = (/** @type {ts.Node} */ node) => {
      const end = node.getEnd();
      if (end <= index && /^[\s;,)\]}]*$/.test(file.text.slice(end, index))) {
        const print = isPrint(node);
        const value = subject(node);
        const better = best === undefined || (print === best.print ? end > best.end : print);
        if (value !== undefined && better) best = { value, end, print };
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return { line: file.getLineAndCharacterOfPosition(index).line + 1, text: text.trim(), target: best?.value };
  });
}

/**
 * The expression that an arrow behind a node speaks of.
 *
 * @param {ts.Node} node
 * @returns {ts.Expression | undefined}
 */
function subject(node) {
  if (ts.isExpressionStatement(node)) return node.expression;
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.at(-1)?.initializer;
  return ts.isCallExpression(node) && isPrint(node) ? node : undefined;
}

/**
 * Makes the files hand the value of each such expression to a global function: `__shows(index, value)`, or for a `console.log`
 * `__prints(index, ...arguments)`. The index is the arrow's in the list of the file.
 *
 * @param {(fileName: string) => readonly Arrow[]} arrowsOf
 * @returns {ts.TransformerFactory<ts.SourceFile>}
 */
export function checkArrows(arrowsOf) {
  return (context) => (file) => {
    const targets = arrowsOf(file.fileName).map(({ target }) => target);
    /** @type {ts.Visitor} */
    const visit = (node) => {
      const index = targets.indexOf(/** @type {ts.Expression} */ (node));
      const visited = ts.visitEachChild(node, visit, context);
      if (index === -1) return visited;
      const print = isPrint(node);
      const values = print
        ? /** @type {ts.CallExpression} */ (visited).arguments
        : [/** @type {ts.Expression} */ (visited)];
      const { factory } = context;
      const name = factory.createIdentifier(print ? '__prints' : '__shows');
      return ts.setTextRange(
        factory.createCallExpression(name, undefined, [factory.createNumericLiteral(index), ...values]),
        node,
      );
    };
    return /** @type {ts.SourceFile} */ (ts.visitNode(file, visit));
  };
}

/** Small faults that a person could write, one by one: each should fail a test. */
import ts from 'typescript';

export interface Mutant {
  /** Path in the project, with slashes. */
  readonly file: string;
  /** Positions in the source, UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly before: string;
}

const { SyntaxKind } = ts;

const OPERATORS = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+']
]);

const METHODS = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min']
]);

/** Only in functions: what a module computes once is a table, which `rules-table.test.ts` and its like compare. */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const mutants: Mutant[] = [];
  const add = (node: ts.Node, text: string): void => {
    const [from, to] = [node.getStart(tree), node.getEnd()];
    const line = tree.getLineAndCharacterOfPosition(from).line + 1;
    mutants.push({ file, from, to, text, line, before: source.slice(from, to) });
  };
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (isInFunction) for (const [at, text] of faultsOf(node)) add(at, text);
    if (ts.isTypeNode(node)) return;
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(tree, false);
  return mutants;
}

function faultsOf(node: ts.Node): readonly (readonly [ts.Node, string])[] {
  if (ts.isBinaryExpression(node)) {
    const other = OPERATORS.get(node.operatorToken.kind);
    return other === undefined ? [] : [[node.operatorToken, other]];
  }
  if (ts.isIfStatement(node))
    return [
      [node.expression, 'true'],
      [node.expression, 'false']
    ];
  if (ts.isConditionalExpression(node))
    return [
      [node.condition, 'true'],
      [node.condition, 'false']
    ];
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    return [[node, `(${node.operand.getText()})`]];
  if (ts.isPropertyAccessExpression(node)) {
    const other = METHODS.get(node.name.text);
    return other === undefined ? [] : [[node.name, other]];
  }
  if (node.kind === SyntaxKind.TrueKeyword) return [[node, 'false']];
  if (node.kind === SyntaxKind.FalseKeyword) return [[node, 'true']];
  return [];
}

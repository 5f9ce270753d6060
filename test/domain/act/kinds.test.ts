/** What each kind of act grants, held against tables written by hand: what they do not grant is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ImportAuthorizationBody, ReceiptBody, ReceiptStage } from '#lib/domain/act/body.ts';
import {
  ACT_KINDS,
  kindNamed,
  kindOf,
  type ActKind,
  type Body,
  type DossierKind
} from '#lib/domain/act/kinds.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import type { AuthorityCode, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { mayState } from '#lib/domain/registration/certify.ts';

type To = readonly (AuthorityCode | '*')[];
type Says = readonly [from: string, to: string];

const PARTIES = ['AU', 'CH', 'NZ', 'INCB', 'EXCHANGE'];
const AUDIENCES = ['AU', 'CH', 'NZ', 'INCB', 'EXCHANGE', '*', 'AU CH', 'CH NZ', 'AU *', ''];
const PEOPLE = ['administrator', 'officer'];
const BOARD = ['root', 'desk'];
const SECRETARIAT = ['desk'];

/** Between the two countries of the dossier, importing AU and exporting CH. */
const BETWEEN: readonly Says[] = [
  ['AU', 'CH'],
  ['CH', 'AU']
];
const TO_EVERYBODY: readonly Says[] = ['AU', 'CH', 'NZ', 'INCB'].map((from) => [from, '*']);
const BY_THE_BOARD: readonly Says[] = [['INCB', '*']];
const TO_THE_BOARD: readonly Says[] = ['AU', 'CH', 'NZ'].map((from) => [from, 'INCB']);
const AMONG_COUNTRIES: readonly Says[] = [
  ['AU', 'CH'],
  ['AU', 'NZ'],
  ['AU', 'CH NZ'],
  ['CH', 'AU'],
  ['CH', 'NZ'],
  ['NZ', 'AU'],
  ['NZ', 'CH'],
  ['NZ', 'AU CH']
];

const TO_ONE_COUNTRY = AMONG_COUNTRIES.filter(([, to]) => to.length === 2);

/** Kind by kind: whose key may state it, and who may say it to whom. */
const GRANTED: Readonly<Record<string, readonly [signers: readonly string[], says: readonly Says[]]>> = {
  'import-authorization': [PEOPLE, BETWEEN],
  'export-authorization': [PEOPLE, BETWEEN],
  reply: [PEOPLE, BETWEEN],
  shipment: [PEOPLE, BETWEEN],
  endorsement: [PEOPLE, BETWEEN],
  cancellation: [PEOPLE, BETWEEN],
  'match-decision': [PEOPLE, BETWEEN],
  suspension: [PEOPLE, BETWEEN],
  correction: [PEOPLE, BETWEEN],
  'paper-record': [PEOPLE, BETWEEN],
  'special-import-licence': [PEOPLE, BETWEEN],
  'shared-file': [PEOPLE, BETWEEN],
  'export-declaration': [PEOPLE, BETWEEN],
  'copy-sent': [PEOPLE, BETWEEN],
  message: [PEOPLE, [...AMONG_COUNTRIES, ...emptyFor('AU', 'CH', 'NZ')]],
  certificate: [[...BOARD, 'administrator'], TO_EVERYBODY],
  withdrawal: [[...BOARD, 'administrator'], TO_EVERYBODY],
  authority: [BOARD, BY_THE_BOARD],
  'substance-edition': [SECRETARIAT, BY_THE_BOARD],
  estimate: [SECRETARIAT, BY_THE_BOARD],
  assessment: [SECRETARIAT, BY_THE_BOARD],
  prohibition: [SECRETARIAT, BY_THE_BOARD],
  'schedule-practice': [SECRETARIAT, BY_THE_BOARD],
  directory: [SECRETARIAT, BY_THE_BOARD],
  'list-confirmation': [SECRETARIAT, BY_THE_BOARD],
  announcement: [BOARD, BY_THE_BOARD],
  survey: [BOARD, BY_THE_BOARD],
  'survey-closing': [BOARD, BY_THE_BOARD],
  'suggestion-answer': [BOARD, BY_THE_BOARD],
  'user-group-record': [BOARD, BY_THE_BOARD],
  'suggestion-vote': [['administrator'], TO_EVERYBODY.filter(([from]) => from !== 'INCB')],
  'action-report': [['administrator'], TO_EVERYBODY.filter(([from]) => from !== 'INCB')],
  'survey-answer': [['administrator'], TO_THE_BOARD],
  suggestion: [PEOPLE, TO_THE_BOARD],
  enrolment: [PEOPLE, TO_THE_BOARD],
  'trial-proposal': [PEOPLE, TO_ONE_COUNTRY],
  'trial-answer': [PEOPLE, TO_ONE_COUNTRY],
  'trial-result': [PEOPLE, TO_ONE_COUNTRY],
  'national-practice': [['administrator'], TO_EVERYBODY.filter(([from]) => from !== 'INCB')]
};

/** An empty list of addressees is refused by the shape, before anybody asks who they are. */
function emptyFor(...from: string[]): Says[] {
  return from.map((one) => [one, '']);
}

const RECEIPT_SIGNERS = [...PEOPLE, 'exchange'];
const FROM_THE_EXCHANGE: readonly Says[] = ['AU', 'CH', 'NZ'].map((to) => ['EXCHANGE', to]);
const FROM_THE_EXCHANGE_TO_SEVERAL: readonly Says[] = [
  ...FROM_THE_EXCHANGE,
  ['EXCHANGE', 'AU CH'],
  ['EXCHANGE', 'CH NZ'],
  ...emptyFor('EXCHANGE')
];
const RECEIPTS: Readonly<Record<ReceiptStage, readonly Says[]>> = {
  delivered: FROM_THE_EXCHANGE,
  opened: AMONG_COUNTRIES.filter(([, to]) => to.length === 2),
  altered: FROM_THE_EXCHANGE_TO_SEVERAL,
  missing: FROM_THE_EXCHANGE_TO_SEVERAL,
  retracted: FROM_THE_EXCHANGE_TO_SEVERAL
};

const SIGNERS = {
  root: { authority: 'INCB', role: 'root' },
  desk: { authority: 'INCB', role: 'administrator' },
  'officer of the Board': { authority: 'INCB', role: 'officer' },
  administrator: { authority: 'AU' as CountryCode, role: 'administrator' },
  officer: { authority: 'AU' as CountryCode, role: 'officer' },
  'root of a country': { authority: 'AU' as CountryCode, role: 'root' },
  exchange: { authority: 'EXCHANGE', role: 'exchange' }
} as const;

function saysOf(kind: ActKind, more: Readonly<Record<string, unknown>> = {}): string[] {
  const heard: string[] = [];
  for (const issuer of PARTIES)
    for (const audience of AUDIENCES) {
      const to = audience === '' ? [] : (audience.split(' ') as unknown as To);
      const body = { kind, issuer, to, dossier: 'AU.CH.20261101.IP 1', ...more } as unknown as Body;
      if (kindOf(body).audience(body).length === 0) heard.push(`${issuer} → ${audience}`);
    }
  return heard;
}

const told = (says: readonly Says[]): string[] => says.map(([from, to]) => `${from} → ${to}`).sort();

describe('the kinds of acts', () => {
  it('are these and no others', () => {
    expect([...ACT_KINDS].sort()).toEqual([...Object.keys(GRANTED), 'receipt'].sort());
  });

  it.each(ACT_KINDS)('%s is stated by whom it grants and by nobody else', (kind) => {
    const may = Object.entries(SIGNERS).filter(([, signer]) => mayState(signer, kind));
    const granted = kind === 'receipt' ? RECEIPT_SIGNERS : (GRANTED[kind]?.[0] ?? []);
    expect(may.map(([name]) => name).sort()).toEqual([...granted].sort());
  });

  it.each(Object.keys(GRANTED))('%s goes from whom and to whom it grants, and nowhere else', (kind) => {
    expect(saysOf(kind as ActKind).sort()).toEqual(told(GRANTED[kind]?.[1] ?? []));
  });

  it.each(Object.entries(RECEIPTS))(
    'a receipt that says %s comes from whom and goes to whom it should',
    (stage, says) => {
      expect(saysOf('receipt', { stage }).sort()).toEqual(told(says));
    }
  );

  it.each(['decree', '', 'constructor', '__proto__', 'Reply', 7, null, undefined])(
    'what nobody has thought of is no kind, may be stated by nobody and is refused: %s',
    (kind) => {
      expect(kindNamed(kind)).toBeNull();
      for (const signer of Object.values(SIGNERS)) expect(mayState(signer, kind as ActKind)).toBe(false);
      const read = parseBody({ kind });
      expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(['act.kind.unknown']);
    }
  );

  it('have the type that their shape reads', () => {
    expectTypeOf<DossierKind>().toEqualTypeOf<
      | 'import-authorization'
      | 'export-authorization'
      | 'reply'
      | 'shipment'
      | 'endorsement'
      | 'cancellation'
      | 'match-decision'
      | 'suspension'
      | 'correction'
      | 'paper-record'
      | 'special-import-licence'
      | 'shared-file'
      | 'export-declaration'
      | 'copy-sent'
    >();
    expectTypeOf<ImportAuthorizationBody['kind']>().toEqualTypeOf<'import-authorization'>();
    expectTypeOf<ImportAuthorizationBody['exportingCountry']>().toEqualTypeOf<CountryCode>();
    expectTypeOf<ImportAuthorizationBody['lines'][number]['factor']['date']>().toEqualTypeOf<CalendarDate>();
    expectTypeOf<ReceiptBody['stage']>().toEqualTypeOf<ReceiptStage>();
    expectTypeOf<undefined extends ReceiptBody['takesBack'] ? true : false>().toEqualTypeOf<true>();
  });
});

/** More of them side by side than anything needs that is true of some kinds alone. */
const A_LIST = 5;

describe('the list of kinds', () => {
  it('stands in one place: nothing else names so many, save where the compiler misses the one that lacks', () => {
    const files = ['src', 'couch'].flatMap(sourcesIn);
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => listsIn(file, scriptOf(file)))).toEqual([]);
  });

  it('would be found in a list, a choice, a union and a chain of comparisons', () => {
    const five = ACT_KINDS.slice(0, A_LIST);
    const quoted = five.map((kind) => `'${kind}'`);
    for (const source of [
      `const LIST = [${quoted.join()}];`,
      `type Some = ${quoted.join(' | ')};`,
      `switch (x) { ${quoted.map((one) => `case ${one}:`).join(' ')} }`,
      `const is = ${quoted.map((one) => `x === ${one}`).join(' || ')};`,
      `const TABLE = { ${quoted.map((one) => `${one}: 1`).join()} };`
    ])
      expect(listsIn('x.ts', source)).toHaveLength(1);
    expect(
      listsIn('x.ts', `const T: Record<ActKind, 1> = { ${quoted.map((one) => `${one}: 1`).join()} };`)
    ).toEqual([]);
  });
});

/** The paper record lists instruments, which share names with kinds but are a list of their own. */
const ELSEWHERE = [
  'src/lib/domain/act/kinds.ts',
  'src/lib/domain/act/kinds/paper-record.ts',
  'src/lib/i18n/paraglide/'
];

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(ts|svelte)$/.test(name) && !ELSEWHERE.some((one) => name.startsWith(one)));
}

function scriptOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

function listsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const names = new Set(namedIn(node).filter((name) => ACT_KINDS.includes(name as ActKind)));
    if (names.size >= A_LIST) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}`);
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namedIn(node: ts.Node): string[] {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(textOf);
  if (ts.isUnionTypeNode(node))
    return node.types.flatMap((one) => (ts.isLiteralTypeNode(one) ? textOf(one.literal) : []));
  if (ts.isCaseBlock(node))
    return node.clauses.flatMap((one) => (ts.isCaseClause(one) ? textOf(one.expression) : []));
  if (ts.isObjectLiteralExpression(node)) return isHeldByItsType(node) ? [] : node.properties.flatMap(keyOf);
  if (ts.isBinaryExpression(node) && !ts.isBinaryExpression(node.parent)) return allTexts(node);
  return [];
}

function textOf(node: ts.Node): string[] {
  return ts.isStringLiteral(node) ? [node.text] : [];
}

function keyOf({ name }: ts.ObjectLiteralElementLike): string[] {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [];
}

function allTexts(node: ts.Node): string[] {
  const texts: string[] = [...textOf(node)];
  node.forEachChild((one) => void texts.push(...allTexts(one)));
  return texts;
}

/** A table of all kinds by its type: a kind that it lacks does not compile. */
function isHeldByItsType({ parent }: ts.ObjectLiteralExpression): boolean {
  return (
    ts.isVariableDeclaration(parent) &&
    /\b(ActKind|DossierKind|ListKind|Cards)\b/.test(parent.type?.getText() ?? '')
  );
}

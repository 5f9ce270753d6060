/** Every check of the form with its status, so that passed checks show too. */
import { BOARD_FORMS, NATIONAL_PRACTICE, PRODUCT_SUGGESTION, type Problem, type Weight } from '../result.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { Judgement } from './judge-import.ts';
import { CHECKS, isProblemCode, PROBLEM_CODES, type CheckName } from '../act/problem-codes.ts';

interface CheckRow {
  readonly name: CheckName;
  /** `authorization.check.<name>`, also the key of its title. */
  readonly code: string;
  readonly state: 'passed' | Weight;
  readonly article: string;
  readonly problems: readonly Problem[];
}

const EXPORT_ONLY: readonly CheckName[] = ['reference', 'remaining', 'prohibition', 'copies'];
const IMPORT_ONLY: readonly CheckName[] = ['purpose', 'consignments'];
/** 1971 art. 12(2): no authorization comes first, and no period is granted. */
const NOT_DECLARED: readonly CheckName[] = [
  ...IMPORT_ONLY,
  'reference',
  'remaining',
  'balance',
  'validity',
  'bonded'
];
const HIDDEN: Readonly<Record<AuthorizationKind, readonly CheckName[]>> = {
  'import-authorization': EXPORT_ONLY,
  'export-authorization': IMPORT_ONLY,
  'export-declaration': NOT_DECLARED
};
const PAPER_ONLY: readonly CheckName[] = ['paper'];
/** Judged when something is issued, not when a paper is recorded. */
const ISSUE_ONLY: readonly CheckName[] = [
  'authority',
  'remaining',
  'balance',
  'prohibition',
  'copies',
  'plausible',
  'purpose'
];
const NEEDS_LINES: readonly CheckName[] = [
  'quantities',
  'plausible',
  'factors',
  'schedules',
  'remaining',
  'balance',
  'prohibition'
];
const WEIGHTS: readonly Weight[] = ['refused', 'todo', 'notice'];

const ARTICLES: Readonly<Record<CheckName, string>> = {
  authority: '1961:31.4(c)',
  reference: '1961:31.5',
  countries: '1961:1.1(m)',
  parties: '1961:31.4(b)',
  consignee: '1961:31.8',
  purpose: BOARD_FORMS,
  consignments: '1961:31.4(d)',
  validity: '1961:31.4(b)',
  bonded: '1961:31.9',
  lines: '1961:31.4(a)',
  quantities: '1961:31.4(b)',
  plausible: PRODUCT_SUGGESTION,
  factors: BOARD_FORMS,
  schedules: '1971:12.1',
  remaining: '1961:31.1',
  balance: '1961:31.1(b)',
  prohibition: '1971:13.2',
  particulars: NATIONAL_PRACTICE,
  copies: '1961:31.6',
  paper: 'ECOSOC 1981/7'
};

/** Of a declaration; no bank and no post box is a rule of authorizations (1971 art. 12(3)(b)). */
const DECLARED_ARTICLES: Readonly<Partial<Record<CheckName, string>>> = {
  authority: '1971:12.2(b)',
  countries: '1971:1(h)',
  parties: '1971:12.2(a)',
  consignee: NATIONAL_PRACTICE,
  lines: '1971:12.2(a)',
  quantities: '1971:12.2(a)',
  schedules: '1971:12.2',
  copies: '1971:12.2(c)'
};

export function checksOf({ kind, isPaper, problems, lines }: Judgement<unknown>): readonly CheckRow[] {
  const articles = kind === 'export-declaration' ? { ...ARTICLES, ...DECLARED_ARTICLES } : ARTICLES;
  const hidden = [...HIDDEN[kind], ...(isPaper ? ISSUE_ONLY : PAPER_ONLY)];
  return CHECKS.filter((name) => !hidden.includes(name)).map((name) => {
    const own = WEIGHTS.flatMap((weight) =>
      problems.filter((one) => one.weight === weight && checkOf(one, kind) === name)
    );
    const isIdle = lines.length === 0 && NEEDS_LINES.includes(name);
    const state = own[0]?.weight ?? (isIdle ? 'todo' : 'passed');
    const article = own[0]?.article ?? articles[name];
    return { name, code: `authorization.check.${name}`, state, article, problems: own };
  });
}

/** The one date of a declaration is no period of validity. */
function checkOf({ code }: Problem, kind: AuthorizationKind): CheckName {
  const check = isProblemCode(code) ? PROBLEM_CODES[code].check : 'particulars';
  return check === 'validity' && kind === 'export-declaration' ? 'particulars' : check;
}

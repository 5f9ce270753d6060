/**
 * Problems of acts after an authorization, with weight and article. Shared with the dossier's fold, so the screen warns
 * of the partner server's refusals.
 */
import type { Convention } from '../goods/substance-edition.ts';
import {
  articleOn,
  CURRENT_EDITION,
  groundOf,
  type EditionIndex,
  type Ground,
  findSubstance
} from '../goods/substance.ts';
import { OWN_RULE, type Problem, type Weight, NATIONAL_PRACTICE } from '../result.ts';

interface FollowUpRule {
  readonly weight: Weight;
  readonly article: string;
}

const todo = (article: string): FollowUpRule => ({ weight: 'todo', article });
const refused = (article: string): FollowUpRule => ({ weight: 'refused', article });
const notice = (article: string): FollowUpRule => ({ weight: 'notice', article });

export const FOLLOW_UP_CODES = {
  'shipment.date.missing': todo('1961:31.7(c)'),
  'shipment.date.future': refused('1961:31.7(c)'),
  'shipment.date.outsideValidity': refused('1961:31.4(b)'),
  'shipment.line.exceedsAuthorization': refused('1961:31.7(c)'),
  'shipment.line.less': notice('1961:31.7(c)'),
  'shipment.nothing': refused('1961:31.7(c)'),
  'shipment.suspended': refused(OWN_RULE),
  'shipment.objected': refused('ECOSOC 1981/7'),
  'shipment.importCancelled': refused('1961:31.5'),

  'endorsement.outcome.missing': todo('1961:31.7(a)'),
  'endorsement.date.missing': todo('1961:31.7(a)'),
  'endorsement.date.future': refused('1961:31.7(a)'),
  'endorsement.nil.future': refused('1961:31.7(a)'),
  'endorsement.date.beforeIssue': refused('1961:31.7(a)'),
  'endorsement.date.beforeShipment': notice('1961:31.7(a)'),
  'endorsement.notExpired': refused('1961:31.7(a)'),
  'endorsement.imported.nothing': refused('1961:31.7(b)'),
  'endorsement.line.moreThanExported': notice('1961:31.7(b)'),
  'endorsement.line.moreThanAuthorized': notice('1961:31.7(b)'),
  'endorsement.line.less': notice('1961:31.7(b)'),

  'reply.answer.missing': todo('ECOSOC 1981/7'),
  'reply.text.missing': todo('ECOSOC 1981/7'),
  'reply.ownAct': refused('ECOSOC 1981/7'),
  'reply.objection.none': refused(OWN_RULE),

  'cancellation.reason.missing': todo(OWN_RULE),
  'cancellation.afterShipment': refused(OWN_RULE),
  'cancellation.notIssuer': refused(OWN_RULE),
  'cancellation.twice': refused(OWN_RULE),

  'copy.sentOn.missing': todo('1971:12.2(c)'),
  'copy.sentOn.future': refused('1971:12.2(c)'),

  'moved.cancelled': refused('1961:31.12'),
  'moved.lines.incomplete': refused('1961:31.12'),
  'moved.line.exceedsExport': refused('1961:31.12'),

  'suspension.reason.missing': todo(OWN_RULE),
  'suspension.tooLate': refused(OWN_RULE),

  'correction.reason.missing': todo(OWN_RULE),
  'correction.same': todo(OWN_RULE),
  'correction.notNewest': refused(OWN_RULE),

  'licence.number.missing': todo('1971:13.3'),
  'licence.substance.missing': todo('1971:13.3'),
  'licence.limit.missing': todo('1971:13.3'),
  'licence.limit.unreadable': refused('1971:13.3'),
  'licence.until.missing': todo('1971:13.3'),
  'licence.until.past': refused('1971:13.3'),

  'match.import.missing': todo('1961:31.4(c)'),
  'match.reason.missing': todo('1961:31.5'),

  'paper.missing': todo('ECOSOC 1981/7'),
  'paper.future': refused('ECOSOC 1981/7'),

  'actual.quantity.missing': todo('1961:31.7'),
  'quantity.unit.missing': todo('1961:31.7'),
  'quantity.unit.unknown': refused('1961:31.7'),
  'quantity.unreadable': refused('1961:31.7'),
  'quantity.ambiguous': refused('1961:31.7'),
  'quantity.tooFine': refused(OWN_RULE),
  'quantity.tooLarge': refused(OWN_RULE),
  'date.malformed': refused('1961:31.7'),
  'date.incomplete': todo('1961:31.7'),
  'date.year': refused('1961:31.7'),
  'date.month': refused('1961:31.7'),
  'date.dayOfMonth': refused('1961:31.7'),
  'text.tooLong': refused(OWN_RULE),
  'text.marks': refused(OWN_RULE),
  'text.unreadable': refused(OWN_RULE)
} as const satisfies Readonly<Record<string, FollowUpRule>>;

export type FollowUpCode = keyof typeof FOLLOW_UP_CODES;

export function toFollowUpProblem(code: FollowUpCode, path: string, values?: Problem['values']): Problem {
  return { code, path, ...FOLLOW_UP_CODES[code], ...(values ? { values } : {}) };
}

export function isReady(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.weight === 'notice');
}

/**
 * Rules after an authorization cite the article of 1961, or of 1971 if all goods are of 1971. 1971 has no return of
 * unused authorizations and no certificate of exported quantity (art. 12(1)(e) ends with the import): there the rule is
 * national practice.
 */
const IN_1971: Readonly<Record<string, string>> = {
  '1961:31.1': '1971:12.1(c)',
  '1961:31.4(b)': '1971:12.1(b)',
  '1961:31.4(c)': '1971:12.1(b)',
  '1961:31.4(d)': '1971:12.1(a)',
  '1961:31.5': '1971:12.1(c)',
  '1961:31.7': '1971:12.1(e)',
  '1961:31.7(a)': '1971:12.1(e)',
  '1961:31.7(b)': '1971:12.1(e)',
  '1961:31.7(c)': NATIONAL_PRACTICE,
  '1961:31.9': '1971:12.3(c)',
  '1961:31.12': '1971:12.3(f)'
};

const OF_UNUSED = ['endorsement.notExpired', 'endorsement.nil.future', 'matching.nil.beforeExpiry'];

interface Goods {
  readonly substance: string;
}

/** 1971 only if every line is; an unknown substance counts as 1961. Of the bundled edition, as the fold reads it. */
export function conventionOfLines(lines: readonly Goods[]): Convention {
  const isOf1971 = ({ substance }: Goods): boolean => findSubstance(substance)?.convention === 1971;
  return lines.length > 0 && lines.every(isOf1971) ? 1971 : 1961;
}

/**
 * Form and door give the edition in force. The fold, and what both sides read from it alike, keep to the bundled one: the
 * same documents give the same bytes, whichever lists of INCB a device holds so far.
 */
export function withArticlesOf(
  problems: readonly Problem[],
  lines: readonly Goods[],
  edition: EditionIndex = CURRENT_EDITION
): readonly Problem[] {
  if (problems.length === 0) return problems;
  const ground = groundOf(lines.map(({ substance }) => findSubstance(substance, edition)));
  return ground === 1961 ? problems : problems.map((problem) => toArticleOf1971(problem, ground));
}

function toArticleOf1971(problem: Problem, ground: Ground): Problem {
  if (problem.article === undefined) return problem;
  const article = OF_UNUSED.includes(problem.code) ? NATIONAL_PRACTICE : IN_1971[problem.article];
  return article === undefined ? problem : { ...problem, article: articleOn(article, ground, false) };
}

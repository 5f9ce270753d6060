/**
 * Problems of acts after an authorization, with weight and article. Shared with the dossier's fold, so the screen warns
 * of the partner server's refusals.
 */
import { OWN_RULE, type Problem, type Weight } from '../result.ts';

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

  'match.import.missing': todo('1961:31.4(c)'),

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

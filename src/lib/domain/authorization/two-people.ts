/**
 * One person prepares an authorization and another signs it, where the issuer's practice demands it. The preparer signs the
 * content, so a person who changes it must prepare it again.
 */
import type { AuthorizationAct, AuthorizationBody, NationalPracticeBody } from '../act/body.ts';
import { prepared } from '../act/kinds/special-terms.ts';
import { canonicalJson } from '../canonical.ts';
import { findSubstance, type EditionIndex } from '../goods/substance.ts';
import type { CalendarDate, Instant } from '../ids.ts';
import { instantToDate } from '../calendar-date.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import {
  calendarDate,
  fits,
  integer,
  isPlainObject,
  listOf,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { personReference } from '../shape/references.ts';
import { sha256Base64url } from '../sha256.ts';
import type { IssueParticulars } from './issue.ts';
import type { AuthorizationKind } from '../act/number.ts';

/** Added when it is issued, or named by the rules of the day: the preparer cannot know them. */
// prettier-ignore
const LATER = [
  'schema', 'kind', 'issuer', 'to', 'seq', 'at', 'by', 'draft', 'demonstration', 'dossier', 'number', 'issuedOn',
  'confirmed', 'practices', 'edition', 'prepared'
];

export type Content = IssueParticulars<AuthorizationKind> | AuthorizationBody;
export type Prepared = NonNullable<AuthorizationBody['prepared']>;

export interface Preparation {
  readonly kind: AuthorizationKind;
  readonly draft: string;
  readonly at: Instant;
}

/** The text that the preparer's key signs; its `kind` is no act's. */
export function approvalText(content: Content, { kind, draft, at }: Preparation): string {
  const kept = Object.entries(content).filter(
    ([name, value]) => LATER.indexOf(name) < 0 && value !== undefined
  );
  const { issuer } = content;
  const hash = sha256Base64url(canonicalJson(Object.fromEntries(kept)));
  return canonicalJson({ kind: 'approval-request', schema: 1, of: kind, issuer, draft, at, content: hash });
}

/** The text in a draft; null for any other text. */
export function parsePrepared(typed: string): Prepared | null {
  if (typed === '') return null;
  try {
    const value: unknown = JSON.parse(typed);
    return fits(prepared, value) ? value : null;
  } catch {
    return null;
  }
}

/** `fourEyesFor` limits the rule: to some kinds, and of those to some schedules or to quantities of base. */
export function needsTwo(
  kind: AuthorizationKind,
  { lines }: Pick<Content, 'lines'>,
  { fourEyes, fourEyesFor }: Pick<NationalPracticeBody, 'fourEyes' | 'fourEyesFor'>,
  edition: EditionIndex
): boolean {
  if (!fourEyes) return false;
  const { kinds, schedules, fromGrams } = fourEyesFor ?? {};
  if (kinds && kinds.indexOf(kind) < 0) return false;
  if (!schedules && fromGrams === undefined) return true;
  const isLarge =
    fromGrams !== undefined &&
    lines.reduce((sum, { base }) => sum + microgramsOf(base), 0) >= fromGrams * 1e6;
  return (
    isLarge ||
    lines.some((line) => {
      const substance = findSubstance(line.substance, edition);
      // A substance that this edition does not know can be of any schedule.
      return (
        schedules &&
        (!substance ||
          substance.schedules.some((one) => schedules.indexOf(`${substance.convention}-${one}`) >= 0))
      );
    })
  );
}

export const APPROVERS_SETTING_ID = 'setting:approvers';
const approver = shaped({
  required: { person: personReference, name: text(1, 120) },
  /** A deputy signs only on these days. */
  optional: { from: calendarDate, until: calendarDate }
});
export type Approver = Checked<typeof approver>;
const setting = stored({ required: { schema: integer(1, 1), people: listOf(approver, 0, 50) } });

export function judgeApprovers(document: Record<string, unknown>): Problem[] {
  if (!fits(setting, document)) return [{ code: 'setting.malformed', path: 'people' }];
  const { people } = document;
  const turned = people.findIndex(
    ({ from, until }) => from !== undefined && until !== undefined && from > until
  );
  return turned < 0
    ? []
    : [{ code: 'authorization.validity.reversed', path: ['people', turned, 'until'].join('.') }];
}

/** Empty: every officer can sign. A damaged setting counts as empty, or no one could sign. */
export function readApprovers(document: unknown): readonly Approver[] {
  const isSound = isPlainObject(document) && judgeApprovers(document).length === 0;
  return isSound ? (document['people'] as readonly Approver[]) : [];
}

export function mayApprove(person: string, on: CalendarDate, approvers: readonly Approver[]): boolean {
  return (
    approvers.length === 0 ||
    approvers.some((one) => one.person === person && (one.from ?? on) <= on && on <= (one.until ?? on))
  );
}

/** Next step of this person for a draft that needs two. `preparer`: who signed its present content. */
export function turnOf(
  preparer: string | null,
  person: string,
  isApprover: boolean
): 'prepare' | 'wait' | 'sign' {
  if (preparer === null) return 'prepare';
  return preparer === person || !isApprover ? 'wait' : 'sign';
}

/** `preparer`: the account whose certified key signed the content; null: no valid signature. */
export interface TwoPeople {
  readonly preparer: string | null;
  readonly approvers: readonly Approver[];
}

export function judgeTwoPeople(
  { body }: Pick<AuthorizationAct, 'body'>,
  practice: NationalPracticeBody | null,
  edition: EditionIndex,
  { preparer, approvers }: TwoPeople
): Problem[] {
  if (!practice || !needsTwo(body.kind, body, practice, edition)) return [];
  const signer = body.by.person;
  if (preparer === null) return [{ code: 'approval.missing', path: 'body.prepared' }];
  if (preparer === signer) return [{ code: 'approval.own', path: 'body.by' }];
  return mayApprove(signer, instantToDate(body.at), approvers)
    ? []
    : [{ code: 'approval.notApprover', path: 'body.by' }];
}

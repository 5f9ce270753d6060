/** Refusals of form and door for a new record of a paper, besides those for the partner's own document. */
import { asKind, type ActOf, type DossierAct } from '../act/body.ts';
import type { Evidence } from '../act/kinds/evidence.ts';
import type { Paper, PaperRecordBody } from '../act/kinds/paper-record.ts';
import { recordedIn, saysTheSame } from '../act/stated-as.ts';
import { isBlank } from '../act/typed-text.ts';
import { latestDateAt } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import { OWN_RULE, type Problem } from '../result.ts';
import { correctableActs } from './corrections.ts';
import type { Dossier } from './dossier.ts';
import { toFollowUpProblem } from './follow-up-codes.ts';

export function judgePaper(acts: readonly DossierAct[], record: ActOf<'paper-record'>): readonly Problem[] {
  const { paper, comparedOn, at } = record.body;
  const today = latestDateAt(at);
  const problems: Problem[] = [];
  if (comparedOn > today)
    problems.push({ code: 'paper.compared.future', path: 'comparedOn', article: OWN_RULE });
  const date = dateOf(paper);
  if (date && date.on > today)
    problems.push({
      code: 'paper.date.future',
      path: date.path,
      values: { date: date.on },
      article: OWN_RULE
    });
  if (record.body.corrects) return problems;
  const same = acts.find((one) => isSame(one, record));
  return [...problems, ...(same ? [recordedTwice(same)] : judgeNumber(acts, record))];
}

/** `dossier`: with the corrected record, before the correction. */
export function judgeCorrectedRecord(
  acts: readonly DossierAct[],
  dossier: Dossier | null,
  { body }: ActOf<'paper-record'>
): readonly Problem[] {
  const { of, reason } = body.corrects ?? {};
  const corrected = asKind(
    acts.find(({ _id }) => _id === of),
    'paper-record'
  );
  if (!dossier || !corrected || correctableActs(dossier, body.issuer).indexOf(corrected._id) < 0)
    return [toFollowUpProblem('correction.notNewest', '')];
  if (isBlank(reason ?? '')) return [toFollowUpProblem('correction.reason.missing', 'reason')];
  if (saysTheSame(recordedIn(body), recordedIn(corrected.body)))
    return [toFollowUpProblem('correction.same', '')];
  if (corrected.body.paper.instrument !== body.paper.instrument) return [{ code: 'correction.other' }];
  const other =
    body.dossier === corrected.body.dossier
      ? undefined
      : acts.find((one) => isImportOf(one, body) && !isCorrectedIn(acts, one));
  return other ? [recordedTwice(other)] : [];
}

/** Its number can be that of another paper. */
function isCorrectedIn(acts: readonly DossierAct[], { _id }: DossierAct): boolean {
  return acts.some(({ body }) => body.kind === 'paper-record' && body.corrects?.of === _id);
}

function isImportOf({ body }: DossierAct, { dossier, issuer }: PaperRecordBody): boolean {
  return (
    body.kind === 'paper-record' &&
    body.paper.instrument === 'import-authorization' &&
    body.dossier === dossier &&
    body.issuer === issuer
  );
}

function recordedTwice({ _id, body }: DossierAct): Problem {
  const values = { person: body.by.name, act: _id };
  return { code: 'paper.recorded.twice', path: 'paper', values, article: OWN_RULE };
}

/** Two replies of one file with one number: either the writer miscounted, or somebody else has the file too. */
function judgeNumber(acts: readonly DossierAct[], { _id, body }: ActOf<'paper-record'>): readonly Problem[] {
  const other = acts.find(
    (one) => one._id !== _id && one.body.kind === 'paper-record' && isSameReply(one.body, body)
  );
  if (!other || !body.evidence) return [];
  const values = { number: body.evidence.number, person: other.body.by.name, act: other._id };
  return [{ code: 'evidence.number.conflict', path: 'evidence', values, article: OWN_RULE }];
}

function evidenceOf({ body }: DossierAct): Evidence | undefined {
  return body.kind === 'paper-record' ? body.evidence : undefined;
}

function isSameReply(one: PaperRecordBody, other: PaperRecordBody): boolean {
  return one.evidence?.key.x === other.evidence?.key.x && one.evidence?.number === other.evidence?.number;
}

/** Numbers before this reply that no record has: those replies were lost, or are still on their way. */
export function missingReplies(
  acts: readonly DossierAct[],
  { key, number }: Pick<Evidence, 'key' | 'number'>
): readonly number[] {
  const held = acts.flatMap((act) => evidenceOf(act) ?? []).filter((one) => one.key.x === key.x);
  const isMissing = (no: number): boolean => held.every((one) => one.number !== no);
  return Array.from({ length: number - 1 }, (_, index) => index + 1).filter(isMissing);
}

function dateOf(paper: Paper): { readonly path: string; readonly on: string } | null {
  const members: Readonly<Record<string, unknown>> = paper;
  for (const path of ['issuedOn', 'writtenOn', 'despatchedOn', 'returnedOn', 'divertedOn'])
    if (typeof members[path] === 'string') return { path, on: members[path] };
  return null;
}

function isSame({ _id, body }: DossierAct, record: ActOf<'paper-record'>): boolean {
  if (_id === record._id || body.kind !== 'paper-record' || body.issuer !== record.body.issuer) return false;
  // The same words in a further reply are a further reply.
  if (body.evidence && record.body.evidence && !isSameReply(body, record.body)) return false;
  return canonicalJson(body.paper) === canonicalJson(record.body.paper);
}

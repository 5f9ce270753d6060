import { isPaper } from '../act/stand-in.ts';
import { EXPIRING_DAYS } from '../own-choices.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { correctionsToConfirm } from './corrections.ts';
import { copyDueOf, type CopyDue } from './declarations.ts';
import { isUsing } from './import-use.ts';
import { isAnswered, openQuestion, openVerdict, standingObjection } from './open-question.ts';
import { isUndecided as isTwinUndecided } from './paper-twins.ts';
import { paperSteps } from './paper-steps.ts';
import { owesShipment, readUnsettled, readUnclear } from './read-unclear.ts';
import { endorsementsDue, isUnused, statusOn } from './status-on.ts';
import { isUnreconciled } from './without-import.ts';
import { isSuspended, readStop } from './stops.ts';
import { addDays } from '../calendar-date.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';

/**
 * Needs of an authorization from this authority, the most urgent first.
 *
 * | need       | the step                                                                           |
 * |------------|------------------------------------------------------------------------------------|
 * | `decide`   | export upon the partner's import authorization, or answer it                       |
 * | `answer`   | reply to what the partner asked; that may clear up the rest as well                |
 * | `settle`   | withdraw or uphold an objection that the partner answered                          |
 * | `confirm`  | reply to a correction of figures on which this authority has acted                 |
 * | `suspended`| release it, or wait until the partner does: until then it stops both sides         |
 * | `endorse`  | state what arrived, or that nothing did                                            |
 * | `record`   | record the paper of a partner that is not on I2ES (`paper-steps.ts`)               |
 * | `copy`     | send the copy of a declaration (`declarations.ts`)                                 |
 * | `ship`     | state what left                                                                    |
 * | `reconcile` | link an emergency export to the later import authorization of its goods           |
 * | `match`    | ask about, or cancel, what rests on something unclear                              |
 * | `compare`  | ask about goods of which different figures were stated, or which are missing       |
 * | `expiring` | nothing yet: its validity ends soon                                                |
 * | `remind`   | write to the partner, who has not replied for some days (`silence.ts`)             |
 */
export type Need =
  | 'decide'
  | 'answer'
  | 'settle'
  | 'confirm'
  | 'suspended'
  | 'endorse'
  | 'record'
  | 'copy'
  | 'ship'
  | 'reconcile'
  | 'match'
  | 'compare'
  | 'expiring'
  | 'remind';

/** They need no document, so they are not counted as work. */
export const REMINDERS: readonly string[] = ['expiring', 'remind'] satisfies readonly Need[];

interface Needs {
  readonly needs: readonly Need[];
  readonly due: CopyDue | null;
}

export function needsOfImport(
  dossier: Dossier,
  authority: AuthorityCode,
  {
    act,
    today,
    isTwice = false
  }: { readonly act: ActId; readonly today: CalendarDate; readonly isTwice?: boolean }
): Needs {
  const talk = talkNeeds(dossier, authority, act, isTwice);
  const needs: Need[] = [];
  const isOurs = authority === dossier.exportingCountry && isUndecided(dossier, today);
  if (isOurs && !standingObjection(dossier, act) && talk[0] !== 'answer' && talk[0] !== 'settle')
    needs.push('decide');
  needs.push(...talk, ...stoppedNeeds(dossier, authority, act));
  if (isUnused(dossier) && isExpiring(dossier.validUntil, today)) needs.push('expiring');
  return { needs, due: null };
}

export function needsOfExport(
  dossier: Dossier,
  authority: AuthorityCode,
  {
    strand,
    today,
    isTwice = false,
    isOff = false,
    isDelivered = false
  }: {
    readonly strand: ExportStrand;
    readonly today: CalendarDate;
    readonly isTwice?: boolean;
    readonly isOff?: boolean;
    readonly isDelivered?: boolean;
  }
): Needs {
  const needs: Need[] = [];
  const isWanted = (kind: 'endorse' | 'ship'): boolean =>
    goodsSteps(dossier, authority, strand, today).some((one) => one.kind === kind && one.isWanted);
  const isPaperWanted =
    isOff && paperSteps(dossier, authority, today).wanted.some(({ on }) => on === strand.act);
  const isEndorsed = isWanted('endorse');
  const copy = isDelivered ? null : copyDueOf(dossier, authority, strand, today);
  const due =
    isPaperWanted || isEndorsed
      ? (endorsementsDue(dossier, today).find(({ act }) => act === strand.act) ?? null)
      : copy;
  if (isPaperWanted) needs.push('record');
  else if (isEndorsed) needs.push('endorse');
  // The exchange delivers within a second, so only a delivery that fails is work.
  if (copy && (isOff || copy.due <= addDays(today, EXPIRING_DAYS))) needs.push('copy');
  if (isWanted('ship')) needs.push('ship');
  if (isUnreconciled(dossier, strand)) needs.push('reconcile');
  if (strand.isPresumed) needs.push('match');
  if (strand.status === 'issued' && isExpiring(strand.validUntil, today)) needs.push('expiring');
  const talk = talkNeeds(dossier, authority, strand.act, isTwice);
  needs.push(...talk, ...stoppedNeeds(dossier, authority, strand.act));
  // A lawful difference of form matters once the goods are in the returns.
  const isSettled = strand.agreement === 'form' && strand.status !== 'endorsed';
  if (talk.length === 0 && !isSettled && !isOff && readUnsettled(dossier, authority, strand, today))
    needs.push('compare');
  return { needs, due };
}

/** Both authorities see a suspension until it is released. */
function stoppedNeeds(dossier: Dossier, authority: AuthorityCode, on: ActId): readonly Need[] {
  const isAsked = correctionsToConfirm(dossier, authority).some(({ upon }) => upon === on);
  return [
    ...(isAsked ? (['confirm'] as const) : []),
    ...(isSuspended(dossier, on) ? (['suspended'] as const) : [])
  ];
}

/** The partner's question comes first, since the answer may settle the rest. */
export function talkNeeds(
  dossier: Dossier,
  authority: AuthorityCode,
  on: ActId,
  isTwice = false
): readonly Need[] {
  if (openQuestion(dossier, authority, on)) return ['answer'];
  if (openVerdict(dossier, on)?.waitsFor === authority) return ['settle'];
  return readUnclear(dossier, authority, on, isTwice) ? ['match'] : [];
}

export function isUndecided(dossier: Dossier, today: CalendarDate): boolean {
  const status = statusOn(dossier, today);
  if (status !== 'issued' && status !== 'objected') return false;
  if (isAnswered(dossier, dossier.exportingCountry)) return false;
  return dossier.exports.every((one) => one.status === 'cancelled' || one.isApart);
}

function isExpiring(validUntil: CalendarDate | null, today: CalendarDate): boolean {
  return validUntil !== null && validUntil >= today && validUntil <= addDays(today, EXPIRING_DAYS);
}

/**
 * A paper comes with its goods, and nobody records here that they left: it is endorsed and returned when they arrive
 * (1961 art. 31(7)(b), 1971 art. 12(1)(e)), so no date is due before its validity ends. Preparations of Schedule III are not.
 */
function isReturnedPaper(strand: ExportStrand): boolean {
  return isPaper(strand.act) && isUsing(strand) && !strand.lines.every(({ isExempt }) => isExempt);
}

interface GoodsStep {
  readonly kind: 'endorse' | 'ship';
  readonly isWanted: boolean;
}

/** Steps for the goods of one export authorization. Goods can leave before its end and be recorded later. */
export function goodsSteps(
  dossier: Dossier,
  authority: AuthorityCode,
  strand: ExportStrand,
  today: CalendarDate
): readonly GoodsStep[] {
  const { act, status, validUntil } = strand;
  if (authority === dossier.importingCountry) {
    if (isTwinUndecided(dossier, strand)) return [];
    if (status !== 'shipped' && status !== 'issued') return [];
    const isDue = isReturnedPaper(strand) || endorsementsDue(dossier, today).some((one) => one.act === act);
    return [{ kind: 'endorse', isWanted: isDue }];
  }
  if (authority !== dossier.exportingCountry || strand.twin) return [];
  // An arrival can be recorded before the shipment, which is still owed (1961 art. 31(7)(c)).
  if (owesShipment(strand)) return [{ kind: 'ship', isWanted: true }];
  if (status !== 'issued') return [];
  // Goods that left before a stop can still be recorded.
  const isStopped = readStop(dossier, act, dossier.importAuthorization) !== null;
  return [{ kind: 'ship', isWanted: validUntil >= today && !isStopped }];
}

/**
 * Next steps of each side, for buttons, palette, Today and register. The table of transitions rules here too, so no
 * button leads to a refusal.
 */
import { EXPIRING_DAYS } from '../own-choices.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { correctionsToConfirm } from './corrections.ts';
import { hasLeft, mayExportUpon } from './import-use.ts';
import {
  isAnswered,
  openQuestion,
  openQuestions,
  openVerdict,
  openVerdicts,
  standingObjection
} from './open-question.ts';
import { isOpenTo, paperSteps, type RecordedInstrument } from './paper-steps.ts';
import { owesShipment, readUnsettled, readUnclear } from './read-unclear.ts';
import { endorsementsDue, isUnused, statusOn, type EndorsementDue } from './status-on.ts';
import { isOpenWithoutImport, isUnreconciled } from './without-import.ts';
import { canBeSuspended, isSuspended, openSuspensions, readStop, suspendedBy } from './stops.ts';
import { addDays } from '../calendar-date.ts';
import { isPaper } from '../act/stand-in.ts';
import { parseActId } from '../act/act-id.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';

export interface Action {
  readonly kind:
    | 'reply'
    | 'settle'
    | 'confirm'
    | 'ask'
    | 'explain'
    | 'justify'
    | 'link'
    | 'unlink'
    | 'export'
    | 'ship'
    | 'endorse'
    /** Special import licence for goods that the own country prohibits (1971 art. 13(3)). */
    | 'license'
    | 'suspend'
    | 'release'
    /** Offered beside the act itself, `corrections.ts`. */
    | 'correct'
    | 'cancel'
    | 'record';
  readonly on: ActId;
  /** Of a paper to record. */
  readonly instrument?: RecordedInstrument;
}

export interface Actions {
  readonly primary: Action | null;
  readonly others: readonly Action[];
}

interface ActionContext {
  readonly today: CalendarDate;
  readonly focus?: ActId | null;
  readonly isLinkable?: (exportAuthorization: ActId) => boolean;
  /** True if its number was given to an earlier one, which only the dossiers of both countries show. */
  readonly isTwice?: (authorization: ActId) => boolean;
  /** True if the questioned figure is this authority's own (`matching/finding.ts`): it must explain, not ask. */
  readonly isOwnGoods?: (exportAuthorization: ActId) => boolean;
  /** True if the partner is not on I2ES (`partners/membership.ts`). */
  readonly isOff?: boolean;
  /** True if the importing country prohibits the substance. */
  readonly isProhibited?: (substance: string) => boolean;
}

export function actionsOf(
  dossier: Dossier,
  authority: AuthorityCode,
  {
    today,
    focus = null,
    isLinkable = () => false,
    isTwice = () => false,
    isOwnGoods = () => false,
    isOff = false,
    isProhibited = () => false
  }: ActionContext
): Actions {
  const strands = inFocusFirst(dossier.exports, focus);
  const isImporting = authority === dossier.importingCountry;
  const isExporting = authority === dossier.exportingCountry;
  if (!isImporting && !isExporting) return { primary: null, others: [] };
  const [wanted, possible] = isImporting
    ? importingActions(dossier, strands, today)
    : exportingActions(dossier, strands, today);
  const links = linksIn(strands, (one) => isUnreconciled(dossier, one) || isLinkable(one.act));
  const questions = [...questionsIn(dossier, authority, focus), ...confirmationsIn(dossier, authority)];
  const first = [...questions, ...(isImporting ? links : [])];
  const { importAuthorization: opening, setAside } = dossier;
  const documents = [...strands, ...setAside, ...(opening ? [{ act: opening }] : [])];
  const unclear = inFocusFirst(documents, focus).flatMap(({ act }) =>
    clearingOf(dossier, authority, act, isTwice(act))
  );
  const unsettled = strands.flatMap((strand): readonly Action[] => {
    const goods = readUnsettled(dossier, authority, strand, today);
    return goods ? [{ kind: isOwnGoods(strand.act) ? 'explain' : 'ask', on: goods.on }] : [];
  });
  const open = strands.filter(({ act }) => isOpenWithoutImport(dossier, act));
  const justified = open.map(({ act }): Action => ({ kind: 'justify', on: act }));
  const licensed = isImporting ? licensable(dossier, isProhibited) : [];
  const mistyped = cancellableRecords(dossier, authority);
  const later = [
    ...licensed,
    ...mistyped,
    ...(isImporting ? [] : links),
    ...justified,
    ...unlinksIn(strands)
  ];
  const paper = isOff ? paperSteps(dossier, authority, today) : NO_PAPER;
  const isShown = (one: Action): boolean => !isOff || isOpenTo(dossier, one);
  const pressing = [...first, ...releasesIn(dossier, authority), ...unclear, ...paper.wanted, ...wanted];
  const urgent = [...pressing, ...unsettled].filter(isShown);
  const stops = suspensionsIn(dossier, strands, authority, today);
  const all = once([...urgent, ...[...possible, ...paper.possible, ...later, ...stops].filter(isShown)]);
  const primary = urgent[0] ?? null;
  return { primary, others: primary ? all.slice(1) : all };
}

const NO_PAPER = { wanted: [], possible: [] };

/** Records of papers that this authority can cancel, to record the paper anew. */
function cancellableRecords(dossier: Dossier, authority: AuthorityCode): readonly Action[] {
  const { importAuthorization: opening, exports } = dossier;
  const isFree = opening && dossier.cancelled === null && !exports.some(hasLeft);
  const ids = [
    ...(isFree ? [opening] : []),
    ...exports.flatMap(({ act, status, endorsement, moved = [] }) => [
      ...(status === 'issued' ? [act] : []),
      ...(endorsement ? [endorsement] : []),
      ...moved.map((one) => one.act)
    ]),
    ...dossier.replies.map(({ act }) => act)
  ];
  const own = ids.filter((id) => isPaper(id) && parseActId(id)?.issuer === authority);
  return own.map((on) => ({ kind: 'cancel', on }));
}

function licensable(
  { importAuthorization, status, lines }: Dossier,
  isProhibited: (substance: string) => boolean
): readonly Action[] {
  const isOpen = importAuthorization !== null && status !== 'cancelled' && status !== 'closed';
  return isOpen && lines.some(({ substance }) => isProhibited(substance))
    ? [{ kind: 'license', on: importAuthorization }]
    : [];
}

/** Several reasons can call for the same step. */
function once(actions: readonly Action[]): readonly Action[] {
  return actions.filter(
    ({ kind, on, instrument }, at) =>
      actions.findIndex((one) => one.kind === kind && one.on === on && one.instrument === instrument) === at
  );
}

function confirmationsIn(dossier: Dossier, authority: AuthorityCode): readonly Action[] {
  return correctionsToConfirm(dossier, authority).map(({ act }) => ({ kind: 'confirm', on: act }));
}

function releasesIn(dossier: Dossier, authority: AuthorityCode): readonly Action[] {
  const own = openSuspensions(dossier).filter(({ issuer }) => issuer === authority);
  return own.map(({ of }) => ({ kind: 'release', on: of }));
}

function suspensionsIn(
  dossier: Dossier,
  strands: readonly ExportStrand[],
  authority: AuthorityCode,
  today: CalendarDate
): readonly Action[] {
  const { importAuthorization: act, validUntil } = dossier;
  const opening = act && validUntil ? [{ act, validUntil }] : [];
  return [...strands, ...opening]
    .filter((one) => one.validUntil >= today && canBeSuspended(dossier, one.act))
    .filter((one) => !suspendedBy(dossier, authority, one.act))
    .map((one) => ({ kind: 'suspend', on: one.act }));
}

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
  readonly due: EndorsementDue | null;
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
    isOff = false
  }: {
    readonly strand: ExportStrand;
    readonly today: CalendarDate;
    readonly isTwice?: boolean;
    readonly isOff?: boolean;
  }
): Needs {
  const needs: Need[] = [];
  const isWanted = (kind: 'endorse' | 'ship'): boolean =>
    goodsSteps(dossier, authority, strand, today).some((one) => one.kind === kind && one.isWanted);
  const isPaperWanted =
    isOff && paperSteps(dossier, authority, today).wanted.some(({ on }) => on === strand.act);
  const isDue = isPaperWanted || isWanted('endorse');
  const due = isDue ? (endorsementsDue(dossier, today).find(({ act }) => act === strand.act) ?? null) : null;
  if (isPaperWanted) needs.push('record');
  else if (due) needs.push('endorse');
  if (isWanted('ship')) needs.push('ship');
  if (isUnreconciled(dossier, strand)) needs.push('reconcile');
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
  return dossier.exports.every((one) => one.status === 'cancelled');
}

function isExpiring(validUntil: CalendarDate | null, today: CalendarDate): boolean {
  return validUntil !== null && validUntil >= today && validUntil <= addDays(today, EXPIRING_DAYS);
}

interface GoodsStep {
  readonly kind: 'endorse' | 'ship';
  readonly isWanted: boolean;
}

/** Steps for the goods of one export authorization. Goods can leave before its end and be recorded later. */
function goodsSteps(
  dossier: Dossier,
  authority: AuthorityCode,
  strand: ExportStrand,
  today: CalendarDate
): readonly GoodsStep[] {
  const { act, status, validUntil } = strand;
  if (authority === dossier.importingCountry) {
    if (status !== 'shipped' && status !== 'issued') return [];
    return [{ kind: 'endorse', isWanted: endorsementsDue(dossier, today).some((one) => one.act === act) }];
  }
  if (authority !== dossier.exportingCountry) return [];
  // An arrival can be recorded before the shipment, which is still owed (1961 art. 31(7)(c)).
  if (owesShipment(strand)) return [{ kind: 'ship', isWanted: true }];
  if (status !== 'issued') return [];
  // Goods that left before a stop can still be recorded.
  const isStopped = readStop(dossier, act, dossier.importAuthorization) !== null;
  return [{ kind: 'ship', isWanted: validUntil >= today && !isStopped }];
}

function clearingOf(
  dossier: Dossier,
  authority: AuthorityCode,
  on: ActId,
  isTwice: boolean
): readonly Action[] {
  const kind = readUnclear(dossier, authority, on, isTwice);
  return kind ? [{ kind, on }] : [];
}

function linksIn(
  strands: readonly ExportStrand[],
  isLinkable: (strand: ExportStrand) => boolean
): readonly Action[] {
  return strands.filter(isLinkable).map(({ act }) => ({ kind: 'link', on: act }));
}

function unlinksIn(strands: readonly ExportStrand[]): readonly Action[] {
  const linked = strands.filter((one) => one.linkedByDecision && one.status !== 'cancelled');
  return linked.map(({ act }) => ({ kind: 'unlink', on: act }));
}

function questionsIn(dossier: Dossier, authority: AuthorityCode, focus: ActId | null): readonly Action[] {
  const asked = openQuestions(dossier)
    .filter(({ waitsFor }) => waitsFor === authority)
    .map(({ upon, question }) => ({ act: upon, on: question.act, kind: 'reply' as const }));
  const answered = openVerdicts(dossier)
    .filter(({ waitsFor }) => waitsFor === authority)
    .map(({ upon, answer }) => ({ act: upon, on: answer.act, kind: 'settle' as const }));
  return inFocusFirst([...asked, ...answered], focus).map(({ on, kind }) => ({ kind, on }));
}

type WantedAndPossible = readonly [readonly Action[], readonly Action[]];

function goodsActions(
  dossier: Dossier,
  authority: AuthorityCode,
  { strands, today }: { readonly strands: readonly ExportStrand[]; readonly today: CalendarDate }
): WantedAndPossible {
  const wanted: Action[] = [];
  const possible: Action[] = [];
  for (const strand of strands)
    for (const { kind, isWanted } of goodsSteps(dossier, authority, strand, today))
      (isWanted ? wanted : possible).push({ kind, on: strand.act });
  return [wanted, possible];
}

function importingActions(
  dossier: Dossier,
  strands: readonly ExportStrand[],
  today: CalendarDate
): WantedAndPossible {
  const [wanted, later] = goodsActions(dossier, dossier.importingCountry, { strands, today });
  const possible: Action[] = [];
  for (const { act, status } of strands) {
    possible.push(...later.filter(({ on }) => on === act));
    if (status === 'shipped' || status === 'issued') possible.push({ kind: 'reply', on: act });
  }
  const { importAuthorization } = dossier;
  if (importAuthorization && dossier.status !== 'cancelled' && !dossier.exports.some(hasLeft)) {
    possible.push({ kind: 'cancel', on: importAuthorization });
  }
  return [wanted, possible];
}

function exportingActions(
  dossier: Dossier,
  strands: readonly ExportStrand[],
  today: CalendarDate
): WantedAndPossible {
  const open = strands.filter((strand) => strand.status === 'issued');
  const [toShip, later] = goodsActions(dossier, dossier.exportingCountry, { strands, today });
  const wanted: Action[] = [...toShip];
  const possible: Action[] = [];
  const { importAuthorization } = dossier;
  if (importAuthorization) {
    if (mayExportUpon(dossier, today) && !isSuspended(dossier, importAuthorization)) {
      const action: Action = { kind: 'export', on: importAuthorization };
      // Its own objection, while open, asks this authority to wait.
      const isWanted = open.length === 0 && !standingObjection(dossier, importAuthorization);
      (isWanted ? wanted : possible).push(action);
    }
    if (dossier.status !== 'cancelled') possible.push({ kind: 'reply', on: importAuthorization });
  }
  possible.push(...later);
  for (const { act } of open) possible.push({ kind: 'cancel', on: act });
  return [wanted, possible];
}

function inFocusFirst<T extends { readonly act: ActId }>(
  all: readonly T[],
  focus: ActId | null
): readonly T[] {
  return [...all.filter(({ act }) => act === focus), ...all.filter(({ act }) => act !== focus)];
}

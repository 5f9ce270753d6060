/** Steps that each side can take, for buttons and the palette. Transitions rule here too: no button leads to a refusal. */
import type { Dossier, ExportStrand } from './dossier.ts';
import { correctionsToConfirm } from './corrections.ts';
import { copyDueOf } from './declarations.ts';
import { hasLeft, isCancellable, isUsing, mayExportUpon } from './import-use.ts';
import { openQuestions, openVerdicts, standingObjection } from './open-question.ts';
import { isOpenTo, paperSteps, type RecordedInstrument } from './paper-steps.ts';
import { readUnsettled, readUnclear } from './read-unclear.ts';
import { isOpenWithoutImport, isUnreconciled } from './without-import.ts';
import { canBeSuspended, isSuspended, openSuspensions, suspendedBy } from './stops.ts';
import { isPaper } from '../act/stand-in.ts';
import { parseActId } from '../act/act-id.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import { goodsSteps } from './needs.ts';

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
    /** The copy of a declaration went to a partner that is not on I2ES (`declarations.ts`). */
    | 'copy'
    | 'cancel'
    | 'record'
    /** A file for a partner outside I2ES, and the replies that it writes with the file (`reply-file/`). */
    | 'give'
    | 'load';
  readonly on: ActId;
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
  const pairs = linksIn(strands, ({ isPresumed }) => isPresumed === true);
  const first = [...questions, ...pairs, ...(isImporting ? links : [])];
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
  // An explanation that names the same number would link one that cites another authority.
  const unlinked = isImporting ? 'ask' : 'explain';
  const justified = open.map(({ act, isApart }): Action => ({
    kind: isApart ? unlinked : 'justify',
    on: act
  }));
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
  const copies = isOff ? copiesToSend(dossier, authority, strands, today) : [];
  const isShown = (one: Action): boolean => !isOff || isOpenTo(dossier, one);
  const pressing = [
    ...first,
    ...releasesIn(dossier, authority),
    ...unclear,
    ...copies,
    ...paper.wanted,
    ...wanted
  ];
  const urgent = [...pressing, ...unsettled].filter(isShown);
  const stops = suspensionsIn(dossier, strands, authority, today);
  const all = once([...urgent, ...[...possible, ...paper.possible, ...later, ...stops].filter(isShown)]);
  const primary = urgent[0] ?? null;
  return { primary, others: primary ? all.slice(1) : all };
}

function copiesToSend(
  dossier: Dossier,
  authority: AuthorityCode,
  strands: readonly ExportStrand[],
  today: CalendarDate
): readonly Action[] {
  const owed = strands.filter((strand) => copyDueOf(dossier, authority, strand, today));
  return owed.map(({ act }) => ({ kind: 'copy', on: act }));
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
  const linked = strands.filter((one) => one.linkedByDecision && !one.isApart && one.status !== 'cancelled');
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
      const isWanted = open.every((one) => one.isApart) && !standingObjection(dossier, importAuthorization);
      (isWanted ? wanted : possible).push(action);
    }
    if (dossier.status !== 'cancelled') possible.push({ kind: 'reply', on: importAuthorization });
  }
  possible.push(...later);
  // Its own paper, recorded by the partner before this authority joined.
  if (importAuthorization && dossier.status !== 'cancelled' && !isSuspended(dossier, importAuthorization))
    for (const strand of strands)
      if (isPaper(strand.act) && isUsing(strand) && !strand.twin && strand.validUntil >= today)
        possible.push({ kind: 'export', on: strand.act });
  for (const { act } of strands.filter(isCancellable)) possible.push({ kind: 'cancel', on: act });
  return [wanted, possible];
}

function inFocusFirst<T extends { readonly act: ActId }>(
  all: readonly T[],
  focus: ActId | null
): readonly T[] {
  return [...all.filter(({ act }) => act === focus), ...all.filter(({ act }) => act !== focus)];
}

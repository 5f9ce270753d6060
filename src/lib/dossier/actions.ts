/**
 * What this authority may do next in a dossier, by its side and where the dossier stands. The same rules as
 * the domain's transitions, asked beforehand, so that no button leads to a refusal.
 */
import type { Dossier, ExportStrand } from '#lib/domain/dossier/dossier.ts';
import { hasLeft, mayExportUpon } from '#lib/domain/dossier/import-use.ts';
import { openQuestions, type OpenQuestion } from '#lib/domain/dossier/open-question.ts';
import { readUnsettled } from '#lib/domain/dossier/read-unsettled.ts';
import { readUnclear } from '#lib/domain/dossier/read-unclear.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';

export interface Action {
  readonly kind: 'reply' | 'ask' | 'link' | 'unlink' | 'export' | 'ship' | 'endorse' | 'cancel';
  /** The act it is about. */
  readonly on: ActId;
}

export interface Actions {
  /** What the dossier waits for from this side, if for anything. */
  readonly primary: Action | null;
  readonly others: readonly Action[];
}

export interface ActionContext {
  readonly today: CalendarDate;
  /** The act that is looked at. */
  readonly focus?: ActId | null;
  /** Whether an import authorization is here that this export authorization may belong to. */
  readonly isLinkable?: (exportAuthorization: ActId) => boolean;
}

export function actionsOf(
  dossier: Dossier,
  authority: AuthorityCode,
  { today, focus = null, isLinkable = () => false }: ActionContext
): Actions {
  const strands = inFocusFirst(dossier.exports, focus);
  const isImporting = authority === dossier.importingCountry;
  const isExporting = authority === dossier.exportingCountry;
  if (!isImporting && !isExporting) return { primary: null, others: [] };
  const [wanted, possible] = isImporting
    ? importingActions(dossier, strands, today)
    : exportingActions(dossier, strands, today);
  const links = linksIn(strands, isLinkable);
  const first = [...questionsIn(dossier, authority, focus), ...(isImporting ? links : [])];
  const unclear = inFocusFirst([...strands, ...dossier.setAside], focus).flatMap(({ act }) =>
    clearingOf(dossier, authority, act)
  );
  const unsettled = strands.flatMap((strand): readonly Action[] => {
    const goods = readUnsettled(dossier, authority, strand, today);
    return goods ? [{ kind: 'ask', on: goods.on }] : [];
  });
  const [primary = null, ...rest] = [...first, ...unclear, ...wanted, ...unsettled];
  const later = [...(isImporting ? [] : links), ...unlinksIn(strands)];
  return { primary, others: [...rest, ...possible, ...later] };
}

export function hasAction({ primary, others }: Actions, kind: Action['kind']): boolean {
  return primary?.kind === kind || others.some((one) => one.kind === kind);
}

/** The step that answers a question, where it is this side that answers. */
export function answerTo({ primary, others }: Actions, { question }: OpenQuestion): Action | null {
  const all = primary ? [primary, ...others] : others;
  return all.find(({ kind, on }) => kind === 'reply' && on === question.act) ?? null;
}

/** What is left to choose from where each open question has its answer beside it. */
export function exceptAnswers(actions: Actions, asked: readonly OpenQuestion[]): Actions {
  const answers = asked.map((one) => answerTo(actions, one));
  const isElse = (one: Action): boolean => !answers.includes(one);
  const { primary, others } = actions;
  return { primary: primary && isElse(primary) ? primary : null, others: others.filter(isElse) };
}

function clearingOf(dossier: Dossier, authority: AuthorityCode, on: ActId): readonly Action[] {
  const kind = readUnclear(dossier, authority, on);
  return kind ? [{ kind, on }] : [];
}

function linksIn(
  strands: readonly ExportStrand[],
  isLinkable: (exportAuthorization: ActId) => boolean
): readonly Action[] {
  return strands.filter(({ act }) => isLinkable(act)).map(({ act }) => ({ kind: 'link', on: act }));
}

function unlinksIn(strands: readonly ExportStrand[]): readonly Action[] {
  const linked = strands.filter((one) => one.linkedByDecision && one.status !== 'cancelled');
  return linked.map(({ act }) => ({ kind: 'unlink', on: act }));
}

/** The partner waits for a word before anything else goes on. */
function questionsIn(dossier: Dossier, authority: AuthorityCode, focus: ActId | null): readonly Action[] {
  const asked = openQuestions(dossier)
    .filter(({ waitsFor }) => waitsFor === authority)
    .map(({ upon, question }) => ({ act: upon, on: question.act }));
  return inFocusFirst(asked, focus).map(({ on }) => ({ kind: 'reply', on }));
}

type WantedAndPossible = readonly [readonly Action[], readonly Action[]];

function importingActions(
  dossier: Dossier,
  strands: readonly ExportStrand[],
  today: CalendarDate
): WantedAndPossible {
  const wanted: Action[] = [];
  const possible: Action[] = [];
  for (const { act, status, validUntil } of strands) {
    if (status !== 'shipped' && status !== 'issued') continue;
    const isDue = status === 'shipped' || validUntil < today;
    (isDue ? wanted : possible).push({ kind: 'endorse', on: act });
    possible.push({ kind: 'reply', on: act });
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
  const toShip = open.filter((strand) => strand.validUntil >= today);
  const wanted: Action[] = toShip.map(({ act }) => ({ kind: 'ship', on: act }));
  const possible: Action[] = [];
  const { importAuthorization } = dossier;
  if (importAuthorization) {
    if (mayExportUpon(dossier, today)) {
      const action: Action = { kind: 'export', on: importAuthorization };
      (open.length === 0 ? wanted : possible).push(action);
    }
    if (dossier.status !== 'cancelled') possible.push({ kind: 'reply', on: importAuthorization });
  }
  // Goods may have left before the end of validity and be stated after it.
  for (const { act } of open.filter((strand) => strand.validUntil < today)) {
    possible.push({ kind: 'ship', on: act });
  }
  for (const { act } of open) possible.push({ kind: 'cancel', on: act });
  return [wanted, possible];
}

function inFocusFirst<T extends { readonly act: ActId }>(
  all: readonly T[],
  focus: ActId | null
): readonly T[] {
  return [...all.filter(({ act }) => act === focus), ...all.filter(({ act }) => act !== focus)];
}

/**
 * Folds acts of one dossier, in any order, into the same dossier everywhere (invariant 3). Acts apply by time, after
 * their references; acts that `transitions.ts` refuses are not counted.
 */
import { citationOf, type DossierAct, type Line } from '../act/body.ts';
import { kindOf } from '../act/kinds.ts';
import { withArticlesOf } from './follow-up-codes.ts';
import type { ActId, DossierKey } from '../ids.ts';
import { exportingCountryOf, importingCountryOf, issuedOnOf } from '../act/dossier-key.ts';
import { readForks } from './corrections.ts';
import { statusOfDeclaration } from './declarations.ts';
import { readDifferences, readMatchClass } from './differences.ts';
import type { Beside, Dossier, DossierStatus, ExportStatus, SetAside } from './dossier.ts';
import { areConsignmentsUsed, countUsing, unusedOf } from './import-use.ts';
import { isObjected } from './open-question.ts';
import { pairTwins } from './paper-twins.ts';
import { readPapers, type Papers } from './papers.ts';
import { readInSpite } from './stops.ts';
import { applyAct } from './transitions.ts';
import { emptyState, isEmergency, isKnown, isSetAside, type DossierState } from './state.ts';

/** `newest`: judged last, against every import authorization here, as the door judges what is new (`admit-act.ts`). */
export function foldDossier(
  key: DossierKey,
  acts: readonly DossierAct[],
  newest: ActId | null = null
): Dossier {
  const state = emptyState(key);
  state.newest = newest;
  const sorted = inOrder(acts);
  state.papers = readPapers(sorted);
  const ordered = newestLast(state.papers ? inOrder(state.papers.acts) : sorted, newest);
  readDecided(state, ordered);
  let ahead: Set<DossierAct> | null = null;
  for (let i = 0; i < ordered.length; i++) {
    const act = ordered[i]!;
    const isRepeated = i > 0 && ordered[i - 1]!._id === act._id;
    if (isRepeated || ahead?.has(act)) continue;
    if (!applyAct(state, act)) ahead = takeAfterTarget(state, act, ordered, ahead);
  }
  pairTwins(state);
  // Statements about a record before its correction apply to the newest, and are told in their own time.
  if (state.papers && state.papers.links.length > 0) state.timeline = inTime(state.timeline, sorted);
  return stateToDossier(state);
}

function inTime(timeline: readonly ActId[], sorted: readonly DossierAct[]): ActId[] {
  const counted = new Set(timeline);
  return sorted.flatMap(({ _id }) => (counted.delete(_id) ? [_id] : []));
}

function newestLast(ordered: readonly DossierAct[], newest: ActId | null): readonly DossierAct[] {
  if (newest === null) return ordered;
  return [...ordered.filter(({ _id }) => _id !== newest), ...ordered.filter(({ _id }) => _id === newest)];
}

/** The latest decision on each counts; the empty lists are shared to save allocations. */
function readDecided(state: DossierState, ordered: readonly DossierAct[]): void {
  for (const act of ordered) {
    const subject = act.body.kind === 'match-decision' ? actReference(act) : null;
    if (act.body.kind !== 'match-decision' || subject === null) continue;
    const isLink = act.body.decision === 'link';
    state.unlinked = state.unlinked.filter((id) => id !== subject).concat(isLink ? [] : subject);
    state.linked = state.linked.filter((id) => id !== subject).concat(isLink ? subject : []);
  }
}

/** Insertion sort: dossiers are short, and a general sort allocates for each. */
function inOrder(acts: readonly DossierAct[]): readonly DossierAct[] {
  if (acts.length < 2) return acts;
  const ordered = acts.slice();
  if (ordered.length > 16) return ordered.sort(compareActs);
  for (let i = 1; i < ordered.length; i++) {
    const act = ordered[i]!;
    let j = i - 1;
    while (j >= 0 && compareActs(ordered[j]!, act) > 0) {
      ordered[j + 1] = ordered[j]!;
      j--;
    }
    ordered[j + 1] = act;
  }
  return ordered;
}

function compareActs(a: DossierAct, b: DossierAct): number {
  const left = a.body;
  const right = b.body;
  const leftOpens = left.kind === 'import-authorization';
  if (leftOpens !== (right.kind === 'import-authorization')) return leftOpens ? -1 : 1;
  if (left.at < right.at) return -1;
  if (left.at > right.at) return 1;
  if (a._id === b._id) return 0;
  return a._id < b._id ? -1 : 1;
}

/** An act with a slow clock comes after its reference; an absent reference is missing. */
function takeAfterTarget(
  state: DossierState,
  act: DossierAct,
  ordered: readonly DossierAct[],
  ahead: Set<DossierAct> | null
): Set<DossierAct> {
  const taken = ahead ?? new Set<DossierAct>();
  const refersTo = actReference(act);
  const isApplied = refersTo !== null && (isKnown(state, refersTo) || isSetAside(state, refersTo));
  const target = isApplied ? undefined : ordered.find((one) => one._id === refersTo && !taken.has(one));
  if (target) {
    for (const one of ordered) if (one._id === target._id) taken.add(one);
    if (!applyAct(state, target)) takeAfterTarget(state, target, ordered, taken);
  }
  const isMissing = !applyAct(state, act) && refersTo !== null;
  if (isMissing && state.missing.indexOf(refersTo) < 0) state.missing = state.missing.concat(refersTo);
  return taken;
}

export function actReference({ body }: DossierAct): ActId | null {
  return kindOf(body).refersTo(body);
}

function stateToDossier(state: DossierState): Dossier {
  const ia = state.importAuthorization;
  const status = readStatus(state);
  const differences = readDifferences(state, status).concat(readInSpite(state), readForks(state));
  const goods = ia?.body.lines ?? state.strands[0]?.act.body.lines ?? [];
  return {
    key: state.key,
    importingCountry: importingCountryOf(state.key),
    exportingCountry: exportingCountryOf(state.key),
    importAuthorization: ia ? ia._id : null,
    number: ia ? ia.body.number : citedNumber(state),
    issuedOn: issuedOnOf(state.key),
    validUntil: ia ? ia.body.validUntil : null,
    consignments: ia ? ia.body.consignments : 0,
    ...(ia?.body.purpose === 're-export' ? { isReExport: true } : {}),
    cancelled: state.cancelled,
    status,
    match: readMatchClass(state, differences),
    differences: withArticlesOf(differences, goods),
    lines: state.lines,
    exports: state.strands.map((strand) => strand.view),
    replies: state.replies,
    suspensions: state.suspensions,
    corrections: state.corrections,
    timeline: state.timeline,
    setAside: state.setAside.length === 0 ? state.setAside : withOwnArticles(state.setAside, goods),
    missing: state.missing,
    ...(state.papers && state.papers.beside.size > 0 ? { beside: besideIn(state.papers) } : {}),
    demonstration: state.demonstration
  };
}

function besideIn({ beside }: Papers): readonly Beside[] {
  return Array.from(beside, ([act, by]) => ({ act, by }));
}

function withOwnArticles(setAside: readonly SetAside[], goods: readonly Line[]): readonly SetAside[] {
  return setAside.map((one) => {
    const [problem = one.problem] = withArticlesOf([one.problem], goods);
    return { ...one, problem };
  });
}

function citedNumber(state: DossierState): string {
  const first = state.strands[0];
  return first ? citationOf(first.act.body).number : '';
}

function readStatus(state: DossierState): DossierStatus {
  const ia = state.importAuthorization;
  if (!ia) return statusOfDeclaration(state) ?? (isEmergency(state) ? 'emergency' : 'unmatched');
  if (state.cancelled) return 'cancelled';
  if (isAny(state, 'shipped')) return 'shipped';
  if (isAny(state, 'issued')) return 'exporting';
  const exports = state.strands.map(({ view }) => view);
  const used = countUsing(exports);
  const isUsed =
    used > 0 &&
    (areConsignmentsUsed(ia.body.consignments, used) ||
      state.lines.every((line) => unusedOf(line, exports) <= 0));
  if (isUsed) return 'closed';
  if (isObjected(state, ia._id)) return 'objected';
  return used === 0 ? 'issued' : 'partly-used';
}

function isAny(state: DossierState, status: ExportStatus): boolean {
  for (const { view } of state.strands) if (view.status === status && !view.isApart) return true;
  return false;
}

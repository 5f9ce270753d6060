/**
 * The fold: acts of one dossier, in any order and with any repetition, to the one dossier that every
 * device and server computes from them (invariant 3). Acts are taken in the order of their time, each
 * after what it refers to; `transitions.ts` says what each may do. What it refuses is set aside, kept and
 * counted in no total.
 */
import type { DossierAct } from '../act/body.ts';
import type { CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { parseDossierKey } from '../matching/dossier-key.ts';
import { readDifferences, readMatchClass } from '../matching/differences.ts';
import type { Dossier, DossierStatus } from './dossier.ts';
import { applyAct } from './transitions.ts';
import { emptyState, strandToView, type DossierState } from './state.ts';

/** All acts of one key (routed by `routeActs`), in any order, with any repetition. */
export function foldDossier(key: DossierKey, acts: readonly DossierAct[]): Dossier {
  const state = emptyState(key);
  const ordered = acts.length > 1 ? acts.slice().sort(compareActs) : acts;
  const taken = new Set<string>();
  for (const act of ordered) take(act, ordered, taken, state);
  return stateToDossier(state);
}

/** Import authorizations first, since all else refers to them; then by stated time, then by id. */
function compareActs(a: DossierAct, b: DossierAct): number {
  const aOpens = a.body.kind === 'import-authorization';
  const bOpens = b.body.kind === 'import-authorization';
  if (aOpens !== bOpens) return aOpens ? -1 : 1;
  if (a.body.at !== b.body.at) return a.body.at < b.body.at ? -1 : 1;
  if (a._id === b._id) return 0;
  return a._id < b._id ? -1 : 1;
}

/** An act whose clock runs behind what it refers to is still taken after it. */
function take(act: DossierAct, all: readonly DossierAct[], taken: Set<string>, state: DossierState): void {
  if (taken.has(act._id)) return;
  taken.add(act._id);
  const refersTo = actReference(act);
  if (refersTo !== null && !taken.has(refersTo)) {
    const target = all.find((one) => one._id === refersTo);
    if (target) take(target, all, taken, state);
  }
  applyAct(state, act);
}

/** The act that this one cannot be understood without. */
export function actReference(act: DossierAct): string | null {
  const body = act.body;
  switch (body.kind) {
    case 'reply':
      return body.on;
    case 'cancellation':
      return body.of;
    case 'shipment':
    case 'endorsement':
    case 'match-decision':
      return body.exportAuthorization;
    default:
      return null;
  }
}

function stateToDossier(state: DossierState): Dossier {
  const key = parseDossierKey(state.key);
  const ia = state.importAuthorization;
  const strands = state.strands.map(strandToView);
  const status = readStatus(state);
  const differences = readDifferences(state, status);
  return {
    key: state.key,
    importingCountry: (key ? key.importing : '') as CountryCode,
    exportingCountry: (key ? key.exporting : '') as CountryCode,
    importAuthorization: ia ? ia._id : null,
    number: ia ? ia.body.number : citedNumber(state),
    issuedOn: (key ? key.issuedOn : '') as CalendarDate,
    validUntil: ia ? ia.body.validUntil : null,
    consignments: ia ? ia.body.consignments : 0,
    status,
    match: readMatchClass(state, differences),
    differences,
    lines: state.lines,
    exports: strands,
    replies: state.replies,
    timeline: state.timeline,
    setAside: state.setAside,
    missing: state.missing,
    demonstration: state.demonstration
  };
}

function citedNumber(state: DossierState): string {
  const first = state.strands[0];
  return first ? first.act.body.importAuthorization.number : '';
}

function readStatus(state: DossierState): DossierStatus {
  const ia = state.importAuthorization;
  if (!ia) return 'unmatched';
  if (state.cancelled) return 'cancelled';
  let issued = 0;
  let shipped = 0;
  let endorsed = 0;
  let returned = 0;
  for (const strand of state.strands) {
    if (strand.status === 'issued') issued++;
    else if (strand.status === 'shipped') shipped++;
    else if (strand.status === 'endorsed') endorsed++;
    else if (strand.status === 'not-imported') returned++;
  }
  if (shipped > 0) return 'shipped';
  if (issued > 0) return 'exporting';
  const consignments = ia.body.consignments;
  const finished = endorsed + returned;
  if (finished === 0) return 'issued';
  if ((consignments > 0 && finished >= consignments) || isUsedUp(state)) return 'closed';
  return 'partly-used';
}

function isUsedUp(state: DossierState): boolean {
  return state.lines.every((line) => line.taken.stated >= line.authorized.stated);
}

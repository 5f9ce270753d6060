/**
 * What each kind of act may do to a dossier, as one table: who states it, what must be there, what it is
 * refused for. The server's door, the fold and the screens all ask this table, so that what a screen
 * offers is what the partner accepts.
 */
import type { ActOf, DossierAct } from '../act/body.ts';
import type { DossierKind } from '../act/kind.ts';
import { parseDossierKey } from '../matching/dossier-key.ts';
import type { Problem } from '../result.ts';
import { applyEndorsement, applyShipment } from './actuals.ts';
import { applyExportAuthorization } from './export-authorization.ts';
import { lineToState, setAside, strandOf, type DossierState } from './state.ts';

type Outcome = Problem | 'missing' | null;

interface Transition<K extends DossierKind> {
  /** Which side of the dossier may state it. */
  readonly who: 'importing' | 'exporting' | 'either';
  /** Null: it counts. A problem: set aside. `missing`: what it refers to is not here. */
  readonly apply: (state: DossierState, act: ActOf<K>) => Outcome;
}

const TRANSITIONS: { readonly [K in DossierKind]: Transition<K> } = {
  'import-authorization': { who: 'importing', apply: applyImportAuthorization },
  'export-authorization': { who: 'exporting', apply: applyExportAuthorization },
  reply: { who: 'either', apply: applyReply },
  shipment: { who: 'exporting', apply: applyShipment },
  endorsement: { who: 'importing', apply: applyEndorsement },
  cancellation: { who: 'either', apply: applyCancellation },
  'match-decision': { who: 'either', apply: applyMatchDecision }
};

export function applyAct(state: DossierState, act: DossierAct): void {
  const transition = TRANSITIONS[act.body.kind] as Transition<DossierKind>;
  const outcome = isRightSide(state, act, transition.who)
    ? transition.apply(state, act as never)
    : { code: 'dossier.issuer.wrongSide', article: '1961:31' };
  if (act.body.demonstration) state.demonstration = true;
  if (outcome === null) state.timeline.push(act._id);
  else if (outcome === 'missing') noteMissing(state, act);
  else setAside(state, act._id, outcome);
}

function isRightSide(state: DossierState, act: DossierAct, who: 'importing' | 'exporting' | 'either'): boolean {
  if (who === 'either') return true;
  const issuer = act.body.issuer;
  const at = who === 'importing' ? 0 : 3;
  if (state.key.substr(at, 2) === issuer) return true;
  // A linked export authorization cites another reference; its own key says which side it is on.
  const own = parseDossierKey(act.body.dossier);
  return own !== null && own[who] === issuer;
}

function noteMissing(state: DossierState, act: DossierAct): void {
  const body = act.body;
  const id =
    body.kind === 'reply' ? body.on
    : body.kind === 'cancellation' ? body.of
    : body.kind === 'shipment' || body.kind === 'endorsement' || body.kind === 'match-decision' ? body.exportAuthorization
    : null;
  if (id !== null && state.missing.indexOf(id) < 0) state.missing.push(id);
}

/** One import authorization opens a dossier; a second under the same number and date is set aside and shown. */
function applyImportAuthorization(state: DossierState, act: ActOf<'import-authorization'>): Outcome {
  if (state.importAuthorization !== null) {
    state.duplicates++;
    return { code: 'dossier.number.duplicate', values: { number: act.body.number } };
  }
  state.importAuthorization = act;
  state.lines = act.body.lines.map(lineToState);
  return null;
}

function applyReply(state: DossierState, act: ActOf<'reply'>): Outcome {
  const body = act.body;
  if (!isKnown(state, body.on)) return isSetAside(state, body.on) ? refersToSetAside() : 'missing';
  state.replies.push({ act: act._id, on: body.on, issuer: body.issuer, answer: body.answer, at: body.at });
  return null;
}

/** An issued document is never amended, only cancelled and replaced; only by its own issuer, and before it is used. */
function applyCancellation(state: DossierState, act: ActOf<'cancellation'>): Outcome {
  const body = act.body;
  const ia = state.importAuthorization;
  if (ia !== null && ia._id === body.of) return cancelImport(state, act);
  const strand = strandOf(state, body.of);
  if (strand === null) return isSetAside(state, body.of) ? refersToSetAside() : 'missing';
  if (strand.act.body.issuer !== body.issuer) return { code: 'cancellation.notIssuer' };
  if (strand.status === 'cancelled') return { code: 'cancellation.twice' };
  if (strand.status !== 'issued') return { code: 'cancellation.afterShipment' };
  releaseStrand(state, body.of);
  strand.status = 'cancelled';
  return null;
}

function cancelImport(state: DossierState, act: ActOf<'cancellation'>): Outcome {
  if (state.importAuthorization?.body.issuer !== act.body.issuer) return { code: 'cancellation.notIssuer' };
  if (state.cancelled) return { code: 'cancellation.twice' };
  const used = state.strands.some((strand) => strand.status === 'shipped' || strand.status === 'endorsed');
  if (used) return { code: 'cancellation.afterShipment' };
  state.cancelled = true;
  return null;
}

function releaseStrand(state: DossierState, id: string): void {
  const strand = state.strands.find((one) => one.act._id === id);
  for (const line of strand?.lines ?? []) {
    const target = state.lines.find((one) => one.no === line.importLine);
    if (!target) continue;
    target.taken.stated -= Number(line.line.stated);
    target.taken.base -= Number(line.line.base);
  }
}

/** The routing has already obeyed it (`route-acts.ts`); here it only takes its place on the timeline. */
function applyMatchDecision(state: DossierState, act: ActOf<'match-decision'>): Outcome {
  const strand = strandOf(state, act.body.exportAuthorization);
  if (strand !== null) return null;
  return act.body.decision === 'unlink' ? null : isSetAside(state, act.body.exportAuthorization) ? refersToSetAside() : 'missing';
}

function isKnown(state: DossierState, id: string): boolean {
  return state.timeline.indexOf(id as never) >= 0;
}

function isSetAside(state: DossierState, id: string): boolean {
  return state.setAside.some((one) => one.act === id);
}

function refersToSetAside(): Problem {
  return { code: 'dossier.refersToSetAside' };
}

/**
 * Table of transitions: requirements and refusals per kind of act. Door, fold and screens share it, so partners accept
 * what a screen offers.
 */
import { isAuthorizationId, parseActId } from '../act/act-id.ts';
import type { ActOf, DossierAct } from '../act/body.ts';
import { exportingCountryOf, importingCountryOf } from '../act/dossier-key.ts';
import { sideOf, type DossierKind } from '../act/kinds.ts';
import type { Side } from '../act/kinds/define-kind.ts';
import { isBlank } from '../act/typed-text.ts';
import type { AuthorityCode, CountryCode, DossierKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import { countStrand, fill, judgeLines, judgeNil } from './actual-quantities.ts';
import { applyCorrection, judgeDispute, notePaperCorrection, takeConfirmation } from './corrections.ts';
import { applyCopySent, applyExportDeclaration } from './declarations.ts';
import { applyExportAuthorization } from './export-authorization.ts';
import { hasLeft, isCancellable } from './import-use.ts';
import { applyMovedGoods } from './moved-goods.ts';
import {
  absent,
  isKnown,
  isSetAside,
  lineToState,
  setAside,
  strandOf,
  type DossierState,
  type StrandState
} from './state.ts';
import { applySuspension, readStop } from './stops.ts';

type Outcome = Problem | 'missing' | null;

/** Null: counts. A problem: not counted. `missing`: its reference is absent. */
type Transition<K extends DossierKind> = (state: DossierState, act: ActOf<K>) => Outcome;

const TRANSITIONS: { readonly [K in DossierKind]: Transition<K> } = {
  'import-authorization': applyImportAuthorization,
  'export-authorization': applyExportAuthorization,
  'export-declaration': applyExportDeclaration,
  'copy-sent': applyCopySent,
  reply: applyReply,
  shipment: applyShipment,
  endorsement: applyEndorsement,
  cancellation: applyCancellation,
  'match-decision': applyMatchDecision,
  suspension: applySuspension,
  correction: applyCorrection,
  // A paper without an electronic counterpart: `papers.ts` has replaced all others.
  'paper-record': applyMovedGoods,
  'special-import-licence': applySpecialImportLicence,
  'shared-file': applySharedFile
};

/** Joins the timeline and changes nothing. */
function shown(): null {
  return null;
}

/** False, with nothing changed, if the act's reference is not applied yet. */
export function applyAct(state: DossierState, act: DossierAct): boolean {
  const isBeside = state.papers?.beside.has(act._id) === true;
  const transition = (isBeside ? shown : TRANSITIONS[act.body.kind]) as Transition<DossierKind>;
  const outcome = isRightSide(state, act, sideOf(act.body.kind))
    ? transition(state, act as never)
    : { code: 'dossier.issuer.wrongSide', article: '1961:31' };
  if (outcome === 'missing') return false;
  if (act.body.demonstration) state.demonstration = true;
  if (outcome === null) {
    state.timeline.push(act._id);
    if (state.papers) notePaperCorrection(state, act);
  } else setAside(state, act._id, outcome);
  return true;
}

function isRightSide(state: DossierState, act: DossierAct, who: Side): boolean {
  if (who === 'either') return true;
  if (countryOf(state.key, who) === act.body.issuer) return true;
  // A linked export authorization cites another reference; its own key shows its side.
  return act.body.dossier !== state.key && countryOf(act.body.dossier, who) === act.body.issuer;
}

function countryOf(key: DossierKey, who: 'importing' | 'exporting'): CountryCode {
  return who === 'importing' ? importingCountryOf(key) : exportingCountryOf(key);
}

/** One import authorization opens a dossier; a second with the same number and date is shown but not counted. */
function applyImportAuthorization(state: DossierState, act: ActOf<'import-authorization'>): Outcome {
  if (state.importAuthorization !== null) {
    return { code: 'dossier.number.duplicate', values: { number: act.body.number } };
  }
  state.importAuthorization = act;
  state.lines = act.body.lines.map(lineToState);
  return null;
}

/** Replies also apply to uncounted acts: the partner learns why they do not count. */
function applyReply(state: DossierState, act: ActOf<'reply'>): Outcome {
  const body = act.body;
  if (!isKnown(state, body.on) && !isSetAside(state, body.on)) return 'missing';
  const on = takeConfirmation(state, body);
  const reply = { act: act._id, on, issuer: body.issuer, answer: body.answer, at: body.at };
  state.replies = state.replies.concat(reply);
  judgeDispute(state, on);
  return null;
}

/** An issued document is never amended, only cancelled and replaced, by its issuer, before use. */
function applyCancellation(state: DossierState, act: ActOf<'cancellation'>): Outcome {
  const body = act.body;
  const ia = state.importAuthorization;
  if (ia !== null && ia._id === body.of) return cancelImport(state, act);
  const strand = strandOf(state, body.of);
  if (state.papers?.beside.has(body.of)) return null;
  if (strand === null) return isSetAside(state, body.of) ? cancelSetAside(state, act) : 'missing';
  if (!isOwn(strand.act, body.issuer)) return { code: 'cancellation.notIssuer' };
  if (strand.view.status === 'cancelled') return { code: 'cancellation.twice' };
  if (!isCancellable(strand.view)) return { code: 'cancellation.afterShipment' };
  countStrand(state, strand, -1);
  strand.view.status = 'cancelled';
  return null;
}

/** The issuer cancels a document, and the holder of a paper also the record of it. */
function isOwn({ _id, body }: DossierAct, issuer: AuthorityCode): boolean {
  return body.issuer === issuer || parseActId(_id)?.issuer === issuer;
}

function cancelImport(state: DossierState, act: ActOf<'cancellation'>): Outcome {
  if (!state.importAuthorization || !isOwn(state.importAuthorization, act.body.issuer))
    return { code: 'cancellation.notIssuer' };
  if (state.cancelled) return { code: 'cancellation.twice' };
  if (state.strands.some(({ view }) => hasLeft(view))) return { code: 'cancellation.afterShipment' };
  state.cancelled = act._id;
  return null;
}

/** Cancelling an uncounted act lets another be issued in its place. */
function cancelSetAside(state: DossierState, { body }: ActOf<'cancellation'>): Problem | null {
  if (!isAuthorizationId(body.of)) return { code: 'dossier.refersToSetAside' };
  if (parseActId(body.of)?.issuer !== body.issuer) return { code: 'cancellation.notIssuer' };
  const aside = state.setAside.find((one) => one.act === body.of);
  if (!aside || aside.isCancelled) return { code: 'cancellation.twice' };
  state.setAside = state.setAside.map((one) => (one === aside ? { ...one, isCancelled: true } : one));
  return null;
}

/** `dossier-index.ts` has applied it; here it joins the timeline, or explains an absent import authorization. */
function applyMatchDecision(state: DossierState, act: ActOf<'match-decision'>): Outcome {
  const subject = act.body.exportAuthorization ?? act.body.paperRecord ?? null;
  const strand = subject && strandOf(state, subject);
  if (strand) {
    if (state.importAuthorization === null) noteExplanation(strand, act);
    return null;
  }
  if (subject === null || isKnown(state, subject)) return null;
  if (act.body.decision !== 'link' || state.unlinked.indexOf(subject) >= 0) return null;
  return absent(state, subject);
}

/** An authority's latest decision counts; without a reason it explains nothing. */
function noteExplanation({ view }: StrandState, { _id, body }: ActOf<'match-decision'>): void {
  const others = (view.explained ?? []).filter((id) => parseActId(id)?.issuer !== body.issuer);
  const isReasoned = body.decision === 'link' && !isBlank(body.reason ?? '');
  view.explained = isReasoned ? others.concat(_id) : others;
}

/** It only joins the timeline: it limits exports of a prohibited substance, which `admit-act.ts` checks. */
function applySpecialImportLicence(state: DossierState, { body }: ActOf<'special-import-licence'>): Outcome {
  const ia = state.importAuthorization;
  if (ia === null || ia._id !== body.of) return absent(state, body.of);
  return ia.body.lines.some(({ substance }) => substance === body.substance)
    ? null
    : { code: 'licence.substance.absent', article: '1971:13.3' };
}

/** A shared file changes no quantity. Only the authority that shares it can stop sharing it. */
function applySharedFile(state: DossierState, { body }: ActOf<'shared-file'>): Outcome {
  const { withdraws } = body;
  if (withdraws === undefined) return null;
  if (state.timeline.indexOf(withdraws) < 0) return absent(state, withdraws);
  const shared = parseActId(withdraws);
  return shared?.kind === 'shared-file' && shared.issuer === body.issuer
    ? null
    : { code: 'sharedFile.notOwn' };
}

// Actual quantities: exported by the shipment (1961 art. 31(7)(c)), imported or nil by the endorsement (31(7)(a)(b),
// 1971 art. 12(1)(e)). More than shipped can arrive, and both sides see the difference.

/** Allowed after a nil return: the two may have crossed, and goods that left count (`import-use.ts`). */
function applyShipment(state: DossierState, act: ActOf<'shipment'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.act.body.issuer !== body.issuer) return { code: 'dossier.issuer.wrongSide' };
  if (strand.view.shipment !== null || strand.view.declaration) return { code: 'shipment.twice' };
  if (strand.view.status === 'cancelled') return { code: 'shipment.cancelled' };
  const problem = judgeLines(strand, body.lines, 'shipment');
  if (problem) return problem;
  const view = strand.view;
  countStrand(state, strand, -1);
  fill(strand, body.lines, 'exported');
  view.shipment = act._id;
  view.stop = readStop(state, strand.act._id, state.importAuthorization?._id ?? null);
  view.shippedOn = body.shippedOn;
  if (view.status === 'issued') view.status = 'shipped';
  countStrand(state, strand, 1);
  return null;
}

function applyEndorsement(state: DossierState, act: ActOf<'endorsement'>): Outcome {
  const body = act.body;
  const strand = strandOf(state, body.exportAuthorization);
  if (strand === null) return absent(state, body.exportAuthorization);
  if (strand.view.endorsement !== null) return { code: 'endorsement.twice', article: '1961:31.7' };
  if (strand.view.status === 'cancelled') return { code: 'endorsement.cancelled' };
  const problem = judgeLines(strand, body.lines, 'endorsement') ?? judgeNil(body);
  if (problem) return problem;
  const view = strand.view;
  countStrand(state, strand, -1);
  fill(strand, body.lines, 'imported');
  view.endorsement = act._id;
  view.receivedOn = body.receivedOn;
  view.status = body.outcome === 'imported' ? 'endorsed' : 'not-imported';
  countStrand(state, strand, 1);
  return null;
}

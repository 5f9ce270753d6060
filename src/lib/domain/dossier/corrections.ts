/**
 * Corrections of a shipment, an endorsement, a reply or a paper record (rule R25). A correction takes its own place in
 * time and sets nothing aside; its figures count from then on. Of two corrections of one act the later counts, then the
 * greater id, so that every order of arrival gives one dossier; the fork is a finding.
 */
import { parseActId } from '../act/act-id.ts';
import type { ActOf, Answer, DossierAct } from '../act/body.ts';
import type { Correctable } from '../act/kinds/trade.ts';
import { isPaper } from '../act/stand-in.ts';
import { correctedKind } from '../act/stated-as.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import { OWN_RULE, type Problem } from '../result.ts';
import { countStrand, fill, judgeLines, judgeNil } from './actual-quantities.ts';
import type { Correction, Dossier, DossierReply } from './dossier.ts';
import { compareLater, newestLink } from './corrected-papers.ts';
import { lastObjection, subjectsIn } from './open-question.ts';
import { absent, isKnown, strandOf, type DossierState, type StrandState } from './state.ts';

type CorrectionBody = ActOf<'correction'>['body'];

interface Place {
  readonly strand: StrandState | null;
  readonly reply: DossierReply | null;
  readonly upon: ActId;
}

/** The export authorization in which the figures of `current` count. */
function placeOf(state: DossierState, kind: Correctable, current: ActId): Place | null {
  if (kind === 'reply') {
    const reply = state.replies.find(({ act }) => act === current);
    return reply ? { strand: null, reply, upon: subjectsIn(state.replies)(reply.on) } : null;
  }
  const strand = state.strands.find(({ view }) => view[kind] === current);
  return strand ? { strand, reply: null, upon: strand.act._id } : null;
}

export function applyCorrection(
  state: DossierState,
  { _id, body }: ActOf<'correction'>
): Problem | 'missing' | null {
  const kind = correctedKind(body);
  const first = state.corrections.find(({ act }) => act === body.of)?.first ?? body.of;
  const current = newestLink(state.corrections, first);
  const place = placeOf(state, kind, current);
  if (!place) return isKnown(state, body.of) ? { code: 'correction.other' } : absent(state, body.of);
  if (parseActId(body.of)?.issuer !== body.issuer) return { code: 'correction.notAuthor' };
  const { strand, upon } = place;
  if (strand && upon !== body.exportAuthorization) return { code: 'correction.other' };
  const problem = strand && judgeParticulars(strand, body);
  if (problem) return problem;
  const { issuer, at } = body;
  const asks = !asksAgain(body.reply?.answer) && hasBuilt(state, place, { kind, first, issuer });
  const one = { act: _id, of: body.of, first, kind, upon, issuer, at, asks, isConfirmed: false };
  // A partner who corrects figures of the same goods has seen the correction.
  const answered = state.corrections.map((other) =>
    other.upon === upon && other.issuer !== issuer ? { ...other, isConfirmed: true } : other
  );
  state.corrections = answered.concat(one);
  if (newestLink(state.corrections, first) === _id) count(state, place, { current, act: _id, body });
  return null;
}

function judgeParticulars(strand: StrandState, { shipment, endorsement }: CorrectionBody): Problem | null {
  if (shipment) return judgeLines(strand, shipment.lines, 'shipment');
  return endorsement ? (judgeLines(strand, endorsement.lines, 'endorsement') ?? judgeNil(endorsement)) : null;
}

function count(
  state: DossierState,
  { strand, reply }: Place,
  { current, act, body }: { readonly current: ActId; readonly act: ActId; readonly body: CorrectionBody }
): void {
  if (reply && body.reply) {
    const { answer } = body.reply;
    const others = state.replies.filter((one) => one !== reply);
    const moved = others.map((one) => (one.on === current ? { ...one, on: act } : one));
    state.replies = moved.concat({ ...reply, act, answer, at: body.at });
    judgeDispute(state, reply.on);
  }
  if (!strand) return;
  const { view } = strand;
  countStrand(state, strand, -1);
  if (body.shipment) {
    fill(strand, body.shipment.lines, 'exported');
    view.shipment = act;
    view.shippedOn = body.shipment.shippedOn;
  }
  if (body.endorsement) {
    fill(strand, body.endorsement.lines, 'imported');
    view.endorsement = act;
    view.receivedOn = body.endorsement.receivedOn;
    view.status = body.endorsement.outcome === 'imported' ? 'endorsed' : 'not-imported';
  }
  countStrand(state, strand, 1);
}

/** `papers.ts` has put the newest record in the place of those before. */
export function notePaperCorrection(state: DossierState, act: DossierAct): void {
  const link = state.papers?.links.find((one) => one.act === act._id);
  if (!link) return;
  const { issuer = act.body.issuer } = parseActId(act._id) ?? {};
  const one = { ...link, kind: 'paper-record', upon: uponOf(act), issuer, isConfirmed: false } as const;
  state.corrections = state.corrections.concat(one);
}

/** The authorization that a record is of, or about. */
function uponOf({ _id, body }: DossierAct): ActId {
  const stated = body.kind === 'paper-record' ? body.paper : body;
  if ('exportAuthorization' in stated && stated.exportAuthorization) return stated.exportAuthorization;
  return 'on' in stated ? stated.on : 'of' in stated ? stated.of : _id;
}

/** A record of a paper that its author does not know takes nothing from what the author can export. */
export function judgeDispute(state: DossierState, on: ActId): void {
  const upon = subjectsIn(state.replies)(on);
  const strand = isPaper(upon) ? strandOf(state, upon) : null;
  if (!strand) return;
  const objection = lastObjection(state, upon);
  const isDisputed = objection?.issuer === strand.act.body.issuer && !isPaper(objection.act);
  if (isDisputed === Boolean(strand.view.isDisputed)) return;
  countStrand(state, strand, -1);
  const { isDisputed: _before, ...view } = strand.view;
  const disputed = { ...strand, view: isDisputed ? { ...view, isDisputed } : view };
  state.strands = state.strands.map((one) => (one === strand ? disputed : one));
  countStrand(state, disputed, 1);
}

/** A corrected question or objection awaits an answer as the first one did. */
function asksAgain(answer: Answer | undefined): boolean {
  return answer === 'query' || answer === 'objection' || answer === 'upheld';
}

/** True if the partner has acted on the earlier figures; "received" is no such act. */
function hasBuilt(
  state: DossierState,
  { strand, upon }: Place,
  { kind, first, issuer }: Pick<Correction, 'kind' | 'first' | 'issuer'>
): boolean {
  const subject = subjectsIn(state.replies);
  return state.timeline.slice(state.timeline.indexOf(first) + 1).some((id) => {
    const act = parseActId(id);
    if (!act || act.issuer === issuer) return false;
    // An endorsement and a reply decide how much more can be exported.
    if (act.kind === 'export-authorization') return kind !== 'shipment';
    if (id === strand?.view.shipment || id === strand?.view.endorsement) return true;
    const reply = state.replies.find((one) => one.act === id);
    return reply !== undefined && reply.answer !== 'received' && subject(reply.on) === upon;
  });
}

/** A reply on a correction confirms it and speaks of what was corrected; returns the act that the reply is on. */
export function takeConfirmation(
  state: DossierState,
  { on, issuer, at }: Pick<ActOf<'reply'>['body'], 'on' | 'issuer' | 'at'>
): ActId {
  if (state.corrections.length === 0) return on;
  const corrected = state.corrections.find(({ act }) => act === on);
  const isPaperRecord = corrected?.kind === 'paper-record';
  // Statements about an earlier record apply to the newest, and does not confirm it.
  if (corrected && corrected.issuer !== issuer && !(isPaperRecord && at < corrected.at))
    state.corrections = state.corrections.map((one) =>
      one === corrected ? { ...one, isConfirmed: true } : one
    );
  if (corrected && corrected.kind !== 'reply' && !isPaperRecord) return corrected.upon;
  return newestLink(state.corrections, corrected?.first ?? on);
}

/** The link that counts in place of this one, if it was corrected. */
export function countedInstead({ corrections }: Dossier, id: ActId): ActId | null {
  if (corrections.length === 0) return null;
  const newest = newestLink(corrections, corrections.find(({ act }) => act === id)?.first ?? id);
  return newest === id ? null : newest;
}

/** Corrections that wait for this authority: it acted on the earlier figures, and has not answered since. */
export function correctionsToConfirm(dossier: Dossier, authority: AuthorityCode): readonly Correction[] {
  const { corrections } = dossier;
  return corrections.filter(
    ({ act, first, asks, isConfirmed, issuer }) =>
      asks && !isConfirmed && issuer !== authority && newestLink(corrections, first) === act
  );
}

/** Acts of this authority that it can correct: the link that counts of each chain, and only its last reply. */
export function correctableActs(dossier: Dossier, authority: AuthorityCode): readonly ActId[] {
  const isOwn = (id: ActId | null): id is ActId => id !== null && parseActId(id)?.issuer === authority;
  const goods = dossier.exports.flatMap(({ shipment, endorsement }) => [shipment, endorsement]);
  const acts = [...goods.filter((id) => id === null || !isPaper(id)), ...lastReplies(dossier)];
  return [...acts, ...openRecords(dossier)].filter(isOwn);
}

/** An earlier reply is overtaken: corrected, it would count as said after the later one. */
function lastReplies({ replies }: Dossier): readonly ActId[] {
  const subject = subjectsIn(replies);
  const last = new Map<string, ActId>();
  for (const { act, on, issuer } of replies) last.set(`${subject(on)} ${issuer}`, act);
  return [...last.values()];
}

/** Records of papers, except letters, that no correction and no cancellation has put out of force. */
function openRecords(dossier: Dossier): readonly ActId[] {
  const { timeline, replies, exports, cancelled, importAuthorization, beside = [] } = dossier;
  const isWithdrawn = (id: ActId): boolean =>
    (id === importAuthorization && cancelled !== null) ||
    exports.some(({ act, status }) => act === id && status === 'cancelled') ||
    beside.some(({ act, by }) => act === id && parseActId(by)?.kind === 'cancellation');
  const isReply = (id: ActId): boolean => replies.some(({ act }) => act === id);
  return timeline.filter(
    (id) => isPaper(id) && !isReply(id) && !isWithdrawn(id) && countedInstead(dossier, id) === null
  );
}

/** Two corrections of one act, until a later one names the one that counts. */
export function readForks({ corrections, strands, importAuthorization }: DossierState): readonly Problem[] {
  if (corrections.length < 2) return [];
  const forked = new Set(
    corrections.flatMap(({ act, of }) =>
      corrections.some((other) => other.of === of && other.act !== act) ? of : []
    )
  );
  return [...forked].map((of) => {
    const [winner] = corrections.filter((one) => one.of === of).sort(compareLater);
    const isSettled = corrections.some((one) => one.of === winner?.act);
    const strand = strands.find(({ act }) => act._id === winner?.upon);
    const number = strand?.view.number ?? importAuthorization?.body.number ?? '';
    const weight = isSettled ? 'notice' : 'todo';
    return { code: 'matching.corrected.twice', values: { number }, weight, article: OWN_RULE };
  });
}

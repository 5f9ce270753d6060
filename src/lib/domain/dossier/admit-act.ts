/**
 * Judges whether an act fits its dossier by the fold that shows it, so that form, local store and server door always
 * agree.
 */
import { numberOf, parseActId } from '../act/act-id.ts';
import { asKind, type ActOf, type BodyOf, type DossierAct } from '../act/body.ts';
import { needsWords } from '../act/kinds/trade.ts';
import { asExport, isPaper, readAct } from '../act/stand-in.ts';
import { correctedKind, saysTheSame, statedAs } from '../act/stated-as.ts';
import { isBlank } from '../act/typed-text.ts';
import { latestDateAt } from '../calendar-date.ts';
import type { ActId } from '../ids.ts';
import { OWN_RULE, type Problem } from '../result.ts';
import { correctableActs, countedInstead } from './corrections.ts';
import { judgeSentOn } from './declarations.ts';
import { routeActs } from './dossier-index.ts';
import type { Dossier } from './dossier.ts';
import { foldDossier } from './fold-dossier.ts';
import { withArticlesOf, toFollowUpProblem } from './follow-up-codes.ts';
import { hasRest, isUsing } from './import-use.ts';
import { judgeReceivedOn, judgeShippedOn } from './judge-dates.ts';
import { judgeExportTerms, judgeLicences } from './judge-export-terms.ts';
import { judgeCorrectedRecord, judgePaper } from './judge-paper.ts';
import { judgeTwin } from './paper-twins.ts';
import { isObjected, subjectOf } from './open-question.ts';
import { readUse } from './status-on.ts';
import { judgeSharedFile } from './shared-files.ts';
import { isSuspended, judgeStop, judgeSuspension } from './stops.ts';

/**
 * Problems that `act` would show among `acts`; empty if it counts. The fold sorts by date, so a late act can displace
 * an accepted one: then the newcomer is refused.
 */
export function admitAct(acts: readonly DossierAct[], act: DossierAct): readonly Problem[] {
  const isHere = acts.some((one) => one._id === act._id);
  const all = isHere ? acts : acts.concat(act);
  for (const [key, group] of routeActs(all)) {
    if (group.indexOf(act) < 0 && !group.some((one) => one._id === act._id)) continue;
    const isNew = !isHere && act.body.kind === 'export-authorization';
    const after = foldDossier(key, group, isNew && group.some(({ _id }) => isPaper(_id)) ? act._id : null);
    const aside = judgeIn(after, act);
    const problems = aside.length > 0 || isHere ? aside : judgeNew({ all, group, after }, act);
    if (problems.length > 0) return [...problems, ...rivalsOf(all, after, act, problems)];
    const displaced = judgeDisplaced(after, acts, act);
    return displaced.length > 0 ? displaced : judgeReplacement(all, act);
  }
  return [];
}

interface Admitting {
  readonly all: readonly DossierAct[];
  /** Acts of the dossier, and the dossier with the new one. */
  readonly group: readonly DossierAct[];
  readonly after: Dossier;
}

function judgeNew({ all, group, after }: Admitting, act: DossierAct): readonly Problem[] {
  const record = asKind(act, 'paper-record');
  const of = record?.body.corrects?.of;
  const others = all.filter((one) => one._id !== act._id);
  const problems = record ? [...judgePaper(group, record)] : [];
  // The corrected number of a paper can lead from another dossier.
  if (record && of) problems.push(...judgeCorrectedRecord(others, dossierWith(others, of), record));
  return problems.length > 0 ? problems : judgeStatement(group, after, readAct(act));
}

function judgeIn(dossier: Dossier, act: DossierAct): readonly Problem[] {
  const aside = dossier.setAside.filter((one) => one.act === act._id).map((one) => one.problem);
  if (aside.length > 0) return aside;
  if (dossier.timeline.indexOf(act._id) >= 0) return [];
  return [{ code: 'dossier.reference.missing' }];
}

function judgeDisplaced(after: Dossier, acts: readonly DossierAct[], act: DossierAct): readonly Problem[] {
  const others = acts.filter((one) => one._id !== act._id);
  const aside = others.filter((one) => after.setAside.some((row) => row.act === one._id));
  if (aside.length === 0) return [];
  const before = routeActs(others);
  const folded = [...before].map(([key, group]) => foldDossier(key, group));
  const isCountedIn = ({ timeline }: Dossier, { _id }: DossierAct): boolean => timeline.indexOf(_id) >= 0;
  const displaced = aside.filter((one) => folded.some((dossier) => isCountedIn(dossier, one)));
  // Two colleagues signed offline: the later to connect may have signed first.
  const rivals = displaced.filter((one) => isColleagues(one, act));
  if (rivals.length > 0)
    return rivals.map((one) => nameRival(one, folded.find((dossier) => isCountedIn(dossier, one)) ?? after));
  // The earliest by id, in whatever order a server or a device holds them.
  const ids = displaced.map(({ _id }) => _id).sort();
  return ids.slice(0, 1).map((act) => ({ code: 'dossier.act.displaces', values: { act } }));
}

/**
 * An issued authorization is never amended, only cancelled and replaced (rules R3, R8). Two authorizations of the same
 * goods would authorize them twice, so the new one counts only after the old one is cancelled.
 *
 * | what an authorization names in `replaces`        |                            |
 * |--------------------------------------------------|----------------------------|
 * | nothing                                          | admitted                   |
 * | what is not here                                 | `replacement.unknown`      |
 * | another authority's, or of another kind          | `replacement.foreign`      |
 * | one of its own that is not cancelled, or shipped | `replacement.notCancelled` |
 * | one of its own that is cancelled                 | admitted                   |
 */
function judgeReplacement(acts: readonly DossierAct[], { body }: DossierAct): readonly Problem[] {
  if (!('replaces' in body) || body.replaces === undefined) return [];
  const { replaces, kind, issuer } = body;
  const path = 'body.replaces';
  const replaced = acts.find((one) => one._id === replaces);
  if (!replaced) return [{ code: 'replacement.unknown', path }];
  if (replaced.body.kind !== kind || replaced.body.issuer !== issuer)
    return [{ code: 'replacement.foreign', path }];
  if (isCancelled(acts, replaced)) return [];
  return [{ code: 'replacement.notCancelled', path, values: { number: numberOf(replaced) ?? '' } }];
}

function isCancelled(acts: readonly DossierAct[], { _id }: DossierAct): boolean {
  const dossier = dossierWith(acts, _id);
  return dossier !== null && readUse(dossier, _id).isCancelled;
}

function dossierWith(acts: readonly DossierAct[], id: ActId): Dossier | null {
  for (const [key, group] of routeActs(acts))
    if (group.some(({ _id }) => _id === id)) return foldDossier(key, group);
  return null;
}

const MAX_RIVALS = 3;

/**
 * Two offline devices of one authority can sign the same thing. The server refuses the second and names the colleague's
 * document, never a partner's. `problems`: why `act` does not count in `dossier`.
 */
function rivalsOf(
  acts: readonly DossierAct[],
  dossier: Dossier,
  act: DossierAct,
  problems: readonly Problem[]
): readonly Problem[] {
  const ids = problems.flatMap(({ code }) => idsBehind(acts, dossier, act, code));
  return acts
    .filter((one) => ids.indexOf(one._id) >= 0 && isColleagues(one, act))
    .slice(0, MAX_RIVALS)
    .map((one) => nameRival(one, dossier));
}

function isColleagues(other: DossierAct, { _id, body }: DossierAct): boolean {
  return other._id !== _id && other.body.issuer === body.issuer && other.body.kind === body.kind;
}

/** `remaining: 0` tells the officer that a smaller quantity would be refused too. */
function nameRival(rival: DossierAct, dossier: Dossier): Problem {
  const number = numberOf(rival);
  const values = { person: rival.body.by.name, act: rival._id };
  if (rival.body.kind !== 'export-authorization' || number === null)
    return { code: 'dossier.act.rival', values };
  const rest = hasRest(dossier) ? {} : { remaining: 0 };
  return { code: 'export.import.used', values: { ...values, number, ...rest }, article: '1961:31.4(d)' };
}

function idsBehind(
  acts: readonly DossierAct[],
  { exports, timeline }: Dossier,
  { body }: DossierAct,
  code: string
): readonly ActId[] {
  if (code === 'export.line.exceedsImport' || code === 'export.consignments.exceeded')
    return exports.filter(isUsing).map(({ act }) => act);
  if (code === 'cancellation.twice' && body.kind === 'cancellation')
    return acts
      .filter((one) => one.body.kind === 'cancellation' && one.body.of === body.of)
      .map(({ _id }) => _id)
      .filter((id) => timeline.indexOf(id) >= 0);
  const isShipment = body.kind === 'shipment' && code === 'shipment.twice';
  if (!isShipment && (body.kind !== 'endorsement' || code !== 'endorsement.twice')) return [];
  const first = exports.find(({ act }) => act === body.exportAuthorization)?.[body.kind];
  return first ? [first] : [];
}

/**
 * Refusals of the form that the fold would count, repeated at the door (architecture, invariant 10); `judge-dates.ts`
 * says why. ECOSOC resolution 1981/7: a doubt names its reason.
 */
export function judgeStatement(
  acts: readonly DossierAct[],
  dossier: Dossier,
  { _id, body }: DossierAct
): readonly Problem[] {
  if (body.kind === 'reply') return judgeReplied(acts, before(dossier, _id), body);
  if (body.kind === 'cancellation' && isBlank(body.reason))
    return [toFollowUpProblem('cancellation.reason.missing', 'reason')];
  if (body.kind === 'suspension') return judgeSuspension(dossier, body);
  if (body.kind === 'shared-file')
    return judgeSharedFile(
      acts.filter((one) => one._id !== _id),
      body
    );
  if (body.kind === 'copy-sent') return judgeSentOn(body.sentOn, latestDateAt(body.at));
  if (body.kind === 'correction') return judgeCorrected(acts, dossier, { _id, body });
  if (body.kind === 'export-authorization') {
    if (dossier.exports.some(({ act, isApart }) => act === _id && isApart)) return [];
    const terms = isPaper(_id) ? [] : judgeExportTerms(acts, dossier, body);
    return [...judgeUponSuspended(dossier, body), ...judgeLicences(acts, dossier, body), ...terms];
  }
  if (body.kind !== 'shipment' && body.kind !== 'endorsement') return [];
  const upon = exportOf(acts, dossier, body.exportAuthorization);
  if (!upon) return [];
  const problems = judgeActual(body, upon);
  const strand = dossier.exports.find(({ act }) => act === upon._id);
  if (!isPaper(_id)) problems.push(...judgeTwin(dossier, strand, body.kind));
  if (body.kind === 'shipment') {
    problems.push(...judgeStop(dossier, body));
    if (isAfterReturn(dossier, _id, upon._id)) problems.push({ code: 'shipment.afterReturn' });
  }
  return withArticlesOf(problems, upon.body.lines);
}

/** The corrected figures obey the rules of the first ones; a stop does not change what happened before it. */
function judgeCorrected(
  acts: readonly DossierAct[],
  after: Dossier,
  { _id, body }: Pick<ActOf<'correction'>, '_id' | 'body'>
): readonly Problem[] {
  const others = acts.filter((one) => one._id !== _id);
  const earlier = foldDossier(after.key, others);
  const corrected = others.find((one) => one._id === body.of);
  if (!corrected || correctableActs(earlier, body.issuer).indexOf(body.of) < 0)
    return [toFollowUpProblem('correction.notNewest', '')];
  if (isBlank(body.reason)) return [toFollowUpProblem('correction.reason.missing', 'reason')];
  const kind = correctedKind(body);
  const [was, now] = [statedAs(corrected, kind), body[kind]];
  if (!was || !now || saysTheSame(now, was.body)) return [toFollowUpProblem('correction.same', '')];
  if (body.reply && statedAs(corrected, 'reply')?.body.on !== body.reply.on)
    return [{ code: 'correction.other' }];
  if (body.reply) return judgeReplied(others, before(earlier, body.of), { ...body, ...body.reply });
  const stated = statedAs({ _id, body } as ActOf<'correction'>, body.shipment ? 'shipment' : 'endorsement');
  const upon = stated && exportOf(acts, after, stated.body.exportAuthorization);
  return upon ? withArticlesOf(judgeActual(stated.body, upon), upon.body.lines) : [];
}

/** Its own and the partner's suspension stop a further export authorization. */
function judgeUponSuspended(
  dossier: Dossier,
  { importAuthorization: cited }: BodyOf<'export-authorization'>
): readonly Problem[] {
  const { importAuthorization } = dossier;
  if (importAuthorization === null || !isSuspended(dossier, importAuthorization)) return [];
  return [
    { code: 'export.importSuspended', values: { number: cited?.number ?? dossier.number }, article: OWN_RULE }
  ];
}

function judgeActual(
  body: BodyOf<'shipment'> | BodyOf<'endorsement'>,
  upon: ActOf<'export-authorization'>
): Problem[] {
  const today = latestDateAt(body.at);
  // The partner's date of despatch does not bind a receipt: it may be mistyped.
  if (body.kind === 'endorsement')
    return judgeReceivedOn(body, { authorization: upon.body, shippedOn: null, today });
  const isNothing = body.lines.every(({ stated }) => stated === '0');
  const nothing = isNothing ? [toFollowUpProblem('shipment.nothing', 'lines')] : [];
  return [...judgeShippedOn(body.shippedOn, upon.body, today), ...nothing];
}

function exportOf(
  acts: readonly DossierAct[],
  dossier: Dossier,
  id: ActId
): ActOf<'export-authorization'> | null {
  const counted = countedInstead(dossier, id) ?? id;
  return asExport(acts.find((one) => one._id === counted));
}

function isAfterReturn({ exports, timeline }: Dossier, shipment: ActId, upon: ActId): boolean {
  const strand = exports.find(({ act }) => act === upon);
  if (strand?.status !== 'not-imported' || strand.endorsement === null) return false;
  return timeline.indexOf(strand.endorsement) < timeline.indexOf(shipment);
}

function before(dossier: Dossier, reply: ActId): Dossier {
  return { ...dossier, replies: dossier.replies.filter(({ act }) => act !== reply) };
}

function judgeReplied(
  acts: readonly DossierAct[],
  dossier: Dossier,
  { on, issuer, answer, text }: Pick<BodyOf<'reply'>, 'on' | 'issuer' | 'answer' | 'text'>
): Problem[] {
  const problems: Problem[] = [];
  const subject = acts.find((one) => one._id === on);
  // Either side can reply to a paper: its holder answers the letter, its author can deny it.
  if (subject?.body.issuer === issuer && !isPaper(on))
    problems.push(toFollowUpProblem('reply.ownAct', 'answer'));
  if (needsWords(answer) && isBlank(text ?? ''))
    problems.push(toFollowUpProblem('reply.text.missing', 'text'));
  return [...problems, ...judgeVerdict(dossier, { on, issuer, answer })];
}

/** Only the side that objected can withdraw or uphold, and only an open objection. */
export function judgeVerdict(
  dossier: Dossier,
  { on, issuer, answer }: Pick<BodyOf<'reply'>, 'on' | 'issuer' | 'answer'>
): Problem[] {
  if (answer !== 'withdrawn' && answer !== 'upheld') return [];
  const upon = subjectOf(dossier, on);
  const isOwn = parseActId(upon)?.issuer === issuer;
  return isOwn || !isObjected(dossier, upon) ? [toFollowUpProblem('reply.objection.none', 'answer')] : [];
}

/**
 * The door: judges every pushed document before storage, whatever its client (threats P2, P3). Shared by the gateway, a
 * country's own server and the browser rehearsal.
 */
import {
  CLOCK_TOLERANCE_MS,
  MAX_ANSWERS,
  MAX_NOTICE_LATE_DAYS,
  MAX_NOTICES_DAYS,
  MAX_PRACTICES,
  MAX_VOTES,
  PRACTICE_LATE_DAYS,
  TERMS_ALWAYS_SINCE,
  TERMS_SINCE
} from '../own-choices.ts';
import { APPLICATION_PREFIX } from '../application/application-id.ts';
import { SHIPMENT_PREFIX } from '../company/announced-shipment.ts';
import { ATTACHMENT_PREFIX, judgeAttachmentDocument } from '../file/attachment.ts';
import { judgeApplicationDocument } from '../application/application.ts';
import { asKind, isAuthorization, type Act, type AuthorizationAct, type DossierAct } from '../act/body.ts';
import { parseActId } from '../act/act-id.ts';
import { isAnswerKind, kindNamed } from '../act/kinds.ts';
import type { CarriedBody } from '../act/later-act.ts';
import { addDays, dateToDayNumber, instantToDate } from '../calendar-date.ts';
import { editionOn, judgeNamedFactors } from '../lists/edition.ts';
import { judgeConfirmation, type ListAct } from '../lists/in-force.ts';
import { isPlainObject } from '../shape/shape.ts';
import {
  editionWith,
  practiceOf,
  practicesCited,
  practicesNamed,
  publishedWithin,
  type PracticeAct
} from '../authorization/practice-in-force.ts';
import { judgeIssuedCompany, type CompanyRules } from '../authorization/judge-company.ts';
import { judgeIssuedEstimates } from '../authorization/judge-estimates.ts';
import { judgeTwoPeople, type TwoPeople } from '../authorization/two-people.ts';
import type { Estimates } from '../balance/judge-balance.ts';
import { RESERVATION_PREFIX } from '../balance/balance-documents.ts';
import { judgeIssued } from '../authorization/judge-issued.ts';
import { readAuthorization } from '../act/stand-in.ts';
import { parseNumber } from '../act/number.ts';
import { admitAct } from '../dossier/admit-act.ts';
import { isDossierAct } from '../dossier/dossier-index.ts';
import { withArticlesOf } from '../dossier/follow-up-codes.ts';
import { judgeImportHere } from '../dossier/without-import.ts';
import { mayWriteHere } from '../exchange/authority.ts';
import { checkAct, checkCountryDocument, isBounded } from '../exchange/document-structure.ts';
import { checkBoardDocument } from '../exchange/system-structure.ts';
import { isHistoricId } from '../historic/historic.ts';
import { REFERENCE_DATABASE } from '../exchange/share-scope.ts';
import type { ActId, AuthorityCode, Instant } from '../ids.ts';
import type { TextHash } from '../sha256.ts';
import { judgeReach } from '../outreach/reach.ts';
import { admitTrialAct, isTrialAct, type TrialAct } from '../partners/trial.ts';
import { PRINT_CODE_PREFIX, printCodeIssuer } from '../print-code/print-code.ts';
import { DEVICE_REQUEST_PREFIX, parseDeviceRequest } from '../registration/device-request.ts';
import type { ActVerdict } from '../registration/judge-signer.ts';
import { may, type Right } from '../registration/rights.ts';
import { judgeInvented, type Invented } from '../act/practice.ts';
import { INVITATION_PREFIX } from '../reply-file/invitation-id.ts';
import { judgeInvitationDocument, type Invitation } from '../reply-file/invitation.ts';
import { judgeFileReply } from '../reply-file/judge-reply.ts';
import type { Problem } from '../result.ts';
import { RETURN_PREFIX } from '../returns/return-id.ts';
import type { BlockShelf } from './blocks.ts';

/** Rights needed to write each kind of document; a country's own server has them all. Server-only kinds are absent. */
const WRITERS: readonly { readonly prefix: string; readonly rights: readonly Right[] }[] = [
  { prefix: 'act:', rights: ['sign'] },
  // Draft authorization or INCB announcement; it stays in its writer's database.
  { prefix: 'draft:', rights: ['issue', 'announce'] },
  { prefix: PRINT_CODE_PREFIX, rights: ['sign'] },
  { prefix: 'company:', rights: ['particulars'] },
  { prefix: 'setting:', rights: ['particulars'] },
  { prefix: 'contact:', rights: ['registry'] },
  { prefix: 'block:', rights: ['issue'] },
  { prefix: RESERVATION_PREFIX, rights: ['issue'] },
  { prefix: INVITATION_PREFIX, rights: ['issue'] },
  { prefix: RETURN_PREFIX, rights: ['issue'] },
  { prefix: APPLICATION_PREFIX, rights: ['issue'] },
  { prefix: SHIPMENT_PREFIX, rights: ['carry'] },
  { prefix: ATTACHMENT_PREFIX, rights: ['issue'] },
  { prefix: DEVICE_REQUEST_PREFIX, rights: ['carry'] }
];

export interface Door {
  readonly writer: { readonly id: string; readonly authority: AuthorityCode; readonly role: string };
  readonly database: string;
  readonly limits: DoorLimits;
  readonly hashOf: TextHash;
  readonly bytesOf: (text: string) => number;
}

interface DoorLimits {
  readonly documentBytes: number;
  readonly revisionsPerDocument: number;
  readonly generations: number;
}

export function judgeDocument(document: unknown, door: Door): Problem[] {
  const { writer } = door;
  if (!isPlainObject(document) || typeof document['_id'] !== 'string')
    return [{ code: 'document.malformed' }];
  const id = document['_id'];
  const rule = WRITERS.find(({ prefix }) => id.startsWith(prefix));
  const carries = may(writer, 'carry');
  if (!rule || (rule.rights[0] === 'carry' && !carries))
    return [{ code: 'door.document.notYours', path: '_id' }];
  if (!carries && !rule.rights.some((right) => may(writer, right)))
    return [{ code: 'door.role.mayNotWrite', path: '_id' }];
  const revision = judgeRevision(document, door.limits);
  if (revision.length > 0) return revision;
  if (rule.prefix === 'act:') return judgeActForm(document, door);
  const size = judgeSize(document, door);
  return size.length > 0 ? size : judgeOwnDocument(document, rule.prefix, door);
}

/**
 * The history must belong to the revision: the engine would graft any other onto the tree. A document beyond the
 * generation limit can only be deleted, since none could follow an unbounded one.
 */
function judgeRevision(document: Record<string, unknown>, limits: DoorLimits): Problem[] {
  const match = /^([1-9][0-9]{0,8})-([0-9a-f]{32})$/.exec(String(document['_rev']));
  const history = document['_revisions'];
  const most = limits.generations + (document['_deleted'] === true ? 1 : 0);
  if (Number(match?.[1]) > most) return [{ code: 'document.revision.tooMany', path: '_rev' }];
  if (!match || !isPlainObject(history)) return [{ code: 'document.revision.malformed', path: '_rev' }];
  const ids = history['ids'];
  const wellFormed =
    Object.keys(history).length === 2 &&
    history['start'] === Number(match[1]) &&
    Array.isArray(ids) &&
    ids.length >= 1 &&
    ids.length <= Math.min(limits.revisionsPerDocument, Number(match[1])) &&
    ids[0] === match[2] &&
    // A history with a repeated revision has two readings.
    new Set(ids).size === ids.length &&
    ids.every((one) => typeof one === 'string' && /^[0-9a-f]{32}$/.test(one));
  return wellFormed ? [] : [{ code: 'document.revision.malformed', path: '_revisions' }];
}

function judgeSize(document: Record<string, unknown>, door: Door): Problem[] {
  const { _revisions: _history, ...content } = document;
  return isBounded(content) ? judgeBytes(JSON.stringify(content), door) : [tooLarge(door)];
}

function judgeBytes(text: string, door: Door): Problem[] {
  return door.bytesOf(text) <= door.limits.documentBytes ? [] : [tooLarge(door)];
}

function tooLarge({ limits }: Door): Problem {
  return { code: 'document.tooLarge', values: { most: limits.documentBytes } };
}

function judgeActForm(document: Record<string, unknown>, door: Door): Problem[] {
  const { writer, database, hashOf } = door;
  // Acts of the Board for everyone belong in the reference database.
  const belongsIn = database === 'incb' ? REFERENCE_DATABASE : database;
  let size: Problem[] = [];
  const structure = checkAct(document, null, belongsIn, (text) => {
    size = judgeBytes(text, door);
    return hashOf(text);
  });
  if (size.length > 0) return size;
  if (!structure.ok) return [...structure.problems];
  const authorized = mayWriteHere({ kind: 'service', authority: writer.authority }, document, database);
  if (!authorized.ok) return [...authorized.problems];
  const { kind } = document['body'] as CarriedBody;
  return kindNamed(kind)?.group !== 'outreach' || may(writer, 'announce')
    ? []
    : [{ code: 'door.role.mayNotWrite', path: 'body.kind' }];
}

function judgeOwnDocument(
  document: Record<string, unknown>,
  prefix: string,
  { writer, database }: Door
): Problem[] {
  const check = database === 'incb' ? checkBoardDocument : checkCountryDocument;
  const structure = check(document, null);
  if (!structure.ok) return [...structure.problems];
  if (prefix === DEVICE_REQUEST_PREFIX) return judgeDeviceRequest(document, writer);
  if (prefix === PRINT_CODE_PREFIX && printCodeIssuer(String(document['_id'])) !== writer.authority)
    return [{ code: 'door.issuer.foreign', path: '_id' }];
  if (prefix === INVITATION_PREFIX) {
    const invitation = judgeInvitationDocument(document, writer.authority);
    if (!invitation.ok) return [...invitation.problems];
  }
  // A country's own server took what companies sent there.
  if (prefix === APPLICATION_PREFIX && !may(writer, 'carry')) {
    const application = judgeApplicationDocument(document, writer);
    if (!application.ok) return [...application.problems];
  }
  if (prefix === ATTACHMENT_PREFIX && !may(writer, 'carry')) {
    const attachment = judgeAttachmentDocument(document, writer);
    if (!attachment.ok) return [...attachment.problems];
  }
  // A country's own server has already judged its people, and carries their documents.
  const reach = may(writer, 'carry') ? [] : judgeReach(document, writer.id);
  if (reach.length > 0) return reach;
  const authorized = mayWriteHere({ kind: 'service', authority: writer.authority }, document, database);
  if (!authorized.ok) return [...authorized.problems];
  const deleted = document['_deleted'];
  // A country's own server deletes what companies sent when it is due.
  const isDue = prefix === APPLICATION_PREFIX || prefix === SHIPMENT_PREFIX;
  const mayDelete =
    prefix === 'draft:' || isHistoricId(String(document['_id'])) || (isDue && may(writer, 'carry'));
  if (deleted === undefined || (deleted === true && mayDelete)) return [];
  return [{ code: 'door.document.mayNotBeDeleted', path: '_deleted' }];
}

/** The national server took it from the person's own session, as this server would. */
function judgeDeviceRequest(document: Record<string, unknown>, { authority }: Door['writer']): Problem[] {
  const request = parseDeviceRequest(document, authority);
  if (!request.ok) return [...request.problems];
  return request.value.authority === authority ? [] : [{ code: 'door.issuer.foreign', path: 'authority' }];
}

export interface ActContext {
  readonly now: Instant;
  readonly verification: ActVerdict;
  readonly demonstration: Invented;
  readonly blocks: BlockShelf;
  readonly numberHolder: ActId | null;
  readonly dossier: readonly DossierAct[];
  readonly trial: readonly TrialAct[];
  readonly practices?: readonly PracticeAct[];
  readonly lists?: readonly Act[];
  /** The issuer's own suggestions and answers to surveys, by their ids, which have the date. */
  readonly answered?: readonly ActId[];
  /** Files given to partners outside I2ES, at least those of the act's evidence. */
  readonly invitations?: readonly Invitation[];
  readonly estimates?: Estimates;
  readonly companies?: CompanyRules;
  /** Who prepared it and who can sign it; absent where no practice can demand two people. */
  readonly twoPeople?: TwoPeople;
}

export function judgeAct(act: Act, context: ActContext): readonly Problem[] {
  if ('problem' in context.verification) return [context.verification.problem];
  const misplaced = judgeOccasion(act, context);
  if (misplaced.length > 0) return misplaced;
  if (isLateWithdrawal(act, context.now))
    return [{ code: 'door.withdrawal.late', path: 'body.at', values: { at: act.body.at } }];
  const late = judgeLate(act, context);
  if (late.length > 0) return late;
  const published = [
    ...judgePractice(act, context),
    ...judgeVote(act, context),
    ...judgeAnswer(act, context),
    ...judgeList(act, context)
  ];
  if (published.length > 0) return published;
  const hasTerms = act.body.at >= TERMS_SINCE || context.now >= TERMS_ALWAYS_SINCE;
  const authorization = isAuthorization(act)
    ? [
        ...judgeNumber(act, context),
        ...judgeNamedFactors(act.body, context.lists ?? []),
        ...judgeIssued(
          act.body,
          editionOn(instantToDate(act.body.at), context.lists ?? []),
          context.practices,
          practicesCited(act, context.dossier),
          hasTerms
        )
      ]
    : [];
  if (authorization.length > 0) return authorization;
  const approval = isAuthorization(act) ? judgeApproval(act, context) : [];
  if (approval.length > 0) return approval;
  if (isTrialAct(act)) return admitTrialAct(context.trial, act);
  const reply = act.body.kind === 'paper-record' ? judgeFileReply(act.body, context.invitations ?? []) : [];
  if (reply.length > 0) return reply;
  const admitted = isDossierAct(act) ? admitAct(context.dossier, act) : [];
  if (admitted.length > 0) return withArticlesInForce(admitted, act, context);
  const unknown = hasTerms && isDossierAct(act) ? judgeImportHere(context.dossier, act) : [];
  const found = [
    ...withArticlesInForce(unknown, act, context),
    ...(hasTerms ? judgeLicensed(act, context) : [])
  ];
  return found.length > 0 ? found : judgeBalance(act, context);
}

function withArticlesInForce(
  problems: readonly Problem[],
  act: Act,
  { dossier, lists = [] }: ActContext
): readonly Problem[] {
  if (problems.length === 0) return problems;
  const goods = [act, ...dossier].flatMap((one) => (isAuthorization(one) ? one.body.lines : []));
  return withArticlesOf(problems, goods, editionOn(instantToDate(act.body.at), lists));
}

/** Rule R26. */
function judgeLicensed(act: Act, { companies, practices = [], lists = [] }: ActContext): readonly Problem[] {
  if (!companies || !isAuthorization(act)) return [];
  const listed = editionOn(instantToDate(act.body.at), lists);
  return judgeIssuedCompany(act.body, companies, editionWith(listed, practicesNamed(act.body, practices)));
}

function judgeApproval(
  act: AuthorizationAct,
  { practices = [], lists = [], twoPeople = { preparer: null, approvers: [] } }: ActContext
): readonly Problem[] {
  const practice = practiceOf(act.body, act.body.issuer, practices);
  return judgeTwoPeople(act, practice?.body ?? null, editionOn(instantToDate(act.body.at), lists), twoPeople);
}

/** Rule R12 is judged last: a line that breaks another rule is refused for that rule. */
function judgeBalance(act: Act, { estimates, dossier, lists = [] }: ActContext): readonly Problem[] {
  if (!estimates) return [];
  const cited = asKind(act, 'export-authorization')?.body.importAuthorization?.act;
  const importAct = asKind(
    readAuthorization(dossier.find(({ _id }) => _id === cited)),
    'import-authorization'
  );
  const issued = asKind(act, 'import-authorization') ?? asKind(act, 'export-authorization');
  if (!issued) return [];
  const edition = editionOn(instantToDate(act.body.at), lists);
  return judgeIssuedEstimates(issued.body, importAct, estimates, edition);
}

function judgeOccasion(
  { body }: Act,
  { now, demonstration }: Pick<ActContext, 'now' | 'demonstration'>
): readonly Problem[] {
  // Sample data would count as trade among real records.
  const invented = judgeInvented(body, demonstration);
  if (invented.length > 0) return invented;
  const isFuture = Date.parse(body.at) > Date.parse(now) + CLOCK_TOLERANCE_MS;
  return isFuture ? [{ code: 'door.time.future', path: 'body.at', values: { at: body.at } }] : [];
}

/** A backdated withdrawal would invalidate acts that partners relied on (`endsOf` in `registration/trust.ts`). */
function isLateWithdrawal({ body }: Act, now: Instant): boolean {
  return body.kind === 'withdrawal' && Date.parse(body.at) < Date.parse(now) - CLOCK_TOLERANCE_MS;
}

/**
 * Their number is bounded by the dates that they name: dates of its own choice would give a key a month's number for each
 * month of its life.
 */
function judgeLate({ body }: Act, { now }: ActContext): Problem[] {
  if (kindNamed(body.kind)?.group !== 'notice' && !isAnswerKind(body.kind)) return [];
  if (instantToDate(body.at) >= addDays(instantToDate(now), -MAX_NOTICE_LATE_DAYS)) return [];
  return [{ code: 'door.time.late', path: 'body.at', values: { most: MAX_NOTICE_LATE_DAYS } }];
}

/**
 * A backdated practice would refuse what partners have issued by the one before, except in its days of grace. Each
 * practice goes to every device for good, so an administrator cannot publish very many.
 */
function judgePractice({ body }: Act, { now, practices = [] }: ActContext): Problem[] {
  if (body.kind !== 'national-practice') return [];
  if (body.effectiveFrom < addDays(instantToDate(now), -PRACTICE_LATE_DAYS)) {
    const values = { most: PRACTICE_LATE_DAYS };
    return [{ code: 'practice.effective.late', path: 'body.effectiveFrom', values }];
  }
  if (publishedWithin(MAX_NOTICES_DAYS, practices, body).length < MAX_PRACTICES) return [];
  const values = { most: MAX_PRACTICES, days: MAX_NOTICES_DAYS };
  return [{ code: 'practice.tooMany', path: 'body.at', values }];
}

/** Each vote and each report on an action stays on every device. */
function judgeVote({ body }: Act, { lists = [] }: ActContext): Problem[] {
  if (body.kind !== 'suggestion-vote' && body.kind !== 'action-report') return [];
  const own = lists.filter((act) => act.body.kind === body.kind);
  if (publishedWithin(MAX_NOTICES_DAYS, own, body).length < MAX_VOTES) return [];
  const values = { most: MAX_VOTES, days: MAX_NOTICES_DAYS };
  return [{ code: 'userGroup.tooMany', path: 'body.at', values }];
}

/** INCB's people read each suggestion and each answer to a survey. */
function judgeAnswer({ body }: Act, { answered = [] }: ActContext): Problem[] {
  if (!isAnswerKind(body.kind)) return [];
  const day = dateToDayNumber(instantToDate(body.at));
  const near = answered.filter((id) => {
    const of = parseActId(id);
    const isOwn = of?.issuer === body.issuer && of.kind === body.kind;
    return isOwn && Math.abs(dateToDayNumber(of.date) - day) < MAX_NOTICES_DAYS;
  });
  if (near.length < MAX_ANSWERS) return [];
  const code = body.kind === 'suggestion' ? 'suggestion.tooMany' : 'survey.answer.tooMany';
  return [{ code, path: 'body.at', values: { most: MAX_ANSWERS, days: MAX_NOTICES_DAYS } }];
}

/** A confirmation by the person who signed a list, or of a list that no server has, would never count. */
function judgeList({ body }: Act, { lists = [] }: ActContext): Problem[] {
  if (body.kind !== 'list-confirmation') return [];
  const code = judgeConfirmation(body, (id) => lists.find(({ _id }) => _id === id) as ListAct | undefined);
  const isOwnRevoked = body.as === 'revoked' && code === 'list.confirmation.own';
  return code === null || isOwnRevoked ? [] : [{ code, path: 'body.lists' }];
}

/** Invariant 7: numbers come from blocks of the signing device, and none is used twice. */
function judgeNumber(act: AuthorizationAct, context: ActContext): Problem[] {
  const { kind, number, issuer } = act.body;
  const path = 'body.number';
  const parsed = parseNumber(number, path);
  if (!parsed.ok) return [...parsed.problems];
  if (parsed.value.country !== issuer || parsed.value.kind !== kind) {
    return [{ code: 'door.number.foreign', path, values: { number } }];
  }
  if (context.blocks.find(parsed.value)?.device !== act.signature.key)
    return [{ code: 'door.number.notReserved', path, values: { number } }];
  if (context.numberHolder !== null && context.numberHolder !== act._id) {
    return [{ code: 'door.number.used', path, values: { number } }];
  }
  return [];
}

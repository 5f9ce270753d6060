/**
 * What the partner asked or objected to and nothing was said about since. ECOSOC resolution 1981/7 has the
 * authorities ask in case of doubt; the desk that calls for an answer and the dossier that takes it read it here.
 */
import { parseActId } from '../act/act-id.ts';
import type { Answer } from '../act/body.ts';
import type { ActId, AuthorityCode, CountryCode } from '../ids.ts';
import type { Dossier, DossierReply } from './dossier.ts';

/** A question or an objection that nothing was said about since, and the authority that is to answer it. */
export interface OpenQuestion {
  readonly question: DossierReply;
  /** The document it is about. */
  readonly upon: ActId;
  readonly waitsFor: CountryCode;
}

/** The questions of either side, those about the export authorizations first. */
export function openQuestions(dossier: Dossier): readonly OpenQuestion[] {
  const { exportingCountry, importingCountry } = dossier;
  const open: OpenQuestion[] = [];
  for (const upon of subjectsOf(dossier)) {
    for (const waitsFor of [exportingCountry, importingCountry]) {
      const question = openQuestion(dossier, waitsFor, upon);
      if (question) open.push({ question, upon, waitsFor });
    }
  }
  return open;
}

/** How the other side judges a document: the last of these counts. */
const VERDICTS: readonly Answer[] = ['authentic', 'objection', 'withdrawn', 'upheld'];
/** Words that neither ask nor judge. */
const ASIDE: readonly Answer[] = ['received', 'explanation', 'withdrawn'];

function subjectsOf({ exports, setAside, importAuthorization }: Dossier): ActId[] {
  const subjects = [...exports, ...setAside].map(({ act }) => act);
  return importAuthorization ? [...subjects, importAuthorization] : subjects;
}

/** The last word of the partner upon an authorization, where it waits for one of this authority. */
export function openQuestion(dossier: Dossier, authority: AuthorityCode, upon: ActId): DossierReply | null {
  const objection = standingObjection(dossier, upon);
  if (objection && objection.issuer !== authority) {
    const last = lastWord(dossier, upon) ?? objection;
    if (last.issuer === authority) return null;
    return last.answer === 'query' ? last : objection;
  }
  const subject = subjectsIn(dossier.replies);
  const theirs = dossier.replies.filter(
    ({ issuer, answer, on }) => issuer !== authority && ASIDE.indexOf(answer) < 0 && subject(on) === upon
  );
  const asked = theirs[theirs.length - 1];
  if (!asked || asked.answer === 'authentic') return null;
  // An objection of the other side that no longer stands asks nothing; one to a question asks as a question does.
  if (asked.answer !== 'query' && asked.issuer !== issuerOf(upon)) return null;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(asked.act) + 1);
  return since.some((id) => issuerOf(id) === authority) ? null : asked;
}

/** An objection that was answered: the side that raised it withdraws or upholds it. */
export interface OpenVerdict {
  readonly objection: DossierReply;
  readonly answer: DossierReply;
  /** The document it is about. */
  readonly upon: ActId;
  readonly waitsFor: AuthorityCode;
}

export function openVerdicts(dossier: Dossier): readonly OpenVerdict[] {
  if (dossier.replies.length === 0) return [];
  return subjectsOf(dossier).flatMap((upon) => openVerdict(dossier, upon) ?? []);
}

/** Null where nothing was answered yet, and where the other side has asked something first. */
export function openVerdict(dossier: Dossier, upon: ActId): OpenVerdict | null {
  const objection = standingObjection(dossier, upon);
  const answer = objection && lastWord(dossier, upon);
  if (!objection || !answer || answer.issuer === objection.issuer || answer.answer === 'query') return null;
  return { objection, answer, upon, waitsFor: objection.issuer };
}

/** The objection that a document is under: raised or upheld last, neither withdrawn nor overtaken by what was done. */
export function standingObjection(dossier: Dossier, upon: ActId): DossierReply | null {
  if (!isObjected(dossier, upon)) return null;
  const objection = verdictsUpon(dossier, upon).pop();
  return objection && !isOvertaken(dossier, objection, upon) ? objection : null;
}

/** The document was cancelled, its goods are endorsed or returned, or an export authorization was issued upon it after all. */
function isOvertaken(
  { exports, setAside, importAuthorization, status, timeline }: Dossier,
  objection: DossierReply,
  upon: ActId
): boolean {
  if (setAside.some(({ act, isCancelled }) => act === upon && isCancelled)) return true;
  const strand = exports.find(({ act }) => act === upon);
  if (strand) return strand.status !== 'issued' && strand.status !== 'shipped';
  if (upon !== importAuthorization) return false;
  const at = timeline.indexOf(objection.act);
  return (
    status === 'cancelled' ||
    exports.some((one) => one.status !== 'cancelled' && timeline.indexOf(one.act) > at)
  );
}

function lastWord({ replies }: Pick<Dossier, 'replies'>, upon: ActId): DossierReply | null {
  const subject = subjectsIn(replies);
  const words = replies.filter(({ answer, on }) => answer !== 'received' && subject(on) === upon);
  return words[words.length - 1] ?? null;
}

function verdictsUpon({ replies }: Pick<Dossier, 'replies'>, upon: ActId): DossierReply[] {
  const subject = subjectsIn(replies);
  return replies.filter(
    ({ issuer, answer, on }) =>
      issuer !== issuerOf(upon) && VERDICTS.indexOf(answer) >= 0 && subject(on) === upon
  );
}

function issuerOf(id: ActId): AuthorityCode | undefined {
  return parseActId(id)?.issuer;
}

/**
 * Whether this authority has answered the partner's import authorization: for good where it called it
 * authentic; a question or an objection only until the partner has stated anything since, or it was withdrawn.
 */
export function isAnswered(dossier: Dossier, authority: AuthorityCode): boolean {
  const own = dossier.replies.filter(
    ({ issuer, answer }) => issuer === authority && answer !== 'received' && answer !== 'explanation'
  );
  const last = own[own.length - 1];
  if (!last) return false;
  const isConfirmed = own.some((one) => one.answer === 'authentic' && one.on === dossier.importAuthorization);
  if (isConfirmed || last.answer === 'withdrawn') return isConfirmed;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(last.act) + 1);
  return since.every((id) => issuerOf(id) === authority);
}

/**
 * Whether the partner's last verdict upon an authorization is an objection. Neither an answer nor a question lifts it:
 * it stands until the partner withdraws it or calls the document authentic. A shipment upon it is not refused yet.
 */
export function isObjected(dossier: Pick<Dossier, 'replies'>, upon: ActId): boolean {
  if (dossier.replies.length === 0) return false;
  const last = verdictsUpon(dossier, upon).pop();
  return last?.answer === 'objection' || last?.answer === 'upheld';
}

/** What may be replied to an act of the partner, in the order in which it is offered; the door refuses the same. */
export function answersTo(dossier: Dossier, authority: AuthorityCode, on: ActId): readonly Answer[] {
  const upon = subjectOf(dossier, on);
  const asked = dossier.replies.find(({ act }) => act === on);
  if (issuerOf(upon) === authority)
    return asked?.answer === 'query' ? ['explanation', 'authentic', 'query'] : ['explanation', 'query'];
  if (isObjected(dossier, upon)) return ['withdrawn', 'upheld', 'query'];
  const usual: readonly Answer[] = ['received', 'authentic', 'query', 'objection'];
  return asked?.answer === 'query' ? (['explanation'] as readonly Answer[]).concat(usual) : usual;
}

/** What a chain of replies is about: the act at its root. */
export function subjectOf({ replies }: Pick<Dossier, 'replies'>, id: ActId): ActId {
  return subjectsIn(replies)(id);
}

/** The same for many of them: each reply is walked once, however long a chain a partner makes. */
export function subjectsIn(replies: readonly DossierReply[]): (id: ActId) => ActId {
  const upon = new Map(replies.map(({ act, on }) => [act, on]));
  const known = new Map<ActId, ActId>();
  return (id) => {
    const passed: ActId[] = [];
    let at = id;
    for (let next = upon.get(at); next !== undefined && !known.has(at); next = upon.get(at)) {
      passed.push(at);
      at = next;
    }
    const subject = known.get(at) ?? at;
    for (const one of passed) known.set(one, subject);
    return subject;
  };
}

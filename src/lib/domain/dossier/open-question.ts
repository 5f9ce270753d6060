/**
 * Unanswered questions and objections (ECOSOC resolution 1981/7 has authorities ask in case of doubt), for Today and
 * the dossier.
 */
import { parseActId } from '../act/act-id.ts';
import type { Answer } from '../act/body.ts';
import type { ActId, AuthorityCode, CountryCode } from '../ids.ts';
import type { Dossier, DossierReply } from './dossier.ts';

export interface OpenQuestion {
  readonly question: DossierReply;
  readonly upon: ActId;
  readonly waitsFor: CountryCode;
}

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

const VERDICTS: readonly Answer[] = ['authentic', 'objection', 'withdrawn', 'upheld'];
const ASIDE: readonly Answer[] = ['received', 'explanation', 'withdrawn'];

function subjectsOf({ exports, setAside, importAuthorization }: Dossier): ActId[] {
  const subjects = [...exports, ...setAside].map(({ act }) => act);
  return importAuthorization ? [...subjects, importAuthorization] : subjects;
}

/** The partner's last reply on an authorization, if it awaits an answer. */
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
  // A withdrawn objection asks nothing; an objection to a question counts as a question.
  if (asked.answer !== 'query' && asked.issuer !== issuerOf(upon)) return null;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(asked.act) + 1);
  return since.some((id) => issuerOf(id) === authority) ? null : asked;
}

export interface OpenVerdict {
  readonly objection: DossierReply;
  readonly answer: DossierReply;
  readonly upon: ActId;
  readonly waitsFor: AuthorityCode;
}

export function openVerdicts(dossier: Dossier): readonly OpenVerdict[] {
  if (dossier.replies.length === 0) return [];
  return subjectsOf(dossier).flatMap((upon) => openVerdict(dossier, upon) ?? []);
}

/** Null if unanswered, or if the other side asked something first. */
export function openVerdict(dossier: Dossier, upon: ActId): OpenVerdict | null {
  const objection = standingObjection(dossier, upon);
  const answer = objection && lastWord(dossier, upon);
  if (!objection || !answer || answer.issuer === objection.issuer || answer.answer === 'query') return null;
  return { objection, answer, upon, waitsFor: objection.issuer };
}

/** The objection in force: raised or upheld last, neither withdrawn nor overtaken by later acts. */
export function standingObjection(dossier: Dossier, upon: ActId): DossierReply | null {
  if (!isObjected(dossier, upon)) return null;
  const objection = verdictsUpon(dossier, upon).pop();
  return objection && !isOvertaken(dossier, objection, upon) ? objection : null;
}

/** True if cancelled, endorsed or returned, or if an export authorization was issued in spite of it. */
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
 * True if this authority has answered the import authorization: `authentic` for good; a question or objection until the
 * partner's next act or a withdrawal.
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

/** True if the partner's last verdict is an objection; only a withdrawal or `authentic` lifts it. */
export function isObjected(dossier: Pick<Dossier, 'replies'>, upon: ActId): boolean {
  return lastObjection(dossier, upon) !== null;
}

export function lastObjection(dossier: Pick<Dossier, 'replies'>, upon: ActId): DossierReply | null {
  if (dossier.replies.length === 0) return null;
  const last = verdictsUpon(dossier, upon).pop();
  return last?.answer === 'objection' || last?.answer === 'upheld' ? last : null;
}

/** The one with which the objection in force began: upheld or repeated, it does not begin anew. */
export function firstObjection(dossier: Pick<Dossier, 'replies'>, upon: ActId): DossierReply | null {
  let first: DossierReply | null = null;
  for (const one of verdictsUpon(dossier, upon))
    first = one.answer === 'objection' || one.answer === 'upheld' ? (first ?? one) : null;
  return first;
}

/** Allowed replies to the partner's act, in the order offered; the door agrees. */
export function answersTo(dossier: Dossier, authority: AuthorityCode, on: ActId): readonly Answer[] {
  const upon = subjectOf(dossier, on);
  const asked = dossier.replies.find(({ act }) => act === on);
  const isCorrection = dossier.corrections.some(({ act }) => act === on);
  if (isCorrection && asked === undefined) return ['received', 'query', 'objection'];
  if (issuerOf(upon) === authority)
    return asked?.answer === 'query' ? ['explanation', 'authentic', 'query'] : ['explanation', 'query'];
  if (isObjected(dossier, upon)) return ['withdrawn', 'upheld', 'query'];
  const usual: readonly Answer[] = ['received', 'authentic', 'query', 'objection'];
  return asked?.answer === 'query' ? (['explanation'] as readonly Answer[]).concat(usual) : usual;
}

export function subjectOf({ replies }: Pick<Dossier, 'replies'>, id: ActId): ActId {
  return subjectsIn(replies)(id);
}

/** Caches, so that each reply is walked once, however long the partner's chain. */
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

/**
 * What the partner asked or objected to and nothing was said about since. ECOSOC resolution 1981/7 has the
 * authorities ask in case of doubt; the desk that calls for an answer and the dossier that takes it read it here.
 */
import { parseActId } from '../act/act-id.ts';
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
  const { importAuthorization, exportingCountry, importingCountry } = dossier;
  const subjects = [...dossier.exports, ...dossier.setAside].map(({ act }) => act);
  if (importAuthorization) subjects.push(importAuthorization);
  const open: OpenQuestion[] = [];
  for (const upon of subjects) {
    for (const waitsFor of [exportingCountry, importingCountry]) {
      const question = openQuestion(dossier, waitsFor, upon);
      if (question) open.push({ question, upon, waitsFor });
    }
  }
  return open;
}

/** The last word of the partner upon an authorization, where it waits for one of this authority. */
export function openQuestion(dossier: Dossier, authority: AuthorityCode, upon: ActId): DossierReply | null {
  const subject = subjectsIn(dossier.replies);
  const theirs = dossier.replies.filter((one) => one.issuer !== authority && subject(one.on) === upon);
  const asked = theirs[theirs.length - 1];
  if (!asked || (asked.answer !== 'query' && asked.answer !== 'objection')) return null;
  const since = dossier.timeline.slice(dossier.timeline.indexOf(asked.act) + 1);
  return since.some((id) => parseActId(id)?.issuer === authority) ? null : asked;
}

/**
 * Whether this authority has answered the partner's import authorization: for good where it called it
 * authentic; a question or an objection only until the partner has stated anything since.
 */
export function isAnswered(dossier: Dossier, authority: AuthorityCode): boolean {
  const own = dossier.replies.filter((one) => one.issuer === authority && one.answer !== 'received');
  const last = own[own.length - 1];
  if (!last) return false;
  const isConfirmed = own.some((one) => one.answer === 'authentic' && one.on === dossier.importAuthorization);
  const since = dossier.timeline.slice(dossier.timeline.indexOf(last.act) + 1);
  return isConfirmed || since.every((id) => parseActId(id)?.issuer === authority);
}

/**
 * Whether the partner's last word upon an authorization is an objection. An answer alone does not lift it: it stands
 * until the partner says otherwise, or the authorization is cancelled.
 */
export function isObjected(dossier: Pick<Dossier, 'replies'>, upon: ActId): boolean {
  if (dossier.replies.length === 0) return false;
  const issuer = parseActId(upon)?.issuer;
  const subject = subjectsIn(dossier.replies);
  const theirs = dossier.replies.filter(
    (one) => one.issuer !== issuer && one.answer !== 'received' && subject(one.on) === upon
  );
  return theirs[theirs.length - 1]?.answer === 'objection';
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

/**
 * What has to be cleared up about an authorization, and by which step of this authority; null where nothing
 * is, or where the partner has the next word. Each step is one that `transitions.ts` takes.
 *
 * | the authorization                                  | of the partner | one's own |
 * |----------------------------------------------------|----------------|-----------|
 * | rests on an import authorization that is not here  | ask            | nothing   |
 * | contradicts what was stated before, and is set aside | ask          | cancel    |
 *
 * An export authorization of one's own was issued upon paper that its officer has seen.
 */
import { isAuthorizationId, parseActId } from '../act/act-id.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import type { Dossier } from './dossier.ts';
import { subjectsIn } from './open-question.ts';

export type Clearing = 'ask' | 'cancel';

export function readUnclear(dossier: Dossier, authority: AuthorityCode, on: ActId): Clearing | null {
  const isOwn = parseActId(on)?.issuer === authority;
  const aside = dossier.setAside.find(({ act }) => act === on);
  if (aside ? aside.isCancelled || !isAuthorizationId(on) : isOwn || !isOpenWithoutImport(dossier, on))
    return null;
  if (isOwn) return 'cancel';
  return hasLastWord(dossier, authority, on) ? null : 'ask';
}

export function isOpenWithoutImport({ status, exports }: Dossier, on: ActId): boolean {
  const strand = exports.find(({ act }) => act === on);
  return status === 'unmatched' && (strand?.status === 'issued' || strand?.status === 'shipped');
}

/** That it was received says nothing yet of what is unclear. */
function hasLastWord(dossier: Dossier, authority: AuthorityCode, on: ActId): boolean {
  const subject = subjectsIn(dossier.replies);
  const words = dossier.replies.filter(
    ({ act, answer, issuer }) => subject(act) === on && (issuer !== authority || answer !== 'received')
  );
  return words[words.length - 1]?.issuer === authority;
}

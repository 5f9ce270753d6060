/** Refusals for people of a suspended or closed country. */
import type { Person, Session } from '#couch/accounts/accounts.ts';
import type { Desk } from './call.ts';
import { Refusal } from '../bounds/refusal.ts';

export async function refuseShutOut(
  { standings }: Pick<Desk, 'standings'>,
  { authority }: Pick<Person, 'authority'>
): Promise<void> {
  const problem = await standings.problemOf(authority);
  if (problem) throw new Refusal(403, [problem]);
}

/** Only after the right password. The opened session is closed again. */
export async function refuseAtSignIn(
  desk: Pick<Desk, 'standings' | 'accounts'>,
  { session, token }: { readonly session: Session; readonly token: string }
): Promise<void> {
  const problem = await desk.standings.problemOf(session.person.authority);
  if (!problem) return;
  await desk.accounts.closeSession(token);
  throw new Refusal(403, [problem]);
}

/** A withdrawn key ends the sessions of its device at once, wherever they are open (threats P7). */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';

/** By the certificates and withdrawals that count, not by the one that has just come. */
export async function endWithdrawnDevice(
  { accounts, clock }: { readonly accounts: Accounts; readonly clock: () => number },
  key: KeyId,
  trust: Trust
): Promise<void> {
  const now = new Date(clock()).toISOString() as Instant;
  const holders = trust.standingsOf(key).flatMap(({ certificate }) => certificate?.body.holder ?? []);
  for (const holder of holders) {
    if (keyStandingOf(trust, key, holder, now).state !== 'withdrawn') continue;
    await accounts.sessions.endAllOf(holder.person, key);
  }
}

/**
 * Differences on a country's own server: no registration, no other countries, and number blocks only after it knows all
 * earlier ones.
 */
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Desk, National, Route } from './call.ts';
import { refusal } from '../bounds/refusal.ts';

const CENTRAL_ONLY = /^\/api\/(?:registrations|confirmations|countries|link|who)(?:\/|$)/;

export function routesOf(national: National | null, routes: readonly Route[]): readonly Route[] {
  return national === null ? routes : routes.filter(({ path }) => !CENTRAL_ONLY.test(path));
}

/** Only one of the two servers reserves a country's numbers. */
export async function refuseClaimElsewhere(
  { national, standings }: Pick<Desk, 'national' | 'standings'>,
  authority: AuthorityCode
): Promise<void> {
  if (national !== null) {
    if (!national.mayClaim()) throw refusal(409, 'block.linkFirst');
    return;
  }
  // Read fresh: a value half a minute old could give a number twice.
  const standing = isCountry(authority) ? await standings.read(authority) : null;
  if (standing?.ownServer === true) throw refusal(409, 'block.ownServer');
}

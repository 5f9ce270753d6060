/**
 * What is otherwise at a country's own server: nobody registers there or is told who has, no other country is looked after,
 * and numbers are reserved there once it knows all that were reserved before.
 */
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Desk, National, Route } from './call.ts';
import { refusal } from '../bounds/refusal.ts';

const CENTRAL_ONLY = /^\/api\/(?:registrations|confirmations|countries|link|who)(?:\/|$)/;

export function routesOf(national: National | null, routes: readonly Route[]): readonly Route[] {
  return national === null ? routes : routes.filter(({ path }) => !CENTRAL_ONLY.test(path));
}

/** One of the two servers reserves numbers for a country, and never both. */
export async function refuseClaimElsewhere(
  { national, standings }: Pick<Desk, 'national' | 'standings'>,
  authority: AuthorityCode
): Promise<void> {
  if (national !== null) {
    if (!national.mayClaim()) throw refusal(409, 'block.linkFirst');
    return;
  }
  // As it is written at this moment: half a minute late would be a number given twice.
  const standing = isCountry(authority) ? await standings.read(authority) : null;
  if (standing?.ownServer === true) throw refusal(409, 'block.ownServer');
}

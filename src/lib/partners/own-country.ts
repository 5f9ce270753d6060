import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Store } from '#lib/store/store.svelte.ts';

/** Null while locked, and for INCB. */
export function ownCountry({ person }: Pick<Store, 'person'>): CountryCode | null {
  const authority = person?.authority;
  return isCountry(authority) ? authority : null;
}

import { error } from '@sveltejs/kit';
import { isCountry } from '#lib/domain/country.ts';
import { completeCatalog } from '#lib/i18n/catalog.ts';

/** The list is only in its browser. */
export const ssr = false;
export const prerender = false;

export async function load({ params }: { readonly params: { country: string } }) {
  const country = params.country.toUpperCase();
  if (!isCountry(country)) error(404);
  await completeCatalog();
  return { country };
}

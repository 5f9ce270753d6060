import { redirect } from '@sveltejs/kit';
import { base } from '$app/paths';
import type { PageLoad } from './$types';

/** Every form has an address from the first moment: a reload or a killed tab returns to it. */
export const load: PageLoad = ({ url }) => {
  const query = new URLSearchParams(url.searchParams);
  if (!query.has('kind')) query.set('kind', 'import');
  redirect(307, `${base}/authorizations/drafts/${crypto.randomUUID()}?${query}`);
};

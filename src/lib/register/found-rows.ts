/** The register's rows that answer what is asked, for the table and for the column beside a dossier. */
import type { RegisterRow } from '#lib/store/api.ts';
import { isInTab } from '#lib/store/index/query-register.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import type { RegisterParams, Tab } from './register-params.ts';
import { searchRows, type CountryWords } from './search-rows.ts';

export interface Sought {
  readonly text: string;
  readonly countries: CountryWords;
}

/** Of every tab: the figures on the tabs count these. */
export function foundRows(
  store: Pick<Store, 'registerRows'>,
  { direction, partner }: Pick<RegisterParams, 'direction' | 'partner'>,
  { text, countries }: Sought
): readonly RegisterRow[] {
  const asked = store.registerRows({ ...(direction ? { direction } : {}), ...(partner ? { partner } : {}) });
  return searchRows(asked, text, countries);
}

export function rowsInTab(found: readonly RegisterRow[], tab: Tab): readonly RegisterRow[] {
  return tab === 'drafts' || tab === 'all' ? found : found.filter((row) => isInTab(row, tab));
}

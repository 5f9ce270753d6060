import type { RegisterRow } from '#lib/store/api.ts';
import { isInTab } from '#lib/store/index/query-register.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import type { RegisterParams, Tab } from './register-params.ts';
import { searchRows, type CountryWords } from './search-rows.ts';

interface Sought {
  readonly text: string;
  readonly countries: CountryWords;
  readonly company?: string | null;
}

export function foundRows(
  store: Pick<Store, 'registerRows'>,
  { direction, partner, substance, from, until }: Omit<RegisterParams, 'tab' | 'sort'>,
  { text, countries, company = null }: Sought
): readonly RegisterRow[] {
  const asked = store.registerRows({ ...(direction ? { direction } : {}), ...(partner ? { partner } : {}) });
  const isFiltered = [substance, from, until, company].some((one) => one !== null);
  const filtered = isFiltered
    ? asked.filter(
        (row) =>
          (substance === null || row.totals.some((one) => one.substance === substance)) &&
          (company === null || row.importer === company || row.exporter === company) &&
          (from === null || row.issuedOn >= from) &&
          (until === null || row.issuedOn <= until)
      )
    : asked;
  return searchRows(filtered, text, countries);
}

export function rowsInTab(found: readonly RegisterRow[], tab: Tab): readonly RegisterRow[] {
  return tab === 'drafts' || tab === 'all' ? found : found.filter((row) => isInTab(row, tab));
}

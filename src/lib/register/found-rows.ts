import type { RegisterRow, RegisterTab, RowStatus } from '#lib/store/api.ts';
import { comparator, isInTab, isInFigures } from '#lib/store/index/query-register.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { changedItems, KeptNames, KeptOrder, placeIn } from '#lib/domain/groups.ts';
import type { RegisterParams, Tab } from './register-params.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { namesOf } from '#lib/domain/goods/substance-search.ts';
import { loadSearchNames } from '#lib/i18n/country-tables.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { wholeName } from '#lib/ui/form/fuzzy.ts';

interface Sought {
  readonly text: string;
  readonly countries: CountryWords;
  readonly company?: string | null;
}

export function foundRows(
  store: Pick<Store, 'registerRows'>,
  { direction, partner, substance, status, from, until }: Omit<RegisterParams, 'tab' | 'sort'>,
  { text, countries, company = null }: Sought,
  search: typeof searchRows<RegisterRow> = searchRows
): readonly RegisterRow[] {
  const asked = store.registerRows({ ...(direction ? { direction } : {}), ...(partner ? { partner } : {}) });
  const isFiltered = [substance, status, from, until, company].some((one) => one !== null);
  const filtered = isFiltered
    ? asked.filter(
        (row) =>
          (substance === null || row.totals.some((one) => one.substance === substance)) &&
          (status === null || hasStatus(row, status)) &&
          (company === null || row.importer === company || row.exporter === company) &&
          (from === null || row.issuedOn >= from) &&
          (until === null || row.issuedOn <= until)
      )
    : asked;
  return search(filtered, text, countries);
}

export function hasStatus(row: RegisterRow, status: RowStatus): boolean {
  return row.status === status || (status === 'suspended' && row.isSuspended);
}

export function rowsInTab(found: readonly RegisterRow[], tab: Tab): readonly RegisterRow[] {
  return tab === 'drafts' || tab === 'all' ? found : found.filter((row) => isInTab(row, tab));
}

export type CountryWords = ReadonlyMap<string, string>;

export const NO_COUNTRY_WORDS: CountryWords = new Map();

/** Empty if the tables cannot be loaded; the words of the records are searched nevertheless. */
export async function loadCountryWords(): Promise<CountryWords> {
  const names = await loadSearchNames().catch(() => NO_COUNTRY_WORDS as ReadonlyMap<string, never>);
  return new Map([...names].map(([code, all]) => [code, ` ${all.map(wholeName).join(' ')} `]));
}

interface Searched {
  /** Folded (`foldText`). */
  readonly haystack: string;
  readonly partner: CountryCode | null;
  readonly totals: readonly { readonly substance: string }[];
}

/** A key press goes through all rows, so each is compared with as little as possible. */
export function searchRows<R extends Searched>(
  rows: readonly R[],
  text: string,
  countries: CountryWords
): readonly R[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const sought = words.map((word) => ({
    word,
    countries: new Set<string | null>(countriesCalled(word, countries)),
    substances: new Set(substancesCalled(word, editionShown()))
  }));
  // A trade name or a code such as `NM 009` can be several words.
  const whole = new Set(words.length > 1 ? substancesCalled(words.join(' '), editionShown()) : []);
  const hasOneOf = ({ totals }: R, substances: ReadonlySet<string>): boolean =>
    substances.size > 0 && totals.some(({ substance }) => substances.has(substance));
  return rows.filter((row) => {
    for (const one of sought)
      if (
        !row.haystack.includes(one.word) &&
        !one.countries.has(row.partner) &&
        !hasOneOf(row, one.substances)
      )
        return hasOneOf(row, whole);
    return true;
  });
}

interface Answered {
  readonly rows: readonly RegisterRow[];
  readonly text: string;
  readonly countries: CountryWords;
  readonly edition: EditionIndex;
  readonly found: readonly RegisterRow[];
}

/** Above this many, all rows are searched. */
const MAX_CHANGED = 100;

/** The search of one page: a letter more looks through what was found, and a document more at what it changed. */
export class KeptSearch {
  #last: Answered | null = null;

  readonly in = (
    rows: readonly RegisterRow[],
    text: string,
    countries: CountryWords
  ): readonly RegisterRow[] => {
    const edition = editionShown();
    const last = this.#last?.countries === countries && this.#last.edition === edition ? this.#last : null;
    const found = this.#search(rows, text, countries, last);
    this.#last = { rows, text, countries, edition, found };
    return found;
  };

  #search(
    rows: readonly RegisterRow[],
    text: string,
    countries: CountryWords,
    last: Answered | null
  ): readonly RegisterRow[] {
    if (last && last.rows !== rows && last.text === text && text.trim() !== '') {
      const { gone, fresh } = changedItems(last.rows, rows);
      if (gone.length + fresh.length < MAX_CHANGED) {
        const found = new Set([...last.found, ...searchRows(fresh, text, countries)]);
        return rows.filter((row) => found.has(row));
      }
    }
    const isNarrower = last?.rows === rows && narrows(last.text, text);
    return searchRows(isNarrower ? last.found : rows, text, countries);
  }
}

/** One or two letters must be a code or a whole name, so a third can find other rows. */
function narrows(before: string, text: string): boolean {
  const words = foldText(before).split(/\s+/).filter(Boolean);
  return (
    words.length > 0 && words.every((word) => word.length > 2) && foldText(text).startsWith(foldText(before))
  );
}

const namesByEdition = new WeakMap<EditionIndex, readonly (readonly [key: string, words: string])[]>();

/** By names in other languages, synonyms, trade names and INCB codes: the documents have the designation only. */
function substancesCalled(word: string, edition: EditionIndex): readonly string[] {
  const known =
    namesByEdition.get(edition) ??
    edition.edition.rows.map(
      (one) => [one.key, foldText([...namesOf(one), one.incbIdsCode ?? ''].join(' '))] as const
    );
  namesByEdition.set(edition, known);
  // One or two Latin letters are in too many names.
  return /^[ -~]{0,2}$/.test(word)
    ? []
    : known.flatMap(([key, words]) => (words.includes(word) ? [key] : []));
}

export function countriesCalled(text: string, countries: CountryWords): readonly CountryCode[] {
  const name = wholeName(text);
  if (name === '') return [];
  // One or two letters begin too many names: they must be a code or a whole name.
  const sought = name.length < 3 ? ` ${name} ` : ` ${name}`;
  return [...countries].flatMap(([code, all]) => (all.includes(sought) ? [code as CountryCode] : []));
}

type TabCounts = Readonly<Record<RegisterTab, number>>;

export function countTabs(rows: readonly RegisterRow[]): TabCounts {
  const counts = { all: 0, issued: 0, received: 0, open: 0, expiring: 0, closed: 0 };
  for (const row of rows) {
    if (!isInFigures(row)) continue;
    counts.all++;
    counts[row.own ? 'issued' : 'received']++;
    counts[isInTab(row, 'closed') ? 'closed' : 'open']++;
    if (isInTab(row, 'expiring')) counts.expiring++;
  }
  return counts;
}

export function registerNames() {
  return {
    partners: new KeptNames((row: RegisterRow) => [row.partner]),
    substances: new KeptNames((row: RegisterRow) => row.totals.map(({ substance }) => substance)),
    statuses: new KeptNames((row: RegisterRow) =>
      row.isSuspended ? [row.status, 'suspended' as const] : [row.status]
    ),
    companies: new KeptNames((row: RegisterRow) => [row.importer, row.exporter])
  };
}

/** The same counts of the whole register, kept while it changes. */
export function keptTabs(): { in(rows: readonly RegisterRow[]): TabCounts } {
  const tabs = new KeptNames((row: RegisterRow): readonly RegisterTab[] => {
    const counts = countTabs([row]);
    return (Object.keys(counts) as RegisterTab[]).filter((tab) => counts[tab] > 0);
  });
  return { in: (rows) => ({ ...countTabs([]), ...Object.fromEntries(tabs.countsIn(rows)) }) };
}

const LATEST_ISSUED = comparator('issuedOn', true);

/** Latest issued first. */
export function rowsWith(partner: CountryCode): KeptOrder<RegisterRow> {
  return new KeptOrder((row) => row.partner === partner, LATEST_ISSUED);
}

interface Issued {
  readonly latest: readonly RegisterRow[];
  readonly count: number;
}

/** `rows`: the latest issued first. */
export function issuedIn(
  rows: readonly RegisterRow[],
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
  shown: number
): Issued {
  const first = placeIn(rows, ({ issuedOn }) => issuedOn > to);
  const end = placeIn(rows, ({ issuedOn }) => issuedOn >= from);
  return { latest: rows.slice(first, Math.min(end, first + shown)), count: end - first };
}

/** Of a company under any of these names, the latest issued first. */
export function rowsNaming(names: readonly string[]): KeptOrder<RegisterRow> {
  const folded = new Set(names.map(foldText));
  // Hundreds of rows name one company in the same letters.
  const known = new Map<string, boolean>();
  const isNamed = (name: string): boolean => {
    const held = known.get(name) ?? folded.has(foldText(name));
    known.set(name, held);
    return held;
  };
  return new KeptOrder((row) => isNamed(row.importer) || isNamed(row.exporter), LATEST_ISSUED);
}

export function matchingFirst(substances: readonly string[], text: string): readonly string[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const isMeant = (name: string): boolean => words.some((word) => foldText(name).includes(word));
  return [...substances.filter(isMeant), ...substances.filter((name) => !isMeant(name))];
}

import { base } from '$app/paths';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { leftCompanies } from '#lib/domain/company/company-book.ts';
import { searchSubstances } from '#lib/domain/goods/substance-search.ts';
import { companyHref } from '#lib/companies/company-words.ts';
import { actHref } from '#lib/address/record-link.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { loadCountryWords, matchingFirst, type CountryWords } from '#lib/register/found-rows.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { START } from '#lib/register/register-params.ts';
import { keepSearchWords } from '#lib/register/register-place.svelte.ts';
import { kindWord, rowWords } from '#lib/register/row-words.ts';
import type { Company, RegisterRow } from '#lib/store/api.ts';
import { helpEntries } from '#lib/training/passages.ts';
import { loadHelp } from '#lib/training/lesson-files.ts';
import type { Passage } from '#lib/training/lesson.ts';
import { searchPassages } from '#lib/training/search-lessons.ts';
import type { CommandItem } from '#lib/ui/shell/page-commands.svelte.ts';
import { findByLetters } from '#lib/ui/form/fuzzy.ts';

const MAX_ROWS = 12;
const MAX_OTHERS = 4;
const MAX_COUNTRIES = 8;

interface Findable {
  readonly person: { readonly id: string; readonly role: string } | null;
  readonly registerRows: () => readonly RegisterRow[];
  readonly companies: () => readonly Company[];
  readonly documents: (prefix: string) => readonly { readonly _id: string }[];
}

export async function openFinder(store: Findable): Promise<(query: string) => readonly CommandItem[]> {
  const [countries, help] = await Promise.all([loadCountryWords(), loadHelp(readLocale())]);
  const answers = helpEntries(help ?? [], `${base}/help`, store.person);
  return (query) => [...findRecords(query, store, countries), ...helpItems(query, answers)];
}

function helpItems(query: string, answers: readonly Passage[]): readonly CommandItem[] {
  return searchPassages(answers, query)
    .slice(0, MAX_OTHERS)
    .map(({ source, heading, href }) => ({
      id: href,
      label: heading,
      detail: source,
      group: m.app_desk_help(),
      icon: 'help',
      href
    }));
}

export function findRecords(query: string, store: Findable, countries: CountryWords): readonly CommandItem[] {
  return [
    ...substanceItems(query, store, countries),
    ...foundRows(store, START, { text: query, countries })
      .rows.slice(0, MAX_ROWS)
      .map((row) => rowToItem(row, query)),
    ...findByLetters(leftCompanies(store.companies()), query, (company) => company.name)
      .slice(0, MAX_OTHERS)
      .map(companyToItem),
    ...registryItems(query, store)
  ];
}

function rowToItem(row: RegisterRow, query: string): CommandItem {
  const [substance] = matchingFirst(row.substances, query);
  return {
    id: row.id,
    label: row.number,
    isCode: true,
    detail: [kindWord(row.kind), substance, countryName(row.partner), rowWords(row).word]
      .filter(Boolean)
      .join(' · '),
    group: m.app_group_authorizations(),
    icon: 'authorizations',
    href: actHref(row.id)
  };
}

function companyToItem(company: Company): CommandItem {
  const { _id, name, address } = company;
  return {
    id: _id,
    label: name,
    detail: address,
    group: m.app_desk_companies(),
    icon: 'companies',
    href: companyHref(company)
  };
}

function substanceItems(query: string, store: Findable, countries: CountryWords): readonly CommandItem[] {
  return [...new Set(searchSubstances(query, editionShown()).map(({ substance }) => substance))]
    .slice(0, MAX_OTHERS)
    .flatMap((substance) => {
      const count = foundRows(store, START, { text: substance.name, countries }).counts.all;
      if (count === 0) return [];
      return {
        id: `substance:${substance.key}`,
        label: substance.name,
        detail: m.register_shown({ count }),
        group: m.app_group_substances(),
        icon: 'balance' as const,
        ...searching(substance.name, store)
      };
    });
}

/** `standing:DZ`, `registration:DZ:1`. */
function registryItems(query: string, store: Findable): readonly CommandItem[] {
  const items = [...store.documents('standing:'), ...store.documents('registration:')].map(
    ({ _id }): CommandItem => {
      const [kind, country = '', n] = _id.split(':');
      const isRequest = kind === 'registration';
      return {
        id: _id,
        label: countryName(country),
        detail: isRequest ? `${country}-${n}` : country,
        group: isRequest ? m.app_desk_registrations() : m.app_desk_countries(),
        icon: isRequest ? 'mail' : 'partners',
        href: isRequest ? `${base}/registrations/${country}-${n}` : `${base}/countries/${country}`
      };
    }
  );
  return findByLetters(items, query, ({ label, detail }) => `${label} ${detail}`).slice(0, MAX_COUNTRIES);
}

function searching(text: string, { person }: Findable): Pick<CommandItem, 'href' | 'onselect'> {
  return {
    href: `${base}/authorizations`,
    onselect: () => keepSearchWords(person?.id ?? '', { text })
  };
}

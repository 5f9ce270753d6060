/**
 * The register's state in the address: tab, filters and order survive back, reload and a shared link. Search words stay
 * out of it: see register-place.svelte.ts.
 */
import { isCountry } from '#lib/domain/country.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { RegisterTab } from '#lib/store/api.ts';
import type { TableSort } from '#lib/ui/table/table-column.ts';

export const REGISTER_TABS = ['drafts', 'all', 'issued', 'received', 'open', 'expiring', 'closed'] as const;
export type Tab = (typeof REGISTER_TABS)[number] & ('drafts' | RegisterTab);

export const ROW_TABS = REGISTER_TABS.filter((tab) => tab !== 'drafts');

const WORDS: Readonly<Record<Tab, () => string>> = {
  drafts: m.register_tab_drafts,
  all: m.register_tab_all,
  issued: m.register_tab_issued,
  received: m.register_tab_received,
  open: m.register_tab_open,
  expiring: m.register_tab_expiring,
  closed: m.register_tab_closed
};

export function tabWord(tab: Tab): string {
  return WORDS[tab]();
}

export interface RegisterParams {
  readonly tab: Tab;
  readonly direction: 'import' | 'export' | null;
  readonly partner: CountryCode | null;
  readonly substance: string | null;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  readonly sort: TableSort | null;
}

export const START: RegisterParams = {
  tab: 'all',
  direction: null,
  partner: null,
  substance: null,
  from: null,
  until: null,
  sort: null
};

/** Tolerant: a typed or truncated address yields its readable part. */
export function parseRegisterParams(params: URLSearchParams): RegisterParams {
  const tab = REGISTER_TABS.find((one) => one === params.get('tab'));
  const direction = params.get('direction');
  const partner = params.get('partner')?.toUpperCase();
  return {
    tab: tab ?? START.tab,
    direction: direction === 'import' || direction === 'export' ? direction : null,
    partner: isCountry(partner) ? partner : null,
    substance: parseSubstance(params.get('substance')),
    from: parseDay(params.get('from')),
    until: parseDay(params.get('until')),
    sort: parseSort(params.get('sort'))
  };
}

function parseSubstance(text: string | null): string | null {
  return text !== null && /^[a-z0-9][a-z0-9-]{0,79}$/.test(text) ? text : null;
}

function parseDay(text: string | null): CalendarDate | null {
  return isCalendarDate(text) ? text : null;
}

function parseSort(text: string | null): TableSort | null {
  const [, sign, key] = /^(-?)([A-Za-z]{1,20})$/.exec(text ?? '') ?? [];
  return key === undefined ? null : { key, direction: sign === '-' ? 'descending' : 'ascending' };
}

export function registerParamsToQuery(params: RegisterParams): string {
  const query = new URLSearchParams();
  if (params.tab !== START.tab) query.set('tab', params.tab);
  if (params.direction) query.set('direction', params.direction);
  if (params.partner) query.set('partner', params.partner);
  if (params.substance) query.set('substance', params.substance);
  if (params.from) query.set('from', params.from);
  if (params.until) query.set('until', params.until);
  if (params.sort) query.set('sort', (params.sort.direction === 'descending' ? '-' : '') + params.sort.key);
  const text = query.toString();
  return text && `?${text}`;
}

export interface SearchWords {
  readonly text: string;
  readonly company: string | null;
}

export function isFiltered(params: RegisterParams, { text, company }: SearchWords): boolean {
  const { direction, partner, substance, from, until } = params;
  const isAny = [direction, partner, substance, from, until, company].some((one) => one !== null);
  return isAny || text.trim() !== '';
}

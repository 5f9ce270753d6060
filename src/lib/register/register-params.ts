/**
 * The register's state in the address: tab, filters and order survive back, reload and a shared link. Search words stay
 * out of it: see register-place.svelte.ts.
 */
import { isCountry } from '#lib/domain/country.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { RegisterTab, RowStatus } from '#lib/store/api.ts';
import { ROW_STATUSES } from './row-words.ts';
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

/** Filters that the register and Matching share; both days of the period are included. */
export interface TradeFilters {
  readonly direction: 'import' | 'export' | null;
  readonly partner: CountryCode | null;
  readonly substance: string | null;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

export const NO_FILTERS: TradeFilters = {
  direction: null,
  partner: null,
  substance: null,
  from: null,
  until: null
};

export interface RegisterParams extends TradeFilters {
  readonly tab: Tab;
  readonly status: RowStatus | null;
  readonly sort: TableSort | null;
}

export const START: RegisterParams = { tab: 'all', ...NO_FILTERS, status: null, sort: null };

/** Tolerant: a typed or truncated address yields its readable part. */
export function parseRegisterParams(params: URLSearchParams): RegisterParams {
  const tab = REGISTER_TABS.find((one) => one === params.get('tab')) ?? START.tab;
  const status = ROW_STATUSES.find((one) => one === params.get('status')) ?? null;
  return { tab, ...parseTradeFilters(params), status, sort: parseSort(params.get('sort')) };
}

export function parseTradeFilters(params: URLSearchParams): TradeFilters {
  const partner = params.get('partner')?.toUpperCase();
  const substance = params.get('substance') ?? '';
  return {
    direction: parseDirection(params.get('direction')),
    partner: isCountry(partner) ? partner : null,
    substance: /^[a-z0-9][a-z0-9-]{0,79}$/.test(substance) ? substance : null,
    from: parseDay(params.get('from')),
    until: parseDay(params.get('until'))
  };
}

function parseDirection(text: string | null): TradeFilters['direction'] {
  return text === 'import' || text === 'export' ? text : null;
}

function parseDay(text: string | null): CalendarDate | null {
  return isCalendarDate(text) ? text : null;
}

function parseSort(text: string | null): TableSort | null {
  const [, sign, key] = /^(-?)([A-Za-z]{1,20})$/.exec(text ?? '') ?? [];
  return key === undefined ? null : { key, direction: sign === '-' ? 'descending' : 'ascending' };
}

export function registerParamsToQuery({ sort, ...params }: RegisterParams): string {
  const order = sort && (sort.direction === 'descending' ? '-' : '') + sort.key;
  return paramsToQuery({ ...params, sort: order }, { ...START, sort: null });
}

/** Only values that differ from the defaults, in their order; empty if none do. */
export function paramsToQuery<P extends Readonly<Record<keyof P, string | null>>>(
  params: P,
  start: P
): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(start) as (keyof P & string)[]) {
    const value = params[name];
    if (value !== null && value !== start[name]) query.set(name, value);
  }
  const text = query.toString();
  return text && `?${text}`;
}

export interface SearchWords {
  readonly text: string;
  readonly company: string | null;
}

export function isFiltered(params: RegisterParams, { text, company }: SearchWords): boolean {
  return hasFilters(params) || params.status !== null || company !== null || text.trim() !== '';
}

export function hasFilters(params: TradeFilters): boolean {
  return Object.keys(NO_FILTERS).some((name) => params[name as keyof TradeFilters] !== null);
}

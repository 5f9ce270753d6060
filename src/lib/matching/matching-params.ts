/** State of Matching in the address: tab, filters and open row survive back, reload and shared links. */
import { isCountry } from '#lib/domain/country.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { FINDING_CLASSES, type FindingClass } from '#lib/domain/matching/finding.ts';

export const MATCHING_TABS = ['all', 'mine', 'serious', 'differs', 'due', 'proposals', 'exact'] as const;
export type MatchingTab = (typeof MATCHING_TABS)[number];

export interface MatchingParams {
  readonly tab: MatchingTab;
  readonly class: FindingClass | null;
  readonly partner: CountryCode | null;
  readonly substance: string | null;
  readonly direction: 'import' | 'export' | null;
  /** Both days are included. */
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  readonly at: string | null;
}

export const START: MatchingParams = {
  tab: 'all',
  class: null,
  partner: null,
  substance: null,
  direction: null,
  from: null,
  until: null,
  at: null
};

/** Tolerant: a typed or truncated address keeps its valid parts. */
export function parseMatchingParams(params: URLSearchParams): MatchingParams {
  const direction = params.get('direction');
  const partner = params.get('partner')?.toUpperCase();
  return {
    tab: MATCHING_TABS.find((one) => one === params.get('tab')) ?? START.tab,
    class: FINDING_CLASSES.find((one) => one === params.get('class')) ?? null,
    partner: isCountry(partner) ? partner : null,
    substance: /^[a-z0-9-]{1,80}$/.exec(params.get('substance') ?? '')?.[0] ?? null,
    direction: direction === 'import' || direction === 'export' ? direction : null,
    from: parseDate(params.get('from')),
    until: parseDate(params.get('until')),
    at: params.get('at')?.slice(0, 300) ?? null
  };
}

function parseDate(text: string | null): CalendarDate | null {
  return text !== null && isCalendarDate(text) ? text : null;
}

/** Only values that differ from the defaults; empty if none do. */
export function matchingParamsToQuery(params: MatchingParams): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(START) as (keyof MatchingParams)[]) {
    const value = params[name];
    if (value !== null && value !== START[name]) query.set(name, value);
  }
  const text = query.toString();
  return text && `?${text}`;
}

export function isFiltered(params: MatchingParams): boolean {
  const { at: _at, tab: _tab, ...filters } = params;
  return Object.values(filters).some((one) => one !== null);
}

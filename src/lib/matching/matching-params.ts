import { FINDING_CLASSES, type FindingClass } from '#lib/domain/matching/finding.ts';
import {
  hasFilters,
  NO_FILTERS,
  paramsToQuery,
  parseTradeFilters,
  type TradeFilters
} from '#lib/register/register-params.ts';

export const MATCHING_TABS = ['all', 'mine', 'serious', 'differs', 'due', 'proposals', 'exact'] as const;
export type MatchingTab = (typeof MATCHING_TABS)[number];

export interface MatchingParams extends TradeFilters {
  readonly tab: MatchingTab;
  readonly class: FindingClass | null;
  readonly at: string | null;
}

export const START: MatchingParams = { tab: 'all', class: null, ...NO_FILTERS, at: null };

export function parseMatchingParams(params: URLSearchParams): MatchingParams {
  return {
    tab: MATCHING_TABS.find((one) => one === params.get('tab')) ?? START.tab,
    class: FINDING_CLASSES.find((one) => one === params.get('class')) ?? null,
    ...parseTradeFilters(params),
    at: params.get('at')?.slice(0, 300) ?? null
  };
}

export function matchingParamsToQuery(params: MatchingParams): string {
  return paramsToQuery(params, START);
}

export function isFiltered(params: MatchingParams): boolean {
  return hasFilters(params) || params.class !== null;
}

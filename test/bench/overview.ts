/**
 * What INCB's overview counts (a day, the month before it, growth and the ways onto the system) over every country of
 * the world for years, against one pass that only parses the same records, which any reader of them must make.
 */
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { growthUntil, overviewMonthBefore, overviewOn } from '#lib/domain/usage/overview.ts';
import { parseUsage, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { monthOf } from '#lib/domain/usage/usage-rows.ts';
import type { OverviewInput } from '#lib/domain/usage/use-state.ts';
import { waysOnto } from '#lib/domain/usage/ways-onto.ts';
import { aUsage } from '../samples/usage.ts';
import { median, round, type Row } from './row.ts';

const RUNS = 9;
const AS_OF = '2026-11-27' as CalendarDate;

function recordsOf(countries: number, months: number): readonly UsageRecord[] {
  return COUNTRY_CODES.slice(0, countries).flatMap((country, index) =>
    Array.from({ length: months }, (_, back) => recordOf(country, index, back))
  );
}

function recordOf(country: CountryCode, index: number, back: number): UsageRecord {
  const month = monthOf(addMonths(AS_OF, -back));
  const issued = 1 + ((index * 7 + back * 3) % 40);
  const answers = { daysToAnswer: { '1': 3, '4': 5, [String(index % 60)]: 2 }, daysToEndorse: { '20': 4 } };
  const days = { firstActive: `${month}-01` as CalendarDate, lastActive: `${month}-02` as CalendarDate };
  return aUsage(country, month, { imports: issued, exports: issued, exchanged: issued, ...answers, ...days });
}

function inputOf(usage: readonly UsageRecord[]): OverviewInput {
  return { standings: [], registrations: [], usage, asOf: AS_OF, today: AS_OF, activeMonths: 12 };
}

function countAll(usage: readonly UsageRecord[]): void {
  const input = inputOf(usage);
  overviewOn(input);
  overviewMonthBefore(input);
  growthUntil(input);
  waysOnto(input);
}

function time(work: () => void): number {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return median(times);
}

export function benchOverview(): Row[] {
  const [small, longer, wider] = [recordsOf(90, 60), recordsOf(90, 120), recordsOf(180, 60)];
  for (const usage of [small, longer, wider]) countAll(usage);
  const [ours, ofLonger, ofWider] = [small, longer, wider].map((usage) => time(() => countAll(usage)));
  const reference = time(() => longer.forEach((record) => void parseUsage(record)));
  const row = { unit: 'ms', reference: round(reference, 1), goal: 1 };
  const name = (work: string): string => `overview: ${work}, against parsing the records once`;
  return [
    {
      ...row,
      name: name('90 countries for ten years'),
      ours: round(ofLonger!, 1),
      ratio: round(ofLonger! / reference),
      growth: round(ofLonger! / ours!)
    },
    {
      ...row,
      name: name('180 countries for five years'),
      ours: round(ofWider!, 1),
      ratio: round(ofWider! / reference),
      growth: round(ofWider! / ours!)
    }
  ];
}

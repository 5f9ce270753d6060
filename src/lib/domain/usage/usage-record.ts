/**
 * `usage:<CC>:<yyyy-mm>` in INCB's database: a country's use of I2ES in a month, without its trade. Only the exchange
 * service writes it: it counts the country's own database and signs.
 */
import { isPlainObject, type Check, type Checked } from '../shape/shape.ts';
import { calendarDate, instant, integer, oneOf, pattern, readStored, stored } from '../shape/shape.ts';
import { country } from '../shape/references.ts';
import { canonicalJson } from '../canonical.ts';
import type { CountryCode, KeyId } from '../ids.ts';
import { medianOf } from '../median.ts';
import { refuse, type Result } from '../result.ts';
import type { Month } from './usage-rows.ts';

const count = integer(0, 1e9);

/** Whole days → number of cases. Medians over any months and countries are exact. */
export type DayCounts = Readonly<Record<string, number>>;

/** Longer durations count as this. */
export const MAX_DAYS = 400;
export const MAX_NAMES = 100;

const dayCounts: Check<DayCounts> = (value, out) => {
  if (!areCounts(value, /^(?:0|[1-9]\d{0,2})$/, MAX_DAYS + 1)) out.push({ code: 'document.malformed' });
};
/** Languages (`ar`) or app versions (`1.4.0`) → devices. */
export const nameCounts: Check<DayCounts> = (value, out) => {
  if (!areCounts(value, /^[A-Za-z0-9][A-Za-z0-9.+-]{0,39}$/, MAX_NAMES))
    out.push({ code: 'document.malformed' });
};

function areCounts(value: unknown, names: RegExp, most: number): boolean {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  const isCount = (one: unknown): boolean => Number.isSafeInteger(one) && (one as number) > 0;
  return keys.length <= most && keys.every((key) => names.test(key) && isCount(value[key]));
}

const SHAPE = {
  required: {
    _id: pattern(/^usage:[A-Z]{2}:\d{4}-(?:0[1-9]|1[0-2])$/, 'document.malformed'),
    schema: oneOf([1]),
    country,
    month: pattern<Month>(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'document.malformed'),
    at: instant,
    /** Number of index rows counted: a different number means a recount. */
    rows: count,
    /** Authorizations issued by the country in that month, and their progress since. */
    imports: count,
    exports: count,
    /** Delivered into the addressed authority's database. */
    exchanged: count,
    /** Exchanged ones delivered more than `OFF_LINE_MINUTES` after signing. */
    offLine: count,
    /** The other authority replied, or issued an export authorization that cites it. */
    answered: count,
    shipped: count,
    endorsed: count,
    /** Other authorities' authorizations of that month, and this country's response. */
    received: count,
    receivedAnswered: count,
    /** Export authorizations received that need an endorsement: all but cancelled ones. */
    toEndorse: count,
    endorsedHere: count,
    /** Endorsed within the days after shipment, or after the end of validity, that I2ES asks for. */
    endorsedOnTime: count,
    daysToAnswer: dayCounts,
    daysToEndorse: dayCounts,
    partners: count,
    partnersOnSystem: count,
    people: count,
    devices: count,
    languages: nameCounts,
    versions: nameCounts,
    by: pattern<KeyId>(/^[A-Za-z0-9_-]{43}$/, 'document.malformed'),
    signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'document.malformed')
  },
  optional: {
    /** First and last day of the month with an authorization or a reply. */
    firstActive: calendarDate,
    lastActive: calendarDate,
    /** First delivery of this month's documents to a partner. */
    firstExchanged: calendarDate
  }
};
const record = stored(SHAPE);

export type UsageRecord = Checked<typeof record>;
export type UsageCount = Omit<
  UsageRecord,
  '_id' | 'schema' | 'at' | 'by' | 'signature' | 'languages' | 'versions'
>;

export function usageId(of: CountryCode, month: Month): string {
  return `usage:${of}:${month}`;
}

/** `crypto` checks that the signature is the exchange service's. */
export function parseUsage(value: unknown): Result<UsageRecord> {
  const read = readStored(record, value);
  if (!read.ok) return read;
  const { _id, country: of, month, firstActive, lastActive } = read.value;
  const isOfMonth = [firstActive, lastActive].every((day) => day === undefined || day.slice(0, 7) === month);
  return _id === usageId(of, month) && isOfMonth ? read : refuse({ code: 'document.malformed' });
}

export function hasUsageKeysAlone(document: object): boolean {
  return Object.keys(document).every(
    (key) => ['_rev', '_revisions'].indexOf(key) >= 0 || key in SHAPE.required || key in SHAPE.optional
  );
}

/** The signed text: all keys but the database's own and the signature. No act has its `kind`. */
export function usageText(stated: Omit<UsageRecord, 'signature'>): string {
  const signed: Record<string, unknown> = { kind: 'usage' };
  for (const key of Object.keys(stated).sort())
    if (key.charAt(0) !== '_' && key !== 'signature') signed[key] = stated[key as keyof typeof stated];
  return canonicalJson(signed);
}

/** True without activity in the month; later documents can refer to acts that are not here. */
export function isNothing({ imports, exports, received, people }: UsageCount): boolean {
  return imports + exports + received + people === 0;
}

/** Compares counts; time of counting and key do not matter. */
export function isSameUsage(one: UsageRecord, other: UsageRecord): boolean {
  const neutral = { at: other.at, by: other.by, signature: '' };
  return usageText({ ...one, ...neutral }) === usageText({ ...other, ...neutral });
}

/** Median in days; null if empty. Exact, because a record has the count for each duration. */
export function medianDays(...counts: readonly DayCounts[]): number | null {
  const sorted = daysInOrder(counts);
  const total = sorted.reduce((sum, [, number]) => sum + number, 0);
  return medianOf(total, (index) => {
    let passed = 0;
    const found = sorted.find(([, number]) => (passed += number) > index);
    return found ? found[0] : 0;
  });
}

/** The smallest number of days that at least this share did not exceed. */
export function quantileDays(share: number, ...counts: readonly DayCounts[]): number | null {
  const sorted = daysInOrder(counts);
  const total = sorted.reduce((sum, [, number]) => sum + number, 0);
  let passed = 0;
  for (const [days, number] of sorted) {
    passed += number;
    if (passed >= share * total) return days;
  }
  return null;
}

function daysInOrder(counts: readonly DayCounts[]): readonly (readonly [number, number])[] {
  const sums = new Map<number, number>();
  for (const one of counts)
    for (const days of Object.keys(one))
      sums.set(Number(days), (sums.get(Number(days)) ?? 0) + (one[days] ?? 0));
  return Array.from(sums).sort(([a], [b]) => a - b);
}

/**
 * `usage:<CC>:<yyyy-mm>` in the Board's database: how much a country used the system in a month, and nothing of what
 * it traded. The exchange counts it in the country's own database and signs it; nobody else writes it.
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

/** Whole days → how many took so long. From these, medians of any months and countries together are exact. */
export type DayCounts = Readonly<Record<string, number>>;

/** What takes longer is counted with this. */
export const MAX_DAYS = 400;
export const MAX_NAMES = 100;

const dayCounts: Check<DayCounts> = (value, out) => {
  if (!areCounts(value, /^(?:0|[1-9]\d{0,2})$/, MAX_DAYS + 1)) out.push({ code: 'document.malformed' });
};
/** Of languages (`ar`) and of versions of the app (`1.4.0`), devices each. */
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
    /** When it was counted. */
    at: instant,
    /** Rows of the country's index that it was counted from: another number there means another count here. */
    rows: count,
    /** Authorizations that the country issued in that month, and what has become of them since. */
    imports: count,
    exports: count,
    /** Delivered into the database of the authority that they are addressed to. */
    exchanged: count,
    /** Of those exchanged: delivered more than `OFF_LINE_MINUTES` after they were signed. */
    offLine: count,
    /** The other authority answered, or issued the export authorization that cites it. */
    answered: count,
    /** Export authorizations of which the country has stated what was shipped. */
    shipped: count,
    /** Export authorizations that the importing authority has endorsed. */
    endorsed: count,
    /** Authorizations of other authorities, issued in that month, and what this country has done about them. */
    received: count,
    receivedAnswered: count,
    /** Export authorizations received that want an endorsement: those that were not cancelled. */
    toEndorse: count,
    endorsedHere: count,
    /** Within the days after shipment, or after the end of validity, in which this system asks for it. */
    endorsedOnTime: count,
    daysToAnswer: dayCounts,
    daysToEndorse: dayCounts,
    partners: count,
    /** Of the partners: those to whom something was delivered, or from whom something came. */
    partnersOnSystem: count,
    /** People and devices that have signed something in that month. */
    people: count,
    devices: count,
    languages: nameCounts,
    versions: nameCounts,
    by: pattern<KeyId>(/^[A-Za-z0-9_-]{43}$/, 'document.malformed'),
    signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'document.malformed')
  },
  optional: {
    /** The first and the last day of the month on which it issued, or answered with a reply. */
    firstActive: calendarDate,
    lastActive: calendarDate,
    /** When the first of what it issued in that month reached its partner. */
    firstExchanged: calendarDate
  }
};
const record = stored(SHAPE);

export type UsageRecord = Checked<typeof record>;
/** As it is counted, before anybody has signed it. */
export type UsageCount = Omit<
  UsageRecord,
  '_id' | 'schema' | 'at' | 'by' | 'signature' | 'languages' | 'versions'
>;

export function usageId(of: CountryCode, month: Month): string {
  return `usage:${of}:${month}`;
}

/** Whether its signature is the exchange's is asked of `crypto`, as of an act. */
export function parseUsage(value: unknown): Result<UsageRecord> {
  const read = readStored(record, value);
  if (!read.ok) return read;
  const { _id, country: of, month, firstActive, lastActive } = read.value;
  const isOfMonth = [firstActive, lastActive].every((day) => day === undefined || day.slice(0, 7) === month);
  return _id === usageId(of, month) && isOfMonth ? read : refuse({ code: 'document.malformed' });
}

/** Whether it has no key but those that are told above and the database's own. */
export function hasUsageKeysAlone(document: object): boolean {
  return Object.keys(document).every(
    (key) => ['_rev', '_revisions'].indexOf(key) >= 0 || key in SHAPE.required || key in SHAPE.optional
  );
}

/** What is signed: every key but the database's own and the signature. Its `kind` is none that an act has. */
export function usageText(stated: Omit<UsageRecord, 'signature'>): string {
  const signed: Record<string, unknown> = { kind: 'usage' };
  for (const key of Object.keys(stated).sort())
    if (key.charAt(0) !== '_' && key !== 'signature') signed[key] = stated[key as keyof typeof stated];
  return canonicalJson(signed);
}

/** Nobody did anything in that month; what came later may be about acts of it that are not here, or never were. */
export function isNothing({ imports, exports, received, people }: UsageCount): boolean {
  return imports + exports + received + people === 0;
}

/** Whether they count the same: when it was counted, and by which key, is no difference. */
export function isSameUsage(one: UsageRecord, other: UsageRecord): boolean {
  const neutral = { at: other.at, by: other.by, signature: '' };
  return usageText({ ...one, ...neutral }) === usageText({ ...other, ...neutral });
}

/** The middle of what was counted, in days; null of nothing. A record keeps how many took so long, so it is exact. */
export function medianDays(...counts: readonly DayCounts[]): number | null {
  const sorted = daysInOrder(counts);
  const total = sorted.reduce((sum, [, number]) => sum + number, 0);
  return medianOf(total, (index) => {
    let passed = 0;
    const found = sorted.find(([, number]) => (passed += number) > index);
    return found ? found[0] : 0;
  });
}

/** The day within which that share was done: the lowest that at least so many did not exceed. */
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

/** Days with how many took so long, the shortest first. */
function daysInOrder(counts: readonly DayCounts[]): readonly (readonly [number, number])[] {
  const sums = new Map<number, number>();
  for (const one of counts)
    for (const days of Object.keys(one))
      sums.set(Number(days), (sums.get(Number(days)) ?? 0) + (one[days] ?? 0));
  return Array.from(sums).sort(([a], [b]) => a - b);
}

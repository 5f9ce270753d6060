/**
 * `usage:<CC>:<yyyy-mm>` in INCB's database, without trade. Only the exchange service writes it: it counts the
 * country's own database and signs.
 */
import {
  calendarDate,
  instant,
  integer,
  oneOf,
  pattern,
  readStored,
  stored,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { country } from '../shape/references.ts';
import { canonicalJson } from '../canonical.ts';
import type { CountryCode, KeyId } from '../ids.ts';
import { refuse, type Result } from '../result.ts';
import { areCounts, COUNTS, SELDOM_COUNTS, type DayCounts } from './figures.ts';
import type { Month } from './usage-rows.ts';

export const MAX_NAMES = 100;

/** Languages (`ar`) or app versions (`1.4.0`) → devices. */
const nameCounts: Check<DayCounts> = (value, out) => {
  if (!areCounts(value, /^[A-Za-z0-9][A-Za-z0-9.+-]{0,39}$/, MAX_NAMES))
    out.push({ code: 'document.malformed' });
};
const month = pattern<Month>(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'document.malformed');

const SHAPE = {
  required: {
    _id: pattern(/^usage:[A-Z]{2}:\d{4}-(?:0[1-9]|1[0-2])$/, 'document.malformed'),
    schema: oneOf([1]),
    country,
    month,
    at: instant,
    /** A different number means a recount. */
    rows: integer(0, 1e9),
    ...COUNTS,
    languages: nameCounts,
    versions: nameCounts,
    by: pattern<KeyId>(/^[A-Za-z0-9_-]{43}$/, 'document.malformed'),
    signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'document.malformed')
  },
  optional: {
    ...SELDOM_COUNTS,
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

/** Later documents can refer to acts that are not here. */
export function isNothing({ imports, exports, received, people }: UsageCount): boolean {
  return imports + exports + received + people === 0;
}

export function isSameUsage(one: UsageRecord, other: UsageRecord): boolean {
  const neutral = { at: other.at, by: other.by, signature: '' };
  return usageText({ ...one, ...neutral }) === usageText({ ...other, ...neutral });
}

/** Languages and versions of a country's own server, which reports them without a signature. */
const apps = stored({ required: { month, languages: nameCounts, versions: nameCounts } });
export type AppCounts = Checked<typeof apps>;

export function parseAppCounts(value: unknown): Result<AppCounts> {
  const read = readStored(apps, value);
  if (!read.ok) return read;
  const { month, languages, versions } = read.value;
  return { ok: true, value: { month, languages, versions } };
}

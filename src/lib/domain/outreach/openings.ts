/**
 * Countries that have opened an announcement: `opened:<hash of the act>` in INCB's database, or in `accounts` of a
 * national server until the central one has it. A country and a day, never a person or a device.
 */
import { parseActId } from '../act/act-id.ts';
import { instantToDate } from '../calendar-date.ts';
import type { ActId, CalendarDate, CountryCode } from '../ids.ts';
import type { Result } from '../result.ts';
import { actReference, country } from '../shape/references.ts';
import {
  calendarDate,
  listOf,
  oneOf,
  parseShape,
  pattern,
  readStored,
  shaped,
  stored,
  type Checked
} from '../shape/shape.ts';
import { countriesOf } from './audience.ts';
import { isScheduled, type AnnouncementAct } from './letters.ts';

export const OPENED_PREFIX = 'opened:';
/** Acts in one report. */
export const MAX_OPENINGS = 200;
const MAX_COUNTRIES = 300;

const opening = shaped({ required: { country, on: calendarDate } });
type Opening = Checked<typeof opening>;

const record = stored({
  required: {
    _id: pattern(/^opened:[A-Za-z0-9_-]{43}$/, 'document.malformed'),
    schema: oneOf([1]),
    act: actReference,
    countries: listOf(opening, 1, MAX_COUNTRIES)
  }
});
export type OpenedRecord = Checked<typeof record>;

const opened = shaped({ required: { act: actReference, on: calendarDate } });
export type Opened = Checked<typeof opened>;
const report = shaped({ required: { opened: listOf(opened, 1, MAX_OPENINGS) } });

export function parseOpenedReport(value: unknown): Result<Checked<typeof report>> {
  return parseShape(report, value);
}

export function parseOpened(value: unknown): Result<OpenedRecord> {
  return readStored(record, value);
}

export function openedId(act: ActId): string {
  return OPENED_PREFIX + String(parseActId(act)?.hash);
}

/**
 * Null for a country that the announcement does not address, or before readers see it. A device with a wrong clock
 * counts on a day between the first day of the announcement and today.
 */
export function dayOfOpening(
  act: AnnouncementAct,
  { country: by, on }: Opening,
  today: CalendarDate
): CalendarDate | null {
  const { audience, at, shownFrom } = act.body;
  if (isScheduled(act, today) || countriesOf(audience).indexOf(by) < 0) return null;
  const first = shownFrom ?? instantToDate(at);
  const latest = on > today ? today : on;
  return latest < first ? first : latest;
}

/** The earliest day counts. Null if the report changes nothing. */
export function withOpening(held: OpenedRecord | null, act: ActId, made: Opening): OpenedRecord | null {
  const known = held?.countries.find((one) => one.country === made.country);
  if (known && known.on <= made.on) return null;
  const others = held?.countries.filter((one) => one.country !== made.country) ?? [];
  return { _id: openedId(act), schema: 1, act, countries: [...others, made] };
}

/** Addressed countries that can receive it or have opened it. */
export function openingsOf(
  letter: Pick<AnnouncementAct, '_id' | 'body'>,
  receivers: readonly CountryCode[],
  records: readonly unknown[]
): readonly { readonly country: CountryCode; readonly on: CalendarDate | null }[] {
  const days = new Map<CountryCode, CalendarDate>();
  for (const one of records) {
    const read = parseOpened(one);
    if (read.ok && read.value.act === letter._id)
      for (const { country: by, on } of read.value.countries) days.set(by, on);
  }
  return countriesOf(letter.body.audience)
    .filter((one) => days.has(one) || receivers.indexOf(one) >= 0)
    .map((one) => ({ country: one, on: days.get(one) ?? null }));
}

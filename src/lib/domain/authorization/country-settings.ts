/**
 * Settings that only a country's own people read: its authority, and when an unusual figure is asked about. Its national
 * practice is an act (`act/kinds/national-practice.ts`). Settings saved before that act existed hold its first members;
 * they count until the country publishes one.
 */
import { EXTENDED_SCHEDULES, PRACTICE_MEMBERS } from '../act/kinds/national-practice.ts';
import { MAX_MONTHS } from '../own-choices.ts';
import {
  calendarDate,
  integer,
  isPlainObject,
  oneOf,
  orNull,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import type { EditionIndex } from '../goods/substance-edition.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { isBlank } from '../act/typed-text.ts';
import { REPLY_DAYS_BOUNDS } from './country-setting.ts';

export const MEASURE_BOUNDS = {
  askTimes: { least: 2, most: 1000 },
  askUnitGrams: { least: 1, most: 100 },
  replyDays: REPLY_DAYS_BOUNDS
} as const;

/** Same rules as in an act, so that a setting never blocks issuing. */
const statedAuthority = stored({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: { legalBasis: text(0, 300) }
});

const MEMBERS = {
  authority: orNull(statedAuthority),
  ...PRACTICE_MEMBERS,
  /** First day of the seal rule: issued forms do not change. Null without the rule, and for a rule saved before this member existed. */
  sealRequiredSince: orNull(calendarDate),
  /** Multiple of the largest quantity ever authorized in one act or one year, above which the officer must confirm. */
  askTimes: integer(MEASURE_BOUNDS.askTimes.least, MEASURE_BOUNDS.askTimes.most),
  /** Grams of substance in one tablet or similar unit, above which the officer must confirm. */
  askUnitGrams: integer(MEASURE_BOUNDS.askUnitGrams.least, MEASURE_BOUNDS.askUnitGrams.most),
  replyDays: integer(MEASURE_BOUNDS.replyDays.least, MEASURE_BOUNDS.replyDays.most),
  /** A company without a licence for the goods, on the form and at the door. */
  unlicensed: oneOf(['ask', 'refuse']),
  /** First day of the refusal; null with `refuse` for all days. */
  unlicensedSince: orNull(calendarDate),
  /** `number`: customs officers read the dossier of one consignment by its number. */
  customs: oneOf(['off', 'number'])
};
export type CountrySettings = { readonly [Name in keyof typeof MEMBERS]: Checked<(typeof MEMBERS)[Name]> };

function fits<Name extends keyof CountrySettings>(
  name: Name,
  value: unknown
): value is CountrySettings[Name] {
  const problems: Problem[] = [];
  MEMBERS[name](value, problems);
  return problems.length === 0;
}

export const DEFAULT_SETTINGS: CountrySettings = {
  authority: null,
  importMonths: 3,
  importMonthsBySea: 6,
  exportMonths: 3,
  extendedSchedules: [],
  sealRequired: false,
  sealRequiredSince: null,
  askTimes: 10,
  askUnitGrams: 2,
  replyDays: 0,
  unlicensed: 'ask',
  unlicensedSince: null,
  customs: 'off'
};

export type SettingsByCountry = Readonly<Partial<Record<CountryCode, Partial<CountrySettings>>>>;

export function settingsOf(settings: SettingsByCountry, country: CountryCode): CountrySettings {
  return { ...DEFAULT_SETTINGS, ...settings[country] };
}

/**
 * Schedules for which the partner requires an authorization: by its own practice, or else as INCB has been notified. Null:
 * I2ES has no information.
 */
export function extendedBy(
  partner: CountryCode,
  side: 'imports' | 'exports',
  {
    settings,
    edition
  }: { readonly settings: SettingsByCountry; readonly edition: Pick<EditionIndex, 'notified'> }
): CountrySettings['extendedSchedules'] | null {
  const own = settings[partner]?.extendedSchedules;
  const notified = (edition.notified ?? []).filter(({ country }) => country === partner);
  const extended = notified.filter((one) => one[side] === 'authorization').map(({ schedule }) => schedule);
  // A notification about one of the two schedules says nothing about the other.
  return own ?? (extended.length > 0 || notified.length === 2 ? extended : null);
}

export const PERIODS = ['importMonths', 'importMonthsBySea', 'exportMonths'] as const;

/** Thresholds for questions: an I2ES suggestion until a country sets its own. */
export type Measures = Pick<CountrySettings, 'askTimes' | 'askUnitGrams' | 'replyDays'>;

const MEASURES = ['askTimes', 'askUnitGrams', 'replyDays'] as const;

export function parseMeasures(value: unknown): Result<Measures> {
  const given = isPlainObject(value) ? value : {};
  const problems = judgeMeasures(given, MEASURES);
  if (problems.length > 0) return refuse(...problems);
  const { askTimes, askUnitGrams, replyDays } = toCountrySettings(given);
  return accept({ askTimes, askUnitGrams, replyDays });
}

function judgeMeasures(given: Record<string, unknown>, names: readonly (keyof Measures)[]): Problem[] {
  return names
    .filter((name) => !fits(name, given[name]))
    .map((path) => ({ code: 'practice.measure.outOfRange', path, values: { ...MEASURE_BOUNDS[path] } }));
}

/** Judges the setting document, at the door and in the database: members with a default can be absent, not invalid. */
export function judgeCountrySetting(document: Record<string, unknown>): Problem[] {
  const isStated = (name: string): boolean => document[name] !== undefined;
  const wrong = (
    [
      'authority',
      'extendedSchedules',
      'sealRequired',
      'sealRequiredSince',
      'unlicensed',
      'unlicensedSince',
      'customs'
    ] as const
  ).filter((name) => isStated(name) && !fits(name, document[name]));
  if (wrong.length > 0) return wrong.map((path) => ({ code: 'setting.malformed', path }));
  return [
    ...judgePeriods(document, PERIODS.filter(isStated)),
    ...judgeMeasures(document, MEASURES.filter(isStated))
  ];
}

/** Sea transport takes longest, so its period must not be shorter. */
export function judgePeriods(
  given: Record<string, unknown>,
  names: readonly (typeof PERIODS)[number][]
): Problem[] {
  const values = { least: 1, most: MAX_MONTHS };
  const wrong = names.filter((name) => !fits(name, given[name]));
  if (wrong.length > 0) return wrong.map((path) => ({ code: 'practice.months.outOfRange', path, values }));
  const { importMonths, importMonthsBySea } = toCountrySettings(given);
  if (names.length === 0 || importMonthsBySea >= importMonths) return [];
  return [{ code: 'practice.months.seaShorter', path: 'importMonthsBySea', values: { least: importMonths } }];
}

export function toCountrySettings(value: unknown): CountrySettings {
  const given = isPlainObject(value) ? value : {};
  const read = <Name extends keyof CountrySettings>(name: Name): CountrySettings[Name] => {
    const one = given[name];
    return fits(name, one) ? one : DEFAULT_SETTINGS[name];
  };
  return {
    authority: toAuthority(given['authority']),
    importMonths: read('importMonths'),
    importMonthsBySea: read('importMonthsBySea'),
    exportMonths: read('exportMonths'),
    extendedSchedules: toSchedules(given['extendedSchedules']),
    sealRequired: read('sealRequired'),
    sealRequiredSince: read('sealRequiredSince'),
    askTimes: read('askTimes'),
    askUnitGrams: read('askUnitGrams'),
    replyDays: read('replyDays'),
    unlicensed: read('unlicensed'),
    unlicensedSince: read('unlicensedSince'),
    customs: read('customs')
  };
}

/** Names saved before the length limit stay; the form reports the problem. */
function toAuthority(value: unknown): CountrySettings['authority'] {
  if (!isPlainObject(value)) return null;
  const { name, address, legalBasis } = value;
  if (typeof name !== 'string' || typeof address !== 'string' || isBlank(name) || isBlank(address))
    return null;
  return { name, address, ...(typeof legalBasis === 'string' && legalBasis !== '' ? { legalBasis } : {}) };
}

function toSchedules(value: unknown): CountrySettings['extendedSchedules'] {
  return EXTENDED_SCHEDULES.filter((schedule) => Array.isArray(value) && value.includes(schedule));
}

export function needsSeal(
  { sealRequired, sealRequiredSince }: CountrySettings,
  issuedOn: CalendarDate
): boolean {
  return sealRequired && (sealRequiredSince === null || issuedOn >= sealRequiredSince);
}

/**
 * What a country sets for itself: its authority as it signs, how long authorizations may run (domain
 * rule R9: national practice differs) and whether it asks for authorizations beyond what 1971 art. 12
 * demands (ECOSOC 1985/15 and 1991/44 invite to extend them to Schedules III and IV).
 */
import { isPlainObject, textProblem } from '../act/shape.ts';
import type { CountryCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { isBlank } from './typed-text.ts';

export interface CountrySettings {
  readonly authority: {
    readonly name: string;
    readonly address: string;
    readonly legalBasis?: string;
  } | null;
  readonly importMonths: number;
  readonly importMonthsBySea: number;
  readonly exportMonths: number;
  /** 1971 schedules for which this country asks for authorizations although the treaty does not. */
  readonly extendedSchedules: readonly ('III' | 'IV')[];
  /** So many times what was ever authorized at once, or in a year, is asked about before issuing. */
  readonly askTimes: number;
  /** A tablet or the like that would hold more than so many grams of substance is asked about. */
  readonly askUnitGrams: number;
}

export const EXTENDED_SCHEDULES = ['III', 'IV'] as const;

/** Longer than any period that is known of: no country can set more, so the server's door refuses more. */
export const MOST_MONTHS = 24;

export const DEFAULT_SETTINGS: CountrySettings = {
  authority: null,
  importMonths: 3,
  importMonthsBySea: 6,
  exportMonths: 3,
  extendedSchedules: [],
  askTimes: 10,
  askUnitGrams: 2
};

export type SettingsByCountry = Readonly<Partial<Record<CountryCode, Partial<CountrySettings>>>>;

export function settingsOf(settings: SettingsByCountry, country: CountryCode): CountrySettings {
  return { ...DEFAULT_SETTINGS, ...settings[country] };
}

const PERIODS = ['importMonths', 'importMonthsBySea', 'exportMonths'] as const;

/** What the Conventions leave to each country. */
export type Practice = Pick<CountrySettings, (typeof PERIODS)[number] | 'extendedSchedules'>;

/** As typed in the settings: nothing is taken for its default, so that nobody changes a period by a slip. */
export function parsePractice(value: unknown): Result<Practice> {
  const given = isPlainObject(value) ? value : {};
  const problems = judgePeriods(given, PERIODS);
  if (problems.length > 0) return refuse(...problems);
  const { importMonths, importMonthsBySea, exportMonths, extendedSchedules } = toCountrySettings(given);
  return accept({ importMonths, importMonthsBySea, exportMonths, extendedSchedules });
}

/** When a figure is asked about: this product's suggestion until a country sets it otherwise. */
export type Measures = Pick<CountrySettings, 'askTimes' | 'askUnitGrams'>;

export const MEASURE_BOUNDS: Readonly<
  Record<keyof Measures, { readonly least: number; readonly most: number }>
> = {
  askTimes: { least: 2, most: 1000 },
  askUnitGrams: { least: 1, most: 100 }
};
const MEASURES = ['askTimes', 'askUnitGrams'] as const;

export function parseMeasures(value: unknown): Result<Measures> {
  const given = isPlainObject(value) ? value : {};
  const problems = judgeMeasures(given, MEASURES);
  if (problems.length > 0) return refuse(...problems);
  const { askTimes, askUnitGrams } = toCountrySettings(given);
  return accept({ askTimes, askUnitGrams });
}

function judgeMeasures(given: Record<string, unknown>, names: readonly (keyof Measures)[]): Problem[] {
  return names
    .filter((name) => !isMeasure(name, given[name]))
    .map((path) => ({ code: 'practice.measure.outOfRange', path, values: { ...MEASURE_BOUNDS[path] } }));
}

function isMeasure(name: keyof Measures, value: unknown): value is number {
  const { least, most } = MEASURE_BOUNDS[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

export const COUNTRY_SETTING_ID = 'setting:country';

/**
 * The setting document as it is saved and as the server takes it, at the door and in the database: it may leave
 * out what has a default, not misstate it.
 */
export function judgeCountrySetting(document: Record<string, unknown>): Problem[] {
  const { authority, extendedSchedules: schedules } = document;
  const wrong = [
    ...(isAuthorityOrNone(authority) ? [] : ['authority']),
    ...(schedules === undefined || isSchedules(schedules) ? [] : ['extendedSchedules'])
  ];
  if (wrong.length > 0) return wrong.map((path) => ({ code: 'setting.malformed', path }));
  const isStated = (name: string): boolean => document[name] !== undefined;
  return [
    ...judgePeriods(document, PERIODS.filter(isStated)),
    ...judgeMeasures(document, MEASURES.filter(isStated))
  ];
}

/** As an act states it, so that no setting keeps an officer from issuing. */
function isAuthorityOrNone(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (!isPlainObject(value)) return false;
  const { name, address, legalBasis } = value;
  const isBased = legalBasis === undefined || legalBasis === '' || isText(legalBasis, 300);
  return isText(name, 200) && isText(address, 500, true) && isBased;
}

function isText(value: unknown, most: number, manyLines = false): boolean {
  return textProblem(value, 1, most, manyLines) === null;
}

function isSchedules(value: unknown): boolean {
  const known: readonly unknown[] = EXTENDED_SCHEDULES;
  return Array.isArray(value) && value.length <= known.length && value.every((one) => known.includes(one));
}

/** Goods by sea travel longest: their period is the longer one, or the same. */
function judgePeriods(given: Record<string, unknown>, names: readonly (typeof PERIODS)[number][]): Problem[] {
  const values = { least: 1, most: MOST_MONTHS };
  const wrong = names.filter((name) => !isMonths(given[name]));
  if (wrong.length > 0) return wrong.map((path) => ({ code: 'practice.months.outOfRange', path, values }));
  const { importMonths, importMonthsBySea } = toCountrySettings(given);
  if (names.length === 0 || importMonthsBySea >= importMonths) return [];
  return [{ code: 'practice.months.seaShorter', path: 'importMonthsBySea', values: { least: importMonths } }];
}

/** A setting document's value to settings; what is missing or out of range keeps its default. */
export function toCountrySettings(value: unknown): CountrySettings {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    authority: toAuthority(given['authority']),
    importMonths: toMonths(given['importMonths'], DEFAULT_SETTINGS.importMonths),
    importMonthsBySea: toMonths(given['importMonthsBySea'], DEFAULT_SETTINGS.importMonthsBySea),
    exportMonths: toMonths(given['exportMonths'], DEFAULT_SETTINGS.exportMonths),
    extendedSchedules: toSchedules(given['extendedSchedules']),
    askTimes: toMeasure('askTimes', given),
    askUnitGrams: toMeasure('askUnitGrams', given)
  };
}

function toMeasure(name: keyof Measures, given: Record<string, unknown>): number {
  const value = given[name];
  return isMeasure(name, value) ? value : DEFAULT_SETTINGS[name];
}

function toAuthority(value: unknown): CountrySettings['authority'] {
  if (typeof value !== 'object' || value === null) return null;
  const { name, address, legalBasis } = value as Record<string, unknown>;
  if (typeof name !== 'string' || typeof address !== 'string' || isBlank(name) || isBlank(address))
    return null;
  return { name, address, ...(typeof legalBasis === 'string' && legalBasis !== '' ? { legalBasis } : {}) };
}

function toMonths(value: unknown, otherwise: number): number {
  return isMonths(value) ? value : otherwise;
}

function isMonths(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_MONTHS;
}

function toSchedules(value: unknown): readonly ('III' | 'IV')[] {
  return EXTENDED_SCHEDULES.filter((schedule) => Array.isArray(value) && value.includes(schedule));
}

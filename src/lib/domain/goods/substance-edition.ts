/**
 * Edition of the substance list: INCB publishes and can replace it, so it is parsed like any document. Decimals are
 * texts; an unknown factor is null, never a guess.
 */
import { isCalendarDate } from '../calendar-date.ts';
import type { CalendarDate, DecimalText, FormKey, SubstanceKey } from '../ids.ts';
import { parseDecimal } from '../quantity.ts';
import { accept, refuse, type Result } from '../result.ts';
import bundled from './substance-edition.json' with { type: 'json' };

const SCHEDULES = ['I', 'II', 'III', 'IV'] as const;
type Schedule = (typeof SCHEDULES)[number];
export type Convention = 1961 | 1971;
type FactorOrigin = 'computed' | 'INCB' | 'identity' | 'unknown';

/** Salt, stoichiometry and hydrate; the factor belongs to all three together. */
export interface SubstanceForm {
  readonly key: FormKey;
  readonly name: string;
  /** CAS number of this very salt, if sourced; its legend code is in `casSource`. */
  readonly cas?: string;
  readonly casSource?: string;
  /** Anhydrous base per unit of the form, at most 1; null if unknown. */
  readonly factor: DecimalText | null;
  readonly factorSource: FactorOrigin;
}

export interface Substance {
  readonly key: SubstanceKey;
  /** INN, or else the designation in the schedule. */
  readonly name: string;
  /** Legend code of the source for the INN; without it the name prints as a designation. */
  readonly innSource?: string | null;
  readonly synonyms: readonly string[];
  readonly convention: Convention;
  /** A list, because 1961 Schedule IV substances are also in Schedule I. */
  readonly schedules: readonly Schedule[];
  /** Legend codes, as in `casSource` and `formulaSource`. */
  readonly scheduleSource: string;
  readonly cas: string | null;
  readonly casSource: string | null;
  readonly formula: string | null;
  readonly formulaSource: string | null;
  readonly mw: DecimalText | null;
  readonly hs6: string | null;
  readonly atc: string | null;
  readonly incbIdsCode: string | null;
  readonly forms: readonly SubstanceForm[];
}

type Legend = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface SubstanceEdition {
  readonly edition: string;
  readonly date: CalendarDate;
  readonly source: string;
  /** Meaning of source codes: `legend.schedule.T1` and so on. */
  readonly legend: Legend;
  readonly rows: readonly Substance[];
}

const KEY = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ORIGINS: readonly unknown[] = ['computed', 'INCB', 'unknown'];

export function parseSubstanceEdition(value: unknown): Result<SubstanceEdition> {
  const edition = value as Partial<Record<keyof SubstanceEdition, unknown>> | null;
  const isHead =
    typeof edition === 'object' &&
    edition !== null &&
    isText(edition.edition) &&
    isCalendarDate(edition.date) &&
    isText(edition.source) &&
    typeof edition.legend === 'object' &&
    edition.legend !== null &&
    Array.isArray(edition.rows);
  if (!isHead) return refuse({ code: 'edition.malformed', path: '' });
  const seen = new Set<unknown>();
  for (const [index, row] of (edition.rows as readonly unknown[]).entries()) {
    if (!isSubstance(row) || seen.has(row.key))
      return refuse({ code: 'edition.malformed', path: `rows.${index}` });
    seen.add(row.key);
  }
  return accept(value as SubstanceEdition);
}

function isSubstance(value: unknown): value is Substance {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Partial<Record<keyof Substance, unknown>>;
  const texts = [row.cas, row.casSource, row.formula, row.formulaSource, row.hs6, row.atc, row.incbIdsCode];
  return (
    isKey(row.key) &&
    isText(row.name) &&
    isListOf(row.synonyms, isText) &&
    (row.convention === 1961 || row.convention === 1971) &&
    isListOf(row.schedules, (item) => (SCHEDULES as readonly unknown[]).includes(item)) &&
    (row.schedules as readonly unknown[]).length > 0 &&
    isText(row.scheduleSource) &&
    texts.every((text) => text === null || isText(text)) &&
    (row.innSource == null || isText(row.innSource)) &&
    (row.mw === null || parseDecimal(row.mw).ok) &&
    isListOf(row.forms, isForm) &&
    new Set((row.forms as readonly SubstanceForm[]).map((form) => form.key)).size ===
      (row.forms as readonly SubstanceForm[]).length
  );
}

function isForm(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const form = value as Partial<Record<keyof SubstanceForm, unknown>>;
  if (!isKey(form.key) || form.key === 'base' || !isText(form.name) || !ORIGINS.includes(form.factorSource)) {
    return false;
  }
  if ([form.cas, form.casSource].some((text) => text !== undefined && !isText(text))) return false;
  if (form.factorSource === 'unknown') return form.factor === null;
  return isFactor(form.factor);
}

/** Above 0 and at most 1: a salt never contains more base than it weighs. */
export function isFactor(value: unknown): value is DecimalText {
  return parseDecimal(value).ok && Number(value) > 0 && Number(value) <= 1;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

const edition: unknown = bundled;
/** A test parses it. */
export const BUNDLED_EDITION = edition as SubstanceEdition;

/** Parser of a substance list, which holds the one that ships with the app to its own rules. */
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import {
  isFactor,
  type Substance,
  type SubstanceEdition,
  type SubstanceForm
} from '#lib/domain/goods/substance-edition.ts';
import { parseDecimal } from '#lib/domain/quantity.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

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
    isListOf(row.schedules, (item) => ['I', 'II', 'III', 'IV'].includes(item as string)) &&
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

/**
 * Controlled substances of an edition. Control extends to salts (1961 Schedules I and II, 1971 throughout), so a line
 * of goods names a substance and a form, and the factor belongs to both.
 */
import type { DecimalText, FormKey } from '../ids.ts';
import { NATIONAL_PRACTICE } from '../result.ts';
import type { Factor } from './goods.ts';
import { unlistedNational } from './national-substance.ts';
import {
  BUNDLED_EDITION,
  type EditionIndex,
  type Substance,
  type SubstanceEdition,
  type SubstanceForm
} from './substance-edition.ts';

export type {
  Convention,
  EditionIndex,
  Substance,
  SubstanceEdition,
  SubstanceForm
} from './substance-edition.ts';

/** Build once per edition and pass to every rule. */
export function editionToIndex(edition: SubstanceEdition): EditionIndex {
  return { edition, byKey: new Map(edition.rows.map((row) => [row.key as string, row])) };
}

export const CURRENT_EDITION: EditionIndex = editionToIndex(BUNDLED_EDITION);

/** The anhydrous base: every substance with a formula has this form without listing it. */
export const BASE_FORM: SubstanceForm = {
  key: 'base' as FormKey,
  name: 'anhydrous base',
  factor: '1' as DecimalText,
  factorSource: 'identity'
};

export function findSubstance(key: string, index: EditionIndex = CURRENT_EDITION): Substance | null {
  return index.byKey.get(key) ?? unlistedNational(key);
}

export function formsOf(substance: Substance): readonly SubstanceForm[] {
  return substance.formula === null ? substance.forms : [BASE_FORM, ...substance.forms];
}

export function findForm(substance: Substance, key: string): SubstanceForm | null {
  return formsOf(substance).find((form) => form.key === key) ?? null;
}

/**
 * CAS number of this very form, or null without a source. Never give the base's number for a salt: customs and carriers
 * look goods up by it.
 */
export function casOf(substance: Substance, form: SubstanceForm): string | null {
  const isSubstanceItself = form.key === 'base' || form.key === 'as-is';
  return isSubstanceItself ? substance.cas : (form.cas ?? null);
}

/** CAS numbers of the goods and of their substance, with and without hyphens. */
export function casNumbers(
  substanceKey: string,
  formKey: string,
  index: EditionIndex = CURRENT_EDITION
): readonly string[] {
  const substance = findSubstance(substanceKey, index);
  if (substance === null) return [];
  const form = findForm(substance, formKey);
  const numbers = new Set([substance.cas, form && casOf(substance, form)]);
  return [...numbers].flatMap((cas) => (cas === null ? [] : [cas, withoutHyphens(cas)]));
}

export function withoutHyphens(cas: string): string {
  return cas.replace(/-/g, '');
}

/** Printed designation: "morphine sulfate (2:1) pentahydrate", "morphine (anhydrous base)", "opium". */
export function designationOf(substance: Substance, form: SubstanceForm): string {
  if (form.key === 'base') return `${substance.name} (anhydrous base)`;
  return form.key === 'as-is' ? substance.name : `${substance.name} ${form.name}`;
}

/**
 * Null without a factor in the edition (plant material, a salt with an unclear convention): the authority then enters
 * the content, see `judge-line.ts`.
 */
export function factorOf(form: SubstanceForm, index: EditionIndex = CURRENT_EDITION): Factor | null {
  if (form.factor === null || form.factorSource === 'unknown') return null;
  const { edition, date } = form.source ?? index.edition;
  return { value: form.factor, source: form.factorSource, edition, date };
}

/** Sources `G` and `K` of the edition: no Convention list at hand names this Schedule. */
export function isScheduleAssumed({ scheduleSource }: Pick<Substance, 'scheduleSource'>): boolean {
  return scheduleSource === 'G' || scheduleSource === 'K';
}

interface Regime {
  /** The treaty's minimum for each import and export; a country can require more. */
  readonly instrument: 'authorization' | 'declaration' | 'records';
  readonly article: string;
}

/** 1961 Schedules I, II: 31(4). 1971 Schedules I, II: 12(1); III: 12(2); IV: 11(5) only. */
export function regimeOf(substance: Pick<Substance, 'convention' | 'schedules'>): Regime {
  if (substance.convention === null) return { instrument: 'records', article: NATIONAL_PRACTICE };
  if (substance.convention === 1961) return { instrument: 'authorization', article: '1961:31.4' };
  if (substance.schedules.includes('I') || substance.schedules.includes('II')) {
    return { instrument: 'authorization', article: '1971:12.1' };
  }
  return substance.schedules.includes('III')
    ? { instrument: 'declaration', article: '1971:12.2' }
    : { instrument: 'records', article: '1971:11.5' };
}

/**
 * The part of the Conventions that the goods of one document fall under. Art. 12(1) and (3) of 1971 are about Schedules I
 * and II only: Schedule III has the exporter's declaration (12(2)), Schedule IV records.
 */
export type Ground = 1961 | 1971 | 'declaration' | 'records';

/** The strictest of all goods; unknown or no goods count as 1961. */
export function groundOf(substances: readonly (Substance | null)[]): Ground {
  const grounds = substances.map(groundOfOne);
  return ([1961, 1971, 'declaration', 'records'] as const).find((one) => grounds.includes(one)) ?? 1961;
}

function groundOfOne(substance: Substance | null): Ground {
  if (substance === null || substance.convention === 1961) return 1961;
  const { instrument } = regimeOf(substance);
  return instrument === 'authorization' ? 1971 : instrument;
}

export function articleOn(article: string, ground: Ground, isDeclared: boolean): string {
  if (ground === 1961 || ground === 1971 || !/^1971:12\.[13]/.test(article)) return article;
  return ground === 'declaration' && isDeclared ? '1971:12.2(a)' : NATIONAL_PRACTICE;
}

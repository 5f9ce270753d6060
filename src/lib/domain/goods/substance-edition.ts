/**
 * Edition of the substance list: INCB publishes and can replace it, so a test parses the bundled one like any document. Decimals are
 * texts; an unknown factor is null, never a guess.
 */
import type { CalendarDate, CountryCode, DecimalText, FormKey, SubstanceKey } from '../ids.ts';
import { parseDecimal } from '../quantity.ts';
import type { Prohibition } from './prohibition.ts';
import bundled from './substance-edition.json' with { type: 'json' };

type Schedule = 'I' | 'II' | 'III' | 'IV';
export type Convention = 1961 | 1971;
type FactorOrigin = 'computed' | 'INCB' | 'identity' | 'national' | 'unknown';

/** Salt, stoichiometry and hydrate; the factor belongs to all three together. */
export interface SubstanceForm {
  readonly key: FormKey;
  readonly name: string;
  /** CAS number of this very salt, if sourced; `casSource` is the code of the source (`substance-sources.json`). */
  readonly cas?: string;
  readonly casSource?: string;
  /** Anhydrous base per unit of the form, at most 1; null if unknown. */
  readonly factor: DecimalText | null;
  readonly factorSource: FactorOrigin;
  /** The computed factor, where INCB's own counts. */
  readonly computed?: DecimalText;
  /** National practice or INCB edition that gives the factor, if not the bundled edition. */
  readonly source?: { readonly edition: string; readonly date: CalendarDate };
}

export interface NationalListing {
  readonly country: CountryCode;
  /** Null if the practice that names it is not at hand. */
  readonly schedule: string | null;
}

export interface Substance {
  readonly key: SubstanceKey;
  /** INN, or else the designation in the schedule. */
  readonly name: string;
  /** Code of the source for the INN; without it the name prints as a designation. */
  readonly innSource?: string | null;
  /** By language, where sourced; English is `name`. */
  readonly names?: Readonly<Partial<Record<string, string>>>;
  /** With trade names, where sourced. */
  readonly synonyms: readonly string[];
  /** Null if no Convention lists it, but a country does (`national`). */
  readonly convention: Convention | null;
  /** A list, because 1961 Schedule IV substances are also in Schedule I. */
  readonly schedules: readonly Schedule[];
  /** Code of the source, as in `casSource` and `formulaSource`. */
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
  readonly national?: NationalListing;
}

export interface SubstanceEdition {
  readonly edition: string;
  readonly date: CalendarDate;
  readonly source: string;
  readonly rows: readonly Substance[];
}

export interface EditionIndex {
  readonly edition: SubstanceEdition;
  readonly byKey: ReadonlyMap<string, Substance>;
  /** INCB's list of 1971 art. 13 in force; without it the bundled one counts. */
  readonly prohibitions?: readonly Prohibition[];
  /** INCB's list of what countries require for Schedules III and IV of 1971 (ECOSOC 1985/15). */
  readonly notified?: readonly NotifiedPractice[];
}

type Requirement = 'authorization' | 'declaration' | 'none';

interface NotifiedPractice {
  readonly country: CountryCode;
  readonly schedule: 'III' | 'IV';
  readonly imports: Requirement;
  readonly exports: Requirement;
}

/** Above 0 and at most 1: a salt never contains more base than it weighs. */
export function isFactor(value: unknown): value is DecimalText {
  return parseDecimal(value).ok && Number(value) > 0 && Number(value) <= 1;
}

const edition: unknown = bundled;
export const BUNDLED_EDITION = edition as SubstanceEdition;

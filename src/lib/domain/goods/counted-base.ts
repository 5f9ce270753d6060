/**
 * Quantities as INCB counts them, for estimates, the balance and returns: anhydrous base by INCB's own factor where its
 * lists have one (the Yellow List gives whole percents, so methadone hydrochloride counts 90 %, computed 89.46 %).
 */
import type { DecimalText } from '../ids.ts';
import { microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { Line } from './goods.ts';
import bundled from './incb-factors.json' with { type: 'json' };
import { countryOfNational } from './national-substance.ts';

interface IncbFactor {
  readonly value: DecimalText;
  /** INCB's list that prints it: `yellow` for 1961, `green` for 1971. */
  readonly list: string;
  /** Whether the molecular weight decided between two columns of the extraction. */
  readonly isSettled: boolean;
}

interface FactorRow {
  readonly substance: string;
  readonly list: string;
  readonly factors: Readonly<Record<string, string>>;
  readonly settled?: readonly string[];
}

const rows: readonly FactorRow[] = bundled.rows as readonly FactorRow[];

const factors = new Map<string, IncbFactor>(
  rows.flatMap(({ substance, list, factors, settled = [] }) =>
    Object.entries(factors).map(([form, value]) => [
      `${substance}/${form}`,
      { value: value as DecimalText, list, isSettled: settled.includes(form) }
    ])
  )
);

/** Null where INCB's lists print no factor for this form. Every row is extracted and to be confirmed by INCB. */
export function incbFactorOf(substance: string, form: string): IncbFactor | null {
  return factors.get(`${substance}/${form}`) ?? null;
}

type CountedLine = Pick<Line, 'substance' | 'form' | 'stated' | 'base' | 'factor' | 'scheduleThree'>;

export interface CountedBase {
  readonly substance: string;
  /** Micrograms of anhydrous base. */
  readonly micrograms: number;
  readonly factor: DecimalText;
  /** `line`: INCB prints no factor for this form, so the factor of the document counts. */
  readonly by: 'INCB' | 'line';
}

/** Table 2 of the Yellow List. */
export function countedSubstance(substance: string): string {
  return substance === 'opium-alkaloids' ? 'morphine' : substance;
}

/**
 * Null for goods that INCB does not count: preparations of 1961 Schedule III, whose drug was counted when it was used for
 * their manufacture (art. 2(4)), and substances of a national list only. `stated` is the quantity of the form that was
 * authorized, sent or received; tablets count by their content, which is what a line states. Mixtures of opium
 * alkaloids count as morphine. An INCB factor that the document itself used stays with it.
 */
export function countedBase(
  line: CountedLine,
  stated: number = microgramsOf(line.stated)
): CountedBase | null {
  if (line.scheduleThree || countryOfNational(line.substance)) return null;
  const substance = countedSubstance(line.substance);
  const isSigned = line.factor.source === 'INCB';
  const printed = isSigned ? null : incbFactorOf(line.substance, line.form);
  const factor = printed?.value ?? line.factor.value;
  const micrograms =
    !printed && stated === microgramsOf(line.stated)
      ? microgramsOf(line.base)
      : multiplyMicrograms(stated, factor);
  return { substance, micrograms, factor, by: printed || isSigned ? 'INCB' : 'line' };
}

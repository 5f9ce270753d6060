/** Traded goods: two thirds finished preparations, the rest substances by weight (domain.md §8). */
import type { Content, Line, PharmaceuticalForm } from '#lib/domain/act/body.ts';
import type { DecimalText, MicrogramsText } from '#lib/domain/ids.ts';
import { microgramsToText, toBase } from '#lib/domain/quantity.ts';
import { designationOf, factorOf, findForm, findSubstance } from '#lib/domain/goods/substance.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { Random } from './random.ts';

export interface Good {
  readonly substance: string;
  readonly form: string;
  readonly pharmaceuticalForm: PharmaceuticalForm;
  readonly preparation?: string;
  /** Milligrams in one unit, and the unit's measure. */
  readonly milligrams?: number;
  readonly unit?: 'unit' | 'ml';
  readonly unitSize?: number;
  readonly unitsPerPack?: number;
}

export const GOODS: readonly Good[] = [
  {
    substance: 'morphine',
    form: 'sulfate-2-1-pentahydrate',
    pharmaceuticalForm: 'ampoule',
    preparation: 'Morphine sulfate injection',
    milligrams: 10,
    unit: 'ml',
    unitSize: 1,
    unitsPerPack: 10
  },
  {
    substance: 'morphine',
    form: 'hydrochloride-trihydrate',
    pharmaceuticalForm: 'oral-solution',
    preparation: 'Morphine oral solution',
    milligrams: 2,
    unit: 'ml',
    unitSize: 100,
    unitsPerPack: 1
  },
  {
    substance: 'fentanyl',
    form: 'citrate-1-1',
    pharmaceuticalForm: 'ampoule',
    preparation: 'Fentanyl injection',
    milligrams: 0.1,
    unit: 'ml',
    unitSize: 2,
    unitsPerPack: 10
  },
  {
    substance: 'oxycodone',
    form: 'hydrochloride-anhydrous',
    pharmaceuticalForm: 'tablet',
    preparation: 'Oxycodone tablets 10 mg',
    milligrams: 10,
    unit: 'unit',
    unitSize: 1,
    unitsPerPack: 56
  },
  {
    substance: 'pethidine',
    form: 'hydrochloride',
    pharmaceuticalForm: 'ampoule',
    preparation: 'Pethidine injection',
    milligrams: 50,
    unit: 'ml',
    unitSize: 1,
    unitsPerPack: 5
  },
  {
    substance: 'methadone',
    form: 'hydrochloride',
    pharmaceuticalForm: 'oral-solution',
    preparation: 'Methadone oral solution',
    milligrams: 1,
    unit: 'ml',
    unitSize: 500,
    unitsPerPack: 1
  },
  {
    substance: 'methylphenidate',
    form: 'hydrochloride',
    pharmaceuticalForm: 'tablet',
    preparation: 'Methylphenidate tablets 10 mg',
    milligrams: 10,
    unit: 'unit',
    unitSize: 1,
    unitsPerPack: 30
  },
  { substance: 'codeine', form: 'phosphate-hemihydrate', pharmaceuticalForm: 'powder' },
  { substance: 'morphine', form: 'sulfate-2-1-pentahydrate', pharmaceuticalForm: 'powder' },
  { substance: 'oxycodone', form: 'hydrochloride-anhydrous', pharmaceuticalForm: 'powder' }
];

export function pickLines(random: Random): Line[] {
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const picked: Good[] = [];
  while (picked.length < count) {
    const good = random.pick(GOODS);
    if (!picked.some((one) => one.substance === good.substance)) picked.push(good);
  }
  return picked.map((good, index) => goodToLine(good, index + 1, random));
}

export function goodToLine(good: Good, no: number, random: Random): Line {
  const substance = findSubstance(good.substance);
  const form = substance && findForm(substance, good.form);
  const factor = form && factorOf(form, CURRENT_EDITION);
  if (!substance || !form || !factor) throw new Error(`not in the edition: ${good.substance} ${good.form}`);
  const content = good.milligrams === undefined ? null : toContent(good, random);
  const stated = content ? quantityOf(content) : microgramsToText(random.between(1, 80) * 50_000_000);
  return {
    no,
    substance: substance.key,
    form: form.key,
    designation: designationOf(substance, form),
    pharmaceuticalForm: good.pharmaceuticalForm,
    ...(good.preparation ? { preparation: good.preparation } : {}),
    ...(content ? { content } : {}),
    stated,
    base: toBase(stated, factor.value),
    factor
  };
}

function toContent(good: Good, random: Random): Content {
  return {
    strength: microgramsToText(Math.round((good.milligrams ?? 0) * 1000)),
    per: '1' as DecimalText,
    unit: good.unit ?? 'unit',
    unitSize: String(good.unitSize ?? 1) as DecimalText,
    unitsPerPack: good.unitsPerPack ?? 1,
    packs: random.between(2, 60) * 100
  };
}

/** All demonstration strengths are whole per unit, so the product is exact in integers. */
function quantityOf({ strength, unitSize, unitsPerPack, packs }: Content): MicrogramsText {
  return microgramsToText(Number(strength) * Number(unitSize) * unitsPerPack * packs);
}

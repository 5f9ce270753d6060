/**
 * Traded goods: two thirds finished preparations, the rest substances by weight (domain.md §8). Among the eleven
 * countries each is traded as often as its log-normal weight.
 */
import type { Content, Line, PharmaceuticalForm } from '#lib/domain/act/body.ts';
import type { DecimalText, MicrogramsText } from '#lib/domain/ids.ts';
import { microgramsToText, toBase } from '#lib/domain/quantity.ts';
import {
  CURRENT_EDITION,
  designationOf,
  factorOf,
  findForm,
  findSubstance
} from '#lib/domain/goods/substance.ts';
import type { Random } from './random.ts';

interface Good {
  readonly substance: string;
  readonly form: string;
  readonly pharmaceuticalForm: PharmaceuticalForm;
  readonly preparation?: string;
  readonly milligrams?: number;
  readonly unit?: 'unit' | 'ml';
  readonly unitSize?: number;
  readonly unitsPerPack?: number;
}

type Named = readonly [substance: string, form: string, preparation: string, milligrams: number];

function tablets(...[substance, form, preparation, milligrams, unitsPerPack]: [...Named, number]): Good {
  const sold = { preparation, milligrams, unit: 'unit', unitSize: 1, unitsPerPack } as const;
  return { substance, form, pharmaceuticalForm: 'tablet', ...sold };
}

function ampoules(
  ...[substance, form, preparation, milligrams, unitSize = 1, unitsPerPack = 10]: [...Named, number?, number?]
): Good {
  const sold = { preparation, milligrams, unit: 'ml', unitSize, unitsPerPack } as const;
  return { substance, form, pharmaceuticalForm: 'ampoule', ...sold };
}

function solution(...[substance, form, preparation, milligrams, unitSize]: [...Named, number]): Good {
  const sold = { preparation, milligrams, unit: 'ml', unitSize, unitsPerPack: 1 } as const;
  return { substance, form, pharmaceuticalForm: 'oral-solution', ...sold };
}

function powder(substance: string, form: string): Good {
  return { substance, form, pharmaceuticalForm: 'powder' };
}

const PAIR_GOODS: readonly Good[] = [
  ampoules('morphine', 'sulfate-2-1-pentahydrate', 'Morphine sulfate injection', 10),
  solution('morphine', 'hydrochloride-trihydrate', 'Morphine oral solution', 2, 100),
  ampoules('fentanyl', 'citrate-1-1', 'Fentanyl injection', 0.1, 2),
  tablets('oxycodone', 'hydrochloride-anhydrous', 'Oxycodone tablets 10 mg', 10, 56),
  ampoules('pethidine', 'hydrochloride', 'Pethidine injection', 50, 1, 5),
  solution('methadone', 'hydrochloride', 'Methadone oral solution', 1, 500),
  tablets('methylphenidate', 'hydrochloride', 'Methylphenidate tablets 10 mg', 10, 30),
  powder('codeine', 'phosphate-hemihydrate'),
  powder('morphine', 'sulfate-2-1-pentahydrate'),
  powder('oxycodone', 'hydrochloride-anhydrous')
];

const BUPRENORPHINE = tablets(
  'buprenorphine',
  'hydrochloride',
  'Buprenorphine sublingual tablets 8 mg',
  8,
  7
);

const WORLD_GOODS: readonly Good[] = [
  ...PAIR_GOODS,
  tablets('hydromorphone', 'hydrochloride', 'Hydromorphone tablets 4 mg', 4, 28),
  tablets('codeine', 'phosphate-hemihydrate', 'Codeine tablets 30 mg', 30, 50),
  BUPRENORPHINE,
  tablets('dexamfetamine', 'sulfate-2-1', 'Dexamfetamine tablets 5 mg', 5, 30),
  tablets('zolpidem', 'tartrate-2-1-hemitartrate', 'Zolpidem tablets 10 mg', 10, 20),
  ampoules('midazolam', 'hydrochloride', 'Midazolam injection', 5),
  ampoules('phenobarbital', 'sodium', 'Phenobarbital sodium injection', 200),
  ampoules('ketobemidone', 'hydrochloride', 'Ketobemidone injection', 5)
];

/** Keys of their substances. */
export const TRADED: readonly string[] = [...new Set(WORLD_GOODS.map(({ substance }) => substance))];

/** Goods that can show one kind of difference and no other by chance. */
const CASES = {
  /** A salt without other forms in the list, and its preparation. */
  alone: goodOf('methadone', 'oral-solution'),
  ampoule: goodOf('pethidine', 'ampoule'),
  tablet: goodOf('methylphenidate', 'tablet'),
  salt: goodOf('codeine', 'powder'),
  hydrate: goodOf('oxycodone', 'powder')
} as const;
export type Case = keyof typeof CASES;

function goodOf(substance: string, form: PharmaceuticalForm): Good {
  const found = PAIR_GOODS.find((one) => one.substance === substance && one.pharmaceuticalForm === form);
  if (!found) throw new Error(`not among the goods: ${substance}`);
  return found;
}

export function pickLines(random: Random, pick = (): Good => random.pick(PAIR_GOODS)): Line[] {
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const picked: Good[] = [];
  while (picked.length < count) {
    const good = pick();
    if (!picked.some(({ substance }) => substance === good.substance)) picked.push(good);
  }
  return picked.map((good, index) => goodToLine(good, index + 1, random));
}

export function declaredLines(random: Random): Line[] {
  return [goodToLine(BUPRENORPHINE, 1, random)];
}

export class Market {
  readonly #random: Random;
  readonly #goods: readonly { readonly one: Good; readonly weight: number }[];

  constructor(random: Random) {
    this.#random = random;
    this.#goods = WORLD_GOODS.map((one) => ({ one, weight: random.logNormal(1) }));
  }

  pickLines(): Line[] {
    return pickLines(this.#random, () => this.#random.pickWeighted(this.#goods));
  }

  lineOf(one: Case): Line[] {
    return [goodToLine(CASES[one], 1, this.#random)];
  }
}

function goodToLine(good: Good, no: number, random: Random): Line {
  const { factor, ...named } = findListed(good.substance, good.form);
  const content = good.milligrams === undefined ? null : toContent(good, random);
  const stated = content ? quantityOf(content) : microgramsToText(random.between(1, 80) * 50_000_000);
  return {
    no,
    ...named,
    pharmaceuticalForm: good.pharmaceuticalForm,
    ...(good.preparation ? { preparation: good.preparation } : {}),
    ...(content ? { content } : {}),
    stated,
    base: toBase(stated, factor.value),
    factor
  };
}

export function asForm(line: Line, key: string): Line {
  const { factor, form, designation } = findListed(line.substance, key);
  return { ...line, form, designation, factor, base: toBase(line.stated, factor.value) };
}

function findListed(
  key: string,
  formKey: string
): Pick<Line, 'substance' | 'form' | 'designation' | 'factor'> {
  const substance = findSubstance(key);
  const form = substance && findForm(substance, formKey);
  const factor = form && factorOf(form, CURRENT_EDITION);
  if (!substance || !form || !factor) throw new Error(`not in the edition: ${key} ${formKey}`);
  return { substance: substance.key, form: form.key, designation: designationOf(substance, form), factor };
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

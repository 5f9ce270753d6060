/** Goods of the eleven countries, each as often as its log-normal weight. */
import type { Line } from '#lib/domain/act/body.ts';
import { GOODS, goodToLine, type Good } from './goods.ts';
import type { Random } from './random.ts';

const tablets = (
  substance: string,
  form: string,
  preparation: string,
  milligrams: number,
  unitsPerPack: number
): Good => ({
  ...{ substance, form, preparation, milligrams, unitsPerPack },
  ...({ pharmaceuticalForm: 'tablet', unit: 'unit', unitSize: 1 } as const)
});

const ampoules = (substance: string, form: string, preparation: string, milligrams: number): Good => ({
  ...{ substance, form, preparation, milligrams },
  ...({ pharmaceuticalForm: 'ampoule', unit: 'ml', unitSize: 1, unitsPerPack: 10 } as const)
});

const WORLD_GOODS: readonly Good[] = [
  ...GOODS,
  tablets('hydromorphone', 'hydrochloride', 'Hydromorphone tablets 4 mg', 4, 28),
  tablets('codeine', 'phosphate-hemihydrate', 'Codeine tablets 30 mg', 30, 50),
  tablets('buprenorphine', 'hydrochloride', 'Buprenorphine sublingual tablets 8 mg', 8, 7),
  tablets('dexamfetamine', 'sulfate-2-1', 'Dexamfetamine tablets 5 mg', 5, 30),
  tablets('zolpidem', 'tartrate-2-1-hemitartrate', 'Zolpidem tablets 10 mg', 10, 20),
  ampoules('midazolam', 'hydrochloride', 'Midazolam injection', 5),
  ampoules('phenobarbital', 'sodium', 'Phenobarbital sodium injection', 200),
  ampoules('ketobemidone', 'hydrochloride', 'Ketobemidone injection', 5)
];

/** Goods that can show one kind of difference and no other by chance. */
export const CASES = {
  /** A salt without other forms in the list, and its preparation. */
  alone: goodOf('methadone'),
  ampoule: goodOf('pethidine'),
  tablet: goodOf('methylphenidate'),
  salt: goodOf('codeine', 'powder'),
  hydrate: goodOf('oxycodone', 'powder')
} as const;
export type Case = keyof typeof CASES;

function goodOf(substance: string, form?: Good['pharmaceuticalForm']): Good {
  const found = WORLD_GOODS.find(
    (one) => one.substance === substance && (form === undefined || one.pharmaceuticalForm === form)
  );
  if (!found) throw new Error(`not among the goods: ${substance}`);
  return found;
}

export class Market {
  readonly #random: Random;
  readonly #goods: readonly { readonly one: Good; readonly weight: number }[];

  constructor(random: Random) {
    this.#random = random;
    this.#goods = WORLD_GOODS.map((one) => ({ one, weight: random.logNormal(1) }));
  }

  pickLines(): Line[] {
    const count = this.#random.pick([1, 1, 1, 2, 2, 3]);
    const picked: Good[] = [];
    while (picked.length < count) {
      const good = this.#random.pickWeighted(this.#goods);
      if (!picked.some(({ substance }) => substance === good.substance)) picked.push(good);
    }
    return picked.map((good, index) => goodToLine(good, index + 1, this.#random));
  }

  lineOf(one: Case): Line[] {
    return [goodToLine(CASES[one], 1, this.#random)];
  }
}

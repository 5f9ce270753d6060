/**
 * Past totals of one authority by substance, in micrograms of anhydrous base, to compare a typed figure with. They are
 * computed when acts change, never on each keystroke.
 */
import type { AuthorizationAct, AuthorizationBody } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import { medianOfSorted } from '../median.ts';
import { microgramsOf } from '../quantity.ts';

export interface SubstanceHistory {
  readonly atOnce: number;
  readonly byYear: ReadonlyMap<number, number>;
}

export interface AuthorizedHistory {
  /** Covers only the kind that is being typed: imports compare with imports. */
  readonly bySubstance: ReadonlyMap<string, SubstanceHistory>;
  /** Median of all lines of both kinds over all substances; null without lines. */
  readonly median: number | null;
}

/** `isVoid`: cancelled or not verified. A cancelled mistake must not make the next one look usual. */
export function readHistory(
  kind: AuthorizationKind,
  issuer: AuthorityCode,
  acts: Iterable<Authorized>,
  isVoid: (id: ActId) => boolean
): AuthorizedHistory {
  const kept = new KeptHistory(kind, issuer);
  for (const act of acts) if (!isVoid(act._id)) kept.add(act);
  return kept.read();
}

type Authorized = Pick<AuthorizationAct, '_id' | 'body'>;

interface Authorization {
  readonly year: number;
  readonly sum: number;
}

/** Above this, sorting all amounts is faster than putting each in its place. */
const MAX_INSERTED = 200;

/** Past totals while authorizations are issued and cancelled: only the substances of those are added up again. */
export class KeptHistory {
  readonly #kind: AuthorizationKind;
  readonly #issuer: AuthorityCode;
  readonly #acts = new Map<ActId, Authorized>();
  readonly #sums = new Map<string, Map<ActId, Authorization>>();
  readonly #told = new Map<string, SubstanceHistory>();
  readonly #stale = new Set<string>();
  #amounts: number[] = [];
  #came: number[] = [];

  constructor(kind: AuthorizationKind, issuer: AuthorityCode) {
    this.#kind = kind;
    this.#issuer = issuer;
  }

  add(act: Authorized): void {
    const { _id, body } = act;
    if (body.issuer !== this.#issuer || this.#acts.has(_id)) return;
    this.#acts.set(_id, act);
    for (const { base } of body.lines) this.#came.push(microgramsOf(base));
    if (body.kind !== this.#kind) return;
    const year = Number(body.issuedOn.slice(0, 4));
    for (const [substance, sum] of sumBySubstance(body.lines)) {
      const sums = this.#sums.get(substance) ?? new Map<ActId, Authorization>();
      this.#sums.set(substance, sums.set(_id, { year, sum }));
      this.#stale.add(substance);
    }
  }

  remove(id: ActId): void {
    const act = this.#acts.get(id);
    if (!act) return;
    this.#acts.delete(id);
    this.#sortAmounts();
    for (const { substance, base } of act.body.lines) {
      this.#amounts.splice(placeOf(microgramsOf(base), this.#amounts), 1);
      if (this.#sums.get(substance)?.delete(id)) this.#stale.add(substance);
    }
  }

  read(): AuthorizedHistory {
    this.#sortAmounts();
    for (const substance of Array.from(this.#stale)) this.#addUp(substance);
    this.#stale.clear();
    const median = medianOfSorted(this.#amounts);
    // Rounded to whole micrograms: smaller amounts do not matter for a question.
    return { bySubstance: new Map(this.#told), median: median === null ? null : Math.floor(median) };
  }

  #addUp(substance: string): void {
    let atOnce = 0;
    const byYear = new Map<number, number>();
    this.#sums.get(substance)?.forEach(({ year, sum }) => {
      atOnce = Math.max(atOnce, sum);
      byYear.set(year, (byYear.get(year) ?? 0) + sum);
    });
    if (byYear.size > 0) this.#told.set(substance, { atOnce, byYear });
    else this.#told.delete(substance);
  }

  #sortAmounts(): void {
    const came = this.#came;
    this.#came = [];
    if (came.length > MAX_INSERTED)
      this.#amounts = Array.from(Float64Array.from(this.#amounts.concat(came)).sort());
    else for (const amount of came) this.#amounts.splice(placeOf(amount, this.#amounts), 0, amount);
  }
}

/** Of the first that is not smaller. */
function placeOf(amount: number, sorted: readonly number[]): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < amount) from = middle + 1;
    else to = middle;
  }
  return from;
}

function sumBySubstance(lines: AuthorizationBody['lines']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { substance, base } of lines)
    sums.set(substance, (sums.get(substance) ?? 0) + microgramsOf(base));
  return sums;
}

export function mostInAYear({ byYear }: SubstanceHistory): number {
  return Math.max(0, ...byYear.values());
}

/** The balances of one authority's database: the claims of every dossier, by country, substance and year. */
import type { Dossier } from '../dossier/dossier.ts';
import type { CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { claimsOf, takenOn, type Claim, type DossierClaims } from './claims.ts';

export interface BalanceOf {
  readonly country: CountryCode;
  readonly substance: string;
  readonly year: number;
}

export interface Drawn extends Claim {
  readonly dossier: DossierKey;
  readonly standing: DossierClaims['standing'];
}

export class BalanceLedger {
  readonly #own: CountryCode;
  readonly #under: BalanceLedger | null;
  readonly #dossiers = new Map<DossierKey, DossierClaims | null>();
  readonly #drawn = new Map<string, Map<DossierKey, Drawn>>();

  /** `own`: the authority of the database. `under`: dossiers put here take the place of those. */
  constructor(own: CountryCode, under: BalanceLedger | null = null) {
    this.#own = own;
    this.#under = under;
  }

  fork(): BalanceLedger {
    return new BalanceLedger(this.#own, this);
  }

  /** Replaces what the dossier took before; null removes it. */
  put(key: DossierKey, dossier: Dossier | null): void {
    const before = this.#dossiers.get(key);
    for (const { substance } of before?.claims ?? [])
      this.#drawn.get(nameOf({ ...before!, substance }))?.delete(key);
    const claims = dossier && claimsOf(dossier, this.#own);
    this.#dossiers.set(key, claims);
    if (claims === null) return;
    for (const claim of claims.claims) {
      const name = nameOf({ ...claims, substance: claim.substance });
      const drawn = this.#drawn.get(name) ?? new Map<DossierKey, Drawn>();
      this.#drawn.set(name, drawn.set(key, { ...claim, dossier: key, standing: claims.standing }));
    }
  }

  drawn(of: BalanceOf): readonly Drawn[] {
    const under = this.#under?.drawn(of).filter(({ dossier }) => !this.#dossiers.has(dossier)) ?? [];
    return [...under, ...(this.#drawn.get(nameOf(of))?.values() ?? [])];
  }

  /** Micrograms taken on a day. */
  taken(of: BalanceOf, today: CalendarDate): number {
    let sum = 0;
    for (const one of this.drawn(of)) if (one.standing === 'counted') sum += takenOn(one, today);
    return sum;
  }

  /** The country, substance and year of everything drawn. */
  keys(): readonly BalanceOf[] {
    return Array.from(this.#drawn, ([name, drawn]) => (drawn.size > 0 ? [ofName(name)] : [])).flat();
  }
}

function nameOf({ country, year, substance }: BalanceOf): string {
  return `${country} ${year} ${substance}`;
}

function ofName(name: string): BalanceOf {
  const [country, year, substance] = name.split(' ') as [CountryCode, string, string];
  return { country, year: Number(year), substance };
}

/** The balances of one authority's database: the claims of every dossier, by country, substance and year. */
import { issuedOnOf } from '../act/dossier-key.ts';
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

const STANDINGS = ['counted', 're-export', 'unmatched'] as const satisfies readonly Drawn['standing'][];
type Sums = Record<Drawn['standing'], number>;

export class BalanceLedger {
  readonly #own: CountryCode;
  readonly #under: BalanceLedger | null;
  readonly #dossiers = new Map<DossierKey, DossierClaims | null>();
  readonly #drawn = new Map<string, Map<DossierKey, Drawn>>();
  readonly #sums = new Map<string, { readonly today: CalendarDate; readonly sums: Sums }>();

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
    for (const { substance } of (before && before.claims) || []) {
      const name = nameOf({ ...before!, substance });
      const drawn = this.#drawn.get(name)!;
      this.#addTo(name, drawn.get(key)!, -1);
      drawn.delete(key);
    }
    const claims = dossier && claimsOf(dossier, this.#own);
    this.#dossiers.set(key, claims);
    if (claims === null) return;
    for (const claim of claims.claims) {
      const name = nameOf({ ...claims, substance: claim.substance });
      const drawn = this.#drawn.get(name) ?? new Map<DossierKey, Drawn>();
      const one = { ...claim, dossier: key, standing: claims.standing };
      this.#drawn.set(name, drawn.set(key, one));
      this.#addTo(name, one, 1);
    }
  }

  #addTo(name: string, one: Drawn, sign: 1 | -1): void {
    const held = this.#sums.get(name);
    if (held) held.sums[one.standing] += sign * takenOn(one, held.today);
  }

  drawn(of: BalanceOf): readonly Drawn[] {
    const under = this.#under?.drawn(of).filter(({ dossier }) => !this.#dossiers.has(dossier)) ?? [];
    return [...under, ...(this.#drawn.get(nameOf(of))?.values() ?? [])];
  }

  /** Micrograms on a day: taken, and what is shown next to that. */
  sums(of: BalanceOf, today: CalendarDate): Sums {
    const sums = { ...this.#ownSums(nameOf(of), today) };
    if (this.#under === null) return sums;
    const below = this.#under.sums(of, today);
    for (const standing of STANDINGS) sums[standing] += below[standing];
    this.#dossiers.forEach((_claims, key) => {
      const replaced = this.#under?.find(of, key);
      if (replaced) sums[replaced.standing] -= takenOn(replaced, today);
    });
    return sums;
  }

  /**
   * Micrograms of a partner's import authorizations that an export upon one of them does not compete with: its own and
   * later ones, without what was already exported upon them.
   */
  notBefore(key: DossierKey, of: BalanceOf, today: CalendarDate): number {
    return this.drawn(of).reduce((sum, { standing, dossier, sent, ...taken }) => {
      const isCounted = standing === 'counted' && sent && orderOf(dossier) >= orderOf(key);
      return isCounted ? sum + takenOn(taken, today) - takenOn(sent, today) : sum;
    }, 0);
  }

  find(of: BalanceOf, key: DossierKey): Drawn | null {
    const isHere = this.#dossiers.has(key) || this.#under === null;
    return isHere ? (this.#drawn.get(nameOf(of))?.get(key) ?? null) : this.#under.find(of, key);
  }

  /** Kept up to date by each dossier that changes: a key press on the form asks again and again. */
  #ownSums(name: string, today: CalendarDate): Sums {
    const held = this.#sums.get(name);
    if (held?.today === today) return held.sums;
    const sums = { counted: 0, 're-export': 0, unmatched: 0 };
    this.#drawn.get(name)?.forEach((one) => (sums[one.standing] += takenOn(one, today)));
    this.#sums.set(name, { today, sums });
    return sums;
  }

  /** The country, substance and year of everything drawn. */
  keys(): readonly BalanceOf[] {
    return Array.from(this.#drawn, ([name, drawn]) => (drawn.size > 0 ? [ofName(name)] : [])).flat();
  }
}

/** By day, then by number: the key has it without leading zeros, so a shorter one is an earlier one. */
function orderOf(key: DossierKey): string {
  return `${issuedOnOf(key)} ${String(key.length).padStart(4, '0')} ${key}`;
}

function nameOf({ country, year, substance }: BalanceOf): string {
  return `${country} ${year} ${substance}`;
}

function ofName(name: string): BalanceOf {
  const [country, year, substance] = name.split(' ') as [CountryCode, string, string];
  return { country, year: Number(year), substance };
}

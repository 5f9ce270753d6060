/**
 * Who trades with whom in a year. Volumes of countries are log-normal: median 150 authorizations a year, 90th percentile
 * 2,500 (domain.md §8: an assumption, no source). A scale makes the sum as many acts as are asked for.
 */
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { Seeded } from './seeded.ts';

export const WEEKS = 52;
/** Import authorization, reply, export authorization, shipment, endorsement. */
export const ACTS_OF_DOSSIER = 5;
const [MEDIAN, NINTH_TENTH, NORMAL_NINTH_TENTH] = [150, 2500, 1.2816];

export interface PlannedDossier {
  readonly week: number;
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
}

export interface YearPlan {
  readonly countries: readonly CountryCode[];
  /** In the order of their weeks. */
  readonly dossiers: readonly PlannedDossier[];
}

export function planYear(seed: number, countryCount: number, acts: number): YearPlan {
  const chance = new Seeded(seed);
  const countries = COUNTRY_CODES.slice(0, countryCount);
  const [imports, exports] = [countries.map(() => aVolume(chance)), countries.map(() => aVolume(chance))];
  const dossiers = Array.from({ length: Math.round(acts / ACTS_OF_DOSSIER) }, () => {
    const importing = pickByVolume(chance, countries, imports);
    let exporting = importing;
    while (exporting === importing) exporting = pickByVolume(chance, countries, exports);
    return { week: chance.below(WEEKS), importing, exporting };
  });
  return { countries, dossiers: dossiers.sort((a, b) => a.week - b.week) };
}

function aVolume(chance: Seeded): number {
  const sigma = Math.log(NINTH_TENTH / MEDIAN) / NORMAL_NINTH_TENTH;
  const normal = Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction());
  return MEDIAN * Math.exp(sigma * normal);
}

function pickByVolume(
  chance: Seeded,
  countries: readonly CountryCode[],
  volumes: readonly number[]
): CountryCode {
  let left = chance.fraction() * volumes.reduce((sum, one) => sum + one, 0);
  const at = volumes.findIndex((one) => (left -= one) < 0);
  return countries[Math.max(at, 0)] as CountryCode;
}

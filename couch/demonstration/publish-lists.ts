/**
 * Invented lists of INCB, signed by its secretary and confirmed by its deputy: figures of the years of the trade, the
 * directory, and what countries require for Schedules III and IV. Figures are far above what was authorized, and fentanyl has none: an unknown figure is also shown.
 */
import type { Act } from '#lib/domain/act/body.ts';
import type { ListKind } from '#lib/domain/act/kinds/lists.ts';
import { askedFor } from '#lib/domain/balance/claims.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { microgramsToText } from '#lib/domain/quantity.ts';
import { KENYAN, PAPER_AUTHORITIES, TRADERS, type DemonstrationAuthority } from './authorities.ts';
import { certifySecretariat } from './certificates.ts';
import { TRADED } from './goods.ts';
import { ActSigner, type DemonstrationKeys } from './signing.ts';

const KILOGRAM = 1_000_000_000;
const UNKNOWN = 'fentanyl';
/** A figure that is used up would end what people try. */
const OFTEN_TRIED = 'morphine';
const SOURCE = 'Demonstration: invented figures';

/** A data folder of an older version has no keys for it: no lists. */
export async function publishLists(
  keys: DemonstrationKeys,
  today: CalendarDate,
  trade: readonly Act[]
): Promise<readonly Act[]> {
  const offices = await certifySecretariat(keys, today);
  if (offices === null) return [];
  const board = offices.board;
  const secretary = new ActSigner(offices.secretary);
  const deputy = new ActSigner(offices.deputy);
  const publish = async (
    kind: ListKind,
    edition: string,
    [signed, effective]: readonly [signed: CalendarDate, effective: CalendarDate],
    contents: readonly object[]
  ): Promise<void> => {
    const lists: string[] = [];
    const shared = { kind, edition, effective, source: SOURCE };
    for (const content of contents) {
      const at = `${signed}T09:00:00.000Z` as Instant;
      lists.push((await secretary.write(['*'], at, { ...shared, ...content }))._id);
    }
    const said = { kind: 'list-confirmation', as: 'confirmed', lists } as const;
    await deputy.write(['*'], `${signed}T15:30:00.000Z` as Instant, said);
  };
  const countries = [...TRADERS, ...PAPER_AUTHORITIES, KENYAN];
  const demand = demandOf(trade, countries);
  const thisYear = Number(today.slice(0, 4));
  for (const year of [thisYear - 1, thisYear]) {
    const days = [laterOf(offices.from, `${year - 1}-12-01`), `${year}-01-01` as CalendarDate] as const;
    for (const kind of ['estimate', 'assessment'] as const) {
      const contents = countries.map(({ country }) => {
        const entries = figuresOf(country, demand, kind === 'estimate' ? 1961 : 1971);
        return { country, year, entries };
      });
      await publish(kind, `${year}-1`, days, contents);
    }
  }
  await publish(
    'directory',
    `${thisYear}`,
    [offices.from, offices.from],
    [{ entries: countries.map(toOffice) }]
  );
  await publish(
    'schedule-practice',
    `${thisYear}`,
    [offices.from, offices.from],
    [{ entries: countries.flatMap(toPractice) }]
  );
  return [...board, ...secretary.written, ...deputy.written];
}

function laterOf(a: CalendarDate, b: string): CalendarDate {
  return a > b ? a : (b as CalendarDate);
}

function toOffice({ country, name, address }: DemonstrationAuthority): object {
  return { country, name, address, issues: [1961, 1971] };
}

/** Every third country extends authorizations to Schedule III (ECOSOC 1985/15), some also to IV; not the countries of stories. */
function toPractice({ country }: DemonstrationAuthority, at: number): object[] {
  const three = at % 3 === 2 && country !== KENYAN.country ? 'authorization' : 'declaration';
  const four = at % 6 === 2 && country !== KENYAN.country ? 'authorization' : 'none';
  return [
    { country, schedule: 'III', imports: three, exports: three },
    { country, schedule: 'IV', imports: four, exports: four }
  ];
}

type Demand = ReadonlyMap<string, number>;

/** Micrograms that a country authorizes in its strongest year, or that are exported to it, if it is not on the system. */
function demandOf(trade: readonly Act[], countries: readonly DemonstrationAuthority[]): Demand {
  const years = new Map<string, number>();
  const isTrader = new Set<string>(countries.slice(0, TRADERS.length).map(({ country }) => country));
  for (const { body } of trade) {
    const isImport = body.kind === 'import-authorization';
    if (!isImport && (body.kind !== 'export-authorization' || isTrader.has(body.importingCountry))) continue;
    const country = isImport ? body.issuer : body.importingCountry;
    for (const { substance, quantity } of askedFor(body.lines)) {
      const key = `${country} ${substance} ${body.issuedOn.slice(0, 4)}`;
      years.set(key, (years.get(key) ?? 0) + quantity);
    }
  }
  const strongest = new Map<string, number>();
  for (const [key, sum] of years) {
    const one = key.slice(0, -5);
    strongest.set(one, Math.max(sum, strongest.get(one) ?? 0));
  }
  return strongest;
}

function figuresOf(country: CountryCode, demand: Demand, convention: 1961 | 1971): readonly object[] {
  const own = TRADED.filter((one) => one !== UNKNOWN && findSubstance(one)?.convention === convention);
  return own.map((substance) => {
    const spare = substance === OFTEN_TRIED ? 400 : 1;
    const figure = roundUp(2 * (demand.get(`${country} ${substance}`) ?? 0) + spare * KILOGRAM);
    return { substance, kind: 'estimate', base: microgramsToText(figure) };
  });
}

/** Two figures, as authorities write estimates. */
function roundUp(micrograms: number): number {
  const step = Math.pow(10, String(micrograms).length - 2);
  return Math.ceil(micrograms / step) * step;
}

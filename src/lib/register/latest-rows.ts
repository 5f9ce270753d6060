/** Of one partner or company, kept in order: pages that search nothing. */
import type { RegisterRow } from '#lib/store/api.ts';
import { comparator } from '#lib/store/index/query-register.ts';
import { KeptOrder, placeIn } from '#lib/domain/groups.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';

const LATEST_ISSUED = comparator('issuedOn', true);

/** Latest issued first. */
export function rowsWith(partner: CountryCode): KeptOrder<RegisterRow> {
  return new KeptOrder((row) => row.partner === partner, LATEST_ISSUED);
}

interface Issued {
  readonly latest: readonly RegisterRow[];
  readonly count: number;
}

/** `rows`: the latest issued first. */
export function issuedIn(
  rows: readonly RegisterRow[],
  { from, to }: { readonly from: CalendarDate; readonly to: CalendarDate },
  shown: number
): Issued {
  const first = placeIn(rows, ({ issuedOn }) => issuedOn > to);
  const end = placeIn(rows, ({ issuedOn }) => issuedOn >= from);
  return { latest: rows.slice(first, Math.min(end, first + shown)), count: end - first };
}

/** Of a company under any of these names, the latest issued first. */
export function rowsNaming(names: readonly string[]): KeptOrder<RegisterRow> {
  const folded = new Set(names.map(foldText));
  // Hundreds of rows name one company in the same letters.
  const known = new Map<string, boolean>();
  const isNamed = (name: string): boolean => {
    const held = known.get(name) ?? folded.has(foldText(name));
    known.set(name, held);
    return held;
  };
  return new KeptOrder((row) => isNamed(row.importer) || isNamed(row.exporter), LATEST_ISSUED);
}

/** Authority that must check its statement if two differ; the other asks. Null if unclear, so both ask. */
import { parseActId } from '../act/act-id.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { ActId, CountryCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Comparison, Sides } from './comparison.ts';

export function whoseFigure({
  pair,
  shows,
  causes,
  exporting,
  importing
}: Pick<Comparison, 'pair' | 'shows' | 'causes' | keyof Sides>): CountryCode | null {
  const [asked] = causes.flatMap(({ asks }) => asks ?? []);
  if (asked !== undefined) return asked;
  if (shows === 'missing') return importing;
  // Receipt and shipment contradict: either may be wrong, or goods are lost.
  return pair === 'shipment-endorsement' ? null : exporting;
}

/** An act refused by the rules or with a repeated number. */
export function whoseAct(id: ActId): CountryCode | null {
  return (parseActId(id)?.issuer ?? null) as CountryCode | null;
}

/** The importing authority reports arrival and date; the exporting one cites, ships and dates all else. */
const IMPORTERS: readonly string[] = [
  'matching.nil.beforeExpiry',
  'matching.import.moreImported',
  'matching.line.moreThanAuthorized'
];
/** A receipt before the shipment, or goods that never arrived: either side may be wrong. */
const EITHER: readonly string[] = ['matching.received.beforeShipment', 'matching.shipped.notImported'];

export function whoseDifference({ code }: Pick<Problem, 'code'>, sides: Sides): CountryCode | null {
  if (EITHER.indexOf(code) >= 0) return null;
  return IMPORTERS.indexOf(code) >= 0 ? sides.importing : sides.exporting;
}

/** First questionable statement on the goods of one export authorization. */
export function whoseGoods(
  { importingCountry, exportingCountry, differences }: Dossier,
  comparisons: readonly Comparison[],
  exportAuthorization: ActId
): CountryCode | null {
  const [first] = comparisons.filter(
    ({ on, shows }) => on === exportAuthorization && shows !== 'lawful' && shows !== 'tolerated'
  );
  if (first) return whoseFigure(first);
  const sides = { importing: importingCountry, exporting: exportingCountry };
  const [difference] = differences.filter(({ weight }) => weight !== 'notice');
  return difference ? whoseDifference(difference, sides) : null;
}

/**
 * Whose statement is to be checked where two differ: that authority corrects its own, the other one asks. Null where
 * the figures do not tell, so that both ask.
 */
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
  // What arrived and what left contradict each other: either of the two may be wrong, or goods are lost.
  return pair === 'shipment-endorsement' ? null : exporting;
}

/** An act that the rules refuse, or whose number was given before. */
export function whoseAct(id: ActId): CountryCode | null {
  return (parseActId(id)?.issuer ?? null) as CountryCode | null;
}

/** The importing authority states what arrived and when; the exporting one cites, ships and dates all else. */
const IMPORTERS: readonly string[] = [
  'matching.nil.beforeExpiry',
  'matching.import.moreImported',
  'matching.line.moreThanAuthorized'
];
/** A receipt before the despatch, or goods that left and never came: one of two statements. */
const EITHER: readonly string[] = ['matching.received.beforeShipment', 'matching.shipped.notImported'];

export function whoseDifference({ code }: Pick<Problem, 'code'>, sides: Sides): CountryCode | null {
  if (EITHER.indexOf(code) >= 0) return null;
  return IMPORTERS.indexOf(code) >= 0 ? sides.importing : sides.exporting;
}

/** Of the goods of one export authorization: the first statement in question. */
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

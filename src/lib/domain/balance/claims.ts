/**
 * What one dossier takes from the importing country's estimate or assessment of a year (1961 art. 31(1)(b), rule R12).
 *
 * | the import authorization              | its own country counts                                             |
 * |---------------------------------------|--------------------------------------------------------------------|
 * | runs                                  | in full, or what was imported upon it if that is more              |
 * | is closed, expired or cancelled       | what was imported, or is on its way; the rest is released          |
 * | is for re-export                      | nothing: the total grows by the same amount                        |
 * | is not here, but a declaration        | what was declared, or imported                                     |
 * | is not here, but an export            | nothing: its own import authorization counts already               |
 * | is not here, in an emergency          | nothing: the exporting country counts it as consumed (rule R22)    |
 *
 * The exporting country counts the same of the import authorizations that it holds, and its own exports where it holds
 * none: a part of what the importing country authorized. An export does not compete with its own import authorization,
 * nor with later ones (`sent`). Goods that came back or were diverted before they arrived count nothing; goods lost on
 * the way were not imported. A loss after the import releases nothing.
 */
import { parseNumber } from '../act/number.ts';
import type { Line } from '../goods/goods.ts';
import { countedBase, countedSubstance } from '../goods/counted-base.ts';
import { countryOfNational } from '../goods/national-substance.ts';
import { multiplyMicrograms } from '../quantity.ts';
import type { Dossier, DossierLine, ExportLine, ExportStrand, Quantities } from '../dossier/dossier.ts';
import { arrivingOf, isInUse } from '../dossier/import-use.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';

interface Taken {
  /** Micrograms until the end of validity, and after it. */
  readonly open: number;
  readonly used: number;
  readonly until: CalendarDate | null;
}

/** One dossier names a substance in one or more lines: they are one claim. */
export interface Claim extends Taken {
  readonly substance: string;
  /** Of a partner's import authorization: what this country's own exports take. */
  readonly sent?: Taken;
  /** Months in which it was recorded as received; historic records of them do not count. */
  readonly months: readonly string[];
}

export interface DossierClaims {
  readonly country: CountryCode;
  readonly year: number;
  /** Only `counted` takes from the balance; the others are shown next to it. */
  readonly standing: 'counted' | 're-export' | 'unmatched';
  readonly claims: readonly Claim[];
}

export interface Asked {
  readonly substance: string;
  readonly quantity: number;
  /** The first line that names it. */
  readonly line: number;
}

/** What an authorization takes, as INCB counts it. */
export function askedFor(
  lines: readonly (Parameters<typeof countedBase>[0] & Pick<Line, 'no'>)[]
): readonly Asked[] {
  const sums = new Map<string, Asked>();
  for (const one of lines) {
    const counted = countedBase(one);
    if (counted === null) continue;
    const { substance, micrograms } = counted;
    const { quantity, line } = sums.get(substance) ?? { quantity: 0, line: one.no };
    sums.set(substance, { substance, line, quantity: quantity + micrograms });
  }
  return Array.from(sums.values());
}

/** `own`: the authority of the database. */
export function claimsOf(dossier: Dossier, own: CountryCode): DossierClaims {
  const strands = dossier.exports.filter((one) => !one.isApart && !one.isEmergency && isInUse(one));
  const sent = addUp((add) => strands.forEach((strand) => countStrand(strand, add)));
  const isHeld = dossier.importAuthorization !== null;
  const claims = isHeld
    ? addUp((add) => dossier.lines.forEach((line) => countLine(dossier, line, strands, add)))
    : sent;
  const isPartners = isHeld && dossier.importingCountry !== own;
  return {
    country: dossier.importingCountry,
    year: yearOf(dossier),
    standing: standingOf(dossier, own),
    claims: Array.from(claims, ([substance, taken]) => ({
      substance,
      ...taken,
      months: monthsOf(strands, substance),
      ...(isPartners ? { sent: sent.get(substance) ?? NOTHING } : {})
    })).filter(({ open, used }) => open > 0 || used > 0)
  };
}

function monthsOf(strands: readonly ExportStrand[], substance: string): readonly string[] {
  return strands
    .filter(({ lines }) => lines.some((one) => one.imported && countedSubstance(one.substance) === substance))
    .flatMap(({ receivedOn, shippedOn }) => (receivedOn ?? shippedOn)?.slice(0, 7) ?? []);
}

const NOTHING: Taken = { open: 0, used: 0, until: null };

function addUp(count: (add: Add) => void): Map<string, Taken> {
  const sums = new Map<string, Taken>();
  count((goods, { open, used, until }) => {
    const substance = countedSubstance(goods);
    const before = sums.get(substance) ?? NOTHING;
    sums.set(substance, {
      open: before.open + open,
      used: before.used + used,
      until: laterOf(before.until, until)
    });
  });
  return sums;
}

/** The year in the number decides, although the goods can arrive in the next one. */
export function yearOf({ number, issuedOn }: Pick<Dossier, 'number' | 'issuedOn'>): number {
  const parsed = parseNumber(number);
  return parsed.ok ? parsed.value.year : Number(issuedOn.slice(0, 4));
}

/** Micrograms that a claim takes on a day. */
export function takenOn({ open, used, until }: Taken, today: CalendarDate): number {
  return until !== null && today <= until ? open : used;
}

type Add = (substance: string, taken: Taken) => void;

function laterOf(a: CalendarDate | null, b: CalendarDate | null): CalendarDate | null {
  return a !== null && (b === null || a > b) ? a : b;
}

function standingOf(
  { importAuthorization, importingCountry, isReExport, exports }: Dossier,
  own: CountryCode
): DossierClaims['standing'] {
  if (isReExport) return 're-export';
  const isKnown = importAuthorization !== null || importingCountry !== own;
  return isKnown || exports.some(({ declaration }) => declaration) ? 'counted' : 'unmatched';
}

function countLine(
  { status, validUntil }: Dossier,
  line: DossierLine,
  strands: readonly ExportStrand[],
  add: Add
): void {
  if (isUncounted(line)) return;
  const { no, substance, authorized } = line;
  let used = 0;
  let until = validUntil;
  for (const strand of strands) {
    if (strand.status === 'issued') until = laterOf(until, strand.validUntil);
    for (const one of strand.lines) if (one.importLine === no) used += countedIn(one, arrived(strand, one));
  }
  if (status === 'closed' || status === 'cancelled') return add(substance, { open: used, used, until: null });
  add(substance, { open: Math.max(countedIn(line, authorized), used), used, until });
}

function countStrand(strand: ExportStrand, add: Add): void {
  const isIssued = strand.status === 'issued';
  for (const line of strand.lines) {
    if (isUncounted(line)) continue;
    const used = countedIn(line, arrived(strand, line));
    const open = isIssued ? countedIn(line, line.authorized) : used;
    add(line.substance, { open, used, until: isIssued ? strand.validUntil : null });
  }
}

/** As `countedBase` does not count them. */
function isUncounted({ isExempt, substance }: Pick<DossierLine, 'isExempt' | 'substance'>): boolean {
  return isExempt === true || countryOfNational(substance) !== null;
}

/** Imported, or on its way. */
function arrived({ status }: ExportStrand, line: ExportLine): Quantities | null {
  if (status === 'endorsed') return line.imported;
  return status === 'shipped' ? arrivingOf(line) : null;
}

function countedIn({ countedBy }: Pick<ExportLine, 'countedBy'>, quantities: Quantities | null): number {
  return quantities ? multiplyMicrograms(quantities.stated, countedBy) : 0;
}

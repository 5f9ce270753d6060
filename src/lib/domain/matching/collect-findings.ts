import { parseActId } from '../act/act-id.ts';
import { correctionsToConfirm } from '../dossier/corrections.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import { hasSpokenSince } from '../dossier/read-unclear.ts';
import { IN_SPITE, openSuspensions } from '../dossier/stops.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import {
  type Finder,
  goodsOf,
  type Finding,
  type FindingClass,
  type FoundGoods,
  type Says,
  numberOf
} from './finding.ts';
import type { Sides } from './comparison.ts';

export interface Read {
  readonly dossier: Dossier;
  readonly actOf: Finder;
  readonly today: CalendarDate;
  readonly found: Finding[];
  readonly edition?: EditionIndex | undefined;
}

interface About {
  readonly on: ActId;
  readonly number: string;
  readonly since: CalendarDate;
  readonly goods: readonly FoundGoods[];
  readonly says: Says;
  readonly whose: CountryCode | null;
  readonly mark?: string | number;
  readonly strand?: ExportStrand;
}

export function add({ dossier, found }: Read, what: FindingClass, about: About): void {
  const { on, number, since, goods, says, whose, mark = '', strand } = about;
  found.push({
    key: keyOf(found, [what, on, mark].join(' ').trim()),
    class: what,
    dossier: dossier.key,
    importing: dossier.importingCountry,
    exporting: dossier.exportingCountry,
    on,
    number,
    cited: dossier.number,
    since,
    goods,
    says,
    whose,
    spoken: strand ? spokenSince(dossier, strand) : [],
    demonstration: dossier.demonstration
  });
}

/** Identical findings, such as two excess shipments, get numbers in dossier order. */
function keyOf(found: readonly Finding[], name: string): string {
  let key = name;
  for (let nth = 2; found.some((one) => one.key === key); nth++) key = `${name} ${nth}`;
  return key;
}

function spokenSince(dossier: Dossier, strand: ExportStrand): readonly AuthorityCode[] {
  const sides: AuthorityCode[] = [dossier.importingCountry, dossier.exportingCountry];
  return sides.filter((side) => hasSpokenSince(dossier, side, strand));
}

export function aboutStrand(
  read: Read,
  strand: ExportStrand
): Pick<About, 'on' | 'number' | 'goods' | 'strand'> {
  const moved = strand.lines.map(({ exported, authorized }) => exported ?? authorized);
  const goods = goodsOf(read.actOf, strand.act).map((one, index) => ({ ...one, ...moved[index] }));
  return { on: strand.act, number: strand.number, goods, strand };
}

export function sidesIn({ dossier }: Read): Sides {
  return { importing: dossier.importingCountry, exporting: dossier.exportingCountry };
}

const CODES: readonly string[] = Object.keys(IN_SPITE).map((why) => IN_SPITE[why as keyof typeof IN_SPITE]);

export function isInSpite({ code }: Problem): boolean {
  return CODES.indexOf(code) >= 0;
}

/** Suspensions, goods that left in spite of a stop, and corrections that wait for the partner. */
export function addStopFindings(read: Read): void {
  const { dossier, actOf } = read;
  const { importingCountry: importing, exportingCountry: exporting, exports } = dossier;
  const about = (on: ActId, since: CalendarDate): Pick<About, 'on' | 'number' | 'since' | 'goods'> => ({
    on,
    number: numberOf(actOf, on),
    since,
    goods: goodsOf(actOf, on)
  });
  const dateOf = (id: ActId): CalendarDate => parseActId(id)?.date ?? dossier.issuedOn;
  for (const problem of dossier.differences) {
    const strand = exports.find(({ number }) => number === problem.values?.['number']);
    if (!strand || !isInSpite(problem) || problem.weight === 'notice') continue;
    const { act, shippedOn, issuedOn } = strand;
    const found = { ...about(act, shippedOn ?? issuedOn), mark: problem.code, whose: exporting, strand };
    add(read, 'shipped-in-spite', { ...found, says: { kind: 'problem', problem } });
  }
  for (const { act, of, issuer } of openSuspensions(dossier)) {
    const whose = issuer === importing ? importing : exporting;
    const found = { ...about(of, dateOf(act)), mark: issuer, whose };
    add(read, 'suspended', { ...found, says: { kind: 'suspended', by: issuer } });
  }
  for (const whose of [importing, exporting])
    for (const { act, upon, issuer } of correctionsToConfirm(dossier, whose)) {
      const found = { ...about(upon, dateOf(act)), mark: act, whose };
      add(read, 'answer-outstanding', { ...found, says: { kind: 'correction', by: issuer } });
    }
}

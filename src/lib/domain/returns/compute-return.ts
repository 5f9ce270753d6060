/**
 * The figures of a return, from what the authority itself recorded: quantities received (1961 art. 31(7)(b)) and
 * actually sent, on the day of each. Everything counts as INCB counts it (`goods/counted-base.ts`).
 *
 * | goods                                             | count                                              |
 * |---------------------------------------------------|----------------------------------------------------|
 * | received, and endorsed by this authority          | as import from the exporting country               |
 * | sent, and recorded by this authority              | as export, less what came back or was diverted     |
 * | sent in an emergency, not linked to an import     | as consumed here (R22, WHO/PSA/96.17)              |
 * | told by the partner alone                         | nowhere; they are shown as a difference            |
 * | preparations of 1961 Schedule III, national lists | nowhere                                            |
 */
import type { Line, Party } from '../act/body.ts';
import type { Dossier, ExportLine, ExportStrand } from '../dossier/dossier.ts';
import { arrivingOf } from '../dossier/import-use.ts';
import { countedBase, type CountedBase } from '../goods/counted-base.ts';
import type { EditionIndex } from '../goods/substance.ts';
import { changedItems, inOrder } from '../groups.ts';
import type { ActId, CalendarDate, CountryCode, DossierKey, SubstanceKey } from '../ids.ts';
import { cellsOf, type Historic } from '../historic/historic.ts';
import { bodyOf, type Finder } from '../matching/finding.ts';
import {
  figureKey,
  isQuarterly,
  type Column,
  type EnteredFigures,
  type ReturnForm
} from './return-document.ts';
import { isCovered, roundedFor } from './return-goods.ts';
import { periodOf, type ReturnPeriod } from './return-periods.ts';

export interface ReturnSource {
  readonly authority: CountryCode;
  readonly dossiers: readonly Dossier[];
  readonly actOf: Finder;
  readonly entered: readonly EnteredFigures[];
  /** Trade of the time before I2ES. */
  readonly historic?: readonly Historic[];
  readonly edition?: EditionIndex;
  /** Where one source follows another, as documents arrive. */
  readonly kept?: KeptGoods;
}

/** One line of one consignment behind a figure. */
interface Part {
  /** The shipment or endorsement, and the export authorization that it is about. */
  readonly act: ActId;
  readonly authorization: ActId;
  readonly dossier: DossierKey;
  readonly number: string;
  readonly on: CalendarDate;
  readonly column: Column;
  readonly partner: CountryCode;
  readonly line: number;
  readonly designation: string;
  readonly stated: number;
  readonly counted: CountedBase;
  /** The own importer or exporter, as this authority's own authorization names it. */
  readonly party: Party;
}

export interface ReturnFigure {
  readonly substance: SubstanceKey;
  readonly column: Column;
  readonly partner: CountryCode | null;
  /** Micrograms of anhydrous base, rounded to the unit of the form; null is “no information”. */
  readonly micrograms: number | null;
  readonly parts: readonly Part[];
  /** Micrograms of it from historic records, which are no acts. */
  readonly historic?: number;
  /** The last year's closing stock, where nobody entered an opening stock. */
  readonly isCarried?: true;
}

/** The two authorities' records of the same goods, where they differ. */
interface ReturnDifference {
  readonly act: ActId;
  readonly line: number;
  readonly dossier: DossierKey;
  readonly number: string;
  readonly substance: string;
  readonly column: 'import' | 'export';
  readonly partner: CountryCode;
  readonly own: number | null;
  readonly theirs: number;
}

export interface ComputedReturn {
  readonly figures: readonly ReturnFigure[];
  readonly differences: readonly ReturnDifference[];
}

export function computeReturn(form: ReturnForm, key: string, source: ReturnSource): ComputedReturn {
  const period = periodOf(key);
  const { groups, consumed, differences } = (source.kept ?? new KeptGoods()).in(period, source);
  const known = new Map<string, boolean>();
  const covers = ({ substance }: { readonly substance: string }): boolean => {
    const covered = known.get(substance) ?? isCovered(form, substance, source.edition);
    known.set(substance, covered);
    return covered;
  };
  const trade = withHistoric(tradeIn(groups).filter(covers), form, period, source);
  const parts = consumed.filter(({ counted }) => covers(counted));
  const entered = isQuarterly(form) ? [] : enteredFor(form, key, source, parts);
  return {
    figures: inOrderOfKeys(form === 'c' ? entered : trade.concat(entered)),
    differences: form === 'c' ? [] : differences.filter(covers)
  };
}

const STOCK = [
  ['opening', 1],
  ['manufactured', 1],
  ['used', -1],
  ['consumed', -1]
] as const;

export interface StockCheck {
  readonly substance: SubstanceKey;
  /** Opening stock, manufacture and imports less exports, use and consumption; null while one of them is unknown. */
  readonly expected: number | null;
  readonly closing: number | null;
  readonly unknown: readonly Column[];
}

/** Form C has no trade of its own: its stock changes by what the four quarters of Form A report. */
export function stockChecks(form: 'c' | 'p', key: string, source: ReturnSource): readonly StockCheck[] {
  const { figures } = computeReturn(form, key, source);
  const trade = form === 'c' ? computeReturn('a', key, source).figures : figures;
  const substances = new Set(
    figures.filter(({ partner }) => partner === null).map(({ substance }) => substance)
  );
  return Array.from(substances, (substance) => {
    const own = figures.filter((one) => one.substance === substance);
    const find = (column: Column) => own.find((one) => one.column === column)?.micrograms ?? null;
    const unknown = STOCK.map(([column]) => column).filter((column) => find(column) === null);
    const moved = trade
      .filter((one) => one.substance === substance && one.partner)
      .reduce((sum, { column, micrograms }) => sum + (column === 'import' ? 1 : -1) * (micrograms ?? 0), 0);
    const expected = STOCK.reduce((sum, [column, sign]) => sum + sign * (find(column) ?? 0), moved);
    return { substance, expected: unknown.length > 0 ? null : expected, closing: find('closing'), unknown };
  });
}

interface Goods {
  /** Of the figure that counts them. */
  readonly key: string;
  readonly part: Part | null;
  readonly difference: ReturnDifference | null;
}

interface Moved {
  readonly on: CalendarDate;
  readonly goods: readonly Goods[];
}

interface Group {
  readonly parts: readonly Part[];
  /** Null until it is asked for. */
  figure: ReturnFigure | null;
}

/** Of one period, for all forms. */
interface PeriodGoods {
  readonly period: ReturnPeriod;
  readonly groups: Map<string, Group>;
  consumed: readonly Part[];
  differences: readonly ReturnDifference[];
}

/** A dossier that changes is another object: only its goods leave their figures and enter them again. */
export class KeptGoods {
  #authority: CountryCode | null = null;
  #dossiers: readonly Dossier[] = [];
  readonly #moved = new Map<Dossier, readonly Moved[]>();
  readonly #periods = new Map<string, PeriodGoods>();

  in(period: ReturnPeriod, source: ReturnSource): PeriodGoods {
    this.#take(source);
    const name = `${period.from} ${period.to}`;
    const held = this.#periods.get(name);
    if (held) return held;
    const made: PeriodGoods = { period, groups: new Map(), consumed: [], differences: [] };
    addGoods(made, [], Array.from(this.#moved.values()).flat());
    this.#periods.set(name, made);
    return made;
  }

  #take(source: ReturnSource): void {
    const { authority, dossiers } = source;
    if (this.#authority !== authority) {
      this.#dossiers = [];
      this.#moved.clear();
      this.#periods.clear();
    }
    this.#authority = authority;
    const { gone, fresh } = changedItems(this.#dossiers, dossiers);
    this.#dossiers = dossiers;
    const went = gone.flatMap((dossier) => this.#moved.get(dossier) ?? []);
    for (const dossier of gone) this.#moved.delete(dossier);
    const came = fresh.flatMap((dossier) => {
      const moved = readMoved(dossier, source);
      this.#moved.set(dossier, moved);
      return moved;
    });
    this.#periods.forEach((goods) => addGoods(goods, went, came));
  }
}

function addGoods(to: PeriodGoods, went: readonly Moved[], came: readonly Moved[]): void {
  const { from, to: end } = to.period;
  const inPeriod = (moved: readonly Moved[]): readonly Goods[] =>
    moved.flatMap(({ on, goods }) => (on >= from && on <= end ? goods : []));
  const [gone, fresh] = [inPeriod(went), inPeriod(came)];
  if (gone.length + fresh.length === 0) return;
  const keys = new Map<string, { readonly gone: Part[]; readonly fresh: Part[] }>();
  const consumed: { readonly gone: Part[]; readonly fresh: Part[] } = { gone: [], fresh: [] };
  for (const [name, all] of [
    ['gone', gone],
    ['fresh', fresh]
  ] as const)
    for (const { key, part } of all) {
      if (part?.column === 'consumed') consumed[name].push(part);
      else if (part) {
        const changed = keys.get(key) ?? { gone: [], fresh: [] };
        keys.set(key, changed);
        changed[name].push(part);
      }
    }
  keys.forEach((changed, key) => {
    const parts = inOrder(to.groups.get(key)?.parts ?? [], changed, compareParts);
    if (parts.length > 0) to.groups.set(key, { parts, figure: null });
    else to.groups.delete(key);
  });
  to.consumed = inOrder(to.consumed, consumed, compareParts);
  const differing = (all: readonly Goods[]) => all.flatMap(({ difference }) => difference ?? []);
  to.differences = inOrder(
    to.differences,
    { gone: differing(gone), fresh: differing(fresh) },
    compareDifferences
  );
}

function compareParts(a: Part, b: Part): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  return a.authorization !== b.authorization ? (a.authorization < b.authorization ? -1 : 1) : a.line - b.line;
}

function compareDifferences(a: ReturnDifference, b: ReturnDifference): number {
  return a.act !== b.act ? (a.act < b.act ? -1 : 1) : a.line - b.line;
}

function readMoved(dossier: Dossier, { authority, actOf }: ReturnSource): readonly Moved[] {
  const isImport = dossier.importingCountry === authority;
  if (!isImport && dossier.exportingCountry !== authority) return [];
  return dossier.exports.flatMap((strand): Moved[] => {
    const on = dayOf(strand, isImport);
    if (strand.isDisputed || strand.status === 'cancelled' || on === null) return [];
    const body = bodyOf(actOf, strand.act, 'export-authorization');
    if (!body) return [];
    const own = isImport ? bodyOf(actOf, dossier.importAuthorization, 'import-authorization') : null;
    const party = isImport ? (own ?? body).importer : body.exporter;
    const goods = body.lines.flatMap((line) => {
      const told = strand.lines.find(({ no }) => no === line.no);
      return told ? goodsOf({ dossier, strand, isImport, on, party }, line, told) : [];
    });
    return [{ on, goods }];
  });
}

/** The own record's day; without one, the day that the partner gives. */
function dayOf({ shippedOn, receivedOn }: ExportStrand, isImport: boolean): CalendarDate | null {
  return isImport ? (receivedOn ?? shippedOn) : (shippedOn ?? receivedOn);
}

interface Place {
  readonly dossier: Dossier;
  readonly strand: ExportStrand;
  readonly isImport: boolean;
  readonly on: CalendarDate;
  readonly party: Party;
}

function goodsOf({ dossier, strand, isImport, on, party }: Place, line: Line, told: ExportLine): Goods[] {
  const [sent, received] = [arrivingOf(told), told.imported];
  const [own, theirs] = isImport ? [received, sent] : [sent, received];
  const counted = own && countedBase(line, own.stated);
  const other = theirs && countedBase(line, theirs.stated);
  if (!counted && !other) return [];
  const partner = isImport ? dossier.exportingCountry : dossier.importingCountry;
  const side = isImport ? 'import' : 'export';
  const isEmergency = strand.isEmergency === true && dossier.importAuthorization === null;
  const substance = countedAs(line);
  const about = { dossier: dossier.key, number: strand.number, partner };
  const differs = other && other.micrograms !== counted?.micrograms;
  return [
    {
      key: figureKey({ substance: substance as SubstanceKey, column: side, partner }),
      part:
        own && counted && counted.micrograms > 0
          ? {
              ...about,
              act: (isImport ? strand.endorsement : strand.shipment) ?? strand.act,
              authorization: strand.act,
              on,
              column: isEmergency && !isImport ? 'consumed' : side,
              line: line.no,
              designation: line.designation,
              stated: own.stated,
              counted,
              party
            }
          : null,
      difference: differs
        ? {
            ...about,
            act: strand.act,
            line: line.no,
            substance: countedAs(line),
            column: side,
            own: counted ? counted.micrograms : null,
            theirs: other.micrograms
          }
        : null
    }
  ];
}

function countedAs(line: Line): string {
  return countedBase(line)?.substance ?? line.substance;
}

function tradeIn(groups: ReadonlyMap<string, Group>): ReturnFigure[] {
  return Array.from(groups.values(), (group) => (group.figure ??= totalOf(group.parts)));
}

function totalOf(parts: readonly Part[]): ReturnFigure {
  const [{ counted, column, partner }] = parts as [Part];
  const sum = parts.reduce((total, one) => total + one.counted.micrograms, 0);
  const substance = counted.substance as SubstanceKey;
  return { substance, column, partner, micrograms: roundedFor(substance, sum), parts };
}

/** A month with documents of the same substance and partner is theirs alone. */
function withHistoric(
  trade: readonly ReturnFigure[],
  form: ReturnForm,
  { from, to }: ReturnPeriod,
  { historic = [], edition }: ReturnSource
): ReturnFigure[] {
  const figures = new Map(trade.map((one) => [figureKey(one), one]));
  for (const one of historic.flatMap(cellsOf)) {
    const { month, column, partner, substance, micrograms } = one;
    if (month < from.slice(0, 7) || month > to.slice(0, 7) || !isCovered(form, substance, edition)) continue;
    const key = figureKey(one);
    const { parts, historic: before = 0 } = figures.get(key) ?? { parts: [] };
    if (parts.some(({ on }) => on.slice(0, 7) === month)) continue;
    const counted = parts.reduce((sum, part) => sum + part.counted.micrograms, before + micrograms);
    figures.set(key, {
      substance,
      column,
      partner,
      micrograms: roundedFor(substance, counted),
      parts,
      historic: before + micrograms
    });
  }
  return Array.from(figures.values());
}

/** The latest entry of each figure counts. `consumed`: emergency exports, which are consumption that the acts know. */
function enteredFor(
  form: ReturnForm,
  key: string,
  source: ReturnSource,
  consumed: readonly Part[]
): ReturnFigure[] {
  const figures = new Map<string, ReturnFigure>();
  const closing = latestOf(source.entered, form, String(Number(key) - 1));
  for (const { substance, column, micrograms } of closing.values())
    if (column === 'closing')
      set({ substance, column: 'opening', micrograms: valueOf(micrograms), isCarried: true });
  for (const { substance, column, micrograms } of latestOf(source.entered, form, key).values())
    set({ substance, column, micrograms: valueOf(micrograms) });
  for (const part of consumed) {
    const substance = part.counted.substance as SubstanceKey;
    const known = figures.get(figureKey({ substance, column: 'consumed' }));
    const micrograms = known?.micrograms ?? null;
    const sum = micrograms === null ? null : micrograms + roundedFor(substance, part.counted.micrograms);
    set({ substance, column: 'consumed', micrograms: sum, parts: (known?.parts ?? []).concat(part) });
  }
  return Array.from(figures.values());

  function set(figure: Omit<ReturnFigure, 'partner' | 'parts'> & Partial<Pick<ReturnFigure, 'parts'>>): void {
    figures.set(figureKey(figure), { parts: [], ...figure, partner: null });
  }
}

type Entry = EnteredFigures['figures'][number];

function latestOf(entered: readonly EnteredFigures[], form: ReturnForm, key: string): Map<string, Entry> {
  const latest = new Map<string, Entry>();
  for (const document of entered)
    if (document.form === form && document.period === key)
      for (const one of document.figures) if (!latest.has(figureKey(one))) latest.set(figureKey(one), one);
  return latest;
}

function valueOf(micrograms: Entry['micrograms']): number | null {
  return micrograms === null ? null : Number(micrograms);
}

function inOrderOfKeys(figures: readonly ReturnFigure[]): readonly ReturnFigure[] {
  const keyed = figures.map((figure) => ({ key: figureKey(figure), figure }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ figure }) => figure);
}

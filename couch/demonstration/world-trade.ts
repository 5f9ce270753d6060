/**
 * A year of trade between the eleven countries: log-normal over countries, partners and substances, with plots from
 * `world-plots.ts`.
 */
import type { ActOf, Line } from '#lib/domain/act/body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate, DecimalText } from '#lib/domain/ids.ts';
import { microgramsOf, multiplyMicrograms, toBase } from '#lib/domain/quantity.ts';
import {
  designationOf,
  factorOf,
  findForm,
  findSubstance,
  CURRENT_EDITION
} from '#lib/domain/goods/substance.ts';
import { PAIR, TRADERS } from './authorities.ts';
import type { DemonstrationAuthority } from './authority.ts';
import { DealWriter, partOf, type Deal, type TradeTools } from './deal-writer.ts';
import type { Random } from './random.ts';
import { ON_PAPER_ALONE, PAPER_AUTHORITIES } from './world-authorities.ts';
import { Market } from './world-goods.ts';
import { isOnPaper, WORLD_PLOTS, type PlotName } from './world-plots.ts';

type Dealt = ReadonlyMap<ActId, PlotName>;

interface PlottedDeal extends Deal {
  readonly plot: PlotName;
  readonly lines: readonly Line[];
}

export async function writeWorldTrade(tools: TradeTools): Promise<Dealt> {
  const { random, today } = tools;
  const market = new Market(random);
  const partners = new Partners(random);
  const deals = WORLD_PLOTS.flatMap((plot) =>
    Array.from({ length: plot.count }, (): PlottedDeal => {
      const drawn = addDays(today, -random.between(plot.least, plot.most));
      const issuedOn = plot.name === 'year' ? beforeNewYear(today) : withinOneYear(drawn);
      const lines = 'goods' in plot ? market.lineOf(plot.goods) : market.pickLines();
      return { ...partners.pick(plot.name), issuedOn, plot: plot.name, lines };
    })
  );
  deals.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : 0));
  const writer = new DealWriter(tools);
  const dealt = new Map<ActId, PlotName>();
  for (const deal of deals) dealt.set(await writeDeal(writer, deal), deal.plot);
  return dealt;
}

/** Days from despatch to receipt. */
const [FIRST_DAY, LAST_DAY] = [7, 25];

/** Despatch in one year and receipt in the next occurs only where planted. */
function withinOneYear(issuedOn: CalendarDate): CalendarDate {
  const [left, arrived] = [addDays(issuedOn, FIRST_DAY), addDays(issuedOn, LAST_DAY)];
  return left.slice(0, 4) === arrived.slice(0, 4) ? issuedOn : addDays(issuedOn, -LAST_DAY);
}

/** Despatched on 28 December and received on 11 January, of the last New Year that is long enough ago. */
function beforeNewYear(today: CalendarDate): CalendarDate {
  const year = Number(addDays(today, -LAST_DAY).slice(0, 4)) - 1;
  return `${year}-12-21` as CalendarDate;
}

/** All but the first two with each other, and one country only with partners on paper. */
class Partners {
  readonly #random: Random;
  readonly #pairs: readonly { readonly one: Sides; readonly weight: number }[];
  readonly #first: Sides[];

  constructor(random: Random) {
    this.#random = random;
    const among = TRADERS.filter(({ country }) => country !== ON_PAPER_ALONE);
    const sizes = new Map(among.map((one) => [one, [random.logNormal(1.3), random.logNormal(1.3)] as const]));
    const sides = among.flatMap((importing) =>
      among
        .filter((exporting) => exporting !== importing && !isPair(importing, exporting))
        .map((exporting): Sides => ({ importing, exporting }))
    );
    this.#pairs = sides.map((one) => ({
      one,
      weight: sizes.get(one.importing)![0] * sizes.get(one.exporting)![1] * random.logNormal(0.7)
    }));
    // Even a small country trades with two others in both directions.
    this.#first = among.flatMap((importing) =>
      sides.filter((one) => one.importing === importing).slice(0, 2)
    );
  }

  pick(plot: PlotName): Sides {
    if (!isOnPaper(plot)) return this.#first.pop() ?? this.#random.pickWeighted(this.#pairs);
    const alone = TRADERS.find(({ country }) => country === ON_PAPER_ALONE);
    const partner = this.#random.pick(PAPER_AUTHORITIES);
    if (!alone) throw new Error(`not among the authorities: ${ON_PAPER_ALONE}`);
    return plot === 'paper-import'
      ? { importing: alone, exporting: partner }
      : { importing: partner, exporting: alone };
  }
}

interface Sides {
  readonly importing: DemonstrationAuthority;
  readonly exporting: DemonstrationAuthority;
}

function isPair(one: DemonstrationAuthority, other: DemonstrationAuthority): boolean {
  return PAIR.includes(one) && PAIR.includes(other);
}

async function writeDeal(writer: DealWriter, deal: PlottedDeal): Promise<ActId> {
  const { plot, lines } = deal;
  if (plot === 'unmatched' || plot === 'paper-export') {
    const ea = await writer.exportOnPaper(deal, lines);
    if (plot === 'paper-export') await writer.ship(deal, ea);
    return ea._id;
  }
  const consignments = plot === 'partly-used' ? 3 : isInTwo(plot) ? 2 : 1;
  const ia = await writer.import(deal, { lines, consignments });
  if (plot === 'replaced') await replace(writer, deal, ia);
  else await goOn(writer, deal, ia);
  return ia._id;
}

function isInTwo(plot: PlotName): boolean {
  return plot === 'consignments' || plot === 'swap' || plot === 'sum';
}

type ImportAct = ActOf<'import-authorization'>;
type ExportAct = ActOf<'export-authorization'>;

async function replace(writer: DealWriter, deal: PlottedDeal, ia: ImportAct): Promise<void> {
  await writer.cancel(deal, ia);
  const anew: PlottedDeal = { ...deal, plot: 'closed', issuedOn: addDays(deal.issuedOn, 4) };
  await goOn(writer, anew, await writer.import(anew, { lines: deal.lines, replaces: ia }));
}

async function goOn(writer: DealWriter, deal: PlottedDeal, ia: ImportAct): Promise<void> {
  const { plot, issuedOn } = deal;
  if (plot === 'issued' || plot === 'unused' || plot === 'paper-import') return;
  if (plot === 'cancelled') return writer.cancel(deal, ia);
  await writer.reply(
    deal,
    ia,
    plot === 'queried' ? 'query' : plot === 'objected' ? 'objection' : 'authentic'
  );
  if (plot === 'queried' || plot === 'objected' || plot === 'authentic') return;
  if (isInTwo(plot)) return goInTwo(writer, deal, ia);
  const ea = await writer.export(deal, ia, termsOf(plot, ia));
  if (plot === 'exporting') return;
  if (plot === 'returned')
    return writer.endorse(deal, ea, addDays(ea.body.validUntil, 3), () => 0, 'not-imported');
  const share = plot === 'shipped-less' ? 92 : 100;
  await writer.ship(deal, ea, share);
  if (isUnderWay(plot)) return;
  await writer.endorse(deal, ea, addDays(issuedOn, 21), (line) => received(line, plot, share));
}

function isUnderWay(plot: PlotName): boolean {
  return ['shipped', 'endorsement-due', 'expired', 'misquoted'].includes(plot);
}

function termsOf(plot: PlotName, { body }: ImportAct): Parameters<DealWriter['export']>[2] {
  if (plot === 'partly-used') return { part: 40 };
  if (plot === 'importer') return { importer: `${body.importer.name} (Holding)` };
  // Without check digits the number does not reveal its wrong citation.
  if (plot === 'misquoted') return { cited: body.number.slice(0, -3) };
  if (plot === 'factor') return { restate: byNationalFactor };
  if (plot === 'form') return { restate: (line) => asForm(line, 'hydrochloride-trihydrate') };
  return {};
}

/** Both shipments arrive whole. The endorsement is as sent, exchanged, or both as one. */
async function goInTwo(writer: DealWriter, deal: PlottedDeal, ia: ImportAct): Promise<void> {
  const { plot, issuedOn } = deal;
  const first = await writer.export(deal, ia, { part: 40 });
  const second = await writer.export(deal, ia, { part: 60, date: addDays(issuedOn, 8) });
  await writer.ship(deal, first);
  await writer.ship(deal, second, 100, addDays(issuedOn, 11));
  const shipped = (act: ExportAct): number => partOf(act.body.lines[0]!, 100);
  const [forFirst, forSecond] =
    plot === 'swap' ? [shipped(second), shipped(first)] : [shipped(first), shipped(second)];
  const both = shipped(first) + shipped(second);
  await writer.endorse(deal, first, addDays(issuedOn, 21), () => (plot === 'sum' ? both : forFirst));
  if (plot !== 'sum') await writer.endorse(deal, second, addDays(issuedOn, LAST_DAY), () => forSecond);
}

/** In micrograms. */
function received(line: Line, plot: PlotName, share: number): number {
  const shipped = partOf(line, share);
  if (plot === 'base') return multiplyMicrograms(shipped, line.factor.value);
  if (plot === 'unit') return shipped / 1000;
  if (plot === 'short') return partOf(line, 99);
  if (plot === 'packs' && line.content) return shipped / line.content.unitsPerPack;
  if (plot === 'gross' && line.content) return (shipped / microgramsOf(line.content.strength)) * 1e6;
  if (plot !== 'hydrate') return shipped;
  const anhydrous = asForm(line, 'phosphate-anhydrous');
  return Math.round((shipped * Number(line.factor.value)) / Number(anhydrous.factor.value));
}

/** A national conversion table that differs by a fifth of a per cent. */
function byNationalFactor(line: Line): Line {
  const value = (Number(line.factor.value) * 0.998).toFixed(4) as DecimalText;
  const factor = { ...line.factor, value, source: 'national', edition: 'DEMO-NATIONAL' } as const;
  return { ...line, factor, base: toBase(line.stated, value) };
}

/** The same figure of another form of the substance. */
function asForm(line: Line, key: string): Line {
  const substance = findSubstance(line.substance);
  const form = substance && findForm(substance, key);
  const factor = form && factorOf(form, CURRENT_EDITION);
  if (!substance || !form || !factor) throw new Error(`not in the edition: ${line.substance} ${key}`);
  const designation = designationOf(substance, form);
  return { ...line, form: form.key, designation, factor, base: toBase(line.stated, factor.value) };
}

/**
 * A year of invented trade: between the pair, and between the eleven countries, log-normal over countries, partners and
 * substances.
 */
import type { ActOf, Line } from '#lib/domain/act/body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { findProhibition } from '#lib/domain/goods/prohibition.ts';
import { PROHIBITIONS } from '#lib/domain/goods/prohibitions.ts';
import type { ActId, CalendarDate, CountryCode, DecimalText } from '#lib/domain/ids.ts';
import { microgramsOf, multiplyMicrograms, toBase } from '#lib/domain/quantity.ts';
import {
  authorityOf,
  KENYAN,
  ON_PAPER_ALONE,
  PAIR,
  PAPER_AUTHORITIES,
  TRADERS,
  type DemonstrationAuthority
} from './authorities.ts';
import { DealWriter, partOf, type Deal, type TradeTools } from './deal-writer.ts';
import { asForm, declaredLines, Market } from './goods.ts';
import { isOnPaper, PAIR_PLOTS, WORLD_PLOTS, type PlotName } from './plots.ts';
import type { Random } from './random.ts';

interface PlottedDeal extends Deal {
  readonly plot: PlotName;
  readonly lines?: readonly Line[];
}

/** Oldest dossiers first. Returns the plot of each by its first act. */
type Dealt = ReadonlyMap<ActId, PlotName>;

export async function writePairTrade(tools: TradeTools): Promise<Dealt> {
  const { random, today } = tools;
  const plots = PAIR_PLOTS.flatMap((one) => Array.from({ length: one.count }, () => one));
  const deals = plots.map((one, index): PlottedDeal => {
    const [importing, exporting] = index % 3 === 2 ? (['CH', 'AU'] as const) : (['AU', 'CH'] as const);
    return {
      importing: authorityOf(importing as CountryCode),
      exporting: authorityOf(exporting as CountryCode),
      issuedOn: addDays(today, -random.between(one.least, one.most)),
      plot: one.name
    };
  });
  deals.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1));
  return writeDeals(deals, tools);
}

export async function writeWorldTrade(tools: TradeTools): Promise<Dealt> {
  const { random, today } = tools;
  const market = new Market(random);
  const partners = new Partners(random);
  const deals = WORLD_PLOTS.flatMap((plot) =>
    Array.from({ length: plot.count }, (): PlottedDeal => {
      const drawn = addDays(today, -random.between(plot.least, plot.most));
      const issuedOn = plot.name === 'year' ? beforeNewYear(today) : withinOneYear(drawn);
      const goods = 'goods' in plot ? plot.goods : undefined;
      let lines = goods ? market.lineOf(goods) : market.pickLines();
      let sides = partners.pick(plot.name);
      while (isAnyProhibited(lines, sides))
        if (goods) sides = partners.pick(plot.name);
        else lines = market.pickLines();
      return { ...sides, issuedOn, plot: plot.name, lines };
    })
  );
  deals.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : 0));
  return writeDeals(deals, tools);
}

/**
 * Declarations of 1971 art. 12(2): one is returned with the quantity received, one has arrived, and one is for Kenya, which
 * gets its copy by post: it is still to be sent.
 */
export async function writeDeclarations(tools: TradeTools): Promise<void> {
  const { random, today } = tools;
  const writer = new DealWriter(tools);
  const [au, ch] = PAIR as [DemonstrationAuthority, DemonstrationAuthority];
  const declare = async (
    exporting: DemonstrationAuthority,
    importing: DemonstrationAuthority,
    days: number
  ) => {
    const deal = { importing, exporting, issuedOn: addDays(today, -days) };
    return { deal, act: await writer.declare(deal, declaredLines(random)) };
  };
  await declare(au, KENYAN, 72);
  const { deal, act } = await declare(ch, au, 40);
  await writer.endorse(deal, act, addDays(deal.issuedOn, 12), (line) => partOf(line, 100));
  await declare(ch, au, 6);
}

/** 1971 art. 13: the door would refuse the export. */
function isAnyProhibited(lines: readonly Line[], { importing }: Sides): boolean {
  return lines.some(({ substance }) => findProhibition(PROHIBITIONS, importing.country, substance) !== null);
}

async function writeDeals(deals: readonly PlottedDeal[], tools: TradeTools): Promise<Dealt> {
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

type Sides = Pick<Deal, 'importing' | 'exporting'>;

class Partners {
  readonly #random: Random;
  readonly #pairs: readonly { readonly one: Sides; readonly weight: number }[];
  readonly #first: Sides[];

  constructor(random: Random) {
    this.#random = random;
    const among = TRADERS.filter(({ country }) => country !== ON_PAPER_ALONE);
    const sizes = new Map(among.map((one) => [one, [random.logNormal(1.3), random.logNormal(1.3)] as const]));
    const isPair = (...both: DemonstrationAuthority[]): boolean => both.every((one) => PAIR.includes(one));
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
    const alone = authorityOf(ON_PAPER_ALONE);
    const partner = this.#random.pick(PAPER_AUTHORITIES);
    return plot === 'paper-import'
      ? { importing: alone, exporting: partner }
      : { importing: partner, exporting: alone };
  }
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
  if (plot === 'replaced') {
    await writer.cancel(deal, ia);
    const anew: PlottedDeal = { ...deal, plot: 'closed', issuedOn: addDays(deal.issuedOn, 4) };
    await goOn(writer, anew, await writer.import(anew, { lines, replaces: ia }));
  } else await goOn(writer, deal, ia);
  return ia._id;
}

function isInTwo(plot: PlotName): boolean {
  return plot === 'consignments' || plot === 'swap' || plot === 'sum';
}

type ImportAct = ActOf<'import-authorization'>;
type ExportAct = ActOf<'export-authorization'>;

async function goOn(writer: DealWriter, deal: PlottedDeal, ia: ImportAct): Promise<void> {
  const { plot, issuedOn } = deal;
  if (plot === 'issued' || plot === 'unused' || plot === 'paper-import') return;
  if (plot === 'cancelled') return writer.cancel(deal, ia);
  const answer = plot === 'queried' ? 'query' : plot === 'objected' ? 'objection' : 'authentic';
  await writer.reply(deal, ia, answer);
  if (plot === 'queried' || plot === 'objected' || plot === 'authentic') return;
  if (isInTwo(plot)) return goInTwo(writer, deal, ia);
  const ea = await writer.export(deal, ia, termsOf(plot, ia));
  if (plot === 'exporting') return;
  if (plot === 'returned')
    return writer.endorse(deal, ea, addDays(ea.body.validUntil, 3), () => 0, 'not-imported');
  const share = plot === 'shipped-less' ? 92 : plot === 'closed-short' ? 96 : 100;
  await writer.ship(deal, ea, share);
  if (['shipped', 'endorsement-due', 'expired', 'misquoted'].includes(plot)) return;
  await writer.endorse(deal, ea, addDays(issuedOn, 21), (line) => received(line, plot, share));
}

function termsOf(plot: PlotName, { body }: ImportAct): Parameters<DealWriter['export']>[2] {
  if (plot === 'partly-used') return { part: 40 };
  if (plot === 'differs') return { importer: 'Demo Northern Wholesale Pty Ltd' };
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

/** In micrograms, as the importing authority finds it. */
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

/**
 * A year of invented trade between two authorities, with every status. Young statuses are recent, so that an officer
 * has work today.
 */
import type { Line } from '#lib/domain/act/body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { multiplyMicrograms } from '#lib/domain/quantity.ts';
import { authorityOf } from './authorities.ts';
import { DealWriter, partOf, type Deal, type TradeTools } from './deal-writer.ts';

/** Status of a dossier, with a suitable age in days. */
const PLOTS = [
  { name: 'closed', least: 60, most: 360, weight: 44 },
  { name: 'closed-short', least: 60, most: 360, weight: 14 },
  { name: 'returned', least: 110, most: 330, weight: 4 },
  { name: 'differs', least: 45, most: 200, weight: 5 },
  { name: 'salt-or-base', least: 45, most: 200, weight: 3 },
  { name: 'cancelled', least: 40, most: 300, weight: 5 },
  { name: 'expired', least: 100, most: 300, weight: 4 },
  { name: 'partly-used', least: 30, most: 80, weight: 6 },
  { name: 'endorsement-due', least: 24, most: 60, weight: 6 },
  { name: 'shipped', least: 8, most: 14, weight: 8 },
  { name: 'exporting', least: 5, most: 14, weight: 6 },
  { name: 'unmatched', least: 6, most: 40, weight: 2 },
  { name: 'authentic', least: 3, most: 10, weight: 5 },
  { name: 'queried', least: 3, most: 12, weight: 3 },
  { name: 'objected', least: 5, most: 20, weight: 2 },
  { name: 'issued', least: 1, most: 6, weight: 9 }
] as const;

type Plot = (typeof PLOTS)[number]['name'];

interface PlottedDeal extends Deal {
  readonly plot: Plot;
}

function plotsInTurn(): readonly (typeof PLOTS)[number][] {
  return PLOTS.flatMap((plot) => Array.from({ length: plot.weight }, () => plot));
}

/** Oldest dossiers first. Returns their number. */
export async function writePairTrade(tools: TradeTools): Promise<number> {
  const { random, today } = tools;
  const deals = plotsInTurn().map((plot, index): PlottedDeal => {
    const [importing, exporting] = index % 3 === 2 ? (['CH', 'AU'] as const) : (['AU', 'CH'] as const);
    return {
      importing: authorityOf(importing as CountryCode),
      exporting: authorityOf(exporting as CountryCode),
      issuedOn: addDays(today, -random.between(plot.least, plot.most)),
      plot: plot.name
    };
  });
  deals.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1));
  const writer = new DealWriter(tools);
  for (const deal of deals) await writeDeal(writer, deal);
  return deals.length;
}

async function writeDeal(writer: DealWriter, deal: PlottedDeal): Promise<void> {
  const { plot, issuedOn } = deal;
  if (plot === 'unmatched') return void (await writer.exportOnPaper(deal));
  const ia = await writer.import(deal, { consignments: plot === 'partly-used' ? 3 : 1 });
  if (plot === 'issued' || plot === 'expired') return;
  if (plot === 'cancelled') return writer.cancel(deal, ia);
  const answer = plot === 'queried' ? 'query' : plot === 'objected' ? 'objection' : 'authentic';
  await writer.reply(deal, ia, answer);
  if (plot === 'queried' || plot === 'objected' || plot === 'authentic') return;
  const ea = await writer.export(deal, ia, {
    part: plot === 'partly-used' ? 40 : 100,
    ...(plot === 'differs' ? { importer: 'Demo Northern Wholesale Pty Ltd' } : {})
  });
  if (plot === 'exporting') return;
  if (plot === 'returned')
    return writer.endorse(deal, ea, addDays(ea.body.validUntil, 3), () => 0, 'not-imported');
  const share = plot === 'closed-short' ? 96 : 100;
  await writer.ship(deal, ea, share);
  if (plot === 'shipped' || plot === 'endorsement-due') return;
  await writer.endorse(deal, ea, addDays(issuedOn, 21), (line) => received(line, plot, share));
}

/** Quantity that the importing authority finds: as shipped, or the base if the shipment was in salt. */
function received(line: Line, plot: Plot, share: number): number {
  const shipped = partOf(line, share);
  return plot === 'salt-or-base' ? multiplyMicrograms(shipped, line.factor.value) : shipped;
}

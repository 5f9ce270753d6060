/**
 * A year of invented trade between the two authorities, in every state that a desk can show. The states
 * are dealt in turn, the young ones to recent weeks, so that an officer finds work to do today.
 */
import type { ActOf, ExportAuthorizationBody, ImportAuthorizationBody, Line } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/authorization/number.ts';
import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { dossierKey } from '#lib/domain/matching/dossier-key.ts';
import { microgramsOf, microgramsToText, multiplyMicrograms, toBase } from '#lib/domain/quantity.ts';
import { CURRENT_EDITION } from '#lib/domain/substance.ts';
import { authorityOf, type DemonstrationAuthority } from './authorities.ts';
import { pickLines } from './goods.ts';
import type { Random } from './random.ts';
import type { Scribe } from './scribe.ts';

/** How far a dossier has come, and the age in days that suits it. */
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

export interface TradeTools {
  readonly random: Random;
  readonly today: CalendarDate;
  readonly scribes: ReadonlyMap<CountryCode, Scribe>;
}

interface Deal {
  readonly importing: DemonstrationAuthority;
  readonly exporting: DemonstrationAuthority;
  readonly issuedOn: CalendarDate;
  readonly plot: Plot;
}

function plotsInTurn(): readonly (typeof PLOTS)[number][] {
  return PLOTS.flatMap((plot) => Array.from({ length: plot.weight }, () => plot));
}

export class Trade {
  readonly #tools: TradeTools;
  readonly #serials = new Map<string, number>();

  constructor(tools: TradeTools) {
    this.#tools = tools;
  }

  /** Highest serial used, by `<country>:<kind>:<year>`, for the number blocks that have to be there. */
  get serials(): ReadonlyMap<string, number> {
    return this.#serials;
  }

  /** Writes all dossiers, oldest first, through the two authorities' scribes. Returns how many. */
  async writeAll(): Promise<number> {
    const { random, today } = this.#tools;
    const deals = plotsInTurn().map((plot, index): Deal => {
      const [importing, exporting] = index % 3 === 2 ? (['CH', 'AU'] as const) : (['AU', 'CH'] as const);
      return {
        importing: authorityOf(importing as CountryCode),
        exporting: authorityOf(exporting as CountryCode),
        issuedOn: addDays(today, -random.between(plot.least, plot.most)),
        plot: plot.name
      };
    });
    deals.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1));
    for (const deal of deals) await this.#write(deal);
    return deals.length;
  }

  async #write(deal: Deal): Promise<void> {
    if (deal.plot === 'unmatched') return void (await this.#exportOnPaper(deal));
    const ia = await this.#import(deal);
    if (deal.plot === 'issued' || deal.plot === 'expired') return;
    if (deal.plot === 'cancelled') return this.#cancel(deal, ia);
    const answer = deal.plot === 'queried' ? 'query' : deal.plot === 'objected' ? 'objection' : 'authentic';
    await this.#reply(deal, ia, answer);
    if (deal.plot === 'queried' || deal.plot === 'objected' || deal.plot === 'authentic') return;
    const ea = await this.#export(deal, ia);
    if (deal.plot === 'exporting') return;
    if (deal.plot === 'returned')
      return this.#endorse(deal, ea, addDays(ea.body.validUntil, 3), () => 0, 'not-imported');
    const share = deal.plot === 'closed-short' ? 96 : 100;
    await this.#ship(deal, ea, share);
    if (deal.plot === 'shipped' || deal.plot === 'endorsement-due') return;
    await this.#endorse(deal, ea, addDays(deal.issuedOn, 21), (line) => received(line, deal.plot, share));
  }

  #scribe(authority: DemonstrationAuthority): Scribe {
    const scribe = this.#tools.scribes.get(authority.country);
    if (!scribe) throw new Error(`no scribe for ${authority.country}`);
    return scribe;
  }

  #at(date: CalendarDate): Instant {
    const { random } = this.#tools;
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${date}T${two(random.between(7, 16))}:${two(random.below(60))}:${two(random.below(60))}.000Z` as Instant;
  }

  #number(
    country: CountryCode,
    kind: 'import-authorization' | 'export-authorization',
    date: CalendarDate
  ): string {
    const year = Number(date.slice(0, 4));
    const name = `${country}:${kind}:${year}`;
    const serial = (this.#serials.get(name) ?? 0) + 1;
    this.#serials.set(name, serial);
    return formatNumber({ country, kind, year, serial });
  }

  async #import({ importing, exporting, issuedOn, plot }: Deal): Promise<ActOf<'import-authorization'>> {
    const { random } = this.#tools;
    const number = this.#number(importing.country, 'import-authorization', issuedOn);
    return this.#scribe(importing).write<ImportAuthorizationBody>([exporting.country], this.#at(issuedOn), {
      kind: 'import-authorization',
      dossier: dossierKey(importing.country, exporting.country, issuedOn, number),
      number,
      issuedOn,
      authority: issuingOf(importing),
      exportingCountry: exporting.country,
      importer: random.pick(importing.importers),
      exporter: random.pick(exporting.exporters),
      lines: pickLines(random),
      validFrom: issuedOn,
      validUntil: addMonths(issuedOn, 3),
      consignments: plot === 'partly-used' ? 3 : 1,
      purpose: 'domestic',
      portOfEntry: random.pick(importing.ports),
      portOfExit: random.pick(exporting.ports),
      transport: 'air',
      edition: CURRENT_EDITION.edition.edition
    });
  }

  async #export(deal: Deal, ia: ActOf<'import-authorization'>): Promise<ActOf<'export-authorization'>> {
    const { importing, exporting, issuedOn, plot } = deal;
    const date = addDays(issuedOn, 4);
    const part = plot === 'partly-used' ? 40 : 100;
    const importer =
      plot === 'differs'
        ? { ...ia.body.importer, name: 'Demo Northern Wholesale Pty Ltd' }
        : ia.body.importer;
    return this.#scribe(exporting).write<ExportAuthorizationBody>([importing.country], this.#at(date), {
      kind: 'export-authorization',
      dossier: ia.body.dossier,
      number: this.#number(exporting.country, 'export-authorization', date),
      issuedOn: date,
      authority: issuingOf(exporting),
      importingCountry: importing.country,
      importAuthorization: {
        number: ia.body.number,
        issuedOn: ia.body.issuedOn,
        authority: ia.body.authority.name,
        act: ia._id
      },
      importer,
      exporter: ia.body.exporter,
      lines: ia.body.lines.map((line) => toExportLine(line, part)),
      validFrom: date,
      validUntil: ia.body.validUntil,
      portOfEntry: ia.body.portOfEntry,
      portOfExit: ia.body.portOfExit,
      transport: 'air',
      packages: '1 pallet, marked DEMONSTRATION',
      edition: CURRENT_EDITION.edition.edition
    });
  }

  /** Cites an import authorization that was issued on paper and is not in the system. */
  async #exportOnPaper(deal: Deal): Promise<void> {
    const { importing, exporting, issuedOn } = deal;
    const { random } = this.#tools;
    const cited = `PAPER ${random.between(1000, 9999)}/${issuedOn.slice(2, 4)}`;
    const citedOn = addDays(issuedOn, -9);
    await this.#scribe(exporting).write<ExportAuthorizationBody>([importing.country], this.#at(issuedOn), {
      kind: 'export-authorization',
      dossier: dossierKey(importing.country, exporting.country, citedOn, cited),
      number: this.#number(exporting.country, 'export-authorization', issuedOn),
      issuedOn,
      authority: issuingOf(exporting),
      importingCountry: importing.country,
      importAuthorization: { number: cited, issuedOn: citedOn, authority: importing.name },
      importer: random.pick(importing.importers),
      exporter: random.pick(exporting.exporters),
      lines: pickLines(random),
      validFrom: issuedOn,
      validUntil: addMonths(issuedOn, 2),
      transport: 'air',
      edition: CURRENT_EDITION.edition.edition
    });
  }

  async #reply(deal: Deal, ia: ActOf<'import-authorization'>, answer: string): Promise<void> {
    const text = {
      query: 'Please confirm the strength of the first line.',
      objection: 'The exporter named holds no licence for this substance.'
    }[answer];
    await this.#scribe(deal.exporting).write([deal.importing.country], this.#at(addDays(deal.issuedOn, 2)), {
      kind: 'reply',
      dossier: ia.body.dossier,
      on: ia._id,
      answer,
      ...(text ? { text } : {})
    });
  }

  async #cancel(deal: Deal, ia: ActOf<'import-authorization'>): Promise<void> {
    await this.#scribe(deal.importing).write([deal.exporting.country], this.#at(addDays(deal.issuedOn, 3)), {
      kind: 'cancellation',
      dossier: ia.body.dossier,
      of: ia._id,
      reason: 'The importer withdrew the order.'
    });
  }

  async #ship(deal: Deal, ea: ActOf<'export-authorization'>, share: number): Promise<void> {
    const date = addDays(deal.issuedOn, 7);
    await this.#scribe(deal.exporting).write([deal.importing.country], this.#at(date), {
      kind: 'shipment',
      dossier: ea.body.dossier,
      exportAuthorization: ea._id,
      shippedOn: date,
      lines: ea.body.lines.map((line) => actual(line, partOf(line, share)))
    });
  }

  async #endorse(
    deal: Deal,
    ea: ActOf<'export-authorization'>,
    date: CalendarDate,
    quantity: (line: Line) => number,
    outcome: 'imported' | 'not-imported' = 'imported'
  ): Promise<void> {
    await this.#scribe(deal.importing).write([deal.exporting.country], this.#at(date), {
      kind: 'endorsement',
      dossier: ea.body.dossier,
      exportAuthorization: ea._id,
      outcome,
      receivedOn: date,
      lines: ea.body.lines.map((line) => actual(line, quantity(line)))
    });
  }
}

function issuingOf({ name, address, legalBasis }: DemonstrationAuthority): Record<string, string> {
  return { name, address, legalBasis };
}

function partOf(line: Line, percent: number): number {
  return Math.floor((microgramsOf(line.stated) * percent) / 100);
}

function toExportLine(line: Line, percent: number): Line {
  const { content, ...rest } = line;
  if (percent === 100) return { ...rest, ...(content ? { content } : {}), importLine: line.no };
  const stated = microgramsToText(partOf(line, percent));
  return { ...rest, stated, base: toBase(stated, line.factor.value), importLine: line.no };
}

function actual(line: Line, micrograms: number): Record<string, unknown> {
  const stated = microgramsToText(micrograms);
  return { no: line.no, stated, base: toBase(stated, line.factor.value) };
}

/** What the importing authority finds: as shipped, or the base where the shipment was stated as salt. */
function received(line: Line, plot: Plot, share: number): number {
  const shipped = partOf(line, share);
  return plot === 'salt-or-base' ? multiplyMicrograms(shipped, line.factor.value) : shipped;
}

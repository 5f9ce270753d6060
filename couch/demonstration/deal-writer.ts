/** Writes one trade's acts through the signers of both sides, each with its day. */
import type {
  ActOf,
  ExportAuthorizationBody,
  ExportDeclarationBody,
  ImportAuthorizationBody,
  Line
} from '#lib/domain/act/body.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { microgramsOf, microgramsToText, toBase } from '#lib/domain/quantity.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { sampleDraft } from './applications.ts';
import type { DemonstrationAuthority } from './authorities.ts';
import { pickLines } from './goods.ts';
import type { Random } from './random.ts';
import type { ActSigner } from './signing.ts';

export interface TradeTools {
  readonly random: Random;
  readonly today: CalendarDate;
  readonly signers: ReadonlyMap<CountryCode, ActSigner>;
  readonly serials: Map<string, number>;
}

export interface Deal {
  readonly importing: DemonstrationAuthority;
  readonly exporting: DemonstrationAuthority;
  readonly issuedOn: CalendarDate;
}

type ImportAct = ActOf<'import-authorization'>;
type ExportAct = ActOf<'export-authorization'>;
type DeclarationAct = ActOf<'export-declaration'>;

interface ImportTerms {
  readonly lines?: readonly Line[] | undefined;
  readonly consignments?: number;
  readonly replaces?: ImportAct;
}

interface ExportTerms {
  readonly part?: number;
  readonly date?: CalendarDate;
  readonly importer?: string;
  readonly cited?: string;
  readonly restate?: (line: Line) => Line;
}

const TEXTS: Readonly<Record<string, string>> = {
  query: 'Please confirm the strength of the first line.',
  objection: 'The exporter named holds no licence for this substance.'
};

export class DealWriter {
  readonly #tools: TradeTools;

  constructor(tools: TradeTools) {
    this.#tools = tools;
  }

  async import(deal: Deal, { lines, consignments = 1, replaces }: ImportTerms = {}): Promise<ImportAct> {
    const { importing, exporting, issuedOn } = deal;
    const { random } = this.#tools;
    const number = this.#number(importing.country, 'import-authorization', issuedOn);
    return this.#signer(importing).write<ImportAuthorizationBody>([exporting.country], this.#at(issuedOn), {
      kind: 'import-authorization',
      dossier: dossierKey(importing.country, exporting.country, issuedOn, number),
      number,
      issuedOn,
      authority: issuingOf(importing),
      exportingCountry: exporting.country,
      importer: { ...random.pick(importing.importers), country: importing.country },
      exporter: { ...random.pick(exporting.exporters), country: exporting.country },
      lines: lines ?? pickLines(random),
      validFrom: issuedOn,
      validUntil: addMonths(issuedOn, 3),
      consignments,
      purpose: 'domestic',
      portOfEntry: random.pick(importing.ports),
      portOfExit: random.pick(exporting.ports),
      transport: 'air',
      edition: CURRENT_EDITION.edition.edition,
      ...(replaces ? { replaces: replaces._id } : { draft: sampleDraft(importing.country, number) })
    });
  }

  async export(deal: Deal, ia: ImportAct, terms: ExportTerms = {}): Promise<ExportAct> {
    const { importing, exporting, issuedOn } = deal;
    const { part = 100, date = addDays(issuedOn, 4), importer, cited, restate = (line) => line } = terms;
    const { number, authority } = ia.body;
    return this.#signer(exporting).write<ExportAuthorizationBody>([importing.country], this.#at(date), {
      kind: 'export-authorization',
      dossier: cited
        ? dossierKey(importing.country, exporting.country, ia.body.issuedOn, cited)
        : ia.body.dossier,
      number: this.#number(exporting.country, 'export-authorization', date),
      issuedOn: date,
      authority: issuingOf(exporting),
      importingCountry: importing.country,
      importAuthorization: {
        number: cited ?? number,
        issuedOn: ia.body.issuedOn,
        authority: authority.name,
        ...(cited ? {} : { act: ia._id })
      },
      importer: importer ? { ...ia.body.importer, name: importer } : ia.body.importer,
      exporter: ia.body.exporter,
      lines: ia.body.lines.map((line) => restate(toExportLine(line, part))),
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
  async exportOnPaper({ importing, exporting, issuedOn }: Deal, lines?: readonly Line[]): Promise<ExportAct> {
    const { random } = this.#tools;
    const cited = `PAPER ${random.between(1000, 9999)}/${issuedOn.slice(2, 4)}`;
    const citedOn = addDays(issuedOn, -9);
    return this.#signer(exporting).write<ExportAuthorizationBody>([importing.country], this.#at(issuedOn), {
      kind: 'export-authorization',
      dossier: dossierKey(importing.country, exporting.country, citedOn, cited),
      number: this.#number(exporting.country, 'export-authorization', issuedOn),
      issuedOn,
      authority: issuingOf(exporting),
      importingCountry: importing.country,
      importAuthorization: { number: cited, issuedOn: citedOn, authority: importing.name },
      importer: { ...random.pick(importing.importers), country: importing.country },
      exporter: { ...random.pick(exporting.exporters), country: exporting.country },
      lines: lines ?? pickLines(random),
      validFrom: issuedOn,
      validUntil: addMonths(issuedOn, 2),
      transport: 'air',
      edition: CURRENT_EDITION.edition.edition
    });
  }

  /** 1971 art. 12(2): drawn up on the day of despatch. */
  async declare({ importing, exporting, issuedOn }: Deal, lines: readonly Line[]): Promise<DeclarationAct> {
    const { random } = this.#tools;
    const number = this.#number(exporting.country, 'export-declaration', issuedOn);
    return this.#signer(exporting).write<ExportDeclarationBody>([importing.country], this.#at(issuedOn), {
      kind: 'export-declaration',
      dossier: dossierKey(importing.country, exporting.country, issuedOn, number),
      number,
      issuedOn,
      authority: issuingOf(exporting),
      importingCountry: importing.country,
      importer: { ...random.pick(importing.importers), country: importing.country },
      exporter: { ...random.pick(exporting.exporters), country: exporting.country },
      lines,
      despatchedOn: issuedOn,
      transport: 'air',
      packages: '1 pallet, marked DEMONSTRATION',
      edition: CURRENT_EDITION.edition.edition
    });
  }

  async reply(
    deal: Deal,
    ia: ImportAct,
    answer: 'authentic' | 'query' | 'objection' = 'authentic'
  ): Promise<void> {
    const text = TEXTS[answer];
    await this.#signer(deal.exporting).write([deal.importing.country], this.#at(addDays(deal.issuedOn, 2)), {
      kind: 'reply',
      dossier: ia.body.dossier,
      on: ia._id,
      answer,
      ...(text ? { text } : {})
    });
  }

  async cancel(deal: Deal, ia: ImportAct): Promise<void> {
    await this.#signer(deal.importing).write([deal.exporting.country], this.#at(addDays(deal.issuedOn, 3)), {
      kind: 'cancellation',
      dossier: ia.body.dossier,
      of: ia._id,
      reason: 'The importer withdrew the order.'
    });
  }

  /** `share`: per cent of the authorized quantity. */
  async ship(deal: Deal, ea: ExportAct, share = 100, date = addDays(deal.issuedOn, 7)): Promise<void> {
    await this.#signer(deal.exporting).write([deal.importing.country], this.#at(date), {
      kind: 'shipment',
      dossier: ea.body.dossier,
      exportAuthorization: ea._id,
      shippedOn: date,
      lines: ea.body.lines.map((line) => actual(line, partOf(line, share)))
    });
  }

  async endorse(
    deal: Deal,
    ea: ExportAct | DeclarationAct,
    date: CalendarDate,
    quantity: (line: Line) => number,
    outcome: 'imported' | 'not-imported' = 'imported'
  ): Promise<void> {
    await this.#signer(deal.importing).write([deal.exporting.country], this.#at(date), {
      kind: 'endorsement',
      dossier: ea.body.dossier,
      exportAuthorization: ea._id,
      outcome,
      receivedOn: date,
      lines: ea.body.lines.map((line) => actual(line, quantity(line)))
    });
  }

  #signer({ country }: DemonstrationAuthority): ActSigner {
    const signer = this.#tools.signers.get(country);
    if (!signer) throw new Error(`no signer for ${country}`);
    return signer;
  }

  #at(date: CalendarDate): Instant {
    const { random } = this.#tools;
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${date}T${two(random.between(7, 16))}:${two(random.below(60))}:${two(random.below(60))}.000Z` as Instant;
  }

  #number(country: CountryCode, kind: AuthorizationKind, date: CalendarDate): string {
    const { serials } = this.#tools;
    const year = Number(date.slice(0, 4));
    const name = `${country}:${kind}:${year}`;
    const serial = (serials.get(name) ?? 0) + 1;
    serials.set(name, serial);
    return formatNumber({ country, kind, year, serial });
  }
}

function issuingOf({ name, address, legalBasis }: DemonstrationAuthority): Record<string, string> {
  return { name, address, legalBasis };
}

export function partOf(line: Line, percent: number): number {
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

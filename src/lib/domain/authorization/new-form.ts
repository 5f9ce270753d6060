/** New forms, filled in with known data that can be changed. */
import { asKind, type ActOf, type AuthorizationAct, type Line } from '../act/body.ts';
import { addMonths } from '../calendar-date.ts';
import type { DraftFields, DraftLine, Typed } from '../draft/draft.ts';
import { countryOfNational } from '../goods/national-substance.ts';
import { microgramsOf } from '../quantity.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { settingsOf } from './country-settings.ts';
import { aTypedLine, type FormField } from './form-fields.ts';
import type { ExportContext, JudgeContext } from './judge-context.ts';
import { quantityToText } from './typed-quantity.ts';

export function newImportForm({ today, settings, country }: JudgeContext): DraftFields {
  const validUntil = addMonths(today, settingsOf(settings, country).importMonths);
  const fields = { purpose: 'domestic', consignments: '1', validFrom: today, validUntil };
  return { fields: { ...fields, importerCountry: country }, lines: [] };
}

/** Without an import authorization (rule R22). */
export function newEmergencyForm(
  { today, settings, country }: JudgeContext,
  importingCountry: string
): DraftFields {
  const validUntil = addMonths(today, settingsOf(settings, country).exportMonths);
  const fields = {
    emergency: 'yes',
    importingCountry,
    exporterCountry: country,
    validFrom: today,
    validUntil
  };
  return { fields, lines: [] };
}

/** The date of despatch is the exporter's to say. */
export function newDeclarationForm({ country }: JudgeContext): DraftFields {
  return { fields: { exporterCountry: country }, lines: [] };
}

interface PaperSubject {
  readonly kind: AuthorizationKind;
  readonly partner: string;
  /** The own import authorization that the partner's export authorization cites, or an own export that cites the paper. */
  readonly from: AuthorizationAct | null;
}

/** The partner's paper: known data is filled in, but its own number, dates and quantities are read from it. */
export function newPaperForm({ kind, partner, from }: PaperSubject, context: ExportContext): DraftFields {
  const own = { paper: 'yes', comparedOn: context.today };
  const [importAct, exportAct] = [asKind(from, 'import-authorization'), asKind(from, 'export-authorization')];
  if (importAct && kind === 'export-authorization') {
    const { fields, lines } = draftFromImport(importAct, context);
    const { validFrom: _from, validUntil: _until, importingCountry: _own, ...copied } = fields;
    const exportingCountry = importAct.body.exportingCountry;
    return { fields: { ...copied, exportingCountry, ...own }, lines: lines.map(withoutQuantity) };
  }
  if (kind === 'export-declaration') {
    const parties = { exportingCountry: partner, exporterCountry: partner, importerCountry: context.country };
    return { fields: { ...parties, ...own }, lines: [aTypedLine('first', {})] };
  }
  const country = exportAct?.body.importingCountry ?? partner;
  const parties = withoutGaps({ importingCountry: country, importerCountry: country });
  const known = {
    consignments: '1',
    exporterCountry: context.country,
    ...(exportAct ? citedIn(exportAct) : {})
  };
  return {
    fields: { ...known, ...parties, ...own },
    lines: [aTypedLine('first', {})]
  };
}

/** The paper that an export authorization cites, as cited. */
function citedIn({ body }: ActOf<'export-authorization'>): Typed {
  const { importer, exporter, importAuthorization: cited } = body;
  return {
    ...(cited ? { number: cited.number, issuedOn: cited.issuedOn, authorityName: cited.authority } : {}),
    importerName: importer.name,
    importerAddress: importer.address,
    exporterName: exporter.name,
    exporterAddress: exporter.address
  };
}

function withoutQuantity({ key, fields }: DraftLine): DraftLine {
  const { quantity: _quantity, packs: _packs, ...kept } = fields;
  return { key, fields: kept };
}

export function draftFromImport(
  importAct: ActOf<'import-authorization'>,
  context: ExportContext
): DraftFields {
  const { body } = importAct;
  const latest = addMonths(context.today, settingsOf(context.settings, context.country).exportMonths);
  const validFrom = body.validFrom > context.today ? body.validFrom : context.today;
  const validUntil = body.validUntil < latest ? body.validUntil : latest;
  const fields: { readonly [N in FormField]?: string | undefined } = {
    importAct: importAct._id,
    importingCountry: body.issuer,
    importerName: body.importer.name,
    importerAddress: body.importer.address,
    importerCountry: body.importer.country,
    importerLicence: body.importer.licence,
    exporterName: body.exporter.name,
    exporterAddress: body.exporter.address,
    exporterCountry: body.exporter.country,
    exporterLicence: body.exporter.licence,
    validFrom,
    validUntil,
    bonded: body.bondedWarehouse ? 'yes' : undefined,
    bondedName: body.bondedWarehouse?.name,
    bondedAddress: body.bondedWarehouse?.address,
    bondedLicence: body.bondedWarehouse?.licence,
    portOfEntry: body.portOfEntry,
    portOfExit: body.portOfExit,
    route: body.route,
    transport: body.transport,
    carrier: body.carrier,
    agents: body.agents
  };
  const lines = body.lines.map((line) => lineFromImport(line, context)).filter((line) => line !== null);
  return { fields: withoutGaps(fields), lines };
}

/** Null if nothing is left. Content is copied only if the whole quantity is left. */
function lineFromImport(line: Line, { remaining }: ExportContext): DraftLine | null {
  const left = remaining?.[line.no]?.stated ?? microgramsOf(line.stated);
  if (left <= 0) return null;
  const [quantity = '', unit = ''] = quantityToText(left).split(' ');
  return aTypedLine(`import-${line.no}`, {
    substance: line.substance,
    form: line.form,
    pharmaceuticalForm: line.pharmaceuticalForm,
    ...(line.preparation ? { preparation: line.preparation } : {}),
    ...(line.factor.source === 'national' && !countryOfNational(line.substance)
      ? { nationalFactor: line.factor.value }
      : {}),
    quantity: toUnambiguous(quantity),
    unit,
    importLine: String(line.no),
    ...(left === microgramsOf(line.stated) ? contentFields(line) : {})
  });
}

function contentFields({ content }: Line): Typed {
  if (!content) return {};
  const [strength = '', strengthUnit = ''] = quantityToText(microgramsOf(content.strength)).split(' ');
  return {
    strength: toUnambiguous(strength),
    strengthUnit,
    per: toUnambiguous(content.per),
    perUnit: content.unit,
    unitSize: toUnambiguous(content.unitSize),
    unitsPerPack: String(content.unitsPerPack),
    packs: String(content.packs)
  };
}

/** `1.234` can be read in two ways; `1.2340` cannot. */
function toUnambiguous(decimal: string): string {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(decimal) ? decimal + '0' : decimal;
}

function withoutGaps(fields: Readonly<Record<string, string | undefined>>): Typed {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]));
}

/** New forms, filled in with known data that can be changed. */
import {
  asKind,
  type ActOf,
  type AuthorizationAct,
  type AuthorizationBody,
  type ExportDeclarationBody,
  type Line
} from '../act/body.ts';
import { addMonths } from '../calendar-date.ts';
import type { DraftFields, DraftLine, Typed } from '../draft/draft.ts';
import { countryOfNational } from '../goods/national-substance.ts';
import { microgramsOf, toUnambiguous } from '../quantity.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { settingsOf } from './country-settings.ts';
import { aTypedLine, type FormField } from './form-fields.ts';
import type { ExportContext, JudgeContext } from './judge-context.ts';
import { typedFigure } from './typed-quantity.ts';

export type FieldsOfAct = { readonly [N in FormField]?: string | undefined };

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

export function withoutQuantity({ key, fields }: DraftLine): DraftLine {
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
  const fields: FieldsOfAct = {
    importAct: importAct._id,
    importingCountry: body.issuer,
    ...partyFields(body),
    validFrom,
    validUntil,
    ...journeyFields(body)
  };
  const lines = body.lines.map((line) => lineFromImport(line, context)).filter((line) => line !== null);
  return { fields: withoutGaps(fields), lines };
}

/** Null if nothing is left. Content is copied only if the whole quantity is left. */
function lineFromImport(line: Line, { remaining }: ExportContext): DraftLine | null {
  const left = remaining?.[line.no]?.stated ?? microgramsOf(line.stated);
  if (left <= 0) return null;
  return aTypedLine(`import-${line.no}`, {
    ...goodsFields(line),
    ...typedFigure(left),
    importLine: String(line.no),
    ...(left === microgramsOf(line.stated) ? contentFields(line) : {})
  });
}

export function partyFields({ importer, exporter, transport, carrier }: AuthorizationBody): FieldsOfAct {
  return {
    importerName: importer.name,
    importerAddress: importer.address,
    importerCountry: importer.country,
    importerLicence: importer.licence,
    exporterName: exporter.name,
    exporterAddress: exporter.address,
    exporterCountry: exporter.country,
    exporterLicence: exporter.licence,
    transport,
    carrier
  };
}

/** A declaration has none of them. */
export function journeyFields({
  bondedWarehouse,
  portOfEntry,
  portOfExit,
  route,
  agents
}: Exclude<AuthorizationBody, ExportDeclarationBody>): FieldsOfAct {
  return {
    bonded: bondedWarehouse ? 'yes' : undefined,
    bondedName: bondedWarehouse?.name,
    bondedAddress: bondedWarehouse?.address,
    bondedLicence: bondedWarehouse?.licence,
    portOfEntry,
    portOfExit,
    route,
    agents
  };
}

export function goodsFields(line: Line): Typed {
  const { substance, form, pharmaceuticalForm, preparation, factor } = line;
  const isNational = factor.source === 'national' && !countryOfNational(substance);
  return withoutGaps({
    substance,
    form,
    pharmaceuticalForm,
    preparation,
    nationalFactor: isNational ? factor.value : undefined
  });
}

export function contentFields({ content }: Line): Typed {
  if (!content) return {};
  const { quantity: strength, unit: strengthUnit } = typedFigure(microgramsOf(content.strength));
  return {
    strength,
    strengthUnit,
    per: toUnambiguous(content.per),
    perUnit: content.unit,
    unitSize: toUnambiguous(content.unitSize),
    unitsPerPack: String(content.unitsPerPack),
    packs: String(content.packs)
  };
}

export function withoutGaps(fields: Readonly<Record<string, string | undefined>>): Typed {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]));
}

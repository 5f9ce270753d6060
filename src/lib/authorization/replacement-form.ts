/**
 * A form that begins as a copy of an authorization: to replace an issued one, reissue a refused one, or issue a similar
 * one.
 */
import type {
  ActOf,
  AuthorizationAct,
  AuthorizationBody,
  ExportDeclarationBody,
  Line
} from '#lib/domain/act/body.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import { importMonthsOf } from '#lib/domain/authorization/judge-terms.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import type { DraftFields, DraftLine, Typed } from '#lib/domain/draft/draft.ts';
import { countryOfNational } from '#lib/domain/goods/national-substance.ts';
import { scanToText } from '#lib/domain/file/scan.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { toUnambiguous, typedFigure } from './typed-figure.ts';
import type { CalendarDate, CountryCode, DraftId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
import { store } from '#lib/store/store.svelte.ts';
import { readExportContext } from './read-context.ts';

type FieldsOfAct = { readonly [N in FormField]?: string | undefined };

export function formFromAct(act: AuthorizationAct, context: JudgeContext, reason = ''): DraftFields {
  const { fields, lines } = wordsOfAct(act, context);
  const replaces: { readonly [N in FormField]?: string } = { replaces: act._id, replacesReason: reason };
  return { fields: { ...fields, ...withoutGaps(replaces) }, lines };
}

export function wordsOfAct(act: AuthorizationAct, { today }: JudgeContext): DraftFields {
  const { body } = act;
  const terms = body.kind === 'export-declaration' ? {} : termsOf(body, today);
  const fields: FieldsOfAct = {
    importerName: body.importer.name,
    importerAddress: body.importer.address,
    importerCountry: body.importer.country,
    importerLicence: body.importer.licence,
    exporterName: body.exporter.name,
    exporterAddress: body.exporter.address,
    exporterCountry: body.exporter.country,
    exporterLicence: body.exporter.licence,
    transport: body.transport,
    carrier: body.carrier,
    remarks: body.remarks,
    ...terms,
    ...ownFields(act)
  };
  return { fields: withoutGaps(fields), lines: body.lines.map((line) => toDraftLine(line)) };
}

/** A declaration has none of them. */
function termsOf(body: Exclude<AuthorizationBody, ExportDeclarationBody>, today: CalendarDate): FieldsOfAct {
  return {
    validFrom: body.validFrom > today ? body.validFrom : today,
    validUntil: body.validUntil,
    bonded: body.bondedWarehouse ? 'yes' : undefined,
    bondedName: body.bondedWarehouse?.name,
    bondedAddress: body.bondedWarehouse?.address,
    bondedLicence: body.bondedWarehouse?.licence,
    portOfEntry: body.portOfEntry,
    portOfExit: body.portOfExit,
    route: body.route,
    agents: body.agents,
    specialPersonName: body.specialPerson?.name,
    specialPersonDecision: body.specialPerson?.decision
  };
}

/** The form of a recorded paper, filled in with what its record says. */
export function wordsOfRecord(
  { _id, body }: ActOf<'paper-record'>,
  printed: AuthorizationAct,
  context: JudgeContext
): DraftFields {
  const { fields, lines } = wordsOfAct(printed, context);
  const { number, issuedOn, authority } = printed.body;
  const { comparedBy, comparedOn, scan } = body;
  const record: { readonly [N in FormField]?: string | undefined } = {
    paper: 'yes',
    number,
    issuedOn,
    ...(printed.body.kind === 'export-declaration' ? {} : { validFrom: printed.body.validFrom }),
    comparedBy,
    comparedOn,
    authorityName: authority.name,
    authorityAddress: authority.address,
    [printed.body.kind === 'import-authorization' ? 'importingCountry' : 'exportingCountry']:
      printed.body.issuer,
    scan: scan && scanToText(scan),
    corrects: _id
  };
  return { fields: { ...fields, ...withoutGaps(record) }, lines };
}

/** This authority's own paper, issued again here with what the partner recorded from it. */
export function wordsOfOwnPaper(printed: ActOf<'export-authorization'>, context: JudgeContext): DraftFields {
  const { fields, lines } = wordsOfAct(printed, context);
  const own: { readonly [N in FormField]?: string } = {
    validFrom: printed.body.validFrom,
    ownPaper: printed._id
  };
  return { fields: { ...fields, ...own }, lines };
}

/** Similar authorization for a new period; quantities are always entered again. */
export function wordsLike(act: ActOf<'import-authorization'>, context: JudgeContext): DraftFields {
  const { fields, lines } = wordsOfAct(act, context);
  const months = importMonthsOf(settingsOf(context.settings, context.country), act.body.transport ?? '');
  const { remarks: _remarks, ...kept } = fields;
  const period = { validFrom: context.today, validUntil: addMonths(context.today, months) };
  return { fields: { ...kept, ...period }, lines: lines.map(withoutFigures) };
}

function withoutFigures({ key, fields }: DraftLine): DraftLine {
  const { quantity: _quantity, packs: _packs, ...kept } = fields;
  return { key, fields: kept };
}

function ownFields({ _id, body }: AuthorizationAct): FieldsOfAct {
  if (body.kind === 'import-authorization') {
    const { exportingCountry, purpose, consignments } = body;
    return { exportingCountry, purpose, consignments: String(consignments) };
  }
  if (body.kind === 'export-declaration') {
    const { importingCountry, packages, despatchedOn } = body;
    return { importingCountry, packages, despatchedOn };
  }
  const { importingCountry, importAuthorization: cited, packages } = body;
  return {
    importingCountry,
    packages,
    emergency: body.emergency ? 'yes' : undefined,
    emergencyReason: body.emergency?.reason,
    // An earlier version could cite a paper that was recorded only later.
    importAct: cited && (cited.act ?? store.dossierOf(_id)?.importAuthorization ?? undefined)
  };
}

function toDraftLine(line: Line): DraftLine {
  const { quantity, unit } = typedFigure(microgramsOf(line.stated));
  const fields: { readonly [N in LineField]?: string | undefined } = {
    substance: line.substance,
    form: line.form,
    pharmaceuticalForm: line.pharmaceuticalForm,
    preparation: line.preparation,
    nationalFactor:
      line.factor.source === 'national' && !countryOfNational(line.substance) ? line.factor.value : undefined,
    quantity,
    unit,
    importLine: line.importLine === undefined ? undefined : String(line.importLine),
    ...contentFields(line)
  };
  return { key: `line-${line.no}`, fields: withoutGaps(fields) };
}

function contentFields({ content }: Line): { readonly [N in LineField]?: string | undefined } {
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

function withoutGaps(fields: Readonly<Record<string, string | undefined>>): Typed {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]));
}

/** Starts a draft. The old authorization stays valid until the new one is issued. */
export function beginReplacement(of: AuthorizationAct, reason: string): Promise<Result<DraftId>> {
  return saveWords(of.body.kind, (context) => formFromAct(of, context, reason));
}

/** A refused authorization was never in force, so the new one replaces nothing and has its own number. */
export function beginAnew(of: AuthorizationAct): Promise<Result<DraftId>> {
  return saveWords(of.body.kind, (context) => wordsOfAct(of, context));
}

function saveWords(
  kind: AuthorizationAct['body']['kind'],
  wordsIn: (context: JudgeContext) => DraftFields
): Promise<Result<DraftId>> {
  const context = readExportContext(store.person?.authority as CountryCode, null);
  return saveNewDraft(kind, wordsIn(context));
}

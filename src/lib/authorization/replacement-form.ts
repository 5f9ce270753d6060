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
import { aTypedLine, type FormField } from '#lib/domain/authorization/form-fields.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import {
  contentFields,
  goodsFields,
  journeyFields,
  partyFields,
  withoutGaps,
  withoutQuantity,
  type FieldsOfAct
} from '#lib/domain/authorization/new-form.ts';
import { importMonthsOf } from '#lib/domain/authorization/judge-terms.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import type { DraftFields, DraftLine } from '#lib/domain/draft/draft.ts';
import { scanToText } from '#lib/domain/file/scan.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { typedFigure } from '#lib/domain/authorization/typed-quantity.ts';
import type { CalendarDate, CountryCode, DraftId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
import { store } from '#lib/store/store.svelte.ts';
import { readExportContext } from './read-context.ts';

export function formFromAct(act: AuthorizationAct, context: JudgeContext, reason = ''): DraftFields {
  const { fields, lines } = wordsOfAct(act, context);
  const replaces: { readonly [N in FormField]?: string } = { replaces: act._id, replacesReason: reason };
  return { fields: { ...fields, ...withoutGaps(replaces) }, lines };
}

export function wordsOfAct(act: AuthorizationAct, { today }: JudgeContext): DraftFields {
  const { body } = act;
  const terms = body.kind === 'export-declaration' ? {} : termsOf(body, today);
  const fields: FieldsOfAct = {
    ...partyFields(body),
    remarks: body.remarks,
    ...terms,
    ...ownFields(act)
  };
  return { fields: withoutGaps(fields), lines: body.lines.map((line) => toDraftLine(line)) };
}

function termsOf(body: Exclude<AuthorizationBody, ExportDeclarationBody>, today: CalendarDate): FieldsOfAct {
  return {
    validFrom: body.validFrom > today ? body.validFrom : today,
    validUntil: body.validUntil,
    ...journeyFields(body),
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
  return { fields: { ...kept, ...period }, lines: lines.map(withoutQuantity) };
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
  const { no, stated, importLine } = line;
  return aTypedLine(`line-${no}`, {
    ...goodsFields(line),
    ...typedFigure(microgramsOf(stated)),
    ...(importLine === undefined ? {} : { importLine: String(importLine) }),
    ...contentFields(line)
  });
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

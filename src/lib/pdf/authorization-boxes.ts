/**
 * The particulars in the order of the paper form, box by box: 1961 art. 31(4), (9); 1971 art. 12(1)(b).
 * Every box is always there, whether something is stated in it or not.
 */
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Box, BoxText } from './boxes.ts';
import {
  authorityTexts,
  bondedTexts,
  consignmentsText,
  countryText,
  partyTexts,
  purposeText,
  referenceTexts,
  remarkTexts,
  statedTexts,
  transportTexts
} from './particular-texts.ts';
import type { AuthorizationAct, FormLocale } from './print-request.ts';

/** Boxes that stand side by side; they are numbered when they are drawn. */
export type BoxRow = readonly Omit<Box, 'no'>[];

type Body = AuthorizationAct['body'];

/** Above the table of goods. */
export function rowsAboveLines(body: Body, locale: FormLocale): BoxRow[] {
  const in_ = { locale };
  return [
    [
      box(m.form_number({}, in_), [{ text: body.number, bold: true }]),
      box(m.form_issued_on({}, in_), [{ text: formatDate(body.issuedOn, locale), bold: true }])
    ],
    [box(m.form_authority({}, in_), authorityTexts(body, locale))],
    partyRow(body, locale),
    wayRow(body, locale),
    [
      box(m.form_route({}, in_), statedTexts(body.route, locale)),
      box(m.form_transport({}, in_), transportTexts(body.transport, locale))
    ],
    [
      box(m.form_carrier({}, in_), statedTexts(body.carrier, locale)),
      box(m.form_agents({}, in_), statedTexts(body.agents, locale))
    ]
  ];
}

/** Below the table of goods. */
export function rowsBelowLines(body: Body, locale: FormLocale): BoxRow[] {
  const in_ = { locale };
  const dates = { from: formatDate(body.validFrom, locale), until: formatDate(body.validUntil, locale) };
  const validity = box(m.form_validity({}, in_), [{ text: m.form_validity_period(dates, in_), bold: true }]);
  const bonded = box(m.form_bonded({}, in_), bondedTexts(body, locale));
  const remarks = box(m.form_remarks({}, in_), remarkTexts(body, locale));
  if (body.kind === 'import-authorization') {
    const consignments = box(m.form_consignments({}, in_), [consignmentsText(body.consignments, locale)]);
    const purpose = box(m.form_purpose({}, in_), [purposeText(body.purpose, locale)]);
    return [[validity, consignments], [bonded, purpose], [remarks]];
  }
  const reference = box(m.form_reference({}, in_), referenceTexts(body.importAuthorization, locale));
  const packages = box(m.form_packages({}, in_), statedTexts(body.packages, locale));
  return [[validity, bonded], [reference], [packages, remarks]];
}

function box(label: string, texts: readonly BoxText[]): BoxRow[number] {
  return { label, texts };
}

/** The party of the issuing country first, as its own application names it. */
function partyRow(body: Body, locale: FormLocale): BoxRow {
  const in_ = { locale };
  const isImport = body.kind === 'import-authorization';
  const importerLabel = isImport ? m.form_importer({}, in_) : m.form_importer_consignee({}, in_);
  const importer = box(importerLabel, partyTexts(body.importer, locale));
  const exporter = box(m.form_exporter({}, in_), partyTexts(body.exporter, locale));
  return isImport ? [importer, exporter] : [exporter, importer];
}

function wayRow(body: Body, locale: FormLocale): BoxRow {
  const in_ = { locale };
  const isImport = body.kind === 'import-authorization';
  const exporting = isImport ? body.exportingCountry : body.issuer;
  const importing = isImport ? body.issuer : body.importingCountry;
  return [
    box(m.form_exporting_country({}, in_), [{ text: countryText(exporting, locale) }]),
    box(m.form_port_of_exit({}, in_), statedTexts(body.portOfExit, locale)),
    box(m.form_importing_country({}, in_), [{ text: countryText(importing, locale) }]),
    box(m.form_port_of_entry({}, in_), statedTexts(body.portOfEntry, locale))
  ];
}

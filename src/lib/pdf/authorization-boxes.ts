/**
 * The particulars in the order of the paper form, box by box: 1961 art. 31(4), (9); 1971 art. 12(1)(b).
 * Every box is always there: what is not stated is said to be not stated.
 */
import type { Party, Purpose, TransportMode } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { countryText } from './actuals.ts';
import type { BoxText } from './boxes.ts';
import { shortActId } from './figures.ts';
import type { AuthorizationAct, FormLocale } from './print-request.ts';

export interface LabelledTexts {
  readonly label: string;
  readonly texts: readonly BoxText[];
}
/** Boxes that stand side by side. */
export type BoxRow = readonly LabelledTexts[];

type Body = AuthorizationAct['body'];
type Words = (inputs: object, options: { locale: FormLocale }) => string;

const wordsByTransport: Readonly<Record<TransportMode, Words>> = {
  air: m.form_transport_air,
  sea: m.form_transport_sea,
  road: m.form_transport_road,
  rail: m.form_transport_rail,
  post: m.form_transport_post,
  other: m.form_transport_other
};

const wordsByPurpose: Readonly<Record<Purpose, Words>> = {
  domestic: m.form_purpose_domestic,
  're-export': m.form_purpose_re_export,
  'essential-treatment': m.form_purpose_essential_treatment
};

/** Above the table of goods. */
export function rowsAboveLines(body: Body, locale: FormLocale): BoxRow[] {
  const in_ = { locale };
  const isImport = body.kind === 'import-authorization';
  const importer = box(
    isImport ? m.form_importer({}, in_) : m.form_importer_consignee({}, in_),
    partyTexts(body.importer, locale)
  );
  const exporter = box(m.form_exporter({}, in_), partyTexts(body.exporter, locale));
  const transport = body.transport && wordsByTransport[body.transport]({}, in_);
  return [
    [
      box(m.form_number({}, in_), [{ text: body.number, bold: true }]),
      box(m.form_issued_on({}, in_), [{ text: formatDate(body.issuedOn, locale), bold: true }])
    ],
    [box(m.form_authority({}, in_), authorityTexts(body, locale))],
    isImport ? [importer, exporter] : [exporter, importer],
    countryRow(body, locale),
    [
      box(m.form_port_of_exit({}, in_), stated(body.portOfExit, locale)),
      box(m.form_port_of_entry({}, in_), stated(body.portOfEntry, locale))
    ],
    [
      box(m.form_route({}, in_), stated(body.route, locale)),
      box(m.form_transport({}, in_), stated(transport, locale))
    ]
  ];
}

/** Below the table of goods. */
export function rowsBelowLines(body: Body, locale: FormLocale): BoxRow[] {
  const in_ = { locale };
  const dates = { from: formatDate(body.validFrom, locale), until: formatDate(body.validUntil, locale) };
  const validity = box(m.form_validity({}, in_), [{ text: m.form_validity_period(dates, in_), bold: true }]);
  const bonded = box(m.form_bonded({}, in_), bondedTexts(body, locale));
  const remarks = [box(m.form_remarks({}, in_), remarkTexts(body, locale))];
  if (body.kind === 'import-authorization') {
    const purpose = box(m.form_purpose({}, in_), [{ text: wordsByPurpose[body.purpose]({}, in_) }]);
    return [[validity, consignmentsBox(body.consignments, locale)], [bonded, purpose], remarks];
  }
  const packages = box(m.form_packages({}, in_), stated(body.packages, locale));
  return [[validity, bonded], referenceRow(body, locale), [packages], remarks];
}

function box(label: string, texts: readonly BoxText[]): LabelledTexts {
  return { label, texts };
}

function stated(text: string | undefined, locale: FormLocale): BoxText[] {
  return text ? [{ text }] : [{ text: m.form_not_stated({}, { locale }), small: true }];
}

function partyTexts({ name, address, licence }: Party, locale: FormLocale): BoxText[] {
  const texts: BoxText[] = [{ text: name, bold: true }, { text: address }];
  return licence ? [...texts, { text: m.form_licence({ number: licence }, { locale }), small: true }] : texts;
}

function authorityTexts({ kind, authority, issuer }: Body, locale: FormLocale): BoxText[] {
  const in_ = { locale };
  const authorizes = kind === 'import-authorization' ? m.form_authorizes_import : m.form_authorizes_export;
  return [
    { text: authority.name, bold: true },
    { text: authority.address },
    { text: countryText(issuer, locale) },
    {
      text: m.form_legal_basis({ text: authority.legalBasis ?? m.form_not_stated({}, in_) }, in_),
      small: true
    },
    { text: authorizes({}, in_) }
  ];
}

function countryRow(body: Body, locale: FormLocale): BoxRow {
  const isImport = body.kind === 'import-authorization';
  const [exporting, importing] = isImport
    ? [body.exportingCountry, body.issuer]
    : [body.issuer, body.importingCountry];
  return [
    box(m.form_exporting_country({}, { locale }), [{ text: countryText(exporting, locale) }]),
    box(m.form_importing_country({}, { locale }), [{ text: countryText(importing, locale) }])
  ];
}

function consignmentsBox(count: number, locale: FormLocale): LabelledTexts {
  const in_ = { locale };
  const many =
    count === 0 ? m.form_consignments_unlimited({}, in_) : m.form_consignments_many({ count }, in_);
  return box(m.form_consignments({}, in_), [{ text: count === 1 ? m.form_consignments_one({}, in_) : many }]);
}

function bondedTexts({ kind, bondedWarehouse }: Body, locale: FormLocale): BoxText[] {
  if (bondedWarehouse) return partyTexts(bondedWarehouse, locale);
  const words = kind === 'import-authorization' ? m.form_bonded_none : m.form_bonded_none_export;
  return [{ text: words({}, { locale }), small: true }];
}

function referenceRow(
  { importAuthorization: cited }: Body & { kind: 'export-authorization' },
  locale: FormLocale
): BoxRow {
  const in_ = { locale };
  const date = formatDate(cited.issuedOn, locale);
  const texts: BoxText[] = [
    { text: m.form_reference_number({ number: cited.number }, in_), bold: true },
    { text: m.form_reference_date({ date }, in_) },
    { text: m.form_reference_authority({ authority: cited.authority }, in_) }
  ];
  return [box(m.form_reference({}, in_), cited.act ? [...texts, recordText(cited.act, locale)] : texts)];
}

function recordText(act: ActId, locale: FormLocale): BoxText {
  return { text: m.form_reference_act({ act: shortActId(act) }, { locale }), small: true };
}

function remarkTexts({ remarks, replaces }: Body, locale: FormLocale): BoxText[] {
  const texts: BoxText[] = [
    ...(remarks ? [{ text: remarks }] : []),
    ...(replaces ? [{ text: m.form_replaces({ act: shortActId(replaces) }, { locale }) }] : [])
  ];
  return texts.length > 0 ? texts : [{ text: m.form_none({}, { locale }), small: true }];
}

/**
 * End of an export authorization: quantity actually exported (1961 art. 31(7)(c)) and endorsement with the quantity
 * actually imported (art. 31(7)(a)(b), 1971 art. 12(1)(e)). Blank for handwriting until recorded.
 */
import type { ActOf, ActualLine, Line } from '#lib/domain/act/body.ts';
import { formatDate, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { BoxText } from './boxes.ts';
import { massText, momentText, shortActId } from './figures.ts';
import { countryText } from './particular-texts.ts';
import type { FormLocale, RelatedActs } from './print-request.ts';
import type { Table } from './table.ts';

type Statement = ActOf<'shipment'> | ActOf<'endorsement'>;

export function actualsTable(
  title: string,
  lines: readonly Line[],
  { shipment, endorsement }: RelatedActs,
  locale: FormLocale
): Table {
  const in_ = { locale };
  const exported = shipment?.body.lines ?? [];
  const imported = endorsement?.body.lines ?? [];
  const strays = [...exported, ...imported].filter((actual) => !lines.some((line) => line.no === actual.no));
  const rowOf = (no: number, designation: string, authorized: readonly string[]): string[][] => [
    [String(no)],
    [designation],
    [...authorized],
    actualTexts(exported, no, locale),
    actualTexts(imported, no, locale)
  ];
  return {
    title,
    minRowHeight: 9,
    columns: [
      { width: 9, head: m.form_line_no({}, in_), align: 'right' },
      { width: 62, head: m.form_line_substance({}, in_) },
      { width: 37, head: m.form_actuals_authorized({}, in_), align: 'right', leads: true },
      { width: 37, head: m.form_actuals_exported({}, in_), align: 'right', leads: true },
      { width: 37, head: m.form_actuals_imported({}, in_), align: 'right', leads: true }
    ],
    rows: [
      ...lines.map((line) => rowOf(line.no, line.designation, massTexts(line, locale))),
      ...[...new Set(strays.map(({ no }) => no))].map((no) =>
        rowOf(no, m.form_actuals_unknown_line({}, in_), [])
      )
    ]
  };
}

function actualTexts(actuals: readonly ActualLine[], no: number, locale: FormLocale): string[] {
  return actuals.filter((actual) => actual.no === no).flatMap((actual) => massTexts(actual, locale));
}

function massTexts({ stated, base }: Pick<Line, 'stated' | 'base'>, locale: FormLocale): string[] {
  return [massText(stated, locale), m.form_actuals_base({ mass: massText(base, locale) }, { locale })];
}

export function shipmentTexts(shipment: ActOf<'shipment'> | undefined, locale: FormLocale): BoxText[] {
  if (!shipment) return [{ text: m.form_to_be_completed({}, { locale }), small: true }];
  const date = formatDate(shipment.body.shippedOn, locale);
  return [{ text: m.form_shipped_on({ date }, { locale }) }, ...statementTexts(shipment, locale)];
}

export function endorsementTexts(
  endorsement: ActOf<'endorsement'> | undefined,
  locale: FormLocale
): BoxText[] {
  if (!endorsement) return [{ text: m.form_to_be_completed({}, { locale }), small: true }];
  const date = formatDate(endorsement.body.receivedOn, locale);
  const isImported = endorsement.body.outcome === 'imported';
  const words = isImported ? m.form_endorsement_imported : m.form_endorsement_not_imported;
  return [{ text: words({ date }, { locale }), bold: true }, ...statementTexts(endorsement, locale)];
}

function statementTexts({ _id, body, signature }: Statement, locale: FormLocale): BoxText[] {
  const { name, function: office } = body.by;
  const country = countryText(body.issuer, locale);
  const signed = m.form_record_signed({ at: momentText(body.at), key: signature.key }, { locale });
  return [
    ...(body.remarks ? [{ text: body.remarks }] : []),
    { text: m.form_stated_by({ name: isolate(name), function: isolate(office), country }, { locale }) },
    { text: signed, small: true },
    { text: m.form_record_act({ act: shortActId(_id) }, { locale }), small: true }
  ];
}

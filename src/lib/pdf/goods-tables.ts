/** Tables of goods: 1961 art. 31(4)(b), 1971 art. 12(1)(b), and the quantities exported and imported, art. 31(7). */
import type { ActualLine, AuthorizationAct, BodyOf, Factor, Line } from '#lib/domain/act/body.ts';
import {
  findSubstance,
  isScheduleAssumed,
  type EditionIndex,
  type Substance
} from '#lib/domain/goods/substance.ts';
import { countryName, formatDate, formatDecimal } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import { contentTexts, massText } from './figures.ts';
import type { RelatedActs } from './print-request.ts';
import type { Table } from './form-parts.ts';

type Words = (inputs: object, options: { locale: Locale }) => string;

const wordsBySource: Readonly<Record<Factor['source'], Words>> = {
  computed: m.form_factor_computed,
  INCB: m.form_factor_incb,
  national: m.form_factor_national,
  identity: m.form_factor_identity
};

export function linesTable(
  title: string,
  lines: readonly Line[],
  edition: EditionIndex,
  locale: Locale
): Table {
  const in_ = { locale };
  return {
    title,
    columns: [
      { width: 9, head: m.form_line_no({}, in_), align: 'end' },
      { width: 60, head: m.form_line_substance({}, in_), leads: true },
      { width: 43, head: m.form_line_presentation({}, in_) },
      { width: 27, head: m.form_line_quantity({}, in_), align: 'end', leads: true },
      { width: 43, head: m.form_line_base({}, in_), leads: true }
    ],
    rows: lines.map((line) => [
      [String(line.no)],
      [line.designation, ...substanceTexts(line, edition, locale)],
      presentationTexts(line, locale),
      [massText(line.stated, locale)],
      baseTexts(line, locale)
    ])
  };
}

export function licenceTable(
  title: string,
  { substance, limit }: BodyOf<'special-import-licence'>,
  edition: EditionIndex,
  locale: Locale
): Table {
  const name = findSubstance(substance, edition)?.name ?? substance;
  return {
    title,
    columns: [
      { width: 112, head: m.form_line_substance({}, { locale }), leads: true },
      { width: 70, head: m.form_licence_limit({}, { locale }), align: 'end', leads: true }
    ],
    rows: [[[name, ...listingTexts({ substance, form: '' }, edition, locale)], [massText(limit, locale)]]]
  };
}

export function substanceTexts(line: Line, edition: EditionIndex, locale: Locale): string[] {
  const in_ = { locale };
  const importLine = line.importLine;
  return [
    ...(line.preparation ? [m.form_line_preparation({ name: line.preparation }, in_)] : []),
    ...listingTexts(line, edition, locale),
    ...(line.scheduleThree ? [m.form_line_schedule_three({}, in_)] : []),
    ...(line.scheduleThree?.atropine
      ? [m.form_line_atropine({ mass: massText(line.scheduleThree.atropine, locale) }, in_)]
      : []),
    ...(importLine === undefined ? [] : [m.form_line_import_line({ no: importLine }, in_)])
  ];
}

function listingTexts(
  line: { readonly substance: string; readonly form: string },
  edition: EditionIndex,
  locale: Locale
): string[] {
  const substance = findSubstance(line.substance, edition);
  if (!substance) {
    const keys = { substance: line.substance, form: line.form };
    const unlisted = m.form_line_unlisted({ edition: edition.edition.edition }, { locale });
    return [m.form_line_key(keys, { locale }), unlisted];
  }
  const { national } = substance;
  if (national) {
    const country = countryName(national.country, locale);
    const words = { designation: designationText(substance, locale), country };
    const { schedule } = national;
    return [
      schedule === null
        ? m.form_line_national_unlisted(words, { locale })
        : m.form_line_national({ ...words, schedule }, { locale })
    ];
  }
  const isAssumed = isScheduleAssumed(substance);
  const schedule = substance.schedules.join(', ') + (isAssumed ? ASSUMED : '');
  const listed = {
    designation: designationText(substance, locale),
    convention: String(substance.convention),
    schedule
  };
  return [
    m.form_line_listing(listed, { locale }),
    ...(isAssumed ? [m.form_line_schedule_assumed({ mark: ASSUMED }, { locale })] : [])
  ];
}

/** Marks a Schedule without a list at hand; explained below. */
const ASSUMED = '*';

/** Called INN only if a source does. */
function designationText({ name: english, names, innSource }: Substance, locale: Locale): string {
  // The designation of the line is in English.
  const named =
    names?.[locale] ?? (locale === 'en' ? undefined : m.authorization_name_english({}, { locale }));
  const name = named === undefined ? english : `${english} (${named})`;
  return innSource == null
    ? m.form_line_designation({ name }, { locale })
    : m.form_line_inn({ name }, { locale });
}

function presentationTexts(line: Line, locale: Locale): string[] {
  const form = pharmaceuticalWord(line.pharmaceuticalForm, locale);
  return [form, ...(line.content ? contentTexts(line.content, locale) : [])];
}

function baseTexts({ base, factor }: Line, locale: Locale): string[] {
  const words = m.form_factor(
    {
      value: formatDecimal(factor.value, locale),
      source: wordsBySource[factor.source]({}, { locale }),
      edition: factor.edition,
      date: formatDate(factor.date, locale)
    },
    { locale }
  );
  return [massText(base, locale), words];
}

export function actualsTable(
  title: string,
  { kind, lines }: AuthorizationAct['body'],
  { shipment, endorsement }: RelatedActs,
  locale: Locale
): Table {
  const in_ = { locale };
  // A declaration states what left.
  const exported = kind === 'export-declaration' ? lines : (shipment?.body.lines ?? []);
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
      { width: 9, head: m.form_line_no({}, in_), align: 'end' },
      { width: 62, head: m.form_line_substance({}, in_) },
      {
        width: 37,
        head: (kind === 'export-declaration' ? m.form_actuals_declared : m.form_actuals_authorized)({}, in_),
        align: 'end',
        leads: true
      },
      { width: 37, head: m.form_actuals_exported({}, in_), align: 'end', leads: true },
      { width: 37, head: m.form_actuals_imported({}, in_), align: 'end', leads: true }
    ],
    rows: [
      ...lines.map((line) => rowOf(line.no, line.designation, massTexts(line, locale))),
      ...[...new Set(strays.map(({ no }) => no))].map((no) =>
        rowOf(no, m.form_actuals_unknown_line({}, in_), [])
      )
    ]
  };
}

function actualTexts(actuals: readonly ActualLine[], no: number, locale: Locale): string[] {
  return actuals.filter((actual) => actual.no === no).flatMap((actual) => massTexts(actual, locale));
}

function massTexts({ stated, base }: Pick<Line, 'stated' | 'base'>, locale: Locale): string[] {
  return [massText(stated, locale), m.form_actuals_base({ mass: massText(base, locale) }, { locale })];
}

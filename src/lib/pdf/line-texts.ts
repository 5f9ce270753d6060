/** A line of goods in the form's words: 1961 art. 31(4)(b), 1971 art. 12(1)(b). */
import type { Factor, Line } from '#lib/domain/act/body.ts';
import {
  findSubstance,
  isScheduleAssumed,
  type EditionIndex,
  type Substance
} from '#lib/domain/goods/substance.ts';
import { formatDate, formatDecimal } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { pharmaceuticalWord } from '#lib/i18n/particular-words.ts';
import { contentTexts, massText } from './figures.ts';
import type { FormLocale } from './print-request.ts';

type Words = (inputs: object, options: { locale: FormLocale }) => string;

const wordsBySource: Readonly<Record<Factor['source'], Words>> = {
  computed: m.form_factor_computed,
  INCB: m.form_factor_incb,
  national: m.form_factor_national,
  identity: m.form_factor_identity
};

/** Below the designation: preparation, INN and schedule, keys of the data. */
export function substanceTexts(line: Line, edition: EditionIndex, locale: FormLocale): string[] {
  const in_ = { locale };
  const importLine = line.importLine;
  return [
    ...(line.preparation ? [m.form_line_preparation({ name: line.preparation }, in_)] : []),
    ...listingTexts(line, edition, locale),
    ...(importLine === undefined ? [] : [m.form_line_import_line({ no: importLine }, in_)])
  ];
}

function listingTexts(line: Line, edition: EditionIndex, locale: FormLocale): string[] {
  const substance = findSubstance(line.substance, edition);
  if (!substance) {
    const keys = { substance: line.substance, form: line.form };
    const unlisted = m.form_line_unlisted({ edition: edition.edition.edition }, { locale });
    return [m.form_line_key(keys, { locale }), unlisted];
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
function designationText({ name, innSource }: Substance, locale: FormLocale): string {
  return innSource == null
    ? m.form_line_designation({ name }, { locale })
    : m.form_line_inn({ name }, { locale });
}

export function presentationTexts(line: Line, locale: FormLocale): string[] {
  const form = pharmaceuticalWord(line.pharmaceuticalForm, locale);
  return [form, ...(line.content ? contentTexts(line.content, locale) : [])];
}

export function baseTexts({ base, factor }: Line, locale: FormLocale): string[] {
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

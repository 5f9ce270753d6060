/** Words at the head of a form: its title, the articles it rests on, its marks. */
import type { Line } from '#lib/domain/act/body.ts';
import { PRACTICE, type InventedMark } from '#lib/domain/act/practice.ts';
import type { FormKind } from '#lib/domain/authorization/form-fields.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { dateText } from '#lib/i18n/box-texts.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { FormAct, LedgerNote, Mark, PrintOptions, Recorded } from './print-request.ts';

const TITLES = {
  'import-authorization': m.form_title_import,
  'export-authorization': m.form_title_export,
  'export-declaration': m.form_title_declaration,
  'special-import-licence': m.form_title_licence
};

export function titleText(kind: FormKind, locale: Locale): string {
  return TITLES[kind]({}, { locale });
}

/**
 * 1961 art. 31 for its substances; 1971 art. 12 for Schedules I and II. For III and IV no treaty requires an
 * authorization: the resolutions by which Governments extended it.
 */
export function conventionTexts(lines: readonly Line[], edition: EditionIndex, locale: Locale): string[] {
  const texts = lines.map((line) => {
    const substance = findSubstance(line.substance, edition);
    if (!substance || substance.national) return m.form_no_convention({}, { locale });
    if (substance.convention === 1961) return m.form_convention_1961({}, { locale });
    const isRequired = substance.schedules.some((schedule) => schedule === 'I' || schedule === 'II');
    return isRequired
      ? m.form_convention_1971({}, { locale })
      : m.form_convention_1971_extended({}, { locale });
  });
  return [...new Set(texts)].sort((a, b) => yearOf(a) - yearOf(b));
}

/** Conventions by year; texts without a year last. */
function yearOf(text: string): number {
  return Number(/1961|1971/.exec(text)?.[0] ?? 9999);
}

function ledgerText(note: LedgerNote, locale: Locale): string {
  return note === 'partner-pending'
    ? m.form_partner_pending({}, { locale })
    : m.form_delivery_pending({}, { locale });
}

function recordedText(
  { body }: FormAct,
  { comparedBy, comparedOn, corrects, at }: Recorded,
  locale: Locale
): string {
  const [person, date] = [isolate(comparedBy), formatDate(comparedOn, locale)];
  const note = m.form_paper_note({ number: isolate(body.number), person, date }, { locale });
  return corrects ? `${note} ${correctedText(at, corrects.reason, locale)}` : note;
}

export function correctedText(at: Instant, reason: string, locale: Locale): string {
  return m.form_corrected({ date: formatDate(instantToDate(at), locale), reason }, { locale });
}

function markText(mark: Mark, locale: Locale): string {
  if (mark.kind === 'draft') return m.form_draft_note({}, { locale });
  const date = formatDate(mark.on, locale);
  if (mark.kind === 'replaced') return m.form_replaced_note({ date, number: mark.by }, { locale });
  const note = mark.kind === 'cancelled' ? m.form_cancelled_note : m.form_suspended_note;
  return note({ date }, { locale });
}

function inventedText(mark: InventedMark, locale: Locale): string {
  return (mark === PRACTICE ? m.form_practice_note : m.form_demonstration_note)({}, { locale });
}

export function articleTexts(
  { body }: FormAct,
  { edition, sealRequired, choices }: PrintOptions & { readonly edition: EditionIndex },
  locale: Locale
): string[] {
  const seal = sealRequired ? [m.form_seal_note({}, { locale })] : [];
  return [...conventionsOf(body, edition, locale), ...seal, ...(choices?.note ? [choices.note] : [])];
}

function conventionsOf(body: FormAct['body'], edition: EditionIndex, locale: Locale): string[] {
  switch (body.kind) {
    case 'export-declaration':
      return [m.form_convention_1971_declaration({}, { locale })];
    case 'special-import-licence':
      return [m.form_convention_1971_licence({}, { locale })];
    default:
      return conventionTexts(body.lines, edition, locale);
  }
}

/** Facts needed on every sheet, even if it is separated. */
export function noteTexts(
  act: FormAct,
  { mark, ledgerNote, recorded }: PrintOptions,
  locale: Locale
): string[] {
  const { demonstration } = act.body;
  return [
    ...(demonstration ? [inventedText(demonstration, locale)] : []),
    ...(recorded ? [recordedText(act, recorded, locale)] : []),
    ...(mark ? [markText(mark, locale)] : []),
    ...(ledgerNote ? [ledgerText(ledgerNote, locale)] : [])
  ];
}

export function headerText({ body }: FormAct, locale: Locale): string {
  const country = countryName(body.issuer, locale);
  const date = dateText(body.issuedOn, locale);
  const title = titleText(body.kind, locale);
  return m.form_header({ title, number: body.number, date, country }, { locale });
}

/** Columns of a list as a person reads them: a file keeps its headings and codes, so that one file fits everybody. */
import type { Column } from '#lib/domain/lists/columns.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { countryName, formatDate, formatDecimal } from '#lib/i18n/format.ts';
import { localeNames, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { dayCell, type Cell } from '#lib/ui/file/file-table.ts';
import { nameShown } from './edition-shown.svelte.ts';

const HEADINGS: Readonly<Record<string, () => string>> = {
  country: m.balance_country,
  year: m.balance_year,
  substance: m.returns_substance,
  type: m.lists_column_type,
  grams: m.lists_column_grams,
  dated: m.lists_column_dated,
  key: m.lists_column_key,
  name: m.lists_column_name,
  salt: m.lists_column_salt,
  'incb code': m.returns_file_code,
  cas: m.lists_column_cas,
  convention: m.lists_column_convention,
  conventions: m.lists_column_convention,
  schedules: m.company_schedules,
  schedule: m.lists_column_schedule,
  since: m.lists_column_since,
  synonyms: m.lists_column_synonyms,
  'trade names': m.lists_column_trade_names,
  hs: m.lists_column_hs,
  atc: m.lists_column_atc,
  percent: m.lists_column_percent,
  state: m.lists_column_state,
  source: m.lists_source,
  note: m.lists_column_note,
  imports: m.partners_column_imports,
  exports: m.partners_column_exports,
  address: m.authorization_address,
  email: m.contacts_person_email,
  telephone: m.contacts_person_telephone
};

export function columnHeading({ name, member }: Pick<Column, 'name' | 'member'>): string {
  const language = localeNames[member as Locale];
  return language ? m.lists_column_name_in({ language }) : (HEADINGS[name]?.() ?? name);
}

const WORDS: Readonly<Record<string, () => string>> = {
  estimate: m.lists_word_estimate,
  supplement: m.lists_word_supplement,
  extracted: m.lists_word_extracted,
  confirmed: m.lists_word_confirmed,
  authorization: m.partners_required_authorization,
  declaration: m.partners_required_declaration,
  none: m.partners_required_none
};

/** The text of a file's cell, in the reader's language. */
export function cellShown({ as }: Pick<Column, 'as'>, text: string): string {
  if (text === '') return '';
  if (as === 'country') return countryName(text);
  if (as === 'substance') return nameShown(text);
  if (as === 'grams' || as === 'percent') return formatDecimal(text);
  if (as === 'word') return WORDS[text]?.() ?? text;
  return as === 'date' && isCalendarDate(text) ? formatDate(text) : text;
}

/** The text of a file's cell as a spreadsheet keeps it: the import reads it again. */
export function fileCell({ as }: Pick<Column, 'as'>, text = ''): Cell {
  if (text === '') return null;
  if (as === 'date' && isCalendarDate(text)) return dayCell(text);
  const isNumber = as === 'integer' || as === 'grams' || as === 'percent';
  return isNumber && String(Number(text)) === text ? Number(text) : text;
}

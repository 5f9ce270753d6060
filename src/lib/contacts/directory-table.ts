import { countryName } from '#lib/i18n/format.ts';
import { isLocale, localeNames } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';
import type { DirectoryRow } from './contacts-state.svelte.ts';

export function directoryTable(rows: readonly DirectoryRow[]): FileTable {
  return {
    name: m.contacts_directory(),
    head: [
      m.overview_file_code(),
      m.registration_country(),
      m.registration_name(),
      m.registration_function(),
      m.contacts_person_email(),
      m.contacts_person_telephone(),
      m.contacts_language(),
      m.contacts_zone()
    ],
    rows: rows.map(({ country, person }) => [
      country,
      countryName(country),
      person.name,
      person.function,
      person.email,
      person.telephone,
      languageWord(person.language),
      person.timeZone
    ])
  };
}

export function languageWord(language: string | null): string | null {
  return isLocale(language) ? localeNames[language] : null;
}

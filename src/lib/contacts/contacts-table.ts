/** One row per person, and one per country without any. */
import type { FollowUp } from '#lib/domain/outreach/follow-up.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { nextWords, placeWords } from './contact-words.ts';
import type { ContactsState } from './contacts-state.svelte.ts';

export function contactsTable(
  rows: readonly FollowUp[],
  contacts: Pick<ContactsState, 'peopleOf' | 'notesOf'>
): FileTable {
  return {
    name: m.contacts_title(),
    head: [
      m.overview_file_code(),
      m.registration_country(),
      m.contacts_column_due(),
      m.contacts_file_due_day(),
      m.contacts_next_step(),
      m.overview_last_active(),
      m.contacts_column_last(),
      m.contacts_column_note(),
      m.registration_name(),
      m.registration_function(),
      m.registration_email(),
      m.contacts_person_telephone()
    ],
    rows: rows.flatMap((row) => {
      const country: readonly Cell[] = [
        row.country,
        countryName(row.country),
        placeWords(row.place).word,
        dayCell(row.due),
        row.steps.map(({ step }) => step).join('; ') || nextWords(row),
        dayCell(row.lastActive),
        dayCell(row.lastContact?.on ?? null),
        contacts.notesOf(row.country).find(({ text }) => text)?.text ?? null
      ];
      const people = contacts.peopleOf(row.country);
      if (people.length === 0) return [[...country, null, null, null, null]];
      return people.map((one) => [...country, one.name, one.function, one.email, one.telephone]);
    })
  };
}

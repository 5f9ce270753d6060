import { expect, test } from 'vitest';
import { contactsTable } from '#lib/contacts/contacts-table.ts';
import type { Spokesperson } from '#lib/domain/outreach/directory.ts';
import type { FollowUp } from '#lib/domain/outreach/follow-up.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { csvOf, dayCell } from '#lib/ui/file/file-table.ts';

import { aNote } from '../samples/contact.ts';

const row = (country: string): FollowUp =>
  ({
    ...{ country: country as CountryCode, stands: 'registered', place: 'coming', lastActive: null },
    ...{ due: '2026-12-01' as CalendarDate, lastContact: null, quietSince: null, steps: [] }
  }) as unknown as FollowUp;

const PERSON: Spokesperson = {
  name: 'Nasrin Rahman',
  function: 'Director',
  email: 'nasrin.rahman@dnc.example',
  telephone: '+880 2 41030000',
  language: null,
  timeZone: null,
  from: ['stated']
};

test('the file of contacts has each person with telephone and e-mail, and a country without anybody once', () => {
  const table = contactsTable([row('BD'), row('KE')], {
    peopleOf: (country) => (country === 'BD' ? [PERSON, PERSON] : []),
    notesOf: () => []
  });
  expect(table.rows.map(([code]) => code)).toEqual(['BD', 'BD', 'KE']);
  for (const cells of table.rows) expect(cells).toHaveLength(table.head.length);
  expect(table.head.slice(-1)).toEqual(['Telephone']);
  expect(table.rows[0]?.slice(-4)).toEqual([PERSON.name, PERSON.function, PERSON.email, PERSON.telephone]);
  expect(table.rows[2]?.slice(-4)).toEqual([null, null, null, null]);
  // A spreadsheet program would reckon with a number that begins with a plus.
  expect(csvOf(table)).not.toContain('"+880');
});

test('the file of contacts has the next step of the screen, the last active day and the latest note', () => {
  const quiet = {
    ...row('KE'),
    due: '2026-11-27' as CalendarDate,
    quietSince: '2026-05-20' as CalendarDate,
    lastActive: '2026-05-20' as CalendarDate
  };
  const planned = { ...quiet, country: 'UG' as CountryCode, steps: [aStep('Call again'), aStep('Invite')] };
  const notes = [
    aNote('KE' as CountryCode, '2026-11-20'),
    aNote('KE' as CountryCode, '2026-11-10', { text: 'Two officers are new.' })
  ];
  const table = contactsTable([quiet, planned], {
    peopleOf: () => [],
    notesOf: (country) => (country === 'KE' ? notes : [])
  });
  const cellsOf = (label: string) => table.rows.map((cells) => cells[table.head.indexOf(label)]);
  expect(cellsOf('Next step')).toEqual(['Inactive since 20 May 2026: write or call', 'Call again; Invite']);
  expect(cellsOf('Last active')).toEqual([
    dayCell('2026-05-20' as CalendarDate),
    dayCell('2026-05-20' as CalendarDate)
  ]);
  expect(cellsOf('Note')).toEqual(['Two officers are new.', null]);
});

function aStep(step: string) {
  return { note: `contact:UG:${step}`, step, due: '2026-11-27' as CalendarDate };
}

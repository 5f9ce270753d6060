import { listTable } from '#lib/register/register-table.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Result } from '#lib/domain/result.ts';
import type { AuditEntry, PersonRow } from '#lib/store/server/office-people.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';
import { aboutWords, deedWord, doerWord, type Names } from './audit-trail.svelte.ts';
import { personRoleWord, personState } from './people-words.ts';

export function peopleTable(rows: readonly PersonRow[]): FileTable {
  return listTable(m.people_tab_people(), rows, [
    [m.people_column_name(), ({ name }) => name],
    [m.registration_function(), (row) => row.function],
    [m.person_account(), ({ id }) => id],
    [m.people_column_role(), ({ role }) => personRoleWord(role)],
    [m.people_column_state(), (row) => personState(row).word],
    [m.people_column_seen(), ({ lastSeen }) => (lastSeen ? new Date(lastSeen) : null)],
    [m.people_column_factors(), ({ secondFactors }) => secondFactors]
  ]);
}

/** Entries that the server returns at most. */
const PAGE = 200;

/** The whole log, as the server has it: the screen has only what was read so far. */
export async function auditTable(
  read: (limit: number, before?: string) => Promise<Result<readonly AuditEntry[]>>,
  names: Names,
  isMeant: (entry: AuditEntry) => boolean
): Promise<FileTable> {
  const entries: AuditEntry[] = [];
  for (let isWhole = false; !isWhole;) {
    const told = await read(PAGE, entries.at(-1)?.id);
    if (!told.ok) throw new Error(told.problems[0]?.code);
    entries.push(...told.value);
    isWhole = told.value.length < PAGE;
  }
  return listTable(m.people_tab_audit(), entries.filter(isMeant), [
    [m.people_audit_when(), ({ at }) => new Date(at)],
    [m.people_audit_who(), ({ by }) => plain(doerWord(by, names))],
    [m.people_audit_what(), ({ what }) => plain(deedWord(what))],
    [m.people_audit_about(), (entry) => plain(aboutWords(entry, names).join(' · '))]
  ]);
}

/** Isolates keep names in their direction on a screen; a cell has its own. */
function plain(words: string): string {
  return words.replace(/[\u2066-\u2069]/g, '');
}

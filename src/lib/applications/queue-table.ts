import { countryName, formatList } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { listTable } from '#lib/register/register-table.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';
import { statusBadge } from './application-words.ts';
import type { ApplicationRow } from './queue.ts';

export function queueTable(rows: readonly ApplicationRow[]): FileTable {
  return listTable(m.app_desk_applications(), rows, [
    [m.register_column_number(), ({ number }) => number],
    [m.register_company(), ({ company }) => company],
    [m.dossier_goods(), ({ substances }) => formatList(substances)],
    [m.register_column_partner(), ({ partner }) => countryName(partner)],
    [m.register_column_status(), ({ state }) => statusBadge(state.status).word],
    [m.application_column_days(), ({ days }) => days],
    [m.application_column_assigned(), ({ state }) => state.assigned?.toName ?? null]
  ]);
}

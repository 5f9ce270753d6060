import type { SvelteSet } from 'svelte/reactivity';
import type { DossierKey } from '#lib/domain/ids.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { RowSelection } from '#lib/ui/table/table-column.ts';

/** Rows ticked for a reminder, each by its dossier: all rows of a dossier have one tick. */
export function selectDossiers<Row>(
  selected: SvelteSet<DossierKey>,
  about: (row: Row) => { readonly dossier: DossierKey; readonly number: string }
): RowSelection<Row> {
  return {
    head: m.batch_select(),
    label: (row) => m.reminder_select_row({ number: isolate(about(row).number) }),
    has: (row) => selected.has(about(row).dossier),
    set: (row, isSelected) =>
      void (isSelected ? selected.add(about(row).dossier) : selected.delete(about(row).dossier))
  };
}

/** Overview as a table for files: codes and plain figures, one meaning per column. */
import { countryName } from '#lib/i18n/format.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import { m } from '#lib/i18n/messages.ts';
import { regionOf } from '#lib/domain/region.ts';
import {
  isDayKnown,
  rowsOfAll,
  type CountryRow,
  type CountryUse,
  type Overview
} from '#lib/domain/usage/overview.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file-table.ts';
import { useWords } from './use-words.ts';

interface Column<Of> {
  readonly head: () => string;
  readonly of: (of: Of) => Cell;
}

const OF_ALL: readonly Column<CountryRow>[] = [
  { head: () => m.overview_file_code(), of: ({ country }) => country },
  { head: () => m.registration_country(), of: ({ country }) => countryName(country) },
  { head: () => m.overview_file_region(), of: ({ country }) => regionCell(country) },
  { head: () => m.overview_state(), of: ({ use }) => useWords(use?.state ?? null).word }
];

/** Empty if a country is outside I2ES or nothing was counted; empty is not zero. */
const OF_USE: readonly Column<CountryUse>[] = [
  { head: () => m.overview_file_requested(), of: ({ requestedOn }) => dayCell(requestedOn) },
  { head: () => m.incb_column_registered(), of: ({ registeredOn }) => dayCell(registeredOn) },
  { head: () => m.overview_last_active(), of: ({ lastActive }) => dayCell(lastActive) },
  { head: () => m.overview_issued(), of: ({ figures }) => figures?.issued ?? null },
  { head: () => m.overview_exchanged(), of: ({ figures }) => figures?.exchanged ?? null },
  { head: () => m.overview_file_off_line(), of: ({ figures }) => figures?.offLine ?? null },
  { head: () => m.overview_file_answered_by_partners(), of: ({ figures }) => figures?.answered ?? null },
  { head: () => m.overview_file_shipped(), of: ({ figures }) => figures?.shipped ?? null },
  { head: () => m.overview_endorsed_there(), of: ({ figures }) => figures?.endorsedThere ?? null },
  { head: () => m.overview_file_received(), of: ({ figures }) => figures?.received ?? null },
  { head: () => m.overview_file_answered_here(), of: ({ figures }) => figures?.receivedAnswered ?? null },
  { head: () => m.overview_file_to_endorse(), of: ({ figures }) => figures?.toEndorse ?? null },
  { head: () => m.overview_file_endorsed(), of: ({ figures }) => figures?.endorsed ?? null },
  { head: () => m.overview_on_time(), of: ({ figures }) => figures?.onTime ?? null },
  { head: () => m.overview_days_to_answer(), of: ({ figures }) => figures?.medianToAnswer ?? null },
  { head: () => m.overview_days_to_endorse(), of: ({ figures }) => figures?.medianToEndorse ?? null },
  { head: () => m.overview_imports(), of: ({ figures }) => figures?.imports ?? null },
  { head: () => m.overview_exports(), of: ({ figures }) => figures?.exports ?? null },
  { head: () => mostHead(m.overview_partners()), of: ({ most }) => most?.partners ?? null },
  { head: () => mostHead(m.overview_partners_on()), of: ({ most }) => most?.partnersOnSystem ?? null },
  { head: () => mostHead(m.overview_people()), of: ({ most }) => most?.people ?? null },
  { head: () => mostHead(m.overview_devices()), of: ({ most }) => most?.devices ?? null }
];

function mostHead(figure: string): string {
  return m.overview_file_most({ figure });
}

function regionCell(country: CountryUse['country']): string | null {
  const region = regionOf(country);
  return region === null ? null : regionName(region);
}

/** No rows for an unknown day: "not on I2ES" would be a guess. */
export function overviewTable(overview: Overview): FileTable {
  const rows = isDayKnown(overview) ? rowsOfAll(overview) : [];
  return {
    name: overview.asOf,
    head: [...OF_ALL, ...OF_USE].map(({ head }) => head()),
    rows: rows.map((row) => [
      ...OF_ALL.map(({ of }) => of(row)),
      ...OF_USE.map(({ of }) => (row.use ? of(row.use) : null))
    ])
  };
}

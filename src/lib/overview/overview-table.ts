/** The overview as rows and columns, for files that others reckon with: codes and plain figures, one meaning a column. */
import { countryName } from '#lib/i18n/format.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import { m } from '#lib/i18n/messages.ts';
import { regionOf } from '#lib/domain/region.ts';
import {
  areFiguresKnown,
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

/** Empty where a country is not on the system, or no figure of the day is known: that is not a count of nothing. */
const OF_USE: readonly Column<CountryUse>[] = [
  { head: () => m.overview_file_requested(), of: ({ requestedOn }) => dayCell(requestedOn) },
  { head: () => m.incb_column_registered(), of: ({ registeredOn }) => dayCell(registeredOn) },
  { head: () => m.overview_last_active(), of: ({ lastActive }) => dayCell(lastActive) },
  { head: () => m.overview_issued(), of: ({ figures }) => figures.issued },
  { head: () => m.overview_exchanged(), of: ({ figures }) => figures.exchanged },
  { head: () => m.overview_file_off_line(), of: ({ figures }) => figures.offLine },
  { head: () => m.overview_file_answered_by_partners(), of: ({ figures }) => figures.answered },
  { head: () => m.overview_file_shipped(), of: ({ figures }) => figures.shipped },
  { head: () => m.overview_endorsed_there(), of: ({ figures }) => figures.endorsedThere },
  { head: () => m.overview_file_received(), of: ({ figures }) => figures.received },
  { head: () => m.overview_file_answered_here(), of: ({ figures }) => figures.receivedAnswered },
  { head: () => m.overview_file_to_endorse(), of: ({ figures }) => figures.toEndorse },
  { head: () => m.overview_file_endorsed(), of: ({ figures }) => figures.endorsed },
  { head: () => m.overview_on_time(), of: ({ figures }) => figures.onTime },
  { head: () => m.overview_days_to_answer(), of: ({ figures }) => figures.medianToAnswer },
  { head: () => m.overview_days_to_endorse(), of: ({ figures }) => figures.medianToEndorse },
  { head: () => m.overview_imports(), of: ({ figures }) => figures.imports },
  { head: () => m.overview_exports(), of: ({ figures }) => figures.exports },
  { head: () => mostHead(m.overview_partners()), of: ({ most }) => most.partners },
  { head: () => mostHead(m.overview_partners_on()), of: ({ most }) => most.partnersOnSystem },
  { head: () => mostHead(m.overview_people()), of: ({ most }) => most.people },
  { head: () => mostHead(m.overview_devices()), of: ({ most }) => most.devices }
];

function mostHead(figure: string): string {
  return m.overview_file_most({ figure });
}

function regionCell(country: CountryUse['country']): string | null {
  const region = regionOf(country);
  return region === null ? null : regionName(region);
}

export function overviewTable(overview: Overview): FileTable {
  const isCounted = areFiguresKnown(overview);
  return {
    name: overview.asOf,
    head: [...OF_ALL, ...OF_USE].map(({ head }) => head()),
    rows: rowsOfAll(overview).map((row) => [
      ...OF_ALL.map(({ of }) => of(row)),
      ...OF_USE.map(({ of }) => (isCounted && row.use ? of(row.use) : null))
    ])
  };
}

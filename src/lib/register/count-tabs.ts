/** Counts authorizations per tab of the register in one pass over the rows that match the search. */
import type { RegisterRow, RegisterTab } from '#lib/store/api.ts';
import { isInFigures, isInTab } from '#lib/store/index/query-register.ts';

const TABS: readonly RegisterTab[] = ['all', 'issued', 'received', 'open', 'expiring', 'closed'];

type TabCounts = Readonly<Record<RegisterTab, number>>;

export function countTabs(rows: readonly RegisterRow[]): TabCounts {
  const counts = { all: 0, issued: 0, received: 0, open: 0, expiring: 0, closed: 0 };
  for (const row of rows.filter(isInFigures)) for (const tab of TABS) if (isInTab(row, tab)) counts[tab]++;
  return counts;
}

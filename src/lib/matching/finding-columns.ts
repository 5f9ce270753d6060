import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { badgeRem } from '#lib/ui/table/badge-width.ts';
import type { TableColumn } from '#lib/ui/table/table-column.ts';
import type { MatchingRow } from './matching-rows.ts';
import { classWord } from './finding-words.ts';

export type FindingColumn = 'what' | 'sentence' | 'partner' | 'base' | 'since';

/** The minimum fits an authorization's number; longer class words are cut and shown in full in the pair. */
const [MIN_WHAT_REM, MAX_WHAT_REM] = [11.25, 15.5];

/** Pixels: four lines of a sentence, five on a card. */
export const ROW_HEIGHT = 92;
export const CARD_HEIGHT = 366;

function whatRem(): number {
  return Math.max(MIN_WHAT_REM, Math.min(MAX_WHAT_REM, badgeRem(FINDING_CLASSES.map(classWord))));
}

function both(above: string, below: string): string {
  return `${above} · ${below}`;
}

export function findingColumns(): readonly TableColumn<MatchingRow>[] {
  const columns: readonly (TableColumn<MatchingRow> & { readonly key: FindingColumn })[] = [
    {
      key: 'what',
      label: both(m.matching_column_class(), m.register_column_number()),
      width: `${whatRem()}rem`,
      wideInCard: true,
      sortBy: ({ finding }) => finding.number
    },
    {
      key: 'sentence',
      label: m.matching_column_sentence(),
      width: 'minmax(13rem, 4fr)',
      wideInCard: true
    },
    {
      key: 'partner',
      label: both(m.register_column_partner(), m.matching_column_goods()),
      width: 'minmax(8.25rem, 1fr)',
      sortBy: ({ partner }) => countryName(partner)
    },
    {
      key: 'base',
      label: m.matching_column_base(),
      align: 'end',
      width: '7.5rem',
      sortBy: ({ totals }) => totals[0]?.base ?? 0
    },
    {
      key: 'since',
      label: both(m.matching_column_since(), m.matching_column_step()),
      width: '9rem',
      wideInCard: true,
      sortBy: ({ finding }) => Number(finding.since.replaceAll('-', ''))
    }
  ];
  return columns;
}

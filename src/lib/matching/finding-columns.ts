/** The columns of the desk's list; in a card on a small screen class, number and sentence have a line each: cut, they tell nothing. */
import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { badgeRem } from '#lib/ui/badge-width.ts';
import type { TableColumn } from '#lib/ui/table-column.ts';
import type { MatchingRow } from './desk-rows.ts';
import { classWord, findingStepWord, substanceName } from './finding-words.ts';

export type FindingColumn = 'class' | 'sentence' | 'number' | 'partner' | 'goods' | 'base' | 'since' | 'step';

/** Longer words of a class are cut in the list; its filter and the pair tell them whole. */
const MOST_CLASS_REM = 15;

function classRem(): number {
  return Math.min(MOST_CLASS_REM, badgeRem(FINDING_CLASSES.map(classWord)));
}

export function findingColumns(): readonly TableColumn<MatchingRow>[] {
  const columns: readonly (TableColumn<MatchingRow> & { readonly key: FindingColumn })[] = [
    { key: 'class', label: m.matching_column_class(), width: `${classRem()}rem`, wideInCard: true },
    {
      key: 'number',
      label: m.register_column_number(),
      width: '11.25rem',
      wideInCard: true,
      sortBy: ({ finding }) => finding.number
    },
    {
      key: 'partner',
      label: m.register_column_partner(),
      width: '7.5rem',
      sortBy: ({ partner }) => countryName(partner)
    },
    {
      key: 'sentence',
      label: m.matching_column_sentence(),
      width: 'minmax(12rem, 3fr)',
      wideInCard: true
    },
    {
      key: 'goods',
      label: m.matching_column_goods(),
      width: 'minmax(6rem, 1fr)',
      hideOnPhone: true,
      sortBy: ({ finding }) => substanceName(finding.goods[0]?.substance ?? '')
    },
    {
      key: 'base',
      label: m.matching_column_base(),
      align: 'end',
      width: '8rem',
      sortBy: ({ base }) => base
    },
    {
      key: 'since',
      label: m.matching_column_since(),
      width: '7.75rem',
      hideOnPhone: true,
      sortBy: ({ finding }) => Number(finding.since.replaceAll('-', ''))
    },
    {
      key: 'step',
      label: m.matching_column_step(),
      width: '7.5rem',
      sortBy: ({ step }) => findingStepWord(step)
    }
  ];
  return columns;
}

import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { badgeRem, dayRem, headRem, wordRem } from '#lib/ui/table/badge-width.ts';
import type { TableColumn } from '#lib/ui/table/table-column.ts';
import { directionWord, rowWords, statusWords } from './row-words.ts';
import { remember, remembered } from '#lib/pwa/remember.ts';

// prettier-ignore
export const COLUMN_KEYS = [
  'number', 'direction', 'partner', 'substances', 'companies', 'base', 'status', 'delivery',
  'issuedOn', 'validUntil', 'changedAt'
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

export const USUAL_COLUMNS: readonly ColumnKey[] = [
  'number',
  'direction',
  'partner',
  'substances',
  'status',
  'delivery',
  'validUntil'
];

const DATES: readonly ColumnKey[] = ['issuedOn', 'validUntil', 'changedAt'];

const STORED_AS = 'I2ES_REGISTER_COLUMNS';

const WHERE_IT_FITS: readonly ColumnKey[] = ['base', 'companies'];
const ROOT_PX = 16;
const AROUND_REM = 1.25;

/** Columns without a choice: the default, plus quantity and parties if the table has room for them whole. */
export function usualColumns(roomPx: number, remPx = ROOT_PX): readonly ColumnKey[] {
  const shown = new Set(USUAL_COLUMNS);
  let room = roomPx / remPx - AROUND_REM - USUAL_COLUMNS.reduce((sum, key) => sum + leastRem(key), 0);
  for (const key of WHERE_IT_FITS) {
    room -= leastRem(key);
    if (room < 0) break;
    shown.add(key);
  }
  return COLUMN_KEYS.filter((key) => shown.has(key));
}

function leastRem(key: ColumnKey): number {
  return Number(/[\d.]+(?=rem)/.exec(widthOf(key) ?? '')?.[0] ?? 0);
}

/** The status column fits the usual states in this language; rarer and longer words are cut. */
function widthOf(key: ColumnKey): string | undefined {
  if (key === 'status') return `${statusRem()}rem`;
  if (key === 'direction') return `${directionRem()}rem`;
  return DATES.includes(key) ? `${dateRem(key)}rem` : COLUMNS[key].width;
}

const MARK_REM = 1.25;
const MAX_DIRECTION_REM = 7.5;
const MAX_DATE_REM = 9.25;

function directionRem(): number {
  return Math.min(
    MAX_DIRECTION_REM,
    Math.max(
      headRem([columnLabel('direction')]),
      wordRem((['import', 'export'] as const).map(directionWord))
    ) + MARK_REM
  );
}

function dateRem(key: ColumnKey): number {
  return Math.min(MAX_DATE_REM, Math.max(dayRem(), headRem([columnLabel(key)]) + MARK_REM));
}

const COURSE = ['issued', 'objected', 'exporting', 'shipped', 'partly-used', 'endorsed', 'expired'] as const;
function statusRem(): number {
  return badgeRem(COURSE.map((status) => statusWords(status).word));
}

/** Null if nothing valid was chosen. The number always stays, because it opens the row. */
export function parseColumnChoice(stored: unknown): readonly ColumnKey[] | null {
  const chosen = new Set(typeof stored === 'string' ? stored.split(',') : []);
  const known = COLUMN_KEYS.filter((key) => chosen.has(key));
  return known.length === 0 ? null : COLUMN_KEYS.filter((key) => key === 'number' || chosen.has(key));
}

export function readColumnChoice(): readonly ColumnKey[] | null {
  return parseColumnChoice(remembered(STORED_AS));
}

export function keepColumnChoice(keys: readonly ColumnKey[]): void {
  remember(STORED_AS, keys.join(','));
}

function dateToNumber(date: string): number {
  return Number(date.slice(0, 10).replaceAll('-', ''));
}

type Column = Omit<TableColumn<RegisterRow>, 'key' | 'label'>;

/** The default columns fit next to the shell at 1280 pixels, in the longest words of the six languages. */
const COLUMNS: Readonly<Record<ColumnKey, Column>> = {
  number: { width: '11.25rem', sortBy: (row) => row.number },
  direction: { sortBy: (row) => directionWord(row.direction) },
  partner: { width: 'minmax(6.5rem, 1fr)', sortBy: (row) => countryName(row.partner) },
  substances: { width: 'minmax(8rem, 5fr)', sortBy: (row) => row.substances[0] ?? '', wideInCard: true },
  companies: { width: 'minmax(12rem, 5fr)', sortBy: (row) => row.importer, hideOnPhone: true },
  base: { width: '9rem', align: 'end', sortBy: ({ totals }) => totals[0]?.base ?? 0, hideOnPhone: true },
  status: { wideInCard: true, sortBy: (row) => rowWords(row).word },
  delivery: { width: 'minmax(5.25rem, 0.3fr)', hideOnPhone: true },
  issuedOn: { align: 'end', sortBy: (row) => dateToNumber(row.issuedOn), hideOnPhone: true },
  validUntil: { align: 'end', sortBy: (row) => dateToNumber(row.validUntil) },
  changedAt: { align: 'end', sortBy: (row) => Date.parse(row.changedAt), hideOnPhone: true }
};

const LABELS: Readonly<Record<ColumnKey, () => string>> = {
  number: m.register_column_number,
  direction: m.register_column_direction,
  partner: m.register_column_partner,
  substances: m.register_column_substances,
  companies: m.register_column_companies,
  base: m.register_column_base,
  status: m.register_column_status,
  delivery: m.register_column_delivery,
  issuedOn: m.register_column_issuedon,
  validUntil: m.register_column_validuntil,
  changedAt: m.register_column_changedat
};

export function columnLabel(key: ColumnKey): string {
  return LABELS[key]();
}

export function columnsOf(keys: readonly ColumnKey[]): readonly TableColumn<RegisterRow>[] {
  return keys.map((key) => ({
    key,
    label: columnLabel(key),
    ...COLUMNS[key],
    width: widthOf(key) ?? 'minmax(7rem, 1fr)'
  }));
}

import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { isAuthorizationDraft, parseDraft, type Draft } from '#lib/domain/draft/draft.ts';
import DraftTable, { draftToRow } from '#lib/register/DraftTable.svelte';
import { draftsTable } from '#lib/register/register-table.ts';
import { loadCountryWords, searchRows } from '#lib/register/found-rows.ts';

vi.mock('$app/paths', () => ({ base: '' }));

let made = 0;

function aDraft(country: string, ...lines: Record<string, string>[]): Draft {
  made++;
  const parsed = parseDraft({
    _id: `draft:00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    schema: 1,
    kind: 'import-authorization',
    fields: country === '' ? {} : { exportingCountry: country },
    lines: lines.map((fields, at) => ({ key: `l${at}`, fields })),
    updatedAt: '2026-11-20T08:00:00.000Z',
    updatedBy: 'org.couchdb.user:au-officer',
    device: 'K'.repeat(43)
  });
  if (!parsed.ok || !isAuthorizationDraft(parsed.value)) throw new Error('no draft');
  return parsed.value;
}

const morphine = { substance: 'morphine', quantity: '500', unit: 'g' };

test('drafts for one partner are told apart by substance and quantity, as typed', () => {
  const shown = [
    aDraft('CH', morphine),
    aDraft('CH', { ...morphine, quantity: '7,' }, { substance: 'codeine', quantity: '2', unit: 'kg' }),
    aDraft('')
  ];
  expect(shown.map((draft) => draftToRow(draft).quantities)).toEqual([
    [{ figure: '500', unit: 'g' }],
    [
      { figure: '7,', unit: 'g' },
      { figure: '2', unit: 'kg' }
    ],
    []
  ]);
  const { body } = render(DraftTable, {
    props: {
      drafts: shown,
      text: '',
      countries: new Map(),
      nameOf: (account: string) => account,
      isConflicting: () => false,
      height: '20rem',
      onopen: () => undefined
    }
  });
  expect(body).toContain('500\u00a0g');
  expect(body).toContain('7,\u00a0g');
  expect(body).toContain('2\u00a0kg');
});

test('a draft is found by its partner’s name in another language', async () => {
  const rows = [aDraft('CH', morphine), aDraft('AU', morphine)].map(draftToRow);
  const found = searchRows(rows, 'швейцария', await loadCountryWords());
  expect(found.map(({ partner }) => partner)).toEqual(['CH']);
});

test('drafts are saved as a file as they are listed, with the time as a time', () => {
  const rows = [aDraft('CH', morphine), aDraft('')].map(draftToRow);
  const { rows: lines } = draftsTable(rows, () => 'A. Person', 'drafts');
  const at = new Date('2026-11-20T08:00:00.000Z');
  expect(lines.map((line) => line.slice(1))).toEqual([
    ['Switzerland', 'morphine', '500\u00a0g', 'A. Person', at],
    [null, '', '', 'A. Person', at]
  ]);
});

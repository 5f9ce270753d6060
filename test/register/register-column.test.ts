/** The register as a column beside a dossier: the same rows as the table, one person's filters. */
import { describe, expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { NO_COUNTRY_WORDS } from '#lib/register/found-rows.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { START, ROW_TABS } from '#lib/register/register-params.ts';
import { registerPlace } from '#lib/register/register-place.svelte.ts';
import { aRow } from './sample-rows.ts';

const rows = [
  aRow({ haystack: 'morphine', status: 'issued' }),
  aRow({ haystack: 'codeine', totals: [{ substance: 'codeine', base: 1 }], status: 'closed' }),
  aRow({ haystack: 'morphine', status: 'closed' })
];

describe('the column beside a dossier', () => {
  test('lists what the table lists: by tab, filter and words', () => {
    const found = foundRows(
      { registerRows: () => rows },
      { ...START, direction: 'import', partner: 'CH' as CountryCode },
      { text: 'morphine', countries: NO_COUNTRY_WORDS }
    );
    expect(found.rows).toEqual([rows[0], rows[2]]);
    expect(found.in('closed')).toEqual([rows[2]]);
    expect(found.counts).toMatchObject({ all: 2, closed: 1 });
  });

  test('has every tab but that of drafts, which have no dossier', () => {
    expect(ROW_TABS).not.toContain('drafts');
    expect(ROW_TABS).toContain(START.tab);
  });

  test('keeps the filters of one person, and shows another none of them', () => {
    registerPlace.keep('au.officer', { ...START, tab: 'open' });
    expect(registerPlace.read('au.officer').tab).toBe('open');
    expect(registerPlace.read('au.reader')).toEqual(START);
  });
});

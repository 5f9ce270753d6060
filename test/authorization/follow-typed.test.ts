/** What one box says about another, and what it leaves alone. */
import { describe, expect, test } from 'vitest';
import { followTyped, offeredParties, type FollowContext } from '#lib/authorization/follow-typed.ts';
import { listKnownParties, partiesFor } from '#lib/authorization/known-parties.ts';
import { DEFAULT_SETTINGS } from '#lib/domain/authorization/country-settings.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { anExportAuthorization, anImportAuthorization, AU, CH } from '../samples/acts.ts';

const known = listKnownParties(
  [anImportAuthorization()],
  [
    { _id: 'company:1', schema: 1, name: 'Wattle Pharma', address: '1 Wattle Street\nPerth', licence: 'L-1' },
    { _id: 'company:2', schema: 1, name: 'Closed Pharma', address: '2 Old Street\nPerth', retired: true }
  ]
);

const IMPORT: FollowContext = {
  kind: 'import-authorization',
  country: AU,
  settings: DEFAULT_SETTINGS,
  known
};

describe('a company that was named before', () => {
  test('brings its address and, abroad, its country', () => {
    expect(followTyped({}, 'exporterName', 'alpenpharma ag', IMPORT)).toEqual({
      exporterName: 'alpenpharma ag',
      exporterAddress: 'Rheinweg 4\n4051 Basel',
      exporterLicence: '',
      exporterCountry: 'CH',
      exportingCountry: 'CH'
    });
  });

  test('comes from the country’s own list as well, but not once it is retired', () => {
    expect(followTyped({}, 'importerName', 'Wattle Pharma', IMPORT).importerLicence).toBe('L-1');
    expect(followTyped({}, 'importerName', 'Closed Pharma', IMPORT)).toEqual({
      importerName: 'Closed Pharma'
    });
  });

  test('never overwrites an address that was typed by hand, nor a country that was chosen', () => {
    const fields = { exporterAddress: 'Another gate', exportingCountry: 'DE' };
    expect(followTyped(fields, 'exporterName', 'Alpenpharma AG', IMPORT)).toEqual({
      exporterName: 'Alpenpharma AG'
    });
    expect(
      followTyped({ exportingCountry: 'DE' }, 'exporterName', 'Alpenpharma AG', IMPORT)
    ).not.toHaveProperty('exportingCountry');
  });

  test('is offered for its own country alone, and brings nothing where the form names another', () => {
    const belgian = { exportingCountry: 'BE' };
    expect(offeredParties(belgian, 'exporter', IMPORT).map(({ name }) => name)).not.toContain(
      'Alpenpharma AG'
    );
    expect(followTyped(belgian, 'exporterName', 'Alpenpharma AG', IMPORT)).toEqual({
      exporterName: 'Alpenpharma AG'
    });
    for (const fields of [{}, { exportingCountry: 'CH' }])
      expect(offeredParties(fields, 'exporter', IMPORT).map(({ name }) => name)).toContain('Alpenpharma AG');
  });

  test('of the country’s own list is offered for the country that is kept with it', () => {
    const companies = [
      { _id: 'company:3', schema: 1, name: 'Janssen', address: '2340 Beerse', country: 'BE' }
    ] as const;
    const context = { ...IMPORT, known: listKnownParties([], companies) };
    expect(offeredParties({ exportingCountry: 'BE' }, 'exporter', context)).toHaveLength(1);
    expect(offeredParties({ exportingCountry: 'CH' }, 'exporter', context)).toEqual([]);
  });

  test('is offered only in the direction in which it can stand', () => {
    const ea = anExportAuthorization(anImportAuthorization());
    const all = listKnownParties([ea], []);
    expect(partiesFor('export-authorization', CH, all).exporter.map((one) => one.name)).toEqual([
      'Alpenpharma AG'
    ]);
    expect(partiesFor('import-authorization', CH, all).exporter).toEqual([]);
  });
});

describe('the country of the party abroad and the other country of the form', () => {
  test('fill each other while one of them is empty', () => {
    expect(followTyped({}, 'exportingCountry', 'CH', IMPORT)).toEqual({
      exportingCountry: 'CH',
      exporterCountry: 'CH'
    });
    expect(followTyped({}, 'exporterCountry', 'CH', IMPORT)).toEqual({
      exporterCountry: 'CH',
      exportingCountry: 'CH'
    });
  });

  test('leave each other as they are once both are chosen, so that a difference is seen', () => {
    const both = { exportingCountry: 'BE', exporterCountry: 'BE' };
    expect(followTyped(both, 'exportingCountry', 'CH', IMPORT)).toEqual({ exportingCountry: 'CH' });
    expect(followTyped(both, 'exporterCountry', 'CH', IMPORT)).toEqual({ exporterCountry: 'CH' });
    expect(followTyped({}, 'importerCountry', 'CH', IMPORT)).toEqual({ importerCountry: 'CH' });
  });
});

describe('the end of validity', () => {
  const fields = { validFrom: '2026-11-24', validUntil: '2027-02-24', transport: '' };

  test('is six months by sea and three otherwise, until somebody sets it', () => {
    expect(followTyped(fields, 'transport', 'sea', IMPORT).validUntil).toBe('2027-05-24');
    const bySea = { ...fields, transport: 'sea', validUntil: '2027-05-24' };
    expect(followTyped(bySea, 'transport', 'air', IMPORT).validUntil).toBe('2027-02-24');
  });

  test('stays where the officer has set it', () => {
    const own = { ...fields, validUntil: '2027-01-31' };
    expect(followTyped(own, 'transport', 'sea', IMPORT)).toEqual({ transport: 'sea' });
  });

  test('of an export authorization never goes beyond the import authorization’s', () => {
    const context: FollowContext = {
      ...IMPORT,
      kind: 'export-authorization',
      country: CH,
      importUntil: '2026-12-31' as CalendarDate
    };
    const before = { validFrom: '2026-11-24', validUntil: '2026-12-31' };
    expect(followTyped(before, 'validFrom', '2026-11-25', context).validUntil).toBe('2026-12-31');
  });
});

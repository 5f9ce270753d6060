/** What a device counts of its partners is what the server's index counts, on both engines. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import type { Database } from '#couch/engine/engine.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { partnerRows } from '#lib/domain/partners/partner-rows.ts';
import { AU, aClosedTrade, anImportAuthorization } from '../../samples/acts.ts';
import { aHistory } from '../../samples/history.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const toFrance = anImportAuthorization({
  over: { exportingCountry: 'FR', to: ['FR'], seq: { AU: 1, FR: 1 }, number: 'AU-I-2026-000900-00' }
});
const TRADE = [
  ...aClosedTrade('AU-I-2026-000301-00'),
  ...aClosedTrade('AU-I-2026-000302-00'),
  ...aHistory([3, 2, 1, 40, 77, 1200, 9, 14]),
  toFrance
];

describeEngines('partners/by-count', (open, kind) => {
  let tested: TestEngine;
  let database: Database;

  beforeEach(async () => {
    tested = await open();
    await tested.engine.create('country-au');
    database = tested.engine.openAsAdministrator('country-au');
    await deployDesignDocuments(database, 'country', kind);
    const stored = TRADE.map((act, index) => ({ ...act, _rev: `1-${String(index).padStart(32, '0')}` }));
    await database.bulkDocs(stored, { new_edits: false });
  });
  afterEach(() => tested.drop());

  test('has as many authorizations of each partner as the desk shows, with those that are set aside', async () => {
    const { rows } = await database.query<number>('partners/by-count', { group: true });
    const viewed = new Map<string, number>();
    for (const { key, value } of rows) {
      const [country = '', what = ''] = key as readonly string[];
      if (country !== AU && /^(import|export)-authorization$/.test(what))
        viewed.set(country, (viewed.get(country) ?? 0) + value);
    }
    const index = new DossierIndex();
    index.add(TRADE);
    const dossiers: Dossier[] = [];
    index.forEach((dossier) => dossiers.push(dossier));
    const aside = dossiers
      .flatMap(({ setAside, exportingCountry }) => setAside.map(({ act }) => [act, exportingCountry]))
      .filter(([act]) => /:(import|export)-authorization:/.test(act!));
    const today = '2026-12-31' as CalendarDate;
    const asked = { authority: AU, from: '2026-01-01' as CalendarDate, to: today, today };
    const shown = partnerRows(dossiers, asked).map(({ partner, number }) => {
      return [partner, number + aside.filter(([, country]) => country === partner).length] as const;
    });
    expect(new Map(shown)).toEqual(viewed);
    expect(viewed.get('FR')).toBe(1);
  });
});

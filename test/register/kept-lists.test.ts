/** What the register keeps while rows come, change and go is what all rows together give. */
import { expect, test } from 'vitest';
import { latestOf } from '#lib/domain/groups.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import {
  countTabs,
  keptTabs,
  KeptSearch,
  loadCountryWords,
  registerNames,
  searchRows
} from '#lib/register/found-rows.ts';
import { Chance } from '../score/random.ts';

const PARTNERS = ['CH', 'FR', 'CL'];
const SUBSTANCES = ['morphine', 'codeine', 'fentanyl'];
const TYPED = 'chile morphine 1';

function aRow(chance: Chance, no: number): RegisterRow {
  const [partner, substance] = [chance.of(PARTNERS), chance.of(SUBSTANCES)];
  return {
    id: `row-${no}`,
    partner,
    totals: [{ substance }],
    importer: chance.of(['One', 'Two']),
    exporter: chance.of(['Three', 'Four']),
    status: chance.of(['open', 'refused', 'closed', 'expired']),
    needs: chance.is(0.3) ? ['expiring'] : [],
    own: chance.is(0.5),
    isSuspended: chance.is(0.2),
    issuedOn: `2026-10-0${1 + Math.floor(chance.next() * 5)}`,
    haystack: `au-i-2026-${no} ${partner.toLowerCase()} ${chance.is(0.5) ? substance : 'injection'}`
  } as never;
}

test.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'its filters, tabs and search (seed %i)',
  async (seed) => {
    const chance = new Chance(seed);
    const countries = await loadCountryWords();
    const [names, tabs, search] = [registerNames(), keptTabs(), new KeptSearch()];
    let rows: readonly RegisterRow[] = [];
    let text = '';
    for (let no = 0; no < 60; no++) {
      const at = Math.floor(chance.next() * (rows.length + 1));
      if (chance.is(0.6)) rows = rows.toSpliced(at, chance.is(0.3) ? 1 : 0, aRow(chance, no));
      if (chance.is(0.6)) text = chance.is(0.1) ? '' : TYPED.slice(0, text.length + 1);
      const anew = registerNames();
      for (const list of ['partners', 'substances', 'statuses', 'companies'] as const)
        expect([...names[list].in(rows)].sort()).toEqual([...anew[list].in(rows)].sort());
      expect(tabs.in(rows)).toEqual(countTabs(rows));
      expect(search.in(rows, text, countries)).toEqual(searchRows(rows, text, countries));
      const byDay = rows.toSorted((a, b) => (a.issuedOn < b.issuedOn ? 1 : a.issuedOn > b.issuedOn ? -1 : 0));
      expect(latestOf(rows, 8)).toEqual(byDay.slice(0, 8));
    }
  }
);

/** What the register keeps while rows come, change and go is what all rows together give. */
import { expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { unverifiedRows } from '#lib/matching/matching-rows.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { isAsked, loadCountryWords, registerNames, searchRows } from '#lib/register/found-rows.ts';
import { issuedIn, rowsNaming, rowsWith } from '#lib/register/latest-rows.ts';
import { monthCounts, monthFigures } from '#lib/register/month-figures.ts';
import { START } from '#lib/register/register-params.ts';
import { countTabs, TABS } from '#lib/register/row-index.ts';
import { RowSearch } from '#lib/register/row-search.ts';
import { isInTab, queryRegister } from '#lib/store/index/query-register.ts';
import { Chance } from '../score/random.ts';
import { EMPTY_TODAY } from './sample-rows.ts';

const PARTNERS = ['CH', 'FR', 'CL'];
const SUBSTANCES = ['morphine', 'codeine', 'fentanyl'];
const TYPED = 'chile morphine 1';
const [FROM, TO] = ['2026-10-02', '2026-10-04'] as CalendarDate[] as [CalendarDate, CalendarDate];

function aRow(chance: Chance, no: number): RegisterRow {
  const [partner, substance] = [chance.of(PARTNERS), chance.of(SUBSTANCES)];
  return {
    id: `row-${no}`,
    number: `AU-I-2026-${no % 7}`,
    partner,
    totals: [{ substance }],
    importer: chance.of(['One', 'Two']),
    exporter: chance.of(['Three', 'Four']),
    status: chance.of(['open', 'refused', 'closed', 'expired', 'not-verified']),
    needs: chance.is(0.3) ? ['expiring'] : [],
    own: chance.is(0.5),
    isSuspended: chance.is(0.2),
    changedAt: `2026-10-0${1 + Math.floor(chance.next() * 5)}`,
    issuedOn: `2026-10-0${1 + Math.floor(chance.next() * 5)}`,
    haystack: `au-i-2026-${no} ${partner.toLowerCase()} ${chance.is(0.5) ? substance : 'injection'}`
  } as never;
}

test.each(Array.from({ length: 30 }, (_, seed) => seed))(
  'its filters, tabs and search (seed %i)',
  async (seed) => {
    const chance = new Chance(seed);
    const countries = await loadCountryWords();
    const [names, search] = [registerNames(), new RowSearch()];
    const [month, unverified] = [monthCounts(), unverifiedRows()];
    const [withPartner, naming] = [rowsWith('CH' as CountryCode), rowsNaming(['ONE', 'Four'])];
    let rows: readonly RegisterRow[] = [];
    let text = '';
    for (let no = 0; no < 60; no++) {
      const at = Math.floor(chance.next() * (rows.length + 1));
      if (chance.is(0.6))
        rows = queryRegister(rows.toSpliced(at, chance.is(0.3) ? 1 : 0, aRow(chance, no)), {
          sort: 'changedAt',
          descending: true
        });
      if (chance.is(0.6)) text = chance.is(0.1) ? '' : TYPED.slice(0, text.length + 1);
      const anew = registerNames();
      for (const list of ['partners', 'substances', 'statuses', 'companies'] as const)
        expect([...names[list].in(rows)].sort()).toEqual([...anew[list].in(rows)].sort());
      const filters = { ...START, ...(chance.is(0.2) ? { status: 'closed' as const } : {}) };
      const sought = { text, countries, company: chance.is(0.2) ? 'One' : null };
      const expected = searchRows(rows, text, countries).filter((row) =>
        isAsked(row, filters, sought.company)
      );
      const found = search.in(rows, filters, sought);
      expect(found.rows).toEqual(expected);
      expect(found.counts).toEqual(countTabs(expected));
      for (const tab of TABS) expect(found.in(tab)).toEqual(expected.filter((row) => isInTab(row, tab)));
      expect(monthFigures(rows, EMPTY_TODAY, TO, month)).toEqual(monthFigures(rows, EMPTY_TODAY, TO));
      expect(unverified.in(rows).size).toBe(rows.filter(({ status }) => status === 'not-verified').length);
      const byDay = queryRegister(rows, { sort: 'issuedOn', descending: true });
      const ofPartner = byDay.filter(({ partner }) => partner === 'CH');
      expect(withPartner.in(rows)).toEqual(ofPartner);
      expect(naming.in(rows)).toEqual(
        byDay.filter(({ importer, exporter }) => importer === 'One' || exporter === 'Four')
      );
      const inTime = ofPartner.filter(({ issuedOn }) => issuedOn >= FROM && issuedOn <= TO);
      const issued = { latest: inTime.slice(0, 3), count: inTime.length };
      expect(issuedIn(withPartner.in(rows), { from: FROM, to: TO }, 3)).toEqual(issued);
    }
  }
);

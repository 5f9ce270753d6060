import { beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import { memberSince, membershipOf, type Membership } from '#lib/domain/partners/membership.ts';
import { partnerRows, type PartnerRow } from '#lib/domain/partners/partner-rows.ts';
import { spreadOf } from '#lib/domain/median.ts';
import { majorPartners, partnersHeadline, shareText } from '#lib/partners/partner-words.ts';
import { partnersTable, substancesTable } from '#lib/partners/partners-table.ts';
import { daysOf, parsePeriod } from '#lib/partners/read-partners.ts';
import { AU, aClosedTrade, anAct, anImportAuthorization } from '../samples/acts.ts';

beforeAll(() => loadCatalog('en'));

const day = (text: string): CalendarDate => text as CalendarDate;
const COUNTRIES = ['CH', 'FR', 'IT', 'DE', 'AT', 'ES'] as CountryCode[];

function rows(): readonly PartnerRow[] {
  const index = new DossierIndex();
  index.add(aClosedTrade());
  COUNTRIES.slice(1).forEach((country, at) => {
    const over = { exportingCountry: country, to: [country], seq: { AU: 1, [country]: 1 } };
    index.add([anImportAuthorization({ over: { ...over, number: `AU-I-2026-00030${at}-00` } })]);
  });
  const dossiers = Array.from(index.keys(), (key) => index.get(key)!);
  const asked = { from: day('2026-01-01'), to: day('2026-12-31'), today: day('2026-11-27') };
  return partnerRows(dossiers, { authority: AU, ...asked });
}

const on: Membership = { state: 'on', since: day('2026-03-01') };
const off: Membership = { state: 'off', asAt: day('2026-11-27') };

describe('the heading sentence', () => {
  test('names five at most, and says how many of them are not on the system', () => {
    expect(majorPartners(rows())).toHaveLength(5);
    const sentence = partnersHeadline(rows(), (country) => (country === 'CH' || country === 'FR' ? on : off));
    expect(sentence).toBe('You have 5 major partners by authorizations exchanged; 3 are not on I2ES.');
  });

  test('says that all are there only where all are, and what is not known', () => {
    expect(partnersHeadline(rows(), () => on)).toContain('all are on I2ES');
    expect(partnersHeadline(rows(), (country) => (country === 'CH' ? { state: 'unknown' } : on))).toContain(
      'no information'
    );
    expect(partnersHeadline([], () => on)).toBeNull();
  });
});

test('a country is on the system since the first key of its people was certified', () => {
  const certified = (authority: string, at: string) =>
    anAct({
      ...{ schema: 1, kind: 'certificate', issuer: 'INCB', to: ['*'], seq: { INCB: 1 }, at },
      ...{ by: { person: 'incb.desk', name: 'I', function: '' }, keyId: 'K'.repeat(43), key: {} },
      holder: { authority, person: 'x.y', name: 'X', role: 'administrator', device: 'D' }
    } as never) as never;
  const since = memberSince([
    certified('CH', '2026-05-02T10:00:00.000Z'),
    certified('CH', '2026-03-01T10:00:00.000Z')
  ]);
  expect(membershipOf('CH' as CountryCode, since, null)).toEqual(on);
  expect(membershipOf('FR' as CountryCode, since, day('2026-11-27'))).toEqual(off);
  expect(membershipOf('FR' as CountryCode, since, null)).toEqual({ state: 'unknown' });
});

test('the middle half of days is between figures that occurred', () => {
  expect(spreadOf([])).toBeNull();
  expect(spreadOf([7])).toEqual({ count: 1, low: 7, median: 7, high: 7 });
  expect(spreadOf([9, 1, 3, 2, 4])).toEqual({ count: 5, low: 2, median: 3, high: 4 });
  expect(spreadOf([1, 2, 3, 10])).toEqual({ count: 4, low: 1, median: 2.5, high: 10 });
});

describe('the period', () => {
  test('is the last twelve months unless the address says another that is known', () => {
    expect(parsePeriod('three')).toBe('three');
    expect(parsePeriod('x')).toBe('twelve');
    expect(daysOf('twelve', day('2026-11-27'))).toEqual({ from: '2025-11-28', to: '2026-11-27' });
    expect(daysOf('last-year', day('2026-11-27'))).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });
});

test('the file tells between which days the middle half lies, as the desk draws it', () => {
  const [swiss] = rows().filter(({ partner }) => partner === 'CH');
  const ship = { count: 4, low: 1, median: 2, high: 10 };
  const paced = { ...swiss!, theirPace: { ...swiss!.theirPace, ship } };
  const { head, rows: lines } = partnersTable([paced], () => on, 'x');
  const days = (what: string) =>
    lines[0]![head.indexOf(`Ship after the export authorization: Partner, ${what}`)];
  const figures = ['median days', 'middle half from (days)', 'middle half to (days)'].map(days);
  expect(figures).toEqual([2, 1, 10]);
});

test('the file has a row for each partner, and a cell for each column', () => {
  const { head, rows: lines } = partnersTable(rows(), () => off, 'x');
  expect(lines).toHaveLength(COUNTRIES.length);
  for (const line of lines) expect(line).toHaveLength(head.length);
  const swiss = lines.find(([code]) => code === 'CH')!;
  expect(swiss[head.indexOf('Substances')]).toBe(2);
  expect(shareText(2857)).toBe('28.6%');
});

test('the file of quantities has a row for each partner and drug, in grams of anhydrous base', () => {
  const swiss = rows().filter(({ partner }) => partner === 'CH');
  const { head, rows: lines } = substancesTable(swiss);
  expect(head.slice(3)).toEqual([
    'Imports authorized, anhydrous base (g)',
    'Imports shipped, anhydrous base (g)',
    'Exports authorized, anhydrous base (g)',
    'Exports shipped, anhydrous base (g)'
  ]);
  expect(lines).toEqual([
    ['CH', 'Switzerland', 'morphine', 376, 361, 0, 0],
    ['CH', 'Switzerland', 'codeine', 147.3, 147.3, 0, 0]
  ]);
});

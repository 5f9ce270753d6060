import { describe, expect, test } from 'vitest';
import readExcelFile from 'read-excel-file/node';
import { Buffer } from 'node:buffer';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import { overviewOn, rowsOfAll } from '#lib/domain/usage/overview.ts';
import { absentByRegion, readGroup } from '#lib/overview/country-groups.ts';
import { headlineOf, ruleOf } from '#lib/overview/headline.ts';
import { figuresOf } from '#lib/overview/make-brief.ts';
import { historyBars } from '#lib/overview/drawings.ts';
import { overviewTable } from '#lib/overview/overview-sheets.ts';
import { m } from '#lib/i18n/messages.ts';
import { csvOf, xlsxOf, type FileTable } from '#lib/ui/file/file-table.ts';
import {
  HEADING_TOTAL,
  REGISTRATION_2019,
  historyOverview,
  LISTED_TOTAL
} from '#lib/domain/usage/registration-2019.ts';
import { aUsage } from '../samples/usage.ts';

const TABLE: FileTable = {
  name: '2026-11-27',
  head: ['Code', 'Name', 'Issued'],
  rows: [
    ['CI', 'Côte d’Ivoire, "République"', 12],
    ['XX', '=HYPERLINK("http://example.org")', null]
  ]
};

describe('the overview as a file', () => {
  test('quotes every cell and contains no formula', () => {
    expect(csvOf(TABLE)).toBe(
      '\ufeff"Code","Name","Issued"\r\n' +
        '"CI","Côte d’Ivoire, ""République""","12"\r\n' +
        '"XX","\'=HYPERLINK(""http://example.org"")",""\r\n'
    );
  });

  test('as a workbook has the same cells, figures as figures', async () => {
    const file = Buffer.from(await (await xlsxOf(TABLE)).arrayBuffer());
    const [sheet] = await readExcelFile(file);
    expect(sheet?.data).toEqual([TABLE.head, ...TABLE.rows]);
  });

  test('has a row for each country of the world by code, and a cell for each column', () => {
    const { head, rows } = overviewTable(historyOverview());
    expect(rows.map(([code]) => code)).toEqual(COUNTRY_CODES);
    for (const row of rows) expect(row).toHaveLength(head.length);
  });

  test('says of who is not on the system that they are not, with their region and nothing counted', () => {
    const { head, rows } = overviewTable(historyOverview());
    const absent = rows.filter(([, , , state]) => state === 'Not on I2ES');
    expect(absent).toHaveLength(COUNTRY_CODES.length - LISTED_TOTAL);
    for (const [code, , region, , ...counted] of absent) {
      expect([code, region === null]).toEqual([code, code === 'AQ']);
      expect([code, counted]).toEqual([code, Array.from({ length: head.length - 4 }, () => null)]);
    }
  });

  test('of the day of 2019 no figure is known, and none is stated, in the file as in the brief', () => {
    const { rows } = overviewTable(historyOverview());
    for (const [code, , , state, ...counted] of rows)
      expect([code, state, ...counted.filter((cell) => cell !== null)]).toEqual([code, state]);
    expect(figuresOf({ overview: historyOverview() }).map(([, figure]) => figure)).toEqual(['11', '34', '8']);
  });
});

test('who is not on the system is listed once, by region, those of no region last', () => {
  const rows = rowsOfAll(historyOverview());
  const regions = absentByRegion(rows);
  expect(regions.map(({ name }) => name)).toEqual(['Africa', 'Americas', 'Asia', 'Europe', 'Oceania', null]);
  const listed = regions.flatMap((region) => region.rows.map(({ country }) => country));
  expect(new Set(listed).size).toBe(listed.length);
  expect([...listed].sort()).toEqual(
    rows.flatMap(({ country, use }) => (use === null ? [country] : [])).sort()
  );
  expect(regions.at(-1)?.rows.map(({ country }) => country)).toEqual(['AQ']);
});

describe('the words of a past day', () => {
  const [today, AU] = ['2026-11-28' as CalendarDate, 'AU' as CountryCode];
  const at = '2025-01-10T08:00:00.000Z' as Standing['since'];
  const head = { _id: 'standing:AU', schema: 1, country: AU, state: 'registered', by: 'server' } as const;
  const standings: Standing[] = [{ ...head, registeredAt: at, since: at }];
  const usage = [aUsage(AU, '2025-11', { imports: 2, firstActive: '2025-11-29' as CalendarDate })];
  const shownOn = (day: string) =>
    overviewOn({
      ...{ standings, registrations: [], usage, activeMonths: 12 },
      ...{ asOf: day as CalendarDate, today }
    });

  test('say of a day before the first record that there is no data, and the file has no row of it', () => {
    const overview = shownOn('2019-06-01');
    expect(headlineOf(overview, overview)).toBe(
      'I2ES has no data for 1 Jun 2019. Its data begins on 10 Jan 2025.'
    );
    expect(ruleOf(overview, 12)).toBe(m.overview_no_data_lead());
    expect(overviewTable(overview).rows).toEqual([]);
    expect(figuresOf({ overview })).toEqual([]);
  });

  test('say of a day before the first activity how many are registered, and state no figure', () => {
    const overview = shownOn('2025-11-15');
    expect(headlineOf(overview, null)).toBe(
      'On 15 Nov 2025, registered countries: 1. Active countries were not counted.'
    );
    expect(ruleOf(overview, 12)).toContain('Authorizations were not counted in the months before that day.');
    expect(figuresOf({ overview })).toEqual([
      ['Registered, activity not counted', '1'],
      ['Account requested', '0']
    ]);
  });

  test('name the months of the figures, and since when they are counted where that is not for all of them', () => {
    expect(ruleOf(shownOn('2026-01-30'), 12)).toContain('Figures cover Nov 2025 to Dec 2025.');
    expect(ruleOf(shownOn('2026-01-31'), 12)).toContain('Figures cover Nov 2025 to Jan 2026.');
    expect(ruleOf(shownOn('2026-01-31'), 12)).toContain('I2ES has counted use since 29 Nov 2025.');
    expect(ruleOf(shownOn('2026-11-28'), 11)).not.toContain('has counted use since');
  });
});

test('each figure of a country is in the file, and what cannot be added is the most in a month', () => {
  const AU = 'AU' as CountryCode;
  const counted = {
    imports: 3,
    exports: 2,
    endorsed: 2,
    endorsedHere: 1,
    partners: 4,
    partnersOnSystem: 2,
    people: 5,
    devices: 6
  };
  const usage = [
    aUsage(AU, '2026-10', counted),
    aUsage(AU, '2026-11', { ...counted, partners: 1, people: 1, devices: 1 })
  ];
  const standing = { _id: 'standing:AU', schema: 1, country: AU, state: 'registered', by: 'server' } as const;
  const at = '2025-01-10T08:00:00.000Z' as Standing['since'];
  const standings = [{ ...standing, registeredAt: at, since: at } as Standing];
  const day = '2026-11-27' as CalendarDate;
  const input = { standings, registrations: [], usage, asOf: day, today: day, activeMonths: 12 };
  const { head, rows } = overviewTable(overviewOn(input));
  const row = rows.find(([code]) => code === AU);
  const told = Object.fromEntries(head.map((name, index) => [name, row?.[index]]));
  expect(told).toMatchObject({
    Issued: 10,
    'Import authorizations issued': 6,
    'Export authorizations issued': 4,
    'Endorsed by partners': 4,
    Endorsed: 2,
    'Partners, most in one month': 4,
    'Partners on I2ES, most in one month': 2,
    'Users who signed, most in one month': 5,
    'Devices that signed, most in one month': 6
  });
});

test('the table of 2019 has the three lists of the slide, which are fewer than its heading says', () => {
  expect([
    REGISTRATION_2019.active.length,
    REGISTRATION_2019['not-active'].length,
    REGISTRATION_2019.requested.length
  ]).toEqual([11, 34, 8]);
  expect([LISTED_TOTAL, HEADING_TOTAL]).toEqual([53, 57]);
});

test('the table of 2019 is drawn beside what is so now, state by state', () => {
  const bars = historyBars({ counts: { active: 14, 'not-active': 40, registered: null, requested: 0 } });
  expect(bars.map(({ name, text }) => `${name} ${text}`)).toEqual([
    'Active · 22 Mar 2019 11',
    'Active · Now 14',
    'Registered, not active · 22 Mar 2019 34',
    'Registered, not active · Now 40',
    'Account requested · 22 Mar 2019 8',
    'Account requested · Now 0'
  ]);
});

describe('a group of countries', () => {
  test('needs a name and a country; its name has single blanks', () => {
    const countries = ['DK', 'FI'];
    expect(readGroup({ name: ' Nordic  states ', countries })).toEqual({
      name: 'Nordic states',
      countries,
      lacks: []
    });
    expect(readGroup({ name: '  ', countries })).toMatchObject({ lacks: ['name'] });
    expect(readGroup({ name: 'X', countries: [] })).toMatchObject({ lacks: ['countries'] });
    expect(readGroup({ name: ' ', countries: [] })).toMatchObject({ lacks: ['name', 'countries'] });
  });
});

/** The overview as one workbook: every table of the screen is a sheet of it, and says what the domain says. */
import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import readExcelFile from 'read-excel-file/node';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import { growthUntil, overviewOn } from '#lib/domain/usage/overview.ts';
import { sumFigures } from '#lib/domain/usage/figures.ts';
import { countriesOfRegion } from '#lib/domain/region.ts';
import type { OverviewInput } from '#lib/domain/usage/use-state.ts';
import { funnelOf, waysOnto } from '#lib/domain/usage/ways-onto.ts';
import {
  REGISTRATION_2019,
  HISTORY_DAY,
  historyOverview,
  LISTED_TOTAL
} from '#lib/domain/usage/registration-2019.ts';
import {
  deviceTable,
  funnelTable,
  growthTable,
  overviewSheets,
  overviewTable,
  type Shown
} from '#lib/overview/overview-sheets.ts';
import { csvOf, xlsxOf, type FileTable } from '#lib/ui/file/file-table.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { aRegistration } from '../samples/registration.ts';
import { aUsage } from '../samples/usage.ts';

const [AU, CH, BD] = ['AU', 'CH', 'BD'] as CountryCode[] as [CountryCode, CountryCode, CountryCode];
const DAY = '2026-11-27' as CalendarDate;
/** Days on which Australia did something. */
const ACTIVE = { firstActive: '2026-10-05', lastActive: '2026-10-20' } as Partial<UsageRecord>;

function registered(country: CountryCode, at: string): Standing {
  const head = { _id: `standing:${country}`, schema: 1, country, state: 'registered', by: 'server' } as const;
  return { ...head, registeredAt: at, since: at } as Standing;
}

const INPUT: OverviewInput = {
  standings: [registered(AU, '2026-08-10T08:00:00.000Z'), registered(CH, '2026-09-02T08:00:00.000Z')],
  registrations: [aRegistration({ country: BD })],
  usage: [
    aUsage(AU, '2026-10', {
      imports: 3,
      exports: 4,
      exchanged: 6,
      received: 5,
      receivedAnswered: 2,
      ...ACTIVE
    }),
    aUsage(AU, '2026-11', {
      ...{ imports: 1, exchanged: 1, endorsedHere: 3, endorsedOnTime: 2, daysToAnswer: { 4: 1 } },
      ...{ languages: { en: 7, ar: 2 }, versions: { '0.1.0': 9 } }
    })
  ],
  asOf: DAY,
  today: DAY,
  activeMonths: 12
};

function shownOn(asOf: CalendarDate): Shown {
  const input = { ...INPUT, asOf };
  const [ways, overview] = [waysOnto(input), overviewOn(input)];
  return {
    asOf,
    activeMonths: 12,
    isHistory: false,
    overview,
    growth: growthUntil(input),
    ways,
    funnel: funnelOf(ways, overview),
    usageUntil: input.usage.filter(({ month }) => month <= asOf.slice(0, 7)),
    setting: { _id: 'setting:overview', schema: 1, groups: [{ name: 'Pacific', countries: [AU] }] }
  };
}

async function sheetsIn(tables: readonly FileTable[]): Promise<ReadonlyMap<string, readonly unknown[][]>> {
  const file = Buffer.from(await (await xlsxOf(...tables)).arrayBuffer());
  return new Map((await readExcelFile(file)).map(({ sheet, data }) => [sheet, data]));
}

describe('the workbook of the overview', () => {
  test('has a sheet for each table of the screen, in its order and by its names, the countries first', async () => {
    expect([...(await sheetsIn(overviewSheets(shownOn(DAY), false))).keys()]).toEqual([
      'Countries',
      'Growth by month',
      'Steps to joining',
      'Countries waiting',
      'By region and group',
      'Languages of the devices',
      'Versions of the app',
      'The table of 22 Mar 2019',
      'Registration and usage'
    ]);
  });

  test('says cell by cell what the overview counts, figures as figures', async () => {
    const shown = shownOn(DAY);
    const sheets = await sheetsIn(overviewSheets(shown, false));
    const { head, rows } = overviewTable(shown.overview);
    expect(sheets.get('Countries')).toEqual([head, ...rows]);
    expect(sheets.get('Growth by month')).toEqual([
      [
        ...['Month', 'Active', 'Registered, not active', 'Registered, activity not counted'],
        ...['Account requested', 'Issued', 'Exchanged']
      ],
      ['2026-08', null, null, 1, 0, null, null],
      ['2026-09', null, null, 2, 0, null, null],
      ['2026-10', 1, 1, null, 0, 7, 6],
      ['2026-11', 1, 1, null, 1, 1, 1]
    ]);
    expect(sheets.get('Steps to joining')?.slice(1)).toEqual(
      shown.funnel.map(({ taken, medianDays }) => [expect.any(String), taken, medianDays])
    );
    expect(sheets.get('Steps to joining')?.[1]).toEqual(['Account requested', 3, null]);
    expect(sheets.get('Countries waiting')?.slice(1)).toEqual(
      shown.ways
        .filter(({ at }) => at !== 'first-exchange')
        .map(({ country, standsFor }) => [country, expect.any(String), expect.any(String), standsFor])
    );
    expect(sheets.get('Languages of the devices')).toEqual([
      ['Language', 'Devices'],
      ['English', 7],
      ['Arabic', 2]
    ]);
    expect(sheets.get('Versions of the app')).toEqual([
      ['Version', 'Devices'],
      ['0.1.0', 9]
    ]);
    expect(sheets.get('The table of 22 Mar 2019')).toHaveLength(LISTED_TOTAL + 1);
    expect(sheets.get('The table of 22 Mar 2019')?.[1]?.slice(0, 2)).toEqual([
      'Active',
      REGISTRATION_2019.active[0]
    ]);
  });

  test('has what the screen shows as a share of a region or group as its two counts', async () => {
    const groups = (await sheetsIn(overviewSheets(shownOn(DAY), false))).get('By region and group') ?? [];
    const figures = sumFigures(INPUT.usage);
    const oceania = groups.find(([name]) => name === 'Oceania');
    const told = [
      1,
      0,
      0,
      figures.issued,
      figures.answered,
      figures.received,
      figures.receivedAnswered,
      figures.medianToAnswer
    ];
    expect(oceania).toEqual(['Oceania', countriesOfRegion('009').length, ...told, 3, 2]);
    expect(groups.at(-1)).toEqual(['Pacific', 1, ...told, 3, 2]);
    expect(figures).toMatchObject({ issued: 8, received: 5, receivedAnswered: 2 });
  });

  test('is of the chosen day: what came later is in no sheet of it, and it says which day and by which rule', async () => {
    const earlier = '2026-10-31' as CalendarDate;
    const sheets = await sheetsIn(overviewSheets(shownOn(earlier), false));
    expect(sheets.get('Growth by month')?.at(-1)).toEqual(['2026-10', 1, 1, null, 0, 7, 6]);
    expect(sheets.get('By region and group')?.at(-1)?.[5]).toBe(7);
    expect([...sheets.keys()]).not.toContain('Languages of the devices');
    const about = sheets.get('Registration and usage') ?? [];
    expect(about[0]).toEqual(['As at', earlier]);
    expect(about[1]?.[0]).toContain('Figures cover Oct 2026 to Oct 2026.');
  });

  test('of the day of 2019 has no growth and no way, as the screen has none, and no figure of a region', async () => {
    const shown = { ...shownOn(HISTORY_DAY), isHistory: true, overview: historyOverview() };
    const sheets = await sheetsIn(overviewSheets(shown, false));
    expect([...sheets.keys()]).toEqual([
      'Countries',
      'By region and group',
      'The table of 22 Mar 2019',
      'Registration and usage'
    ]);
    for (const [, , , , , ...figures] of sheets.get('By region and group')?.slice(1) ?? [])
      expect(figures.every((figure) => figure === null)).toBe(true);
  });

  test('says that its data are invented where they are', async () => {
    const about = (await sheetsIn(overviewSheets(shownOn(DAY), true))).get('Registration and usage') ?? [];
    expect(about.at(-1)?.[0]).toMatch(/^Demonstration: sample data/);
  });
});

test('each drawing’s own table says the same as its sheet', () => {
  const shown = shownOn(DAY);
  const sheets = overviewSheets(shown, false);
  const own = [
    growthTable(shown.growth),
    funnelTable(shown.funnel),
    deviceTable(shown.usageUntil, 'language'),
    deviceTable(shown.usageUntil, 'version')
  ];
  for (const table of own) expect(sheets).toContainEqual(table);
  expect(csvOf(growthTable(shown.growth)).split('\r\n').at(-2)).toBe('"2026-11","1","1","","1","1","1"');
});

test('a sheet’s name is one that every spreadsheet program takes, and none is there twice', async () => {
  const table = (name: string): FileTable => ({ name, head: ['A'], rows: [[1]] });
  const long = 'Предварительный просмотр по месяцам';
  const names = [
    ...(await sheetsIn([table('a/b: c?'), table(long), table(`${long} X`), table('A b  c')])).keys()
  ];
  expect(names).toEqual(['a b  c', long.slice(0, 31), `${long.slice(0, 29)} 2`, 'A b  c 2']);
});

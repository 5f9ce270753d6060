import { describe, expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';
import {
  growthUntil,
  isDayKnown,
  overviewMonthBefore,
  overviewOn,
  rowsOfAll
} from '#lib/domain/usage/overview.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import { type OverviewInput, registeredIn } from '#lib/domain/usage/use-state.ts';
import { funnelOf, waysOnto } from '#lib/domain/usage/ways-onto.ts';
import { aUsage } from '../../samples/usage.ts';

const [AU, BD, CH, DZ] = ['AU', 'BD', 'CH', 'DZ'] as unknown as CountryCode[] as [
  CountryCode,
  CountryCode,
  CountryCode,
  CountryCode
];

function aStanding(country: CountryCode, registeredOn: string, over: Partial<Standing> = {}): Standing {
  const at = `${registeredOn}T08:00:00.000Z` as Standing['since'];
  const base = { _id: standingId(country), schema: 1, country, state: 'registered', by: 'server' } as const;
  return { ...base, registeredAt: at, since: at, ...over };
}

function aRequest(country: CountryCode, askedOn: string, over: Partial<Registration> = {}): Registration {
  const askedAt = `${askedOn}T08:00:00.000Z`;
  return {
    _id: `registration:${country}:1`,
    country,
    askedAt,
    status: 'asked',
    ...over
  } as unknown as Registration;
}

/** Made the day before it was sent. */
function sentOn(on: string): Pick<Registration, 'letterAt' | 'letterEvents'> {
  const letter = `${on}T00:00:00.000Z` as Standing['since'];
  const sent = { what: 'sent', how: 'post', on: on as CalendarDate, letter, at: letter, by: 'incb' } as const;
  return { letterAt: letter, letterEvents: [sent] };
}

function active(country: CountryCode, first: string, last = first) {
  const days = { firstActive: first as CalendarDate, lastActive: last as CalendarDate };
  return aUsage(country, first.slice(0, 7), { imports: 1, ...days });
}

function on(asOf: string, over: Partial<OverviewInput> = {}): OverviewInput {
  const nothing = { standings: [], registrations: [], usage: [], activeMonths: 12 };
  const day = asOf as CalendarDate;
  return { ...nothing, asOf: day, today: day, ...over };
}

function stateOf(country: CountryCode, input: OverviewInput): string | null {
  return overviewOn(input).countries.find((one) => one.country === country)?.state ?? null;
}

describe('how a country stood on a day', () => {
  const standings = [aStanding(AU, '2025-01-10')];

  test('nobody is on the system before the day on which it was registered', () => {
    expect(stateOf(AU, on('2025-01-09', { standings }))).toBeNull();
    expect(stateOf(AU, on('2025-01-10', { standings }))).toBe('not-active');
  });

  test('active is who issued or answered within the months of the rule, to the day', () => {
    const usage = [active(AU, '2025-03-15')];
    expect(stateOf(AU, on('2025-03-14', { standings, usage }))).toBe('not-active');
    expect(stateOf(AU, on('2025-03-15', { standings, usage }))).toBe('active');
    expect(stateOf(AU, on('2026-03-14', { standings, usage }))).toBe('active');
    expect(stateOf(AU, on('2026-03-15', { standings, usage }))).toBe('not-active');
    expect(stateOf(AU, on('2025-06-16', { standings, usage, activeMonths: 3 }))).toBe('not-active');
  });

  test('of a month that had not ended its first active day counts', () => {
    const usage = [active(AU, '2025-03-05', '2025-03-25')];
    expect(stateOf(AU, on('2025-03-04', { standings, usage }))).toBe('not-active');
    expect(stateOf(AU, on('2025-03-10', { standings, usage }))).toBe('active');
  });

  test('who has asked and is not decided upon stands as requested, as that day knew it', () => {
    const decided = { status: 'confirmed', decidedAt: '2025-02-01T08:00:00.000Z' } as Partial<Registration>;
    const registrations = [aRequest(DZ, '2025-01-05', decided)];
    expect(stateOf(DZ, on('2025-01-04', { registrations }))).toBeNull();
    expect(stateOf(DZ, on('2025-01-31', { registrations }))).toBe('requested');
    expect(stateOf(DZ, on('2025-02-01', { registrations }))).toBeNull();
  });

  test('a closed country was there until it closed', () => {
    const closed = [
      aStanding(BD, '2024-01-01', { state: 'closed', since: '2025-06-01T00:00:00.000Z' as never })
    ];
    expect(stateOf(BD, on('2025-05-31', { standings: closed }))).toBe('not-active');
    expect(stateOf(BD, on('2025-06-01', { standings: closed }))).toBeNull();
  });

  test('a country that closed and came back was there both times, and not between', () => {
    const spell = { from: '2024-01-01T08:00:00.000Z', until: '2024-06-01T08:00:00.000Z' };
    const back = [aStanding(BD, '2025-03-01', { earlier: [spell] as never })];
    const told = (day: string) => overviewOn(on(day, { standings: back })).countries[0];
    expect(told('2023-12-31')).toBeUndefined();
    expect(told('2024-05-31')).toMatchObject({ state: 'not-active', registeredOn: '2024-01-01' });
    expect(told('2024-06-01')).toBeUndefined();
    expect(told('2025-03-01')).toMatchObject({ state: 'not-active', registeredOn: '2025-03-01' });
    const growth = growthUntil(on('2025-03-31', { standings: back }));
    expect(growth.map(registeredIn)).toEqual([...[1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]);
  });
});

test('every country that a day knows neither registered nor asking is told as not on the system, a closed one too', () => {
  const input = {
    standings: [
      aStanding(AU, '2025-01-10'),
      aStanding(BD, '2024-01-01', { state: 'closed', since: '2025-06-01T00:00:00.000Z' as never })
    ],
    registrations: [aRequest(DZ, '2025-03-03')]
  };
  const absentOn = (day: string): readonly CountryCode[] =>
    rowsOfAll(overviewOn(on(day, input))).flatMap(({ country, use }) => (use === null ? [country] : []));
  expect(absentOn('2023-12-31')).toEqual(COUNTRY_CODES);
  expect(absentOn('2025-05-31')).toEqual(COUNTRY_CODES.filter((one) => ![AU, BD, DZ].includes(one)));
  expect(absentOn('2025-06-01')).toEqual(COUNTRY_CODES.filter((one) => ![AU, DZ].includes(one)));
  const told = rowsOfAll(overviewOn(on('2025-06-01', input)));
  expect(told.find(({ country }) => country === AU)?.use?.state).toBe('not-active');
});

describe('a day of which nobody counted', () => {
  const today = '2026-02-10' as CalendarDate;
  const input = {
    standings: [aStanding(AU, '2024-03-10'), aStanding(CH, '2024-05-10')],
    registrations: [aRequest(DZ, '2024-03-01')],
    usage: [active(AU, '2025-11-28', '2025-11-30')],
    today
  };

  test('before the first record it is not known, and has no count, not even of nothing', () => {
    const overview = overviewOn(on('2024-02-29', input));
    expect(isDayKnown(overview)).toBe(false);
    expect(overview.counts).toEqual({
      active: null,
      'not-active': null,
      registered: null,
      requested: null
    });
    expect([overview.figures, overview.months]).toEqual([null, []]);
    const ways = waysOnto(on('2024-02-29', input));
    expect(funnelOf(ways, overview).map(({ taken }) => taken)).toEqual(Array.from({ length: 5 }, () => null));
  });

  test('before the first activity countries are registered, and nobody knows which were active', () => {
    const overview = overviewOn(on('2025-11-15', input));
    expect(overview.counts).toEqual({ active: null, 'not-active': null, registered: 2, requested: 1 });
    expect(overview.countries.map(({ figures }) => figures)).toEqual([null, null, null]);
    expect(funnelOf(waysOnto(on('2025-11-15', input)), overview).map(({ taken }) => taken)).toEqual([
      3,
      2,
      2,
      null,
      null
    ]);
  });

  test('no figure is of days after it: a month that went on is left out, and today’s month is in it', () => {
    const monthsOn = (day: string) => overviewOn(on(day, input)).months;
    expect(overviewOn(on('2025-11-29', input)).figures).toBeNull();
    expect(overviewOn(on('2025-11-30', input)).figures?.issued).toBe(1);
    expect(monthsOn('2025-12-15')).toEqual(['2025-11']);
    expect(monthsOn('2026-02-10')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(overviewMonthBefore(on('2026-02-10', input)).months).toEqual(['2025-11', '2025-12', '2026-01']);
  });

  test('a country that only asks has no figure of nothing, and a registered one that did nothing has', () => {
    const { countries } = overviewOn(on('2026-02-10', input));
    expect(countries.map(({ country, figures }) => [country, figures?.issued])).toEqual([
      [AU, 1],
      [CH, 0],
      [DZ, undefined]
    ]);
  });

  test('growth has no count of activity or of authorizations in the months before', () => {
    const growth = growthUntil(on('2026-02-10', input));
    const monthOf = (month: string) => growth.find((one) => one.month === month);
    expect(monthOf('2025-10')).toEqual({
      ...{ month: '2025-10', active: null, 'not-active': null, registered: 2, requested: 1 },
      ...{ issued: null, exchanged: null }
    });
    expect(growthUntil(on('2025-11-29', input)).at(-1)).toMatchObject({ active: 1, issued: null });
    expect(monthOf('2025-12')).toMatchObject({ active: 1, 'not-active': 1, registered: null, issued: 0 });
  });

  test('of a server that is new today nothing is unknown: it counts, and finds nothing', () => {
    const overview = overviewOn(on('2026-02-10', { today }));
    expect(isDayKnown(overview)).toBe(true);
    expect(overview.counts).toEqual({ active: 0, 'not-active': 0, registered: null, requested: 0 });
  });
});

test('growth tells of every month what a look at its last day tells', () => {
  const input = on('2026-02-10', {
    standings: [aStanding(AU, '2024-11-20'), aStanding(CH, '2025-06-02')],
    registrations: [aRequest(DZ, '2025-03-03')],
    usage: [active(AU, '2025-01-15'), active(CH, '2025-07-01', '2025-07-30'), active(CH, '2026-02-02')]
  });
  const growth = growthUntil(input);
  expect(growth.map(({ month }) => month)).toHaveLength(16);
  for (const one of growth) {
    const next = new Date(Date.UTC(Number(one.month.slice(0, 4)), Number(one.month.slice(5)), 0));
    const last = next.toISOString().slice(0, 10);
    const asOf = (last < input.asOf ? last : input.asOf) as CalendarDate;
    const { active, 'not-active': idle, registered, requested } = one;
    expect([one.month, { active, 'not-active': idle, registered, requested }]).toEqual([
      one.month,
      overviewOn({ ...input, asOf }).counts
    ]);
  }
});

test('the way onto the system is told by its days, and who stands still longest comes first', () => {
  const confirmed = { status: 'confirmed', decidedAt: '2025-02-10T08:00:00.000Z' } as Partial<Registration>;
  const input = on('2025-12-31', {
    standings: [
      aStanding(AU, '2025-02-10', { registration: 'registration:AU:1' }),
      aStanding(BD, '2025-10-01')
    ],
    registrations: [
      aRequest(AU, '2025-01-01', { ...confirmed, ...sentOn('2025-01-11') }),
      aRequest(DZ, '2025-03-01')
    ],
    usage: [{ ...active(AU, '2025-03-12'), firstExchanged: '2025-03-12' as CalendarDate }]
  });
  const ways = waysOnto(input);
  expect(ways.map(({ country, at, standsFor }) => [country, at, standsFor])).toEqual([
    [DZ, 'request', 305],
    [AU, 'first-exchange', 294],
    [BD, 'confirmed', 91]
  ]);
  expect(funnelOf(ways, overviewOn(input))).toEqual([
    { step: 'request', taken: 3, medianDays: null },
    { step: 'letter', taken: 2, medianDays: 10 },
    { step: 'confirmed', taken: 2, medianDays: 30 },
    { step: 'first-act', taken: 1, medianDays: 30 },
    { step: 'first-exchange', taken: 1, medianDays: 0 }
  ]);
});

test('a letter that was only made is no letter sent, until a person records the sending', () => {
  const letterAt = '2025-01-11T08:00:00.000Z' as Standing['since'];
  const made = aRequest(DZ, '2025-01-01', { status: 'letter', letterAt });
  const wayOf = (registration: Registration) => {
    const input = on('2025-02-01', { registrations: [registration] });
    return [waysOnto(input)[0]?.at, funnelOf(waysOnto(input), overviewOn(input))[1]?.taken];
  };
  expect(wayOf(made)).toEqual(['request', 0]);
  expect(wayOf({ ...made, ...sentOn('2025-01-13') })).toEqual(['letter', 1]);
});

describe('the way onto the system, looked at on a day in the past', () => {
  const at = (day: string) => `${day}T08:00:00.000Z` as Standing['since'];
  const asked = (country: CountryCode, n: number, day: string, over: Partial<Registration> = {}) =>
    aRequest(country, day, { _id: `registration:${country}:${n}`, ...over });
  const input = {
    standings: [
      aStanding(BD, '2024-02-01', {
        state: 'closed',
        since: at('2025-06-01'),
        registration: 'registration:BD:1'
      }),
      aStanding(CH, '2025-05-01', {
        registration: 'registration:CH:2',
        earlier: [
          { from: at('2024-01-20'), until: at('2024-08-01'), registration: 'registration:CH:1' }
        ] as never
      })
    ],
    registrations: [
      asked(BD, 1, '2024-01-10', { decidedAt: at('2024-02-01') }),
      asked(BD, 2, '2025-07-01'),
      asked(CH, 1, '2024-01-05', { decidedAt: at('2024-01-20') }),
      asked(CH, 2, '2025-04-01', { decidedAt: at('2025-05-01') }),
      asked(DZ, 1, '2024-03-01', { status: 'refused', decidedAt: at('2024-09-01') })
    ],
    usage: [active(BD, '2024-04-10')]
  };
  const waysOn = (day: string) => waysOnto(on(day, input)).map(({ country, at: step }) => [country, step]);

  test('tells of who asked and was refused later, and of who was registered and closed later', () => {
    expect(waysOn('2024-03-31')).toEqual([
      [CH, 'confirmed'],
      [BD, 'confirmed'],
      [DZ, 'request']
    ]);
    expect(waysOn('2024-08-31')).toEqual([
      [DZ, 'request'],
      [BD, 'first-act']
    ]);
  });

  test('a closed country that asks anew stands at its request, whatever it did before', () => {
    expect(waysOn('2025-06-15')).toEqual([[CH, 'confirmed']]);
    expect(waysOn('2025-07-31')).toEqual([
      [CH, 'confirmed'],
      [BD, 'request']
    ]);
  });

  test('has on every day as many countries as the overview of that day', () => {
    for (const day of ['2024-01-09', '2024-01-31', '2024-08-15', '2025-04-15', '2025-12-31'])
      expect([
        day,
        waysOn(day)
          .map(([country]) => country)
          .sort()
      ]).toEqual([day, overviewOn(on(day, input)).countries.map(({ country }) => country)]);
  });
});

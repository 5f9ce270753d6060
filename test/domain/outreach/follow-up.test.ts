import { describe, expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { spokespeople, type DirectoryInput } from '#lib/domain/outreach/directory.ts';
import { followUpsOn, type FollowUp, type FollowUpInput } from '#lib/domain/outreach/follow-up.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { aNote } from '../../samples/contact.ts';
import { aRegistration } from '../../samples/registration.ts';
import { aUsage } from '../../samples/usage.ts';

const [AU, KE, UG, DZ] = ['AU', 'KE', 'UG', 'DZ'] as unknown as [
  CountryCode,
  CountryCode,
  CountryCode,
  CountryCode
];
const TODAY = '2026-11-27';

function aStanding(country: CountryCode, on: string, over: Partial<Standing> = {}): Standing {
  const at = `${on}T08:00:00.000Z` as Standing['since'];
  const head = { _id: standingId(country), schema: 1, country, state: 'registered', by: 'server' } as const;
  return { ...head, registeredAt: at, since: at, ...over };
}

function active(country: CountryCode, day: string) {
  const on = day as CalendarDate;
  return aUsage(country, day.slice(0, 7), { imports: 1, firstActive: on, lastActive: on });
}

function step(due: string, text = 'Call again') {
  return { next: { step: text, due: due as CalendarDate } };
}

function rowsOn(over: Partial<FollowUpInput>): readonly FollowUp[] {
  const nothing = {
    standings: [],
    registrations: [],
    usage: [],
    notes: [],
    letters: [],
    devices: new Map(),
    joiningDays: 1000
  };
  return followUpsOn({ ...nothing, asOf: TODAY as CalendarDate, quietMonths: 6, ...over });
}

const registered = { standings: [aStanding(KE, '2025-01-10')] };
const kenya = (over: Partial<FollowUpInput>): FollowUp | undefined => rowsOn({ ...registered, ...over })[0];

describe('a country that joins', () => {
  const asking = {
    registrations: [
      aRegistration({ country: DZ, askedAt: '2026-11-10T09:00:00.000Z' as Registration['askedAt'] })
    ]
  };
  const algeria = (over: Partial<FollowUpInput>): FollowUp | undefined =>
    rowsOn({ ...asking, joiningDays: 14, ...over })[0];

  test.each<[string, Partial<FollowUpInput>, string | null, string]>([
    ['is overdue once its next step took longer than INCB’s rule', {}, '2026-11-24', 'overdue'],
    ['is due on the last day', { joiningDays: 17 }, TODAY, 'today'],
    ['is not due before', { joiningDays: 18 }, null, 'none'],
    [
      'follows the step that INCB has planned',
      { notes: [aNote(DZ, '2026-11-20', step('2026-12-05'))] },
      '2026-12-05',
      'coming'
    ]
  ])('%s', (_name, over, due, place) => {
    expect(algeria(over)).toMatchObject({ due, place });
  });

  test('is given the days again if INCB speaks to it and it must act itself', () => {
    const spoken = {
      letters: [{ country: KE, on: '2026-11-20' as CalendarDate, way: 'email', by: 'x' }]
    } as const;
    const joined = { standings: [aStanding(KE, '2026-11-01')], joiningDays: 14 };
    expect(rowsOn(joined)[0]).toMatchObject({ late: { key: 'device', actor: 'country' }, place: 'overdue' });
    expect(rowsOn({ ...joined, ...spoken })[0]).toMatchObject({ late: null, place: 'none' });
    // INCB's own step waits for nobody else.
    const own = {
      letters: [{ country: DZ, on: '2026-11-20' as CalendarDate, way: 'email', by: 'x' }]
    } as const;
    expect(algeria(own)).toMatchObject({ late: { key: 'letter', actor: 'incb' }, place: 'overdue' });
  });
});

describe('whether a country is quiet', () => {
  test.each<[string, Partial<FollowUpInput>, string | null]>([
    ['never did anything', {}, '2025-01-10'],
    ['last did something six months ago', { usage: [active(KE, '2026-05-27')] }, '2026-05-27'],
    ['did something a day later', { usage: [active(KE, '2026-05-28')] }, null],
    ['was registered lately', { standings: [aStanding(KE, '2026-09-01')] }, null],
    ['is suspended', { standings: [aStanding(KE, '2025-01-10', { state: 'suspended' })] }, null],
    [
      'did something within the months that INCB chose',
      { usage: [active(KE, '2026-05-27')], quietMonths: 9 },
      null
    ],
    ['did something, but only another one did', { usage: [active(UG, '2026-11-01')] }, '2025-01-10']
  ])('a country that %s', (_name, over, since) => {
    expect(kenya(over)?.quietSince ?? null).toBe(since);
  });
});

describe('where a country stands on the list', () => {
  test.each<[string, Partial<FollowUpInput>, string, string | null]>([
    ['quiet, and never spoken to', {}, 'today', TODAY],
    ['quiet, and spoken to lately', { notes: [aNote(KE, '2026-11-20')] }, 'none', null],
    ['quiet, and spoken to as long ago as it is quiet', { notes: [aNote(KE, '2026-05-27')] }, 'today', TODAY],
    [
      'quiet, and only thought of',
      { notes: [aNote(KE, '2026-11-20', { way: 'none', text: 'Who?' })] },
      'today',
      TODAY
    ],
    ['a step is late', { notes: [aNote(KE, '2026-11-01', step('2026-11-26'))] }, 'overdue', '2026-11-26'],
    ['a step is due today', { notes: [aNote(KE, '2026-11-01', step(TODAY))] }, 'today', TODAY],
    ['a step is to come', { notes: [aNote(KE, '2026-11-01', step('2026-12-01'))] }, 'coming', '2026-12-01'],
    ['active, and nothing planned', { usage: [active(KE, '2026-11-02')] }, 'none', null]
  ])('%s', (_name, over, place, due) => {
    expect(kenya(over)).toMatchObject({ place, due });
  });

  test('a step that a later note settles is due no more', () => {
    const planned = aNote(KE, '2026-11-01', step('2026-11-26'));
    const done = aNote(KE, '2026-11-27', { settles: [planned._id] });
    expect(kenya({ notes: [planned, done] })).toMatchObject({ place: 'none', steps: [] });
  });

  test('of two steps that were planned without a line neither is lost, and the earlier is due', () => {
    const notes = [
      aNote(KE, '2026-11-20', step('2026-12-10', 'Invite to the webinar')),
      aNote(KE, '2026-11-21', { ...step('2026-12-01'), by: 'incb.other' })
    ];
    for (const order of [notes, [...notes].reverse()]) {
      const row = kenya({ notes: order });
      expect(row?.due).toBe('2026-12-01');
      expect(row?.steps.map(({ step: words }) => words)).toEqual(['Call again', 'Invite to the webinar']);
    }
  });

  test('an announcement to it alone was a word to it, and the latest word is told', () => {
    const letter = {
      country: KE,
      on: '2026-11-25' as CalendarDate,
      way: 'announcement',
      by: 'incb.other'
    } as const;
    expect(kenya({ letters: [letter], notes: [aNote(KE, '2026-11-20')] })).toMatchObject({
      place: 'none',
      lastContact: letter
    });
  });

  test('countries that ask, and those that INCB wrote to, are on the list as well; others are not', () => {
    const asking = aRegistration({ country: DZ, _id: 'registration:DZ:1' });
    const rows = rowsOn({
      standings: [aStanding(AU, '2025-01-10', { state: 'closed' })],
      registrations: [asking],
      notes: [aNote(UG, '2026-11-01')]
    });
    expect(rows.map(({ country, stands }) => [country, stands])).toEqual([
      ['DZ', 'requested'],
      ['UG', 'none']
    ]);
  });

  test('what is most urgent stands first, and who was quiet longest before who was not so long', () => {
    const rows = rowsOn({
      standings: [aStanding(AU, '2026-01-01'), aStanding(KE, '2025-01-10'), aStanding(UG, '2026-10-01')],
      registrations: [aRegistration({ country: DZ, _id: 'registration:DZ:1' })],
      notes: [aNote(UG, '2026-10-20', step('2026-11-01')), aNote(DZ, '2026-11-20', step('2026-12-01'))]
    });
    expect(rows.map(({ country, place }) => `${country} ${place}`)).toEqual([
      'UG overdue',
      'KE today',
      'AU today',
      'DZ coming'
    ]);
  });
});

describe('who speaks for a country', () => {
  const nothing = { standing: null, registrations: [], holders: [], notes: [], stated: [] };
  const people = (over: Partial<DirectoryInput>) => spokespeople({ ...nothing, ...over });
  const registeredThere = { state: 'registered' } as const;
  const stranger = (over: Partial<Registration> = {}): Registration =>
    aRegistration({
      ...{ _id: 'registration:BD:9', function: 'Stranger', email: 'stranger@mail.example' },
      ...{ askedAt: '2026-11-27T08:00:00.000Z' as Registration['askedAt'], ...over }
    });
  const HEAD = { name: 'Rafiq Hossain', function: 'Head of division', since: '2026-11-22' as CalendarDate };

  test('one name is one person, administrators first, each with the latest word on them', () => {
    const found = people({
      standing: registeredThere,
      registrations: [aRegistration({ status: 'confirmed' })],
      holders: [HEAD],
      notes: [
        aNote('BD' as CountryCode, '2026-11-26', {
          person: { name: 'NASRIN  Rahman', telephone: '+880 2 55' }
        }),
        aNote('BD' as CountryCode, '2026-11-25', {
          person: { name: 'Nasrin Rahman', telephone: '+880 2 44' }
        })
      ]
    });
    expect(found).toEqual([
      {
        name: 'Rafiq Hossain',
        function: 'Head of division',
        email: null,
        telephone: null,
        language: null,
        timeZone: null,
        from: ['account']
      },
      {
        name: 'NASRIN  Rahman',
        function: 'Director, licensing',
        email: 'nasrin.rahman@dnc.example',
        telephone: '+880 2 55',
        language: 'en',
        timeZone: null,
        from: ['note', 'request']
      }
    ]);
  });

  test('a refused request makes nobody its country’s', () => {
    expect(people({ registrations: [aRegistration({ status: 'refused' })] })).toEqual([]);
  });

  test.each(['asked', 'letter'] as const)(
    'an undecided request (%s) changes no contact of a registered or suspended country and adds none',
    (status) => {
      const known = { registrations: [aRegistration({ status: 'confirmed' })], holders: [HEAD] };
      const asked = [
        stranger({ status }),
        stranger({ status, name: HEAD.name, _id: 'registration:BD:10' }),
        stranger({ status, name: 'Somebody Else', _id: 'registration:BD:11' })
      ];
      for (const state of ['registered', 'suspended'] as const) {
        const standing = { state };
        const before = people({ ...known, standing });
        expect(before.map(({ name }) => name)).toEqual(['Rafiq Hossain', 'Nasrin Rahman']);
        expect(people({ ...known, standing, registrations: [...known.registrations, ...asked] })).toEqual(
          before
        );
      }
    }
  );

  test('an undecided request of a country outside I2ES never merges into a person whom INCB noted', () => {
    const noted = { name: 'Nasrin Rahman', email: 'nasrin.rahman@dnc.example', telephone: '+880 2 55' };
    const notes = [aNote('BD' as CountryCode, '2026-11-21', { person: noted })];
    for (const standing of [null, { state: 'closed' } as const]) {
      const found = people({ standing, notes, registrations: [stranger()] });
      expect(found.map(({ email, from }) => [email, ...from])).toEqual([
        ['nasrin.rahman@dnc.example', 'note'],
        ['stranger@mail.example', 'request']
      ]);
    }
  });

  test('are reached where they say themselves, whatever was noted of them later', () => {
    const stated = { person: 'bd.admin', name: 'Rafiq Hossain', email: 'rafiq@dnc.example' };
    const noted = { name: 'RAFIQ Hossain', email: 'old@dnc.example', telephone: '+880 2 55' };
    const [head, ...others] = people({
      registrations: [aRegistration()],
      notes: [aNote('BD' as CountryCode, '2026-11-26', { person: noted })],
      stated: [stated]
    });
    expect(head).toMatchObject({ email: stated.email, telephone: '+880 2 55', from: ['note', 'stated'] });
    expect(others).toHaveLength(1);
  });
});

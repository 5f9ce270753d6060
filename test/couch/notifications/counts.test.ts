/** What leaves the app counts what Today shows, in the words of Today, and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import { REMINDERS } from '#lib/domain/dossier/needs.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import { NOTIFICATION_LANGUAGES } from '#couch/notifications/daily-hour.ts';
import { NOTIFICATION_WORDS, writeDigest, writePush } from '#couch/notifications/notification-text.ts';
import {
  countByDay,
  countForDigest,
  DATED,
  hasNews,
  waitingIn,
  type Waiting
} from '#lib/domain/notifications/waiting.ts';
import { Register } from '#lib/store/index/register.ts';
import {
  aCancellation,
  aLine,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const order = (serial: string) =>
  anImportAuthorization({ over: { number: `AU-I-2026-${serial}`, consignments: 0, lines: [aLine()] } });
const [toDecide, toShip, shipped, cancelled, one, other] = [
  '000101-98',
  '000202-11',
  '000303-21',
  '000404-31',
  '000505-41',
  '000606-51'
].map(order) as [ReturnType<typeof order>, ...ReturnType<typeof order>[]] as ReturnType<typeof order>[];
const granted = (of: ReturnType<typeof order>, number: string, hour: string) =>
  anExportAuthorization(of, {
    at: `2026-10-05T${hour}:00:00.000Z`,
    over: { number, lines: [aLine({ stated: '100000000', importLine: 1 })] }
  });
const [waits, left] = [granted(toShip!, 'CH-E-1', '08'), granted(shipped!, 'CH-E-2', '09')];
const ACTS: readonly DossierAct[] = [
  ...[toDecide!, toShip!, shipped!, cancelled!, one!, other!],
  ...[waits, left, granted(one!, 'CH-E-5', '10'), granted(other!, 'CH-E-5', '11')],
  aShipment(left, { stated: ['100000000'] }),
  aReply(toShip!),
  aCancellation(cancelled!)
];

function rowsOf(authority: AuthorityCode, today: CalendarDate, isOff: boolean) {
  const [acts, dossiers] = [new Map<ActId, DossierAct>(), new DossierIndex()];
  for (const act of ACTS) acts.set(act._id, act);
  dossiers.add(ACTS);
  const records = {
    version: 1,
    dossiers,
    uncounted: new Set(),
    takeUncounted: () => new Set(),
    shelf: { acts, others: new Map(), ofKind: () => [] },
    counts: () => true,
    verdictOf: () => 'good',
    ledgerOf: () => null
  };
  const device = { keysKnownAt: isOff ? '2026-01-01T00:00:00.000Z' : null };
  const book = { device, isOnServer: () => true, isRefused: () => false };
  return new Register(records as never, book as never, authority).rows(today);
}

const waitingOf = (authority: AuthorityCode, today: CalendarDate, isOff = false): readonly Waiting[] =>
  [...waitingIn(ACTS, { authority, today, isOff: () => isOff })].flat();

describe.each([AU, CH])('what leaves the app of %s', (authority) => {
  test.each(['2026-10-06', '2026-10-20', '2026-11-30', '2027-06-01'] as CalendarDate[])(
    'on %s is what Today shows, step by step',
    (today) => {
      for (const isOff of [false, true]) {
        const shown = rowsOf(authority, today, isOff).flatMap(({ needs }) => needs);
        const steps = waitingOf(authority, today, isOff).map(({ need }) => need);
        expect(steps.sort()).toEqual(shown.filter((need) => !REMINDERS.includes(need)).sort());
      }
    }
  );

  test('is as overdue as Today says', () => {
    for (const today of ['2026-10-06', '2026-11-30'] as CalendarDate[]) {
      const shown = rowsOf(authority, today, false).filter(({ overdue }) => overdue);
      const late = waitingOf(authority, today).filter(({ need, due }) => need === 'endorse' && due! < today);
      expect(late).toHaveLength(shown.length);
    }
  });
});

test('the sample has steps of each kind that it is to prove', () => {
  const steps = [AU, CH].flatMap((authority) => waitingOf(authority, '2026-10-20' as CalendarDate));
  expect([...new Set(steps.map(({ need }) => need))].sort()).toEqual(
    expect.arrayContaining(['decide', 'endorse', 'match', 'ship'])
  );
});

const day = '2026-12-01' as CalendarDate;
const step = (due: string | null, at: string | null = null, need: Waiting['need'] = 'endorse'): Waiting => ({
  need,
  due: due as CalendarDate | null,
  at: at as Instant | null
});

test('a day counts its steps, and what is overdue is counted today', () => {
  const counted = countByDay(
    [
      step('2026-12-05'),
      step('2026-11-30'),
      step('2026-12-01'),
      step('2026-12-05', null, 'ship'),
      step(null)
    ],
    day
  );
  expect([...counted]).toEqual([
    ['2026-12-01', { overdue: 1, endorse: 1 }],
    ['2026-12-05', { endorse: 1, ship: 1 }]
  ]);
});

test('the e-mail counts a week ahead, and as new what the partner signed since the last one', () => {
  const since = '2026-11-30T07:00:00.000Z' as Instant;
  const steps = [
    step('2026-12-08', '2026-11-30T08:00:00.000Z'),
    step('2026-12-09', '2026-11-30T06:00:00.000Z'),
    step('2026-11-30'),
    step(null, '2026-12-01T06:00:00.000Z', 'answer')
  ];
  expect(countForDigest(steps, day, since)).toEqual({ fresh: 2, due: 1, overdue: 1 });
});

test.each([
  ['what the partner signed since then', [step(null, '2026-11-30T08:00:00.000Z', 'answer')], true],
  ['what they signed before', [step(null, '2026-11-30T06:00:00.000Z', 'answer')], false],
  ['what is due in a week since today', [step('2026-12-08')], true],
  ['what was already due in a week', [step('2026-12-07')], false],
  ['what is due later', [step('2026-12-09')], false],
  ['what is overdue since today', [step('2026-11-30')], true],
  ['what was already overdue', [step('2026-11-29')], false],
  ['nothing', [], false]
])('of a notification the day before, %s is news: %#', (_what, steps, isNews) => {
  expect(hasNews(steps, day, '2026-11-30T07:00:00.000Z' as Instant)).toBe(isNews);
});

test('without anything to report there is no e-mail', () => {
  expect(writeDigest({ fresh: 0, due: 0, overdue: 0 }, { language: 'en', address: null, stop: null })).toBe(
    null
  );
});

describe.each(NOTIFICATION_LANGUAGES)('in %s', (language) => {
  const path = new URL(`../../../src/lib/i18n/messages/${language}.json`, import.meta.url);
  const messages = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;

  test('a step has the name that it has in Today, and pages have their names', () => {
    const words = NOTIFICATION_WORDS[language];
    for (const what of [...DATED, 'overdue'] as const)
      expect([what, words[what]]).toEqual([what, messages[`today_${what}`]]);
    expect(words.open).toContain(messages['app_desk_today']);
    expect(words.stop).toContain(messages['app_desk_security']);
  });

  test('the e-mail has the counts and the way to stop it', () => {
    const written = writeDigest(
      { fresh: 3, due: 2, overdue: 1 },
      { language, address: 'https://i2es.example', stop: 'https://i2es.example/unsubscribe#x' }
    )!;
    expect(written.text.match(/[321](?=\n)/g)).toEqual(['1', '2', '3']);
    expect(written.text).toContain('https://i2es.example/unsubscribe#x');
  });

  test('the notification has the same counts, and names its language', () => {
    const shown = JSON.parse(writePush({ fresh: 3, due: 2, overdue: 1 }, language)) as Record<string, string>;
    expect(Object.keys(shown)).toEqual(['title', 'body', 'language']);
    expect(shown['body']!.match(/[321](?=\n|$)/g)).toEqual(['1', '2', '3']);
    expect(shown['language']).toBe(language);
  });
});

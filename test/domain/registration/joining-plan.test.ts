import { describe, expect, test } from 'vitest';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  joiningDates,
  joiningPlan,
  joiningSince,
  nextJoiningStep,
  parseJoiningDates,
  requestDates,
  type JoiningDates
} from '#lib/domain/registration/joining-plan.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import { aRegistration } from '../../samples/registration.ts';

const KE = 'KE' as CountryCode;
const on = (day: string): CalendarDate => day as CalendarDate;
const at = (day: string): Instant => `${day}T09:00:00.000Z` as Instant;
const nextOf = (dates: JoiningDates): string | undefined => nextJoiningStep(joiningPlan(dates))?.key;

const asked = aRegistration({ country: KE, askedAt: at('2026-11-01') });
const written = {
  ...asked,
  status: 'letter',
  letterAt: at('2026-11-05'),
  letterBy: 'incb.secretary'
} as const;
const sent = {
  what: 'sent',
  letter: written.letterAt,
  at: at('2026-11-06'),
  by: 'incb.secretary',
  on: on('2026-11-06'),
  how: 'diplomatic'
} as const;
const received = {
  what: 'received',
  letter: written.letterAt,
  at: at('2026-11-20'),
  by: 'incb.secretary',
  on: on('2026-11-18')
} as const;
const standing: Standing = {
  _id: 'standing:KE',
  schema: 1,
  country: KE,
  state: 'registered',
  registeredAt: at('2026-11-25'),
  since: at('2026-11-25'),
  by: 'letter',
  registration: asked._id
};

describe('the plan of a country that joins', () => {
  test.each([
    ['a request waits for INCB’s letter', asked, 'letter'],
    ['a letter waits to be sent', written, 'sent'],
    ['a letter that was sent waits to be received', { ...written, letterEvents: [sent] }, 'received'],
    [
      'a letter that was received waits to be opened',
      { ...written, letterEvents: [sent], receptions: [received] },
      'opened'
    ],
    [
      'a letter that was withdrawn counts for nothing',
      { ...written, letterEvents: [sent], codeVoidAt: at('2026-11-10') },
      'letter'
    ],
    [
      'a new letter was not received because the one before it was',
      { ...written, letterAt: at('2026-11-21'), letterEvents: [sent], receptions: [received] },
      'sent'
    ],
    ['a confirmed request waits for a device', { ...written, status: 'confirmed' as const }, 'device']
  ])('%s', (_name, request, next) => {
    expect(nextOf(requestDates(request))).toBe(next);
  });

  test('counts an earlier step as done without its day if a later one is done', () => {
    const plan = joiningPlan({ ...requestDates(written), confirmed: on('2026-11-25') });
    const opened = plan.find(({ key }) => key === 'opened');
    expect(opened).toMatchObject({ state: 'done', on: null });
    expect(joiningSince(plan)).toBe('2026-11-25');
  });

  test('has no steps of a letter if INCB confirmed without one', () => {
    const keys = joiningPlan({ asked: on('2026-11-01'), confirmed: on('2026-11-02') }).map(({ key }) => key);
    expect(keys).toEqual(['asked', 'confirmed', 'device', 'certified', 'exchanged']);
  });

  test('ends with the first exchange, or with the first act where the partners are on paper', () => {
    const facts = { standing, registrations: [asked], usage: [], devices: {} };
    expect(nextOf(joiningDates(facts))).toBe('device');
    expect(nextOf(joiningDates({ ...facts, devices: { certified: on('2026-11-27') } }))).toBe('exchanged');
    const paper = { ...facts, standing: { ...standing, activeSince: at('2026-11-28') } };
    expect(nextOf(joiningDates(paper))).toBeUndefined();
    const carried = { ...facts, usage: [{ firstExchanged: on('2026-11-29') }] };
    expect(joiningDates(carried).exchanged).toBe('2026-11-29');
  });

  test('a closed country begins with its new request', () => {
    const closed = { ...standing, state: 'closed' as const, activeSince: at('2026-01-01') };
    expect(nextOf(joiningDates({ standing: closed, registrations: [asked], usage: [], devices: {} }))).toBe(
      'letter'
    );
    expect(joiningDates({ standing: closed, registrations: [], usage: [], devices: {} })).toEqual({});
  });

  test('reads nothing from a malformed answer of the server', () => {
    expect(parseJoiningDates({ asked: '2026-11-01', letter: null })).toEqual({
      asked: '2026-11-01',
      letter: null
    });
    for (const wrong of [null, [], { asked: 'yesterday' }, { sent: 7 }])
      expect(parseJoiningDates(wrong)).toEqual({});
  });
});

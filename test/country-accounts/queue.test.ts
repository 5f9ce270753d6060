import { describe, expect, it } from 'vitest';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  registrationReference,
  referenceToRegistrationId,
  PROVISION_STEPS,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { withSending } from '#lib/domain/registration/record-letter.ts';
import { requestNumber } from '#lib/domain/registration/confirmation-code.ts';
import { asksBoard, isFound, queueOf, type QueueTab } from '#lib/country-accounts/queue.ts';
import {
  registrationOf,
  registrationsOf,
  standingOf,
  standingsOf
} from '#lib/store/index/registry-reading.ts';
import { aRegistration } from '../samples/registration.ts';

const day = (n: number): Instant => `2026-11-${String(n).padStart(2, '0')}T08:00:00.000Z` as Instant;

function aNumbered(n: number, over: Partial<Registration> = {}): Registration {
  return aRegistration({ _id: `registration:BD:${n}`, askedAt: day(n), ...over });
}

const ids = (rows: readonly Registration[]): string[] => rows.map(({ _id }) => registrationReference(_id));
const allSteps = PROVISION_STEPS.map((step) => ({ step, at: day(20) }));

describe('INCB’s queue', () => {
  const rows = [
    aNumbered(3),
    aNumbered(1, { status: 'letter' }),
    aNumbered(2, { status: 'confirmed', decidedAt: day(9), steps: allSteps }),
    aNumbered(4, { status: 'refused', decidedAt: day(12) }),
    aNumbered(5, { status: 'confirmed', decidedAt: day(10), steps: allSteps.slice(0, 3) })
  ];

  it('lets wait what is undecided, and what is confirmed and not complete, the oldest first', () => {
    expect(ids(queueOf(rows, 'waiting'))).toEqual(['BD-1', 'BD-3', 'BD-5']);
  });

  it('folds what came when too many waited, until INCB has sent a letter for it or decided', () => {
    const crowded = { marks: ['second', 'crowded'] } as const;
    const many = [
      aNumbered(6, crowded),
      aNumbered(7, { ...crowded, status: 'letter' }),
      aNumbered(8, { ...crowded, status: 'refused', decidedAt: day(13) })
    ];
    expect(['waiting', 'folded', 'decided'].map((tab) => ids(queueOf(many, tab as QueueTab)))).toEqual([
      ['BD-7'],
      ['BD-6'],
      ['BD-8']
    ]);
  });

  it('asks the Board for what it has not answered, and not for a letter that was sent to the country', () => {
    const letterAt = '2026-11-10T08:00:00.000Z' as Instant;
    const on = '2026-11-11' as CalendarDate;
    const made = aNumbered(7, { status: 'letter', letterAt });
    const sent = withSending(
      { ...made, _id: 'registration:BD:8' },
      { on, how: 'post' },
      { at: letterAt, by: 'incb.one' }
    );
    const all = [
      ...rows.filter(({ status }) => status !== 'letter'),
      made,
      sent,
      aNumbered(6, { status: 'letter', codeVoidAt: day(14) })
    ];
    expect(ids(queueOf(all, 'waiting').filter(asksBoard))).toEqual(['BD-3', 'BD-5', 'BD-6', 'BD-7']);
  });

  it('shows what is decided, the latest first', () => {
    expect(ids(queueOf(rows, 'decided'))).toEqual(['BD-4', 'BD-2']);
  });
});

describe('a request is found', () => {
  it('by the number that its sender has, its country, its authority and its own reference', () => {
    const one = aNumbered(12);
    for (const typed of ['', requestNumber(one), 'bangla', 'narcotics control', 'bd-12'])
      expect([typed, isFound(one, typed)]).toEqual([typed, true]);
    expect(isFound(one, 'Kenya')).toBe(false);
  });
});

describe('a request is cited', () => {
  it('by country and number, and found again', () => {
    expect(registrationReference('registration:BD:12')).toBe('BD-12');
    expect(referenceToRegistrationId('BD-12')).toBe('registration:BD:12');
  });

  it.each(['', 'BD', 'bd-1', 'BD-0', 'BD-1-2', 'BD:1:2', '../BD-1'])('and %j cites none', (reference) => {
    expect(referenceToRegistrationId(reference)).toBe(null);
  });
});

describe('the register of INCB, read from its replicated database', () => {
  const standing = {
    _id: 'standing:KE',
    schema: 1,
    country: 'KE',
    state: 'registered',
    registeredAt: day(1),
    since: day(1),
    by: 'letter'
  };
  const held = [
    aNumbered(1),
    aNumbered(10),
    { _id: 'registration:BD:2', schema: 1, country: 'BD' },
    standing,
    { ...standing, _id: 'standing:AU', country: 'AU' },
    { ...standing, _id: 'standing:CH', country: 'DZ' }
  ];
  const store = { documents: (prefix: string) => held.filter(({ _id }) => _id.startsWith(prefix)) };

  it('has the latest request first, and leaves out what cannot be read', () => {
    expect(ids(registrationsOf(store))).toEqual(['BD-10', 'BD-1']);
    expect(registrationOf(store, 'registration:BD:1')?.askedAt).toBe(day(1));
    expect(registrationOf(store, 'registration:BD:2')).toBe(null);
  });

  it('has each country once, under its own code', () => {
    expect(standingsOf(store).map(({ country }) => country)).toEqual(['AU', 'KE']);
    expect(standingOf(store, 'KE' as CountryCode)?.by).toBe('letter');
    expect(standingOf(store, 'CH' as CountryCode)).toBe(null);
  });
});

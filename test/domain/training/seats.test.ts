import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { countSeats, foldSeats, type Seat } from '#lib/domain/training/seats.ts';
import { anEnrolment, aSession } from '../../samples/training.ts';

const twelve = Array.from({ length: 12 }, (_, index) => anEnrolment(`au.officer${index + 10}`, index));
const tell = (seats: readonly Seat[]): string[] =>
  seats.map(({ person, state, place }) => `${person} ${state} ${place}`);

describe('the places of a session', () => {
  it('are ten for twelve who enrol, in the order in which the server heard of them', () => {
    const seats = foldSeats(aSession(), twelve);
    expect(countSeats(seats)).toEqual({ confirmed: 10, waiting: 2 });
    expect(tell(seats).slice(9)).toEqual([
      'au.officer19 confirmed 10',
      'au.officer20 waiting 1',
      'au.officer21 waiting 2'
    ]);
  });

  it('go by when the server heard, not by when a device off line says it was', () => {
    const early = anEnrolment('fr.officer', 30, { at: '2026-11-01T00:00:00.000Z' as Instant });
    expect(tell(foldSeats(aSession(), [early, ...twelve])).at(-1)).toBe('fr.officer waiting 3');
  });

  it('pass to whoever waits first when one is given back, and who comes again stands at the end', () => {
    const back = anEnrolment('au.officer10', 20, { intent: 'withdraw' });
    expect(tell(foldSeats(aSession(), [...twelve, back]))).toContain('au.officer20 confirmed 10');
    const again = anEnrolment('au.officer10', 21);
    expect(tell(foldSeats(aSession(), [...twelve, back, again])).at(-1)).toBe('au.officer10 waiting 2');
  });

  it('are one of each person, however often they say so', () => {
    const twice = [anEnrolment('au.officer', 1), anEnrolment('au.officer', 5)];
    expect(tell(foldSeats(aSession(), twice))).toEqual(['au.officer confirmed 1']);
  });

  it('are for those for whom the session is', () => {
    const session = aSession({ audience: { region: '002' } });
    const seats = foldSeats(session, [anEnrolment('au.officer', 1), anEnrolment('ke.admin', 2)]);
    expect(tell(seats)).toEqual(['au.officer notInvited 0', 'ke.admin confirmed 1']);
  });

  it('are given to nobody once it is over', () => {
    const late = anEnrolment('au.officer', 1, { heardAt: aSession().endsAt });
    expect(tell(foldSeats(aSession(), [late]))).toEqual(['au.officer late 0']);
  });

  it('stay with whoever had one, though the server hears of it again once it is over', () => {
    const session = aSession({ capacity: 1 });
    const after = { heardAt: session.endsAt };
    const again = anEnrolment('au.officer', 7, after);
    const told = [anEnrolment('au.officer', 1), anEnrolment('ke.admin', 2)];
    expect(tell(foldSeats(session, [...told, again]))).toEqual([
      'au.officer confirmed 1',
      'ke.admin waiting 1'
    ]);
    const back = anEnrolment('au.officer', 8, { ...after, intent: 'withdraw' });
    expect(tell(foldSeats(session, [...told, back]))).toEqual([
      'au.officer withdrawn 0',
      'ke.admin waiting 1'
    ]);
  });

  it('are never more than there are, whatever is heard in whatever order, and the same in each order', () => {
    const heard = fc.record({
      person: fc.integer({ min: 10, max: 20 }),
      at: fc.integer({ min: 0, max: 59 }),
      intent: fc.constantFrom('enrol' as const, 'withdraw' as const)
    });
    fc.assert(
      fc.property(fc.array(heard, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (all, capacity) => {
        const session = aSession({ capacity });
        const told = all.map(({ person, at, intent }, index) =>
          anEnrolment(`au.officer${person}`, at, { intent, act: `act:${index}` as never })
        );
        const seats = foldSeats(session, told);
        expect(countSeats(seats).confirmed).toBeLessThanOrEqual(capacity);
        expect(foldSeats(session, [...told].reverse())).toEqual(seats);
      })
    );
  });
});

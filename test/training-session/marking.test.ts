/** Whom and when a trainer's device notes: one person once, and a correction after what it corrects. */
import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { foldAttendance } from '#lib/domain/training/attendance.ts';
import { enrolledAs, guestOf, markedAt } from '#lib/training-session/marking.ts';
import { aMark } from '../samples/training.ts';

const AHEAD = '2026-12-10T09:40:00.000Z' as Instant;

test('a correction on a device whose clock is slow stands beside what another noted, and after it', () => {
  const slow = Date.parse('2026-12-10T07:45:00.000Z');
  const absent = { mark: 'absent', reason: 'A colleague carried their code.' } as const;
  const noted = aMark('au.officer', { at: AHEAD });
  const corrected = aMark('au.officer', { ...absent, at: markedAt(noted.at, slow), device: 'devicetwo2' });
  expect(foldAttendance([noted, corrected])).toMatchObject([{ isPresent: false, reason: absent.reason }]);
  expect(markedAt(undefined, slow)).toBe('2026-12-10T07:45:00.000Z');
  expect(markedAt('2026-12-10T07:40:00.000Z' as Instant, slow)).toBe('2026-12-10T07:45:00.000Z');
});

test('whoever enrolled and is typed by name is noted as themselves, and as nobody where two are called so', () => {
  const seat = (person: string, name: string, country = 'KE') =>
    ({ person, name, authority: country as never }) as const;
  const seats = [seat('ke.otieno', 'Achieng Otieno'), seat('fr.otieno', 'Achieng Otieno', 'FR')];
  const typed = guestOf('  achieng  OTIENO ', 'KE');
  expect(typed && enrolledAs(typed, seats)?.person).toBe('ke.otieno');
  expect(typed && enrolledAs(typed, [...seats, seat('ke.second', 'Achieng Otieno')])).toBeNull();
  const other = guestOf('Achieng Wanjiru', 'KE');
  expect(other && enrolledAs(other, seats)).toBeNull();
});

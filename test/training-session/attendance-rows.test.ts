import { expect, test } from 'vitest';
import type { Attendance } from '#lib/domain/training/attendance.ts';
import type { SessionView } from '#lib/domain/training/desk-view.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { SeatState } from '#lib/domain/training/seats.ts';
import { AttendanceRows } from '#lib/training-session/marking.ts';

const AT = '2026-11-28T09:00:00.000Z' as Instant;
const KENYA = 'KE' as AuthorityCode;

/** `ana*` waits, `ana-` has given the place back. */
function seats(names: string): SessionView['seats'] {
  const state: Readonly<Record<string, SeatState>> = { '*': 'waiting', '-': 'withdrawn' };
  return names.split(' ').map((one) => ({
    ...{ person: one.replace(/[*-]$/, ''), name: one, function: 'Officer', authority: KENYA },
    ...{ state: state[one.at(-1) ?? ''] ?? 'confirmed', place: 1, heardAt: AT, wasPresent: false, days: 0 }
  }));
}

function noted(person: string): Attendance {
  return {
    person,
    name: person,
    authority: KENYA,
    isPresent: true,
    at: AT,
    reason: null,
    devices: 1,
    days: []
  };
}

const order = (rows: readonly { readonly person: string }[]): string =>
  rows.map(({ person }) => person).join(' ');

test('the list has who is expected and who was noted, and not who gave the place back before', () => {
  const rows = new AttendanceRows();
  expect(order(rows.of(seats('ana ben* cem-'), [noted('guest.1')]))).toBe('ana ben guest.1');
});

test('no row moves when others enrol, are noted or give their place back while attendance is taken', () => {
  const rows = new AttendanceRows();
  rows.of(seats('ana ben cem'), [noted('guest.1')]);
  const later = rows.of(seats('eve dan- ben ana- cem'), [noted('guest.0'), noted('guest.1')]);
  expect(order(later)).toBe('ana ben cem guest.1 eve guest.0');
  expect(later[0]?.state).toBe('withdrawn');
});

test('a guest who enrols later stays where they stood', () => {
  const rows = new AttendanceRows();
  rows.of(seats('ana'), [noted('guest.1')]);
  expect(order(rows.of(seats('guest.1 ana'), [noted('guest.1')]))).toBe('ana guest.1');
});

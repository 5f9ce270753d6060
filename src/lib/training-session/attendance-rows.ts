/** People a trainer can mark as present, in an order that stays while they do so. */
import type { Attendance, Participant } from '#lib/domain/training/attendance.ts';
import type { SessionView } from '#lib/domain/training/desk-view.ts';
import type { SeatState } from '#lib/domain/training/seats.ts';
import { DrawnOrder } from '#lib/ui/table/drawn-order.ts';

export interface AttendanceRow extends Participant {
  readonly function: string;
  readonly place: number;
  readonly state: SeatState;
}

const UNENROLLED = { function: '', place: 0, state: 'unenrolled' } as const;

export class AttendanceRows {
  readonly #order = new DrawnOrder<AttendanceRow>(({ person }) => person);

  /** A person who gives up the place stays listed: otherwise the rows below would move under the pointer. */
  of(seats: SessionView['seats'], noted: readonly Attendance[]): readonly AttendanceRow[] {
    const known = new Set(noted.map(({ person }) => person));
    const enrolled = new Set(seats.map(({ person }) => person));
    const isExpected = ({ person, state }: SessionView['seats'][number]): boolean =>
      state === 'confirmed' || state === 'waiting' || known.has(person) || this.#order.has(person);
    return this.#order.keep([
      ...seats.filter(isExpected),
      ...noted.filter(({ person }) => !enrolled.has(person)).map((one) => ({ ...one, ...UNENROLLED }))
    ]);
  }
}

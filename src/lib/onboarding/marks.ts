import { remember, remembered } from '#lib/pwa/remember.ts';

type FirstDayMark = 'printed' | 'hidden';

const nameOf = (mark: FirstDayMark, person: string): string => `i2es-first-day-${mark}-${person}`;

export function hasMark(mark: FirstDayMark, person: string): boolean {
  return remembered(nameOf(mark, person)) !== null;
}

export function setMark(mark: FirstDayMark, person: string): void {
  remember(nameOf(mark, person), 1);
}

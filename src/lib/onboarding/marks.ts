/** First-steps marks in this browser; without storage nothing is remembered and nothing fails. */
type FirstDayMark = 'printed' | 'hidden';

const nameOf = (mark: FirstDayMark, person: string): string => `i2es-first-day-${mark}-${person}`;

export function hasMark(mark: FirstDayMark, person: string): boolean {
  try {
    return localStorage.getItem(nameOf(mark, person)) !== null;
  } catch {
    return false;
  }
}

export function setMark(mark: FirstDayMark, person: string): void {
  try {
    localStorage.setItem(nameOf(mark, person), '1');
  } catch {
    // Without storage the browser asks again.
  }
}

/** Differs by at most that part of the larger; zero is near nothing. */
export function isNear(a: number, b: number, part: number): boolean {
  if (a === 0 || b === 0) return a === b;
  return Math.abs(a - b) <= Math.floor(Math.max(a, b) / part);
}

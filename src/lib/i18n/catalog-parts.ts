/**
 * The parts in which a language travels to the reader. Only `first` comes before the first screen; the others
 * come when a sentence of theirs is asked for, and all of them are kept by the service worker for later.
 */
export const PARTS = ['first', 'problems', 'desks'] as const;
export type Part = (typeof PARTS)[number];
export type LatePart = Exclude<Part, 'first'>;

/** Of problems and of the paper forms: any officer's next step may need them. */
const PROBLEMS = /^(?:problem|form)_/;
/** Of pages that few open. */
const DESKS =
  /^(?:help|leave|unsent|training|incb|registration|audit|tamper|people|settings|security|devices|trust|keys)_/;
/** What may have to be said before any part can come: no connection, no session, and what has no sentence. */
const EARLY = /^problem_(?:unknown|line_offline|session_)/;

export function keyToPart(key: string): Part {
  if (EARLY.test(key)) return 'first';
  if (PROBLEMS.test(key)) return 'problems';
  return DESKS.test(key) ? 'desks' : 'first';
}

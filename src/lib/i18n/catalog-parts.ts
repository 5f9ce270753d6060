/**
 * The parts in which a language travels to the reader. Only `first` comes before the first screen; the others
 * come when a sentence of theirs is asked for, and all of them are kept by the service worker for later.
 */
export const LATE_PARTS = [
  'problems',
  'comparisons',
  'dossiers',
  'desks',
  'outreach',
  'matching',
  'training'
] as const;
export const PARTS = ['first', ...LATE_PARTS] as const;
export type LatePart = (typeof LATE_PARTS)[number];
export type Part = (typeof PARTS)[number];

/** Problems and the paper forms: any officer's next step may need them. */
const PROBLEMS = /^(?:problem|form)_/;
/** How two figures differ, which the rows of Today tell as well as the dossier. */
const COMPARISONS = /^dossier_compare_/;
/** The pages of one authorization, which are opened from a desk that is there already. */
const DOSSIERS = /^(?:dossier|authorization)_/;
/** The pages that few open. */
const DESKS =
  /^(?:first|help|leave|unsent|incb|registration|audit|tamper|people|settings|security|devices|trust|keys|pwa)_|^sync_(?!device$)|^line_refused_|^register_(?!act_|more_|new|substances$)|^ui_file_/;
/** What INCB tells and asks, and whom it knows. */
const OUTREACH = /^(?:announce|contacts|public|who|overview|region|survey|suggestion)_/;
/** How an authority's papers agree with its partners', and who these are: desks that officers open when there is time. */
const MATCHING = /^(?:matching|partners|trial|message|kit)_/;
/** Lessons, trainers' own too, rehearsals and sessions, which are read on other pages than the desks. */
const TRAINING = /^(?:training|lesson|rehearsal|session|calendar|own_lesson)_/;
/**
 * What may have to be said before any part can come: no connection, no session, what has no sentence, who the Board is,
 * and on the first page where one reads what this is.
 */
const EARLY = /^(?:problem_(?:unknown|line_(?:offline|unanswered)|session_)|dossier_board$|public_about$)/;

export function keyToPart(key: string): Part {
  if (EARLY.test(key)) return 'first';
  if (PROBLEMS.test(key)) return 'problems';
  if (COMPARISONS.test(key)) return 'comparisons';
  if (DOSSIERS.test(key)) return 'dossiers';
  if (OUTREACH.test(key)) return 'outreach';
  if (MATCHING.test(key)) return 'matching';
  if (TRAINING.test(key)) return 'training';
  return DESKS.test(key) ? 'desks' : 'first';
}

/** Only `first` loads before the first screen; others load on demand, and the service worker keeps all. */
export const LATE_PARTS = [
  'problems',
  'comparisons',
  'dossiers',
  'desks',
  'outreach',
  'matching',
  'training',
  'guests',
  'papers',
  'replies'
] as const;
export const PARTS = ['first', ...LATE_PARTS] as const;
export type LatePart = (typeof LATE_PARTS)[number];
export type Part = (typeof PARTS)[number];

/** Problems and paper forms appear on many pages. */
const PROBLEMS = /^(?:problem|form)_/;
const COMPARISONS = /^dossier_compare_/;
const DOSSIERS = /^(?:dossier|authorization|balance)_/;
const DESKS =
  /^(?:archive|first|help|joining|leave|unsent|incb|company|import|application|registration|audit|tamper|people|settings|security|devices|trust|keys|pwa|batch|template|notify|systems)_|^sync_(?!device$)|^line_refused_|^register_(?!act_|more_|new|substances$)|^ui_file_/;
const OUTREACH =
  /^(?:announce|apply|contacts|links|plan|public|who|overview|region|regional|survey|suggestion|user_group|lists)_/;
const MATCHING = /^(?:matching|partners|trial|message|kit|reminder)_/;
const TRAINING = /^(?:training|lesson|rehearsal|session|calendar|own_lesson|verify)_/;
/** Only on the page of people without an account whom a trainer invites. */
const GUESTS = /^guest_/;
const PAPERS = /^(?:returns|paper|attachment|scan|camera|inspection)_/;
/** Only in files for people outside I2ES, which have their own copy. */
const REPLIES = /^(?:reply_page|archive_page|archive_readme)_/;
/**
 * Needed before any part can load: no connection, no session, unknown problems, INCB's name, and the first page's
 * introduction; the buttons, the rows and the lines of news on the page Today, which would be empty until their part loads.
 */
const EARLY =
  /^(?:problem_(?:unknown|line_(?:offline|unanswered)|session_)|dossier_board$|public_about$|lists_behind$|people_notice(?:s|_noted)$|survey_closes$|session_(?:changes|coming|moved_up)$|returns_(?:short|quarter|substance|file_code)$|paper_(?:mark|of_kind|title_(?:import|declaration))$)|_today(?:_|$)/;

export function keyToPart(key: string): Part {
  if (EARLY.test(key)) return 'first';
  if (PROBLEMS.test(key)) return 'problems';
  if (COMPARISONS.test(key)) return 'comparisons';
  if (DOSSIERS.test(key)) return 'dossiers';
  if (OUTREACH.test(key)) return 'outreach';
  if (MATCHING.test(key)) return 'matching';
  if (TRAINING.test(key)) return 'training';
  if (GUESTS.test(key)) return 'guests';
  if (PAPERS.test(key)) return 'papers';
  if (REPLIES.test(key)) return 'replies';
  return DESKS.test(key) ? 'desks' : 'first';
}

/** The compiler's name for a key: lower case, with the number of capitals. */
export function keyToName(key: string): string {
  const capitals = key.replace(/[^A-Z]/g, '').length;
  return capitals > 0 ? `${key.toLowerCase()}${capitals}` : key;
}

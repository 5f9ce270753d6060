import type { ActOf, BodyOf } from '../act/body.ts';
import { ANNOUNCEMENT_LANGUAGES, type AnnouncementLanguage } from '../act/kinds/announcement.ts';
import { instantToDate } from '../calendar-date.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import { isAddressed, isSameAudience, type Reader } from './audience.ts';

export type AnnouncementAct = ActOf<'announcement'>;

export interface Letter {
  readonly act: AnnouncementAct;
  readonly state: 'stands' | 'replaced' | 'withdrawn';
  readonly by: AnnouncementAct | null;
}

/**
 * Latest first, by references, not clocks. A withdrawn replacement does not restore the replaced letter. If two devices
 * sent one draft, the later counts for its readers; others keep the first.
 */
export function foldLetters(acts: readonly AnnouncementAct[]): readonly Letter[] {
  const latestFirst = [...acts].sort((a, b) => (isLater(a, b) ? -1 : 1));
  return latestFirst.map((act) => {
    const about = latestFirst.find((one) => one.body.supersedes?.act === act._id);
    if (about) return { act, by: about, state: about.body.supersedes?.as ?? 'replaced' };
    const by = latestFirst.find((one) => isSameDraft(one, act) && isLater(one, act)) ?? null;
    return { act, by, state: by === null ? 'stands' : 'replaced' };
  });
}

function isSameDraft(a: AnnouncementAct, b: AnnouncementAct): boolean {
  return (
    a.body.draft !== undefined &&
    a.body.draft === b.body.draft &&
    isSameAudience(a.body.audience, b.body.audience)
  );
}

function isLater(a: AnnouncementAct, b: AnnouncementAct): boolean {
  return a.body.at === b.body.at ? a._id > b._id : a.body.at > b.body.at;
}

/**
 * For INCB: all that it sent, each in the state that its readers see. A letter that is shown later does not replace an
 * earlier one before its day.
 */
export function lettersOfBoard(acts: readonly AnnouncementAct[], today: CalendarDate): readonly Letter[] {
  const states = new Map(foldLetters(shownOf(acts, today)).map((one) => [one.act._id, one]));
  return foldLetters(acts).map((one) => states.get(one.act._id) ?? one);
}

/**
 * Readers see a scheduled letter, and its effect on an earlier one, from its day on. A letter that was withdrawn before
 * its day, and its withdrawal, are never shown.
 */
export function lettersTo(
  reader: Reader,
  acts: readonly AnnouncementAct[],
  today: CalendarDate
): readonly Letter[] {
  return foldLetters(shownOf(acts, today)).filter(({ act }) => isAddressed(act.body.audience, reader));
}

function shownOf(acts: readonly AnnouncementAct[], today: CalendarDate): readonly AnnouncementAct[] {
  const isNeverShown = ({ _id, body: { shownFrom } }: AnnouncementAct): boolean =>
    shownFrom !== undefined &&
    acts.some(
      ({ body: { supersedes, at } }) =>
        supersedes?.act === _id && supersedes.as === 'withdrawn' && instantToDate(at) < shownFrom
    );
  const never = new Set(acts.filter(isNeverShown).map(({ _id }) => _id));
  return acts.filter(
    (act) =>
      !isScheduled(act, today) && !never.has(act._id) && !never.has(act.body.supersedes?.act ?? act._id)
  );
}

export function isScheduled({ body }: Pick<AnnouncementAct, 'body'>, today: CalendarDate): boolean {
  return body.shownFrom !== undefined && body.shownFrom > today;
}

export function unreadOf(letters: readonly Letter[], read: readonly ActId[]): readonly Letter[] {
  const known = new Set(read);
  return letters.filter(({ act, state }) => state === 'stands' && !known.has(act._id));
}

export type Texts = BodyOf<'announcement'>['texts'];

export interface LetterText {
  readonly language: AnnouncementLanguage;
  readonly title: string;
  readonly text: string;
}

export function textFor(texts: Texts, language: string | null): LetterText | null {
  const order = [language, ...ANNOUNCEMENT_LANGUAGES];
  const found = order.find((one): one is AnnouncementLanguage => {
    return ANNOUNCEMENT_LANGUAGES.indexOf(one as AnnouncementLanguage) >= 0 && !!texts[one as 'en'];
  });
  const letter = found && texts[found];
  return letter ? { language: found, ...letter } : null;
}

export function languagesIn(texts: Texts): readonly AnnouncementLanguage[] {
  return ANNOUNCEMENT_LANGUAGES.filter((language) => texts[language] !== undefined);
}

type Piece = { readonly text: string } | { readonly href: string; readonly host: string };

/** Lines stay within a paragraph; an empty line separates two. */
export function toParagraphs(text: string): readonly (readonly (readonly Piece[])[])[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.split('\n').map(toPieces))
    .filter((lines) => lines.some((pieces) => pieces.length > 0));
}

/** Restricted characters, so that no text after the address joins it and no name before the host misleads. */
const ADDRESS =
  /https:\/\/((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?![\w.-]*@)(?:[/?#][\w\-.~:/?#@!$&*+,;=%]*)?/gi;
/** Final punctuation belongs to the sentence. */
const TAIL = /[.,;:!?]+$/;

export function toPieces(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  ADDRESS.lastIndex = 0;
  for (let match = ADDRESS.exec(line); match; match = ADDRESS.exec(line)) {
    const href = match[0].replace(TAIL, '');
    if (match.index > from) pieces.push({ text: line.slice(from, match.index) });
    pieces.push({ href, host: String(match[1]).toLowerCase() });
    from = match.index + href.length;
  }
  if (from < line.length) pieces.push({ text: line.slice(from) });
  return pieces;
}

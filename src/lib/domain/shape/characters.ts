/**
 * Characters that every reader sees the same (threats P4). Ranges are fixed here, since browser, gateway and CouchDB
 * know different Unicode editions (`\p{…}`); unassigned characters of planes 0 to 3 pass. Sources: Unicode 16.0 ch.
 * 23.5, 23.7, 23.8, Default_Ignorable_Code_Point, ArabicShaping; for joiners UAX 31 §2.3.1 and ch. 12.2 (Bengali and
 * Kannada RA).
 */
import { COMBINING_MARK } from './combining-marks.ts';

interface StrayCharacter {
  readonly kind: 'invisible' | 'unreadable';
  /** `U+200B` */
  readonly character: string;
  /** Counted in characters from 1. */
  readonly place: number;
}

/** Invisible characters, direction controls and unusual blanks. */
const INVISIBLE =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF0-\uFFFB]|[\u034F\u17B4\u17B5\u180B-\u180D\u180F\uFE00-\uFE0F]|\uD82F[\uDCA0-\uDCA3]|\uD834[\uDD59\uDD73-\uDD7A]|\uD80D[\uDC30-\uDC3F]|\uD81B\uDFE4|[\uDB40-\uDB43][\uDC00-\uDFFF]/g;
/**
 * Private use (depends on the font), noncharacters, surrogates, replacement signs, and unused parts of planes 4 to 14.
 */
const UNREADABLE =
  /[\uE000-\uF8FF\uFDD0-\uFDEF\uFFFC-\uFFFF]|[\uD83F\uD87F\uD8BF][\uDFFE\uDFFF]|[\uD8C0-\uDB3F\uDB44-\uDBFF][\uDC00-\uDFFF]/;

const NON_JOINER = '\u200C';
const JOINER = '\u200D';
const VIRAMA =
  /[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u1039\u103A\u17D2\uA8C4\uA953\uA9C0]$/;
const RA_BEFORE_VIRAMA = /(?:\u09B0\u200D\u09CD|\u0CB0\u200D\u0CCD)/;
/** Letters that join the next one, with marks: only there a non-joiner is visible. */
const JOINS_NEXT =
  /[\u0620\u0626\u0628\u062A-\u062E\u0633-\u063F\u0641-\u0647\u0649\u064A\u066E\u066F\u0678-\u0687\u069A-\u06BF\u06C1\u06C2\u06CC\u06CE\u06D0\u06D1\u06FA-\u06FC\u06FF\u0750-\u0758\u075C-\u076A\u076D-\u0770\u0772\u0775-\u0777\u077A-\u077F\u08A0-\u08A9\u08AF\u08B0\u08B3-\u08B8\u08BA-\u08C8][\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC]*$/;
const JOINS_LAST =
  /^[\u0620\u0622-\u063F\u0641-\u064A\u066E\u066F\u0671-\u0673\u0675-\u06D3\u06D5\u06EE\u06EF\u06FA-\u06FC\u06FF\u0750-\u077F\u08A0-\u08AC\u08AE-\u08C8]/;
/** Selectors of a letter's shape: Mongolian uses 180B-180F, ideographs in names the others. */
const MONGOLIAN_SHAPE = /[\u1820-\u18AA][\u180B-\u180D\u180F]$/;
const IDEOGRAPH_SHAPE =
  /(?:[\u3400-\u4DBF\u4E00-\u9FFF]|[\uD840-\uD87E\uD880-\uD8BE][\uDC00-\uDFFF])(?:[\uFE00-\uFE02]|\uDB40[\uDD00-\uDDEF])$/;

/**
 * More marks are drawn over other lines. The longest run in use is Tibetan, the ten powers of the Kalachakra; pointed
 * Hebrew and Arabic and Vedic accents need far fewer.
 */
export const MAX_MARKS = 8;
const MARK_RUN = new RegExp(`${COMBINING_MARK}{${MAX_MARKS + 1}}`);

/** Place of the first mark of an overlong run, or null. */
export function findMarkRun(text: string): number | null {
  const found = MARK_RUN.exec(text);
  return found && placeOf(text, found.index);
}

/** First character that readers could read differently, or null. */
export function findStrayCharacter(text: string): StrayCharacter | null {
  const unreadable = UNREADABLE.exec(text);
  const invisible = findInvisible(text);
  if (unreadable && (!invisible || unreadable.index < invisible.index))
    return toStray('unreadable', text, unreadable.index);
  return invisible && toStray('invisible', text, invisible.index);
}

/** Cleans typed text of invisible characters from keyboards and pastes, but keeps the ones a script needs. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, (found: string, index: number) =>
    isNeeded(text, index, found) ? found : ''
  );
}

/** Name as used in problems. */
function codePointName(text: string, index: number): string {
  const hex = (text.codePointAt(index) ?? 0).toString(16).toUpperCase();
  return 'U+' + '0000'.slice(Math.min(4, hex.length)) + hex;
}

function placeOf(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length + 1;
}

function findInvisible(text: string): RegExpExecArray | null {
  INVISIBLE.lastIndex = 0;
  for (let found = INVISIBLE.exec(text); found; found = INVISIBLE.exec(text)) {
    if (!isNeeded(text, found.index, found[0])) return found;
  }
  return null;
}

/** Persian words, Indic conjuncts (Sri Lanka in its own script) and rare ideographs of names need them. */
function isNeeded(text: string, index: number, found: string): boolean {
  const before = text.slice(Math.max(0, index - 12), index);
  const after = text.slice(index + found.length, index + found.length + 1);
  if (found === JOINER) return VIRAMA.test(before) || RA_BEFORE_VIRAMA.test(before.slice(-1) + found + after);
  if (found === NON_JOINER) return VIRAMA.test(before) || (JOINS_NEXT.test(before) && JOINS_LAST.test(after));
  return MONGOLIAN_SHAPE.test(before.slice(-1) + found) || IDEOGRAPH_SHAPE.test(before.slice(-2) + found);
}

function toStray(kind: StrayCharacter['kind'], text: string, index: number): StrayCharacter {
  return { kind, character: codePointName(text, index), place: placeOf(text, index) };
}

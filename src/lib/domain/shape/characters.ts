/**
 * Characters that every reader sees the same (threats P4). Ranges are fixed here, since browser, gateway and CouchDB
 * know different Unicode editions (`\p{…}`); unassigned characters of planes 0 to 3 pass. Sources: Unicode 16.0 ch.
 * 23.5, 23.7, 23.8, Default_Ignorable_Code_Point, ArabicShaping; for joiners UAX 31 §2.3.1 and ch. 12.2 (Bengali and
 * Kannada RA).
 */

interface StrayCharacter {
  readonly kind: 'invisible' | 'unreadable';
  readonly character: string;
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

/** Combining marks (General_Category M of Unicode 17.0). Blocks with nothing else count whole, as do small gaps within a script. */
const OF_PLANE_0 = [
  // all scripts, Cyrillic
  '\u0300-\u036F\u0483-\u0489',
  // Hebrew, Arabic, Syriac, Thaana, NKo, Samaritan, Mandaic
  '\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u0711\u0730-\u074A\u07A6-\u07B0\u07EB-\u07F3\u07FD\u0816-\u0819\u081B-\u0823\u0825-\u0827\u0829-\u082D\u0859-\u085B\u0897-\u089F\u08CA-\u08E1\u08E3-\u0903',
  // Devanagari, Bengali
  '\u093A-\u093C\u093E-\u094F\u0951-\u0957\u0962\u0963\u0981-\u0983\u09BC\u09BE-\u09CD\u09D7\u09E2\u09E3\u09FE-\u0A03',
  // Gurmukhi, Gujarati
  '\u0A3C-\u0A51\u0A70\u0A71\u0A75\u0A81-\u0A83\u0ABC\u0ABE-\u0ACD\u0AE2\u0AE3\u0AFA-\u0B03',
  // Odia, Tamil
  '\u0B3C\u0B3E-\u0B57\u0B62\u0B63\u0B82\u0BBE-\u0BCD\u0BD7',
  // Telugu, Kannada
  '\u0C00-\u0C04\u0C3C\u0C3E-\u0C56\u0C62\u0C63\u0C81-\u0C83\u0CBC\u0CBE-\u0CD6\u0CE2\u0CE3\u0CF3',
  // Malayalam, Sinhala
  '\u0D00-\u0D03\u0D3B\u0D3C\u0D3E-\u0D4D\u0D57\u0D62\u0D63\u0D81-\u0D83\u0DCA-\u0DDF\u0DF2\u0DF3',
  // Thai, Lao
  '\u0E31\u0E34-\u0E3A\u0E47-\u0E4E\u0EB1\u0EB4-\u0EBC\u0EC8-\u0ECE',
  // Tibetan
  '\u0F18\u0F19\u0F35\u0F37\u0F39\u0F3E\u0F3F\u0F71-\u0F84\u0F86\u0F87\u0F8D-\u0FBC\u0FC6',
  // Myanmar, Ethiopic, Philippines, Khmer
  '\u102B-\u103E\u1056-\u1059\u105E-\u1060\u1062-\u1064\u1067-\u106D\u1071-\u1074\u1082-\u108D\u108F\u109A-\u109D\u135D-\u135F\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773\u17B4-\u17D3\u17DD',
  // Mongolian, Limbu, Lanna; all scripts
  '\u180B-\u180D\u180F\u1885\u1886\u18A9\u1920-\u193B\u1A17-\u1A1B\u1A55-\u1A7F\u1AB0-\u1B04',
  // Indonesia, Vedic
  '\u1B34-\u1B44\u1B6B-\u1B73\u1B80-\u1B82\u1BA1-\u1BAD\u1BE6-\u1BF3\u1C24-\u1C37\u1CD0-\u1CD2\u1CD4-\u1CE8\u1CED\u1CF4\u1CF7-\u1CF9',
  // all scripts, symbols, Coptic, Tifinagh, Cyrillic
  '\u1DC0-\u1DFF\u20D0-\u20FF\u2CEF-\u2CF1\u2D7F\u2DE0-\u2DFF',
  // East Asia, Cyrillic, Bamum
  '\u302A-\u302F\u3099\u309A\uA66F-\uA672\uA674-\uA67D\uA69E\uA69F\uA6F0\uA6F1',
  // India, Java, Cham, Viet, Meetei
  '\uA802\uA806\uA80B\uA823-\uA827\uA82C\uA880\uA881\uA8B4-\uA8C5\uA8E0-\uA8F1\uA8FF\uA926-\uA92D\uA947-\uA953\uA980-\uA983\uA9B3-\uA9C0\uA9E5\uAA29-\uAA36\uAA43\uAA4C\uAA4D\uAA7B-\uAA7D\uAAB0\uAAB2-\uAAB4\uAAB7\uAAB8\uAABE\uAABF\uAAC1\uAAEB-\uAAEF\uAAF5\uAAF6\uABE3-\uABEA\uABEC\uABED',
  // Hebrew, shapes, half marks
  '\uFB1E\uFE00-\uFE0F\uFE20-\uFE2F'
].join('');

/** First halves of surrogate pairs: engines that read this lack the Unicode flag. */
const OF_PLANE_1 = [
  '\uD800[\uDDFD\uDEE0\uDF76-\uDF7A]',
  '\uD802[\uDE01-\uDE0F\uDE38-\uDE3F\uDEE5\uDEE6]',
  '\uD803[\uDD24-\uDD27\uDD69-\uDD6D\uDEAB\uDEAC\uDEFA-\uDEFF\uDF46-\uDF50\uDF82-\uDF85]',
  '\uD804[\uDC00-\uDC02\uDC38-\uDC46\uDC70\uDC73\uDC74\uDC7F-\uDC82\uDCB0-\uDCBA\uDCC2\uDD00-\uDD02\uDD27-\uDD34\uDD45\uDD46\uDD73\uDD80-\uDD82\uDDB3-\uDDC0\uDDC9-\uDDCC\uDDCE\uDDCF\uDE2C-\uDE37\uDE3E\uDE41\uDEDF-\uDEEA\uDF00-\uDF03\uDF3B\uDF3C\uDF3E-\uDF4D\uDF57\uDF62-\uDF74\uDFB8-\uDFD0\uDFD2\uDFE1\uDFE2]',
  '\uD805[\uDC35-\uDC46\uDC5E\uDCB0-\uDCC3\uDDAF-\uDDC0\uDDDC\uDDDD\uDE30-\uDE40\uDEAB-\uDEB7\uDF1D-\uDF2B]',
  '\uD806[\uDC2C-\uDC3A\uDD30-\uDD3E\uDD40\uDD42\uDD43\uDDD1-\uDDE0\uDDE4\uDE01-\uDE0A\uDE33-\uDE39\uDE3B-\uDE3E\uDE47\uDE51-\uDE5B\uDE8A-\uDE99\uDF60-\uDF67]',
  '\uD807[\uDC2F-\uDC3F\uDC92-\uDCB6\uDD31-\uDD45\uDD47\uDD8A-\uDD97\uDEF3-\uDEF6\uDF00\uDF01\uDF03\uDF34-\uDF42\uDF5A]',
  '\uD80D[\uDC40\uDC47-\uDC55]',
  '\uD818[\uDD1E-\uDD2F]',
  '\uD81A[\uDEF0-\uDEF4\uDF30-\uDF36]',
  '\uD81B[\uDF4F\uDF51-\uDF92\uDFE4\uDFF0\uDFF1]',
  '\uD82F[\uDC9D\uDC9E]',
  '\uD833[\uDF00-\uDF46]',
  '\uD834[\uDD65-\uDD69\uDD6D-\uDD72\uDD7B-\uDD82\uDD85-\uDD8B\uDDAA-\uDDAD\uDE42-\uDE44]',
  '\uD836[\uDE00-\uDE36\uDE3B-\uDE6C\uDE75\uDE84\uDE9B-\uDEAF]',
  '\uD838[\uDC00-\uDC2A\uDC8F\uDD30-\uDD36\uDEAE\uDEEC-\uDEEF]',
  '\uD839[\uDCEC-\uDCEF\uDDEE\uDDEF\uDEE3\uDEE6\uDEEE\uDEEF\uDEF5]',
  '\uD83A[\uDCD0-\uDCD6\uDD44-\uDD4A]'
].join('|');

/** A joiner between marks does not end a run. */
const COMBINING_MARK = `(?:[${OF_PLANE_0}\u200C\u200D]|${OF_PLANE_1})`;

/**
 * More marks are drawn over other lines. The longest run in use is Tibetan, the ten powers of the Kalachakra; pointed
 * Hebrew and Arabic and Vedic accents need far fewer.
 */
export const MAX_MARKS = 8;
// eslint-disable-next-line no-misleading-character-class -- the marks themselves are looked for
const MARK_RUN = new RegExp(`${COMBINING_MARK}{${MAX_MARKS + 1}}`);

export function findMarkRun(text: string): number | null {
  const found = MARK_RUN.exec(text);
  return found && placeOf(text, found.index);
}

export function findStrayCharacter(text: string): StrayCharacter | null {
  const unreadable = UNREADABLE.exec(text);
  const invisible = findInvisible(text);
  if (unreadable && (!invisible || unreadable.index < invisible.index))
    return toStray('unreadable', text, unreadable.index);
  return invisible && toStray('invisible', text, invisible.index);
}

/** Keeps the ones a script needs. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, (found: string, index: number) =>
    isNeeded(text, index, found) ? found : ''
  );
}

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

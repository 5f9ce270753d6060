/**
 * Characters of each font, known without loading it: the form warns before issuing, and only needed fonts load. A test
 * compares these ranges with the fonts.
 */
import { printableCopy } from './printable.ts';

export const FACES = ['NotoSans', 'NotoNaskhArabic', 'NotoSansSC'] as const;
export type Face = (typeof FACES)[number];

type Range = readonly [first: number, last: number];

const LETTERS: readonly Range[] = [
  [0x20, 0x7e],
  [0xa0, 0x2cc],
  [0x300, 0x338],
  [0x370, 0x377],
  [0x37a, 0x37f],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3e1],
  [0x3f0, 0x52f],
  [0x1e00, 0x1eff],
  [0x2000, 0x200a],
  [0x2010, 0x2027],
  [0x202f, 0x203a],
  [0x2070, 0x2071],
  [0x2074, 0x208e],
  [0x20a0, 0x20bf],
  [0x2113, 0x2122],
  [0x2212, 0x2212],
  [0xfffd, 0xfffd]
];

const ARABIC: readonly Range[] = [
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x600, 0x61b],
  [0x61d, 0x6ff],
  [0xfb50, 0xfbc2],
  [0xfbd3, 0xfbe9],
  [0xfbfc, 0xfbff],
  [0xfdf2, 0xfdf2],
  [0xfe70, 0xfe74],
  [0xfe76, 0xfefc]
];

/** Separates two Persian letters and draws nothing; acts contain it only there. */
export const NON_JOINER = 0x200c;

const LETTERS_OF: Readonly<Record<Face, (code: number) => boolean>> = {
  NotoSans: (code) => isWithin(LETTERS, code),
  NotoNaskhArabic: (code) => isWithin(ARABIC, code),
  NotoSansSC: (code) => (code > 0x20 && code < 0x7f) || chineseLetters().has(code)
};

export function isInFace(face: Face, code: number): boolean {
  return LETTERS_OF[face](code);
}

/** Fonts for these words, always including the form's. */
export function neededFaces(words: string): readonly Face[] {
  const needed = new Set<Face>(['NotoSans']);
  for (const letter of words.normalize('NFC')) {
    const face = faceOf(letter.codePointAt(0) ?? 0);
    if (face) needed.add(face);
  }
  return FACES.filter((face) => needed.has(face));
}

export function countUnprintable(text: string): number {
  return printableCopy(text, (code) => code === NON_JOINER || faceOf(code) !== undefined).missing;
}

function faceOf(code: number): Face | undefined {
  return FACES.find((face) => isInFace(face, code));
}

function isWithin(ranges: readonly Range[], code: number): boolean {
  return ranges.some(([first, last]) => code >= first && code <= last);
}

let chinese: ReadonlySet<number> | undefined;

/** GB 2312 from the engine's decoder: a list of 6,763 characters would be larger than this page. */
function chineseLetters(): ReadonlySet<number> {
  chinese ??= new Set(
    [...new TextDecoder('gb2312').decode(everyPair())]
      .map((letter) => letter.codePointAt(0) ?? 0)
      .filter((code) => !(code >= 0xe000 && code <= 0xf8ff) && code !== 0xfffd)
      // Two signs that share another's glyph.
      .concat(0x220b, 0x2245)
  );
  return chinese;
}

function everyPair(): Uint8Array {
  const bytes: number[] = [];
  for (let row = 0xa1; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  return Uint8Array.from(bytes);
}

/**
 * What the face of the forms has, known without fetching it: the form tells before issuing what its paper
 * cannot show. A test holds these ranges against the face itself.
 */
import { printableCopy } from './printable.ts';

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

export function isInFormFace(code: number): boolean {
  return LETTERS.some(([first, last]) => code >= first && code <= last);
}

/** How many characters of a text the printed form would show as a sign. */
export function countUnprintable(text: string): number {
  return printableCopy(text, isInFormFace).missing;
}

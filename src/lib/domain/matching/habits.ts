/**
 * How a partner writes the numbers of import authorizations, learnt from what an officer has linked: groups left out,
 * turned round or run together. A habit only raises a proposal later; it never links.
 */
import type { ActId } from '../ids.ts';
import { normalizeNumber } from '../act/dossier-key.ts';

/** A group of the true number by its place, or what the partner puts of their own. */
type Piece = number | string;

export interface Habit {
  /** Null where the same groups are written without anything between them. */
  readonly pieces: readonly Piece[] | null;
  /** The export authorization that was linked, what it cites, and the number that was meant. */
  readonly learntFrom: ActId;
  readonly cited: string;
  readonly meant: string;
}

/** Null where nothing can be learnt: it is the same number, or a slip that tells nothing of another one. */
export function learnHabit(cited: string, meant: string, learntFrom: ActId): Habit | null {
  const [written, groups] = [normalizeNumber(cited).split('-'), normalizeNumber(meant).split('-')];
  if (written.join('-') === groups.join('-')) return null;
  const learnt = { learntFrom, cited, meant };
  if (written.join('') === groups.join('')) return { ...learnt, pieces: null };
  const pieces = written.map((one): Piece => {
    const at = groups.indexOf(one);
    return at >= 0 ? at : one;
  });
  return isTelling(pieces, groups) ? { ...learnt, pieces } : null;
}

/** It names the one authorization among others, and has no figure of its own that would be a slip. */
function isTelling(pieces: readonly Piece[], groups: readonly string[]): boolean {
  let isNaming = false;
  for (const piece of pieces) {
    if (typeof piece === 'string' && /[0-9]{3}/.test(piece) && !isYear(piece)) return false;
    const group = typeof piece === 'number' ? (groups[piece] ?? '') : '';
    if (/^[0-9]{2,}$/.test(group) && !isYear(group)) isNaming = true;
  }
  return isNaming;
}

function isYear(group: string): boolean {
  return /^(?:19|20)[0-9]{2}$/.test(group);
}

/** What a partner of this habit would put for that number (both as `normalizeNumber` has them); null where it does not fit. */
export function wouldWrite({ pieces }: Habit, number: string): string | null {
  const groups = number.split('-');
  if (pieces === null) return groups.join('');
  const written: string[] = [];
  for (const piece of pieces) {
    const group = typeof piece === 'number' ? groups[piece] : piece;
    if (group === undefined) return null;
    written.push(group);
  }
  return written.join('-');
}

/**
 * A partner's way of writing import numbers, learnt from officers' links: groups omitted, reordered or joined. It only
 * suggests, never links.
 */
import type { ActId } from '../ids.ts';
import { normalizeNumber } from '../act/dossier-key.ts';

/** Index of a group of the true number, or the partner's own text. */
type Piece = number | string;

export interface Habit {
  readonly pieces: readonly Piece[] | null;
  readonly learntFrom: ActId;
  readonly cited: string;
  readonly meant: string;
}

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

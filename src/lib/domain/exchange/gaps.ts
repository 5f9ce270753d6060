/**
 * Each device counts its acts to every authority (architecture §5), so a skipped number is late, refused, lost or
 * withheld.
 */
import type { CarriedAct } from '../act/later-act.ts';
import type { ActId, AuthorityCode, KeyId } from '../ids.ts';
import { isCountedBy } from './share-scope.ts';

export interface Gap {
  readonly issuer: AuthorityCode;
  readonly key: KeyId;
  readonly missing: number;
  readonly before: ActId;
}

export function findGaps(
  acts: Iterable<CarriedAct>,
  reader: AuthorityCode,
  counts: (id: ActId) => boolean
): readonly Gap[] {
  const numbers = new NumbersSeen(reader);
  for (const act of acts) numbers.take(act);
  return numbers.gaps(counts);
}

/** Of one device; `inOrder` is null while a later act has not been put in its place. */
interface Series {
  readonly numbered: Map<number, CarriedAct>;
  last: number;
  inOrder: readonly number[] | null;
}

/** Any act fills its place; only a verified one (`counts`) proves earlier ones. The exchange has no gaps. */
export class NumbersSeen {
  readonly #reader: AuthorityCode;
  readonly #devices = new Map<string, Series>();

  constructor(reader: AuthorityCode) {
    this.#reader = reader;
  }

  /** Two acts with one number fill one place. */
  take(act: CarriedAct): void {
    const number = act.body.seq[this.#reader];
    if (number === undefined || act.body.issuer === 'EXCHANGE' || !isCountedBy(act.body, this.#reader))
      return;
    const device = `${act.body.issuer} ${act.signature.key}`;
    const series = this.#devices.get(device) ?? { numbered: new Map(), last: 0, inOrder: null };
    this.#devices.set(device, series);
    if (series.numbered.has(number)) return;
    series.numbered.set(number, act);
    series.last = Math.max(series.last, number);
    series.inOrder = null;
  }

  gaps(counts: (id: ActId) => boolean): readonly Gap[] {
    const gaps: Gap[] = [];
    this.#devices.forEach((series) => {
      // Numbers begin with 1: a series as long as its last number has no gap.
      if (series.numbered.size < series.last) addGaps(gaps, series, counts);
    });
    return gaps.sort((one, other) => (one.before < other.before ? -1 : 1));
  }
}

function addGaps(gaps: Gap[], series: Series, counts: (id: ActId) => boolean): void {
  series.inOrder ??= Array.from(series.numbered.keys()).sort((one, other) => one - other);
  let before = 0;
  let missing = 0;
  for (const number of series.inOrder) {
    missing += number - before - 1;
    before = number;
    if (missing === 0) continue;
    const act = series.numbered.get(number)!;
    if (!counts(act._id)) continue;
    gaps.push({ issuer: act.body.issuer, key: act.signature.key, missing, before: act._id });
    missing = 0;
  }
}

/**
 * A number that only an act outside the reader's database has is given again: earlier versions counted enrolments, and
 * the reader then missed a document.
 */
export function nextNumber(acts: Iterable<Pick<CarriedAct, 'body'>>, reader: AuthorityCode): number {
  const taken = new Set<number>();
  const uncounted: number[] = [];
  let last = 0;
  for (const { body } of acts) {
    const number = body.seq[reader];
    if (number === undefined) continue;
    if (!isCountedBy(body, reader)) {
      uncounted.push(number);
      continue;
    }
    taken.add(number);
    last = Math.max(last, number);
  }
  return uncounted.reduce((next, one) => (taken.has(one) || one > next ? next : one), last + 1);
}

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

/** Any act fills its place; only a verified one (`counts`) proves earlier ones. The exchange has no gaps. */
export function findGaps(
  acts: Iterable<CarriedAct>,
  reader: AuthorityCode,
  counts: (id: ActId) => boolean
): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const numbered of byDevice(acts, reader).values()) {
    const inOrder = [...numbered].sort(([one], [other]) => one - other);
    let before = 0;
    let missing = 0;
    for (const [number, act] of inOrder) {
      missing += number - before - 1;
      before = number;
      if (missing === 0 || !counts(act._id)) continue;
      gaps.push({ issuer: act.body.issuer, key: act.signature.key, missing, before: act._id });
      missing = 0;
    }
  }
  return gaps.sort((one, other) => (one.before < other.before ? -1 : 1));
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

type Numbered = Map<number, CarriedAct>;

/** Two acts with one number fill one place. */
function byDevice(acts: Iterable<CarriedAct>, reader: AuthorityCode): Map<string, Numbered> {
  const devices = new Map<string, Numbered>();
  for (const act of acts) {
    const number = act.body.seq[reader];
    if (number === undefined || act.body.issuer === 'EXCHANGE' || !isCountedBy(act.body, reader)) continue;
    const device = `${act.body.issuer} ${act.signature.key}`;
    const numbered = devices.get(device) ?? new Map();
    devices.set(device, numbered);
    if (!numbered.has(number)) numbered.set(number, act);
  }
  return devices;
}

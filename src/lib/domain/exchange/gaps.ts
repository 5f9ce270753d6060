/**
 * Acts that should be here and are not: each device counts its acts towards every authority (architecture
 * §5), so a number that is passed over is an act that is late, was refused, is lost or is withheld.
 */
import type { Act } from '../act/body.ts';
import type { ActId, AuthorityCode, KeyId } from '../ids.ts';

export interface Gap {
  readonly issuer: AuthorityCode;
  /** The device that counted. */
  readonly key: KeyId;
  /** How many numbers are passed over. */
  readonly missing: number;
  /** The act that comes next after them, and is here. */
  readonly before: ActId;
}

/**
 * In the order of the acts after which something is missing. Whatever is here fills its place; only an act
 * that `counts` (verified good) tells that there must have been others before it. The exchange states from
 * several places at once and counts nothing that could be missed.
 */
export function findGaps(
  acts: Iterable<Pick<Act, '_id' | 'body' | 'signature'>>,
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

type Numbered = Map<number, Pick<Act, '_id' | 'body' | 'signature'>>;

/** Two acts of one device under one number are not told apart here: the place is filled. */
function byDevice(
  acts: Iterable<Pick<Act, '_id' | 'body' | 'signature'>>,
  reader: AuthorityCode
): Map<string, Numbered> {
  const devices = new Map<string, Numbered>();
  for (const act of acts) {
    const number = act.body.seq[reader];
    if (number === undefined || act.body.issuer === 'EXCHANGE') continue;
    const device = `${act.body.issuer} ${act.signature.key}`;
    const numbered = devices.get(device) ?? new Map();
    devices.set(device, numbered);
    if (!numbered.has(number)) numbered.set(number, act);
  }
  return devices;
}

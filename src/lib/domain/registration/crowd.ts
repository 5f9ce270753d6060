/**
 * A flood of false requests neither blocks the real one nor fills the database. No request is refused because of
 * others.
 */
import { isOpen, type Registration, type Sender } from './registration.ts';
import { isSameRequest, type RegistrationRequest } from './request.ts';

export type { Sender };

export interface CrowdBounds {
  /** Open requests per address and country. */
  readonly perSender: number;
  /** Open requests of a country before further ones are folded. */
  readonly inQueue: number;
  readonly folded: number;
}

export type Place =
  | { readonly kind: 'there' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'queue' }
  /** `instead`: folded requests that it replaces; several if two arrived at the same moment. */
  | { readonly kind: 'folded'; readonly instead: readonly string[] };

type Earlier = Pick<Registration, '_id' | 'status' | 'marks' | 'sender'> & RegistrationRequest;

/**
 * | the same words open | open of this address | open in the queue | folded   | place                          |
 * |---------------------|----------------------|-------------------|----------|--------------------------------|
 * | yes                 |                      |                   |          | there                          |
 * | no                  | at the bound         |                   |          | refused                        |
 * | no                  | fewer                | below the bound   |          | queue                          |
 * | no                  | fewer                | at the bound      | fewer    | folded                         |
 * | no                  | fewer                | at the bound      | at bound | folded, another one gives way  |
 *
 * It gives way the oldest of the network that has most folded: a flood from few networks displaces itself.
 */
export function placeOf(
  request: RegistrationRequest,
  sender: Sender,
  earlier: readonly Earlier[],
  { perSender, inQueue, folded }: CrowdBounds
): Place {
  const open = earlier.filter(isOpen);
  if (open.some((one) => isSameRequest(one, request))) return { kind: 'there' };
  if (open.filter((one) => one.sender?.address === sender.address).length >= perSender)
    return { kind: 'refused' };
  const held = open.filter(isFolded);
  if (open.length - held.length < inQueue) return { kind: 'queue' };
  return { kind: 'folded', instead: thoseToGo(held, sender.network, folded) };
}

/** A request stays folded until INCB sends a letter for it. */
export function isFolded({ status, marks }: Pick<Registration, 'status' | 'marks'>): boolean {
  return status === 'asked' && marks.indexOf('crowded') >= 0;
}

function thoseToGo(held: readonly Earlier[], network: string, most: number): string[] {
  const gone: string[] = [];
  let left = held;
  while (left.length >= most) {
    const first = firstToGo(left, network);
    if (first === null) break;
    gone.push(first._id);
    left = left.filter((one) => one !== first);
  }
  return gone;
}

function firstToGo(held: readonly Earlier[], network: string): Earlier | null {
  const counts = new Map<string, number>([[network, 1]]);
  const nameOf = ({ sender }: Earlier): string => (sender ? sender.network : '');
  for (const one of held) counts.set(nameOf(one), (counts.get(nameOf(one)) || 0) + 1);
  const countOf = (one: Earlier): number => counts.get(nameOf(one)) || 0;
  let first: Earlier | null = null;
  for (const one of held) if (first === null || countOf(one) > countOf(first)) first = one;
  return first;
}

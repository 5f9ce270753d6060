/**
 * Finds what an act states, where it is here and of the kind that is asked for. By itself, since the register of the
 * first desk needs no more of this room, and would wait for all that compares figures.
 */
import type { Act, ActOf } from '../act/body.ts';
import type { ActId } from '../ids.ts';

export type Finder = (id: ActId) => Act | null;

export function bodyOf<K extends Act['body']['kind']>(
  actOf: Finder,
  id: ActId | null,
  kind: K
): ActOf<K>['body'] | null {
  const body = id === null ? undefined : actOf(id)?.body;
  return body?.kind === kind ? (body as ActOf<K>['body']) : null;
}

/**
 * Returns an act's body of the requested kind. A separate file, so that Today does not wait for the comparison code.
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

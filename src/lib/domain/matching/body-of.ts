/**
 * Returns an act's body of the requested kind. A separate file, so that Today does not wait for the comparison code.
 */
import type { Act, ActOf } from '../act/body.ts';
import { asExport, readAct } from '../act/stand-in.ts';
import type { ActId } from '../ids.ts';

export type Finder = (id: ActId) => Act | null;

/** Records of paper read as the partner's documents that they stand in for. */
export function asRead(actOf: Finder): Finder {
  return (id) => {
    const act = actOf(id);
    return act && readAct(act);
  };
}

export function bodyOf<K extends Act['body']['kind']>(
  actOf: Finder,
  id: ActId | null,
  kind: K
): ActOf<K>['body'] | null {
  const act = id === null ? null : actOf(id);
  const body = (kind === 'export-authorization' ? asExport(act) : act && readAct(act))?.body;
  return body?.kind === kind ? (body as ActOf<K>['body']) : null;
}

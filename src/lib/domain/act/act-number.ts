/** The number that stands on an act. */
import type { Act } from './body.ts';

/** The number on an authorization itself; other acts have none of their own. */
export function numberOf({ body }: Pick<Act, 'body'>): string | null {
  return 'number' in body ? body.number : null;
}

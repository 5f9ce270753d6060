/** The number on an act. */
import type { Act } from './body.ts';

export function numberOf({ body }: Pick<Act, 'body'>): string | null {
  return 'number' in body ? body.number : null;
}

/** Screen of a suggestion, from route names only, never from values in the address. */
import { SCREEN } from '../act/kinds/suggestion.ts';

/** `/(app)/announcements/drafts/[id]` → `announcements/drafts`; an empty name is the start page. */
export function screenName(routeId: string | null): string {
  const words = (routeId ?? '').split('/').filter((part) => /^[a-z-]+$/.test(part));
  const name = words.slice(0, 4).join('/');
  return SCREEN.test(name) ? name : 'start';
}

/** Which screen a wish was made at: the words of its route alone, never what stands in its address. */
import { SCREEN } from '../act/kinds/suggestion.ts';

/** `/(app)/announcements/drafts/[id]` → `announcements/drafts`; what is named by nothing is the start. */
export function screenName(routeId: string | null): string {
  const words = (routeId ?? '').split('/').filter((part) => /^[a-z-]+$/.test(part));
  const name = words.slice(0, 4).join('/');
  return SCREEN.test(name) ? name : 'start';
}

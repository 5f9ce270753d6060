/** Holds a navigation up until a person has said whether what was typed may go with the page. */
import { goto } from '$app/navigation';
import type { BeforeNavigate } from '@sveltejs/kit';

/** The way on, to be taken after the answer; null where the tab itself is left, as the browser then asks in its own words. */
export function stopNavigation(navigation: BeforeNavigate): (() => unknown) | null {
  navigation.cancel();
  if (navigation.willUnload || !navigation.to) return null;
  const { url } = navigation.to;
  return navigation.type === 'popstate' ? () => history.go(navigation.delta) : () => goto(url);
}

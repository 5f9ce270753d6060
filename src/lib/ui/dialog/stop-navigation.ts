import { goto } from '$app/navigation';
import type { BeforeNavigate } from '@sveltejs/kit';

export function stopNavigation(navigation: BeforeNavigate): (() => unknown) | null {
  navigation.cancel();
  if (navigation.willUnload || !navigation.to) return null;
  const { url } = navigation.to;
  return navigation.type === 'popstate' ? () => history.go(navigation.delta) : () => goto(url);
}

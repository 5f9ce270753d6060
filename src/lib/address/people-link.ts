import { base } from '$app/paths';

export function personHref(person: string): string {
  return `${base}/people/${encodeURIComponent(person)}`;
}

export function resetLink(token: string): string {
  return `${location.origin}${base}/reset#${token}`;
}

import { base } from '$app/paths';

export function personHref(person: string): string {
  return `${base}/people/${encodeURIComponent(person)}`;
}

/** Where a link for a new password leads; the secret stands where no server sees it. */
export function resetLink(token: string): string {
  return `${location.origin}${base}/reset#${token}`;
}

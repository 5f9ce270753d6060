/** The page to open after unlocking: the requested page, never another site or the sign-in page itself. */

/** Serves only to resolve paths; a result outside this site was not a path of ours. */
const HERE = 'http://here.invalid';

export function parseDeepLink(to: string | null, base = '', home = '/today'): string {
  const start = base + home;
  if (to === null || !to.startsWith(`${base}/`) || !URL.canParse(to, HERE)) return start;
  const { origin, pathname, search, hash } = new URL(to, HERE);
  const isOurs = origin === HERE && pathname.startsWith(`${base}/`);
  if (!isOurs || pathname === `${base}/` || pathname.startsWith(`${base}/sign-in`)) return start;
  return pathname + search + hash;
}

export function signInHref(to: string, base = ''): string {
  return `${base}/sign-in?to=${encodeURIComponent(to)}`;
}

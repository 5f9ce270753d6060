/** Never another site or the sign-in page itself. */
import { may } from '#lib/domain/registration/rights.ts';
import type { Role } from '#lib/store/api.ts';

/** A result outside this site was not a path of ours. */
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

export function homePath(role: Role | undefined): string {
  if (may(role && { role }, 'apply')) return '/company';
  if (role === undefined || may({ role }, 'records')) return '/today';
  if (may({ role }, 'region')) return '/region';
  if (may({ role }, 'teach')) return '/sessions';
  return may({ role }, 'report') ? '/verify' : '/help';
}

/** A reload asks for no second password. Names no one and ends with the tab. */
const STORED_AS = 'I2ES_SIGNED_IN';
const TIMEOUT_MS = 8_000;

export function patienceAtReload(): AbortSignal {
  const over = new AbortController();
  setTimeout(() => over.abort(), TIMEOUT_MS);
  return over.signal;
}

export function hasSignedIn(): boolean {
  try {
    return sessionStorage.getItem(STORED_AS) !== null;
  } catch {
    return false;
  }
}

export function noteSignedIn(is: boolean): void {
  try {
    if (is) sessionStorage.setItem(STORED_AS, 'yes');
    else sessionStorage.removeItem(STORED_AS);
  } catch {
    // Without session storage the password is asked for again.
  }
}

/**
 * Requests that change something come from our own pages or from no page at all (a national server).
 * Browsers say so in Sec-Fetch-Site or Origin; another site's page can leave out neither.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * `publicHost`: of the address under which people open the app, where it is named. A name of its own that a foreign
 * page has had lead here would otherwise agree with itself; this computer's names lead nowhere else.
 */
export function isFromElsewhere(
  headers: IncomingHttpHeaders,
  host: string,
  publicHost: string | null = null
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  const stated = originToHost(origin);
  return stated !== host || !(publicHost === null || stated === publicHost || isNear(stated));
}

/** This computer's own names, with or without a port. */
export function isNear(host: string): boolean {
  return /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?$/.test(host);
}

function originToHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

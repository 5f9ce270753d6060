/**
 * Changing requests come from our own pages or from no page (a national server). Browsers declare this in
 * Sec-Fetch-Site or Origin, which a foreign page cannot omit.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** `publicHost`: host of ORIGIN, if set. Otherwise a foreign name that leads here would match its own origin. */
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

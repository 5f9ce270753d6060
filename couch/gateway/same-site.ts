/**
 * Requests that change something come from our own pages or from no page at all (a national server).
 * Browsers say so in Sec-Fetch-Site or Origin; another site's page can leave out neither.
 */
import type { IncomingHttpHeaders } from 'node:http';

export function isFromElsewhere(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return true;
  const { origin } = headers;
  return origin !== undefined && originToHost(origin) !== host;
}

function originToHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

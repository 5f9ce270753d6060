/** Only if the origin is set, against foreign names that lead here. Health checks use the IP address. */
import type { IncomingHttpHeaders } from 'node:http';
import { bareAddress, isInside } from '#couch/base/address-key.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from './refusal.ts';

const HEALTH_CHECKS: readonly (string | undefined)[] = ['/api/health', '/api/ready'];

export function refuseOtherHosts(gateway: FastifyInstance, origin: string): void {
  gateway.addHook('onRequest', async ({ host, routeOptions }) => {
    if (HEALTH_CHECKS.includes(routeOptions.url) || isNear(host) || isHostOf(host, origin)) return;
    throw refusal(421, 'request.host.refused');
  });
}

/** Upper case and the default port make no difference. */
function isHostOf(host: string, origin: string): boolean {
  const own = new URL(origin);
  const asked = `${own.protocol}//${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(asked) && new URL(asked).host === own.host;
}

/**
 * From our own pages or from no page (a national server). Browsers declare this in Sec-Fetch-Site or Origin, which a
 * foreign page cannot omit. `publicHost`: without it, a foreign name that leads here would match its own origin.
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

/**
 * The proxy names the country for which it chose this gateway (`deploy/gateways.cluster.conf`). The gateway compares it
 * with the account, so that no device chooses a second gateway for its country. `person`: null without an account.
 */
export function refuseOtherRoute({ headers }: FastifyRequest, person: string | null): void {
  const route = headers['i2es-route'];
  const own = person?.split('.')[0] ?? 'none';
  if (route !== undefined && route !== own) throw refusal(421, 'request.route.refused');
}

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

/**
 * A proxy missing from TRUSTED_PROXIES makes one address of all its callers, who then share the waits for wrong
 * passwords.
 */
const NOT_NAMED =
  'Requests come through a proxy that TRUSTED_PROXIES does not name. All its callers count as one address: the wrong passwords of one person lock out everyone. If this is the address of your proxy, add it to TRUSTED_PROXIES.';
const NOT_READ =
  'A proxy sends Forwarded, but not X-Forwarded-For, which alone I2ES reads. All its callers count as one address: the wrong passwords of one person lock out everyone. Let your proxy send X-Forwarded-For.';
/** Forged headers cannot fill the log. */
const MAX_NOTED = 8;

export function noteUntrustedProxies(gateway: FastifyInstance): void {
  const noted = new Set<string>();
  gateway.addHook('onRequest', async (request) => {
    const sentence = sayUntrusted(request);
    if (sentence === null) return;
    const proxy = addressToLog(request.socket.remoteAddress ?? '');
    if (noted.has(proxy) || noted.size === MAX_NOTED) return;
    noted.add(proxy);
    gateway.log.warn({ proxy }, sentence);
  });
}

/** Fastify lists a second address only if it trusts the first one, the proxy. */
function sayUntrusted({ headers, ips }: FastifyRequest): string | null {
  if (headers['x-forwarded-for'] !== undefined) return (ips?.length ?? 0) > 1 ? null : NOT_NAMED;
  return headers.forwarded === undefined ? null : NOT_READ;
}

/** Anyone can send these headers, and a public address might be a person's, so it is not logged (threats P9). */
export function addressToLog(address: string): string {
  return isInside(address) ? bareAddress(address) : 'a public address';
}

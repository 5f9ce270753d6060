/**
 * Only the server's own names are answered, if its public address is known: a name that another site has led here is
 * refused before anything is looked up. Health checks ask by address.
 */
import type { FastifyInstance } from 'fastify';
import { refusal } from './refusal.ts';
import { isNear } from './same-site.ts';

const HEALTH_CHECKS: readonly (string | undefined)[] = ['/api/health', '/api/ready'];

export function refuseOtherHosts(gateway: FastifyInstance, origin: string): void {
  gateway.addHook('onRequest', async ({ host, routeOptions }) => {
    if (HEALTH_CHECKS.includes(routeOptions.url) || isNear(host) || isHostOf(host, origin)) return;
    throw refusal(421, 'request.host.refused');
  });
}

/** In capitals, or with the port that is meant anyway, a name is the same name. */
function isHostOf(host: string, origin: string): boolean {
  const own = new URL(origin);
  const asked = `${own.protocol}//${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(asked) && new URL(asked).host === own.host;
}

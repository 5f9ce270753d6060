/**
 * Answers only the server's own host names if its origin is set, against foreign names that lead here. Health checks
 * use the IP address.
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

/** Upper case and the default port make no difference. */
function isHostOf(host: string, origin: string): boolean {
  const own = new URL(origin);
  const asked = `${own.protocol}//${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(asked) && new URL(asked).host === own.host;
}

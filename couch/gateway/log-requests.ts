/** One log line per request: route, not address; status and time, not content. It names no person (threats P9). */
import type { Metrics } from '#couch/metrics/metrics.ts';
import type { FastifyInstance } from 'fastify';

export function logRequests(gateway: FastifyInstance, metrics?: Metrics): void {
  gateway.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, route, status: reply.statusCode, ms }, 'answered');
    metrics?.noteRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
  });
}

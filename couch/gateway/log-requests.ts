/** One line a request: route, not address; status and time, not content. Nobody is named (threats P9). */
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

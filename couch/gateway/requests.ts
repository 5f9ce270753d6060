/** Route, not address; status and time, not content. No person (threats P9). */
import type { Metrics } from '#couch/metrics/metrics.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export function logRequests(gateway: FastifyInstance, metrics?: Metrics): void {
  gateway.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method: request.method, route, status: reply.statusCode, ms }, 'answered');
    metrics?.noteRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
  });
}

/** For reports of a failing process, without people (threats P9). */
interface RequestUnderWay {
  readonly method: string;
  readonly route: string;
  readonly ms: number;
}

/** Feeds are old, and the cause of a crash is usually recent. */
const MAX_SHOWN = 50;

export class UnderWay {
  readonly #since = new Map<FastifyRequest, number>();

  follow(gateway: FastifyInstance): void {
    gateway.addHook('onRequest', async (request, reply) => {
      this.#since.set(request, performance.now());
      reply.raw.once('close', () => this.#since.delete(request));
    });
  }

  list(): readonly RequestUnderWay[] {
    const now = performance.now();
    return [...this.#since]
      .reverse()
      .slice(0, MAX_SHOWN)
      .map(([request, since]) => ({
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        ms: Math.round(now - since)
      }));
  }
}

/** The requests that are being answered: what a process that has to end can say of them. Nobody is named (threats P9). */
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface RequestUnderWay {
  readonly method: string;
  /** The route of the table, not the address. */
  readonly route: string;
  /** Since it came. */
  readonly ms: number;
}

/** A feed that waits has come long ago; what broke something has most often just come. */
const MAX_SHOWN = 50;

export class UnderWay {
  readonly #since = new Map<FastifyRequest, number>();

  follow(gateway: FastifyInstance): void {
    gateway.addHook('onRequest', async (request, reply) => {
      this.#since.set(request, performance.now());
      reply.raw.once('close', () => this.#since.delete(request));
    });
  }

  /** Those that came last first. */
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

/**
 * Closing takes seconds, not the minute for which a browser keeps its connections: what is idle is cut at
 * once, what is still being answered gets a moment.
 */
import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 5_000;

export function closeConnectionsSoon(gateway: FastifyInstance): void {
  const { server } = gateway;
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  server.once('close', () => {
    clearInterval(looking);
    clearTimeout(patience);
  });
}

/**
 * Closing takes seconds, not the minute of a browser's keep-alive: idle connections are cut, also unused ones, which
 * Node does not count as idle. Running answers get a moment.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;
const TIMEOUT_MS = 3_000;

export function followConnections(gateway: FastifyInstance): () => void {
  const { server } = gateway;
  const open = new Set<Socket>();
  const busy = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    busy.add(socket);
    response.once('close', () => busy.delete(socket));
  });
  const cutIdle = (): void => open.forEach((socket) => !busy.has(socket) && socket.destroy());
  return () => {
    const looking = setInterval(cutIdle, LOOK_EVERY_MS);
    const patience = setTimeout(() => server.closeAllConnections(), TIMEOUT_MS);
    server.once('close', () => {
      clearInterval(looking);
      clearTimeout(patience);
    });
  };
}

/**
 * No route upgrades the protocol. Node 20 reads nothing more after an unread upgrade request, so the connection ends
 * with the answer.
 */
export function endAfterUpgrade({ server }: FastifyInstance): void {
  server.prependListener('request', ({ headers }, response) => {
    if (headers.upgrade !== undefined) response.setHeader('connection', 'close');
  });
}

/**
 * Closing takes seconds, not the minute for which a browser keeps its connections: what is idle is cut at
 * once, the connections that a browser opened beforehand and never used included (Node does not count those
 * as idle); what is still being answered gets a moment.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;
const TIMEOUT_MS = 3_000;

/** Follows the connections from now on; returns how to end them. */
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
 * Nothing here is asked in another protocol. Node 20 hears nothing more on the connection of a request that would
 * change it and whose body nobody read, so that it ends with the answer and no later question waits on it.
 */
export function endAfterUpgrade({ server }: FastifyInstance): void {
  server.prependListener('request', ({ headers }, response) => {
    if (headers.upgrade !== undefined) response.setHeader('connection', 'close');
  });
}

/** A further connection is cut before reading. */
import type { Socket } from 'node:net';
import { addressKey } from '#couch/base/address-key.ts';
import type { FastifyInstance } from 'fastify';

export function boundConnections({ server }: FastifyInstance, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = addressKey(socket.remoteAddress ?? '');
    const count = (open.get(address) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/**
 * Closing takes seconds, not the minute of a browser's keep-alive: idle connections are cut, also unused ones, which
 * Node does not count as idle. Running answers get a moment.
 */
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

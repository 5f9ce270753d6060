/** Bounds connections per address; a further one is cut before reading. */
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

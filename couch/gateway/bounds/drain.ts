/**
 * Discards the rest of a refused request: a sender cut while sending sees a broken connection and sends everything
 * again. Bounded in time and bytes.
 */
import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_WAIT_MS = 5_000;

/** Resolves when the request is complete, cut or over the bound. */
export function drain(request: IncomingMessage): Promise<void> {
  const stated = Number(request.headers['content-length'] ?? 0);
  if (request.complete || request.destroyed || stated > MAX_BYTES) return Promise.resolve();
  return new Promise((resolve) => {
    let left = MAX_BYTES;
    const end = (): void => {
      clearTimeout(timer);
      for (const event of ['end', 'close', 'error']) request.off(event, end);
      request.off('data', count);
      resolve();
    };
    const count = (chunk: Buffer | string): void => {
      left -= chunk.length;
      if (left < 0) end();
    };
    const timer = setTimeout(end, MAX_WAIT_MS);
    for (const event of ['end', 'close', 'error']) request.on(event, end);
    request.on('data', count);
    request.resume();
  });
}

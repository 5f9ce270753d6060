/** The figures on a separate port, for this computer or for a caller with the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsSettings } from '#couch/base/env.ts';
import type { Metrics } from './metrics.ts';

interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function serveMetrics(
  metrics: Metrics,
  { host, port, token }: MetricsSettings
): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, token, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

async function answer(
  metrics: Metrics,
  token: string | null,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const isAsked = method === 'GET' && url === '/metrics';
  if (!isAsked) return void response.writeHead(404).end();
  if (token !== null && !isSame(headers.authorization ?? '', `Bearer ${token}`))
    return void response.writeHead(401).end();
  try {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
  } catch {
    response.writeHead(503).end();
  }
}

/** Constant time, so that the token cannot be guessed in parts. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(wanted));
}

function digestOf(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

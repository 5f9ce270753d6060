/**
 * Replication is compressed both ways: two hundred records are 286 kB, and 49 kB gzipped, which is what a slow line
 * feels. Answers by what the caller accepts; bodies by `Content-Encoding`, and that this server takes them is said
 * with each answer (RFC 7694). A body's bound counts what comes out of it, so that a bomb is refused.
 * Not the routes under `/api`: their answers are short, and some hold what is told once.
 */
import compress, { type FastifyCompressRouteOptions } from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Bytes; below it the head of a packet weighs as much. */
const WORTH_IT = 1024;

/** Level 5 costs half of level 9 and packs records nearly as small. */
const ZLIB = { level: 5 } as const;

export async function packReplication(gateway: FastifyInstance): Promise<void> {
  await gateway.register(compress, { global: false, encodings: ['gzip'], requestEncodings: ['gzip'] });
  // A poll's sign of life goes out when it is written, not when a buffer is full; what it tells at last is short.
  gateway.addHook('onRequest', async (request) => {
    if ((request.query as { feed?: unknown }).feed === 'longpoll')
      request.headers['x-no-compression'] = 'yes';
  });
  gateway.addHook('onSend', async (request, reply) => {
    if (isReplication(request.routeOptions.url ?? '')) reply.header('accept-encoding', 'gzip');
  });
}

/** What a route of the table is registered with. */
export function packingOf({ path }: { readonly path: string }): FastifyCompressRouteOptions {
  if (!isReplication(path)) return { compress: false, decompress: false };
  return {
    compress: { encodings: ['gzip'], threshold: WORTH_IT, zlibOptions: ZLIB },
    decompress: { requestEncodings: ['gzip'] }
  };
}

function isReplication(path: string): boolean {
  return path.startsWith('/db/');
}

/**
 * Compression of replication, both ways: 200 records are 286 kB, 49 kB gzipped. Answers follow the caller's
 * preferences; bodies `Content-Encoding`, advertised per RFC 7694. Bounds count unpacked bytes, against bombs. `/api`
 * is excluded: short answers, some with secrets.
 */
import compress, { type FastifyCompressRouteOptions } from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Bytes; below it the packet header weighs as much. */
const WORTH_IT = 1024;

/** Level 5 costs half of level 9 and packs records nearly as small. */
const ZLIB = { level: 5 } as const;

export async function packReplication(gateway: FastifyInstance): Promise<void> {
  await gateway.register(compress, { global: false, encodings: ['gzip'], requestEncodings: ['gzip'] });
  // A long poll's heartbeat must leave immediately, not when a buffer is full. Its answer is short.
  gateway.addHook('onRequest', async (request) => {
    if ((request.query as { feed?: unknown }).feed === 'longpoll')
      request.headers['x-no-compression'] = 'yes';
  });
  gateway.addHook('onSend', async (request, reply) => {
    if (isReplication(request.routeOptions.url ?? '')) reply.header('accept-encoding', 'gzip');
  });
}

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

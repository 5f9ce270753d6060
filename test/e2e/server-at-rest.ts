/** The server's own databases, opened while it is stopped, since the embedded engine is one process. */
import { openCouchdbEngine, openEmbeddedEngine, type Engine } from '#couch/engine/engine.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import type { Server } from './server.ts';

/** The server stays stopped afterwards. */
export async function atRest<T>(server: Server, work: (engine: Engine) => Promise<T>): Promise<T> {
  await server.halt();
  const url = process.env['COUCHDB_URL'];
  const secret = (await ensureSecrets(server.folder)).service;
  const engine = url
    ? await openCouchdbEngine({ url, prefix: server.prefix, secret })
    : await openEmbeddedEngine({ folder: server.folder });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

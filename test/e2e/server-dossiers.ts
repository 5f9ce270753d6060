/** What the server's own databases say of a dossier, read once the server has stopped. */
import { openCouchdbEngine, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { foldDossier, type FoldedDossier } from './fold-dossier.ts';
import type { Server } from './server.ts';

/** In Australia's and in Switzerland's database; the number is that of the import authorization. */
export async function serverDossiers(server: Server, number: string): Promise<FoldedDossier[]> {
  await server.halt();
  const url = process.env['COUCHDB_URL'];
  const secret = (await ensureSecrets(server.folder)).service;
  const engine = url
    ? await openCouchdbEngine({ url, prefix: server.prefix, secret })
    : await openEmbeddedEngine({ folder: server.folder });
  try {
    const found: FoldedDossier[] = [];
    for (const database of ['country-au', 'country-ch']) {
      const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
      const { rows } = await engine.open(database).allDocs(range);
      const documents = rows.map((row) => row.doc);
      found.push(foldDossier(documents, number));
    }
    return found;
  } finally {
    await engine.close();
  }
}
